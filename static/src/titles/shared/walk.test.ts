/** Where keys lead on a grid. */
import { expect, test } from "vitest";
import { cellAfter } from "./walk";

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
])("on three by three, from %i, %s leads to %j", (cell, key, next) => expect(cellAfter(cell, key, 3, 3)).toBe(next));

test.each([
  [3, "ArrowLeft", 2],
  [6, "ArrowRight", 6],
  [3, "End", 6],
  [3, "ArrowUp", null],
  [3, "ArrowDown", null],
])("in a row of seven, from %i, %s leads to %j", (cell, key, next) => expect(cellAfter(cell, key, 7, 1)).toBe(next));
