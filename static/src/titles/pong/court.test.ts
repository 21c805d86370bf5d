/** Where the court's points are on the screen, lying down and upright. */
import { describe, expect, test } from "vitest";
import { Court } from "./court";

const MEASURES = { long: 300, wide: 200 };

describe("the court on the screen", () => {
  test("lies down on a desk, seat 0 on the left for everybody", () => {
    const court = new Court(MEASURES, false, 1, 600, 400);
    expect(court.at(0, 0)).toEqual({ x: 0, y: 0 });
    expect(court.at(300, 200)).toEqual({ x: 600, y: 400 });
  });

  test.each([
    [0, 0],
    [1, 300],
  ])("stands upright on a phone, with seat %d's own end below", (seat, end) => {
    const court = new Court(MEASURES, true, seat, 200, 300);
    expect(court.at(end, 100).y).toBe(300);
    expect(court.at(300 - end, 100).y).toBe(0);
  });

  test.each([
    [false, 0],
    [true, 0],
    [true, 1],
  ])("finds under a finger what it drew there (upright: %s, seat %d)", (upright, below) => {
    const court = new Court(MEASURES, upright, below, upright ? 200 : 300, upright ? 300 : 200);
    expect(court.across(court.at(120, 77))).toBeCloseTo(77, 9);
    expect(court.upIsFirst).toBe(court.across({ x: 1, y: 1 }) < court.across({ x: 199, y: 199 }));
  });
});
