/** What players are told about turns and results. */
import { describe, expect, test } from "vitest";
import type { Standing } from "./wire/generated";
import type { Player } from "./view";
import { counted, humanise, listed, resultOf, turnOf } from "./words";

const OTTER: Player = { name: "Quiet Otter", kind: "player", you: false };
const LYNX: Player = { name: "Brave Lynx", kind: "player", you: false };
const BOT: Player = { name: "Random bot", kind: "bot", you: false };

describe("a result", () => {
  const won: Standing = { places: [1, 2], reason: "three_in_a_row" };
  const late: Standing = { places: [2, 1], reason: "timeout" };
  const draw: Standing = { places: [1, 1], reason: "board_full" };
  const failed: Standing = { places: [], reason: "faulted" };
  const ranked: Standing = { places: [2, 1, 3], reason: "rounds_over" };
  const shared: Standing = { places: [1, 1, 3], reason: "rounds_over" };

  test.each<[string, Standing, number | null, string, string, string]>([
    ["won", won, 0, "You won", "Three in a row", "won"],
    ["lost", won, 1, "You lost", "Three in a row", "lost"],
    ["watched", won, null, "Quiet Otter won", "Three in a row", "even"],
    ["won on time", late, 1, "You won on time", "", "won"],
    ["lost on time", late, 0, "You lost on time", "", "lost"],
    ["watched, on time", late, null, "Brave Lynx won on time", "", "even"],
    ["drawn", draw, 1, "Draw", "The board is full", "even"],
    ["failed", failed, 0, "No result", "The game failed. It counts for nobody.", "even"],
    ["second of three", ranked, 0, "You came 2nd", "Rounds over", "lost"],
    ["shared", shared, 1, "You share the first place", "Rounds over", "won"],
    ["shared, watched", shared, null, "Quiet Otter and Brave Lynx share the first place", "Rounds over", "even"],
  ])("%s", (_, outcome, seat, headline, detail, mood) => {
    expect(resultOf(outcome, seat, [OTTER, LYNX, BOT])).toEqual({ headline, detail, mood });
  });
});

test.each<[number[], number | null, string]>([
  [[0], 0, "Your turn"],
  [[1], 0, "Brave Lynx to move"],
  [[0, 1], 0, "Your turn"],
  [[0, 1], null, "Quiet Otter and Brave Lynx to move"],
  [[2], 0, "Seat 3 to move"],
  [[], 0, "One moment…"],
])("the turn of %j as seat %j is told it", (turn, seat, words) => {
  expect(turnOf(turn, seat, [OTTER, LYNX])).toBe(words);
});

test("codes become words", () => {
  expect(humanise("rules.square_taken")).toBe("Square taken");
  expect(humanise("x")).toBe("X");
  expect(humanise("")).toBe("");
});

test("lists and counts", () => {
  expect(listed(["A", "B", "C"])).toBe("A, B and C");
  expect(counted(1, "seat", "seats")).toBe("1 seat");
  expect(counted(0, "seat", "seats")).toBe("0 seats");
});
