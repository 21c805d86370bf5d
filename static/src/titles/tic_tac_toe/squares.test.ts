/** The board's words, and its lines. */
import { expect, test } from "vitest";
import { type Cells, labelOf, lastMove, wonLines } from "./squares";

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
