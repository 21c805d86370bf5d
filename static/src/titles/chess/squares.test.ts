/** The board's geometry: names, both ways round, and where the arrow keys lead. */
import { expect, test } from "vitest";
import { nameOf, placeOf, readingOrder, squareAfter, squareOf, squareSeen } from "./squares";

test("every square has its name and its place, from both sides", () => {
  for (let square = 0; square < 64; square += 1) {
    expect(squareOf(nameOf(square))).toBe(square);
    for (const bottom of [0, 1] as const) {
      const { column, row } = placeOf(square, bottom);
      expect(squareSeen(column, row, bottom)).toBe(square);
    }
  }
});

test("a board is read from its upper left corner", () => {
  expect(readingOrder(0).slice(0, 2).map(nameOf)).toEqual(["a8", "b8"]);
  expect(readingOrder(1).slice(0, 2).map(nameOf)).toEqual(["h1", "g1"]);
});

test.each([
  ["e4", "ArrowUp", "e5", "e3"],
  ["e4", "ArrowLeft", "d4", "f4"],
  ["a8", "ArrowUp", "a8", "a7"],
  ["h1", "ArrowRight", "h1", "g1"],
  ["c3", "Home", "a3", "h3"],
  ["c3", "End", "h3", "a3"],
])("from %s, %s leads to %s for White and to %s for Black", (from, key, white, black) => {
  expect(nameOf(squareAfter(squareOf(from), key, 0) ?? 0)).toBe(white);
  expect(nameOf(squareAfter(squareOf(from), key, 1) ?? 0)).toBe(black);
});

test("other keys lead nowhere", () => expect(squareAfter(0, "a", 0)).toBeNull());
