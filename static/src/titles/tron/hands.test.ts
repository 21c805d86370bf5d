/** What keys and fingers make of the way. */
import { describe, expect, test } from "vitest";
import { swiped, tapped } from "./hands";

describe("a finger on the field", () => {
  test.each([
    [40, 10, "right"],
    [-40, 10, "left"],
    [5, 30, "down"],
    [5, -30, "up"],
    [4, 4, null],
  ] as const)("that goes %d, %d means %s", (x, y, direction) => {
    expect(swiped(x, y)).toBe(direction);
  });

  test.each([
    ["up", 90, 50, "right"],
    ["down", 10, 50, "left"],
    ["left", 50, 10, "up"],
    ["right", 50, 90, "down"],
  ] as const)("that taps beside one who goes %s turns it there", (going, x, y, direction) => {
    expect(tapped({ x: 50, y: 50 }, going, { x, y })).toBe(direction);
  });
});
