/** Where discs come to rest, and which lines win. */
import { expect, test } from "vitest";
import { added, type Cells, COLUMNS, landing, lines, ROWS } from "./cells";

/** A position from its lowest rows, `R` and `Y` for discs. */
function position(...rows: string[]): Cells {
  const all = [...Array<string>(ROWS - rows.length).fill(".".repeat(COLUMNS)), ...rows].join("");
  return [...all].map((letter) => (letter === "R" ? 0 : letter === "Y" ? 1 : null));
}

test("a disc comes to rest on those below it", () => {
  const cells = position("...Y...", "..RR...");
  expect(landing(cells, 0)).toBe(35);
  expect(landing(cells, 2)).toBe(30);
  expect(landing(cells, 3)).toBe(24);
});

test("a full column has no room", () => {
  const cells = position("R......", "Y......", "R......", "Y......", "R......", "Y......");
  expect(landing(cells, 0)).toBeNull();
  expect(landing(cells, 1)).toBe(36);
});

test("what has fallen is what was not there before", () => {
  expect(added(position("R......"), position("Y......", "R..Y..."))).toEqual([28, 38]);
});

test.each<[string, Cells, number[][]]>([
  ["an empty board", position(), []],
  ["three", position("RRR...."), []],
  ["four in a row", position(".RRRRY."), [[36, 37, 38, 39]]],
  ["five in a row", position("RRRRR.."), [[35, 36, 37, 38, 39]]],
  ["four upwards", position("Y......", "Y......", "Y......", "Y......"), [[14, 21, 28, 35]]],
  ["a falling diagonal", position("R......", "YR.....", "YYR....", "YYYR..."), [[14, 22, 30, 38]]],
  ["a rising diagonal", position("...R...", "..RY...", ".RYY...", "RYYY..."), [[17, 23, 29, 35]]],
  ["a row that goes on at the other edge", position("R......", "Y...RRR"), []],
])("%s", (_, cells, won) => expect(lines(cells)).toEqual(won));

test("a disc that closes two lines wins with both", () => {
  const cells = position("RRRR...", "YYRY...", "YRYY...", "RYYR...");
  expect(lines(cells)).toEqual([
    [14, 15, 16, 17],
    [17, 23, 29, 35],
  ]);
});
