/** What became of the discs between two positions. */
import { expect, test } from "vitest";
import { type Cells, CELLS, changeOf, steps } from "./cells";

const EMPTY: Cells = Array<null>(CELLS).fill(null);
const START = EMPTY.with(27, 1).with(28, 0).with(35, 0).with(36, 1);

test("a move puts one disc and turns those it encloses", () => {
  const after = START.with(19, 0).with(27, 0);
  expect(changeOf(START, after)).toEqual({ put: [19], turned: [27], removed: [] });
});

test("a move taken back removes its disc and turns the others back", () => {
  const before = START.with(19, 0).with(27, 0);
  expect(changeOf(before, START)).toEqual({ put: [], turned: [27], removed: [19] });
});

test.each([
  [19, 27, 1],
  [0, 63, 7],
  [18, 21, 3],
  [19, 19, 0],
])("from %i to %i it is %i steps", (from, to, count) => expect(steps(from, to)).toBe(count));
