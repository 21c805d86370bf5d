/** What those hear who don't see the board. */
import { expect, test } from "vitest";
import type { Cells } from "./cells";
import { columnInWords, moveInWords } from "./speech";

const EMPTY: Cells = Array<null>(42).fill(null);

test("a column tells its discs from below", () => {
  const cells = EMPTY.with(38, 0).with(31, 1);
  expect(columnInWords(cells, 3)).toBe("Column 4, from below Red, Yellow");
  expect(columnInWords(cells, 0)).toBe("Column 1, empty");
});

test("a full column says so", () => {
  const cells = EMPTY.map((_, cell) => (cell % 7 === 6 ? 1 : null));
  expect(columnInWords(cells, 6)).toBe("Column 7, from below Yellow, Yellow, Yellow, Yellow, Yellow, Yellow, full");
});

test("a move is told once", () => {
  const after = EMPTY.with(38, 1);
  expect(moveInWords(EMPTY, after, 38)).toBe("Yellow in column 4.");
  expect(moveInWords(after, after, 38)).toBe("");
});

test("a move taken back is not told as a move", () => {
  const before = EMPTY.with(35, 0).with(38, 1);
  expect(moveInWords(before, EMPTY.with(35, 0), 35)).toBe("");
});
