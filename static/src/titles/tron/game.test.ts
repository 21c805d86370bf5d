/** What views and frames make of the field. */
import { describe, expect, test } from "vitest";
import { type Frame, raceAfter, raceOf, type View } from "./game";

const START: View = {
  columns: 48,
  rows: 32,
  wait: 2,
  riders: [
    { trail: [[8, 15]], direction: "right", place: null },
    { trail: [[39, 16]], direction: "left", place: null },
    { trail: [[24, 5]], direction: "down", place: null },
  ],
};

function after(...frames: Frame[]) {
  return frames.reduce(raceAfter, raceOf(START));
}

describe("a race followed by its frames", () => {
  test("counts down, then rides", () => {
    expect(after([]).wait).toBe(1);
    expect(after([], [], ["right", "left", "down"])).toEqual(
      raceOf({
        ...START,
        wait: 0,
        riders: [
          { trail: [[8, 15], [9, 15]], direction: "right", place: null },
          { trail: [[39, 16], [38, 16]], direction: "left", place: null },
          { trail: [[24, 5], [24, 6]], direction: "down", place: null },
        ],
      }),
    );
  });

  test("gives those who crash at once the same place, behind all who ride on", () => {
    const race = after([], [], ["right", "up", "crashed"], ["crashed", "crashed", "out"]);
    expect(race.riders.map(({ place }) => place)).toEqual([1, 1, 3]);
  });

  test("leaves the states before as they were", () => {
    const before = after([], [], ["right", "left", "down"]);
    const kept = JSON.stringify(before);
    raceAfter(before, ["right", "up", "crashed"]);
    expect(JSON.stringify(before)).toBe(kept);
  });
});
