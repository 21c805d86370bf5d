/** What players are told about turns, and how codes, lists and counts read. */
import { expect, test } from "vitest";
import type { Player } from "./view";
import { counted, humanise, listed, turnOf } from "./words";

const OTTER: Player = { name: "Quiet Otter", kind: "player", you: false };
const LYNX: Player = { name: "Brave Lynx", kind: "player", you: false };

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
