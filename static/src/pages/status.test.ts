/** What the table page says at its top, phase by phase, to players and to those who watch. */
import { describe, expect, test } from "vitest";
import type { MatchState } from "../net/matches";
import type { SeatState, TableState } from "../wire/generated";
import { playersOf, seatOf, statusOf } from "./status";

const WON = { places: [1, 2], reason: "three_in_a_row" };

function seat(name: string | null, fields: Partial<SeatState> = {}): SeatState {
  const holder = name === null ? null : ({ player: `p-${name}`, name, kind: "player" } as const);
  return { holder, rematch: false, here: true, ...fields };
}

function table(fields: Partial<TableState> = {}): TableState {
  return {
    table: "w7k2m9qd",
    title: "tic_tac_toe",
    options: {},
    offer: "private",
    seats: [seat("Otter"), seat("Lynx")],
    phase: "playing",
    match_id: "m",
    games: 1,
    outcome: null,
    spectators: 0,
    ...fields,
  };
}

function match(fields: Partial<MatchState> = {}): MatchState {
  return {
    match_id: "m",
    epoch: 1,
    rev: 3,
    seat: 0,
    happened: { cause: "action", seat: 1 },
    now_ms: 0,
    turn: [0],
    away: [],
    outcome: null,
    view: null,
    notes: [],
    legal: null,
    ...fields,
  };
}

function status(state: TableState, game: MatchState | null, me: string | undefined) {
  return statusOf(state, game, me, playersOf(state, me));
}

describe("while players gather", () => {
  const half = table({ phase: "gathering", seats: [seat("Otter"), seat(null)], match_id: null });

  test("who sits is told whom the table waits for", () => {
    expect(status(half, null, "p-Otter").headline).toBe("Waiting for one player");
  });

  test("who comes by the link is told who waits", () => {
    expect(status(half, null, "p-Lynx")).toEqual({
      headline: "Otter waits for you",
      detail: "1 seat is free.",
      mood: "yours",
    });
  });

  test("who stays after a match is told how it ended", () => {
    const left = table({ phase: "gathering", seats: [seat("Otter"), seat(null)] });
    expect(status(left, match({ outcome: WON }), "p-Otter")).toEqual({
      headline: "Waiting for one player",
      detail: "Last game: You won.",
      mood: "calm",
    });
  });

  test("an empty table says so", () => {
    const empty = table({ phase: "gathering", seats: [seat(null), seat(null)] });
    expect(status(empty, null, "p-Lynx").headline).toBe("Nobody sits here yet");
  });
});

describe("while a match is played", () => {
  test("the turn is told to each", () => {
    expect(status(table(), match(), "p-Otter")).toEqual({ headline: "Your turn", detail: "", mood: "yours" });
    expect(status(table(), match({ seat: 1 }), "p-Lynx").headline).toBe("Otter to move");
    expect(status(table(), match({ seat: null }), undefined)).toEqual({
      headline: "Otter to move",
      detail: "You are watching.",
      mood: "calm",
    });
  });

  test("an opponent who is away is named, oneself is not", () => {
    expect(status(table(), match({ seat: 1, away: [0] }), "p-Lynx").detail).toBe("Otter is away just now.");
    expect(status(table(), match({ seat: 0, away: [0, 1] }), "p-Otter").detail).toBe("");
  });

  test("before its first update there is nothing to tell", () => {
    expect(status(table(), null, "p-Otter").headline).toBe("One moment…");
  });

  test("an end that is told before the table's own is told at once", () => {
    expect(status(table(), match({ outcome: WON, turn: [] }), "p-Otter").headline).toBe("You won");
  });
});

describe("after a match", () => {
  const over = table({ phase: "finished", outcome: WON });

  test("the result is told to each", () => {
    expect(status(over, match({ outcome: WON }), "p-Otter").headline).toBe("You won");
    expect(status(over, match({ seat: 1, outcome: WON }), "p-Lynx").headline).toBe("You lost");
    expect(status(over, match({ seat: null, outcome: WON }), undefined).headline).toBe("Otter won");
    expect(status(over, null, "p-Lynx").headline).toBe("You lost");
  });

  test("an opponent's wish for a rematch is told until it is met", () => {
    const seats = [seat("Otter", { rematch: true }), seat("Lynx")];
    const asked = { ...over, seats };
    const told = status(asked, match({ seat: 1, outcome: WON }), "p-Lynx");
    expect(told.detail).toBe("Three in a row. Otter would like a rematch.");
    expect(status(asked, match({ outcome: WON }), "p-Otter").detail).toBe("Three in a row.");
  });
});

test("a seat is found by its player", () => {
  expect(seatOf(table(), "p-Lynx")).toBe(1);
  expect(seatOf(table(), "p-Nobody")).toBeNull();
  expect(seatOf(table({ seats: [seat(null)] }), undefined)).toBeNull();
});
