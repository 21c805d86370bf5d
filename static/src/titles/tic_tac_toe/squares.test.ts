/** The board's geometry for the keyboard, and its words. */
import { expect, test } from "vitest";
import { type Cells, labelOf, lastMove, squareAfter, wonLines } from "./squares";

test.each([
  [4, "ArrowUp", 1],
  [4, "ArrowDown", 7],
  [4, "ArrowLeft", 3],
  [4, "ArrowRight", 5],
  [0, "ArrowUp", 0],
  [0, "ArrowLeft", 0],
  [8, "ArrowRight", 8],
  [8, "ArrowDown", 8],
  [2, "ArrowRight", 2],
  [5, "Home", 3],
  [3, "End", 5],
  [4, "a", null],
])("from %i, %s leads to %j", (square, key, next) => expect(squareAfter(square, key)).toBe(next));

test("squares have names", () => {
  expect(labelOf(1, null)).toBe("Row 1, column 2, empty");
  expect(labelOf(8, 1)).toBe("Row 3, column 3, O");
});

test("the last move is the one square that was filled", () => {
  const empty: Cells = Array(9).fill(null);
  const one = empty.with(4, 0) as Cells;
  const three = one.with(0, 1).with(8, 0) as Cells;
  expect(lastMove(empty, one)).toBe(4);
  expect(lastMove(one, one)).toBeNull();
  expect(lastMove(one, three)).toBeNull();
});

test.each<[string, number[][]]>([
  ["XXXOO....", [[0, 1, 2]]],
  ["O..XO.XXO", [[0, 4, 8]]],
  ["XXXXOOXOO", [[0, 1, 2], [0, 3, 6]]],
  ["XOXXOOOXX", []],
  [".........", []],
])("%s holds the lines %j", (board, lines) => {
  const cells = [...board].map((mark) => (mark === "X" ? 0 : mark === "O" ? 1 : null)) as Cells;
  expect(wonLines(cells)).toEqual(lines);
});
