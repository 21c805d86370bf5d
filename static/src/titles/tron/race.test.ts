/** Who is where in a race, and who is out. */
import { describe, expect, test } from "vitest";
import { type Rider, ridden, trailBetween } from "./race";

const START: Rider = { trail: [{ x: 5, y: 5 }], direction: "right", place: null };

describe("a trail", () => {
  test("has a corner where its rider turned, and nowhere else", () => {
    let rider = START;
    for (const direction of ["right", "right", "right", "down", "down", "left"] as const) {
      rider = ridden(rider, direction);
    }
    expect(rider.trail).toEqual([
      { x: 5, y: 5 },
      { x: 8, y: 5 },
      { x: 8, y: 7 },
      { x: 7, y: 7 },
    ]);
    expect(rider.direction).toBe("left");
  });

  test("leads from cell to cell without a leap", () => {
    const after = ridden(START, "right");
    expect(trailBetween(START, after, 0).at(-1)).toEqual({ x: 5, y: 5 });
    expect(trailBetween(START, after, 0.25).at(-1)).toEqual({ x: 5.25, y: 5 });
  });

  test("leads round the corners of several ticks", () => {
    const after = (["right", "right", "down", "down"] as const).reduce(ridden, START);
    expect(trailBetween(START, after, 0.25).at(-1)).toEqual({ x: 6, y: 5 });
    expect(trailBetween(START, after, 0.75).slice(-2)).toEqual([
      { x: 7, y: 5 },
      { x: 7, y: 6 },
    ]);
    const turned = ridden(after, "left");
    expect(trailBetween(after, turned, 0.5).at(-1)).toEqual({ x: 6.5, y: 7 });
  });

  test("of one who crashed stays as it is", () => {
    const crashed = { ...START, place: 2 };
    expect(trailBetween(START, crashed, 0.5)).toEqual(START.trail);
  });
});
