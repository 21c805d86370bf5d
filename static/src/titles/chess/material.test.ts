/** What was taken, and who is ahead. */
import { expect, test } from "vitest";
import { leadOf, takenBy } from "./material";
import { boardAt, replay } from "./moves/replay";
import { played, RICH, START } from "./testing/games";

const { steps, start } = replay(START, played(RICH));

test("what each side took, the greatest first", () => {
  expect(takenBy(0, steps)).toEqual(["r", "b", "n", "p", "p"]);
  expect(takenBy(1, steps)).toEqual(["b", "p"]);
});

test("a pawn that became a queen counts as one", () => {
  const board = boardAt({ start, steps }, 11);
  expect(leadOf(0, board)).toBe(5 + 1 + 1 + 8);
  expect(leadOf(1, board)).toBe(-15);
  expect(leadOf(0, start.board)).toBe(0);
});
