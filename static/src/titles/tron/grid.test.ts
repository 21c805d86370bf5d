/** Where the field's cells are on the screen. */
import { describe, expect, test } from "vitest";
import { DIRECTIONS, Grid, STEPS } from "./grid";

describe.each([
  ["lying", new Grid(48, 32, false, 480, 320)],
  ["upright", new Grid(48, 32, true, 320, 480)],
])("the %s field", (_, grid) => {
  test("shows each direction as the way in which its cells follow each other", () => {
    for (const direction of DIRECTIONS) {
      const step = STEPS[direction];
      const [from, to] = [grid.at(10, 10), grid.at(10 + step.x, 10 + step.y)];
      const seen = STEPS[grid.onScreen(direction)];
      expect([to.x - from.x, to.y - from.y]).toEqual([seen.x * grid.cell, seen.y * grid.cell]);
    }
  });

  test("takes a direction as the player sees it", () => {
    for (const direction of DIRECTIONS) {
      expect(grid.inField(grid.onScreen(direction))).toBe(direction);
    }
  });

  test("fills its place", () => {
    const corners = [grid.at(-0.5, -0.5), grid.at(47.5, 31.5)];
    expect(corners.map(({ x }) => x).sort((a, b) => a - b)).toEqual([0, grid.width]);
    expect(corners.map(({ y }) => y).sort((a, b) => a - b)).toEqual([0, grid.height]);
  });
});
