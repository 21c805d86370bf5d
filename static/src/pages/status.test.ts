/** What the table page says at its top, phase by phase, to players and to those who watch. */
import { describe, expect, test } from "vitest";
import type { MatchState } from "../net/matches";
import { matchOf as match, seatOf as seat, tableOf as table } from "../net/fixtures";
import type { TableState } from "../wire/generated";
import { playersOf, seatOf, statusOf, turnShown } from "./status";

const WON = { places: [1, 2], reason: "three_in_a_row" };

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

  test("in real time nobody is waited for", () => {
    const { headline } = status(table(), match({ hz: 60, turn: [] }), "p-Otter");
    expect(headline).toBe("In play");
  });

  test("an opponent who is away is named, oneself is not", () => {
    expect(status(table(), match({ seat: 1, away: [0] }), "p-Lynx").detail).toBe("Otter is away just now.");
    expect(status(table(), match({ seat: 0, away: [0, 1] }), "p-Otter").detail).toBe("");
  });

  test("a courtesy is told in place of what is usual; one with buttons of its own is only heard", () => {
    const offered = { cause: "courtesy", seat: 1, courtesy: { deed: "offered", what: "draw" } } as const;
    const told = status(table(), match({ happened: offered }), "p-Otter");
    expect(told).toMatchObject({ detail: "", aside: "Lynx offers a draw." });
    expect(status(table(), match({ happened: offered, seat: null }), undefined).detail).toBe("Lynx offers a draw.");
    const declined = { cause: "courtesy", seat: 1, courtesy: { deed: "declined", what: "draw" } } as const;
    expect(status(table(), match({ happened: declined }), "p-Otter").detail).toBe("Lynx declines the draw.");
  });

  test("a pause is told, and nobody is to move", () => {
    const paused = match({ paused: true });
    expect(status(table(), paused, "p-Otter")).toMatchObject({ headline: "Paused", mood: "calm" });
    expect(turnShown(table(), paused)).toEqual([]);
    expect(turnShown(table(), match())).toEqual([0]);
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

test("a match that the server can't show says so in place of whose turn it is", () => {
  const refused = { code: "other_rules", reason: "This match was begun under other rules." };
  expect(statusOf(table(), null, "p-Otter", [], refused)).toMatchObject({ headline: "This game rests", again: false });
  expect(statusOf(table({ phase: "gathering" }), null, "p-Otter", [], refused).headline).not.toBe("This game rests");
});
