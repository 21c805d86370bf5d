/** What those hear who don't see the board. */
import { expect, test } from "vitest";
import { type Cells, CELLS } from "./cells";
import { cellInWords, countsInWords, moveInWords, nameOf } from "./speech";

const EMPTY: Cells = Array<null>(CELLS).fill(null);
const START = EMPTY.with(27, 1).with(28, 0).with(35, 0).with(36, 1);
const MOVED = START.with(19, 0).with(27, 0);

test("cells have the names that players use", () => {
  expect([0, 19, 56, 63].map(nameOf)).toEqual(["a1", "d3", "a8", "h8"]);
});

test("a cell tells what is in it, and whether one may play there", () => {
  expect(cellInWords(19, null, true)).toBe("d3, empty, possible move");
  expect(cellInWords(19, null, false)).toBe("d3, empty");
  expect(cellInWords(27, 1, false)).toBe("d4, White");
});

test("a move tells where the disc went and how many it turned", () => {
  expect(moveInWords(START, { cells: MOVED, last: 19, passed: null })).toBe("Black to d3, turns 1 disc.");
  const two = START.with(19, 0).with(27, 0).with(36, 0);
  expect(moveInWords(START, { cells: two, last: 19, passed: null })).toBe("Black to d3, turns 2 discs.");
});

test("who has to pass is told with the move", () => {
  const told = moveInWords(START, { cells: MOVED, last: 19, passed: 1 });
  expect(told).toBe("Black to d3, turns 1 disc. White has to pass.");
});

test("the same position twice, and a move taken back, are told as no move", () => {
  expect(moveInWords(MOVED, { cells: MOVED, last: 19, passed: null })).toBe("");
  expect(moveInWords(MOVED, { cells: START, last: null, passed: null })).toBe("");
});

test("of several moves at once, the last is told without what it turned", () => {
  const after = MOVED.with(18, 1).with(26, 1);
  expect(moveInWords(START, { cells: after, last: 18, passed: null })).toBe("White to c3.");
});

test("the counts are told by side", () => expect(countsInWords([12, 8])).toBe("Black 12, White 8"));
