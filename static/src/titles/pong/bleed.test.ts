/** How a correction is bled off: never much in one picture, and never backwards. */
import { describe, expect, test } from "vitest";
import { BallBleed, Bleed, CORRECTION_PX_MAX } from "./bleed";

describe("a paddle's correction", () => {
  test("is never more than so many pixels a picture, and all gone in the end", () => {
    const bleed = new Bleed();
    let shown = bleed.show(100, null);
    // 60 pixels off, found out at once, while the paddle moves 3 pixels a picture.
    shown = bleed.show(100 + 60 + 3, 160);
    expect(shown).toBeLessThanOrEqual(100 + 3 + CORRECTION_PX_MAX);
    for (let picture = 2; picture < 40; picture += 1) {
      const target = 160 + 3 * picture;
      const next = bleed.show(target, target - 3);
      expect(next - shown).toBeLessThanOrEqual(3 + CORRECTION_PX_MAX + 1e-9);
      expect(next - shown).toBeGreaterThanOrEqual(3);
      shown = next;
    }
    expect(shown).toBe(160 + 3 * 39);
  });

  test("never outweighs the hand", () => {
    const bleed = new Bleed();
    bleed.show(100, null);
    let shown = bleed.show(100 - 40, 100 - 40);
    for (let picture = 1; picture < 100; picture += 1) {
      // It goes up 3 pixels a picture, and was shown 40 pixels too far up.
      const next = bleed.show(60 + 3 * picture, 60 + 3 * (picture - 1));
      expect(next).toBeGreaterThan(shown);
      shown = next;
    }
    expect(shown).toBe(60 + 3 * 99);
  });

  test("lets a paddle that was told right go its way untouched", () => {
    const bleed = new Bleed();
    bleed.show(10, null);
    expect(bleed.show(15, 10)).toBe(15);
    expect(bleed.corrected).toBe(0);
  });
});

describe("a ball's correction", () => {
  test("never lets it run back, and ends where the ball is", () => {
    const bleed = new BallBleed();
    let shown = bleed.show({ along: 100, across: 50, way: 1 }, null).along;
    for (let picture = 1; picture < 60; picture += 1) {
      const truth = (at: number) => ({ along: 60 + 4 * at, across: 50, way: 1 });
      const again = picture === 1 ? truth(0) : truth(picture - 1);
      const next = bleed.show(truth(picture), again).along;
      expect(next).toBeGreaterThanOrEqual(shown);
      shown = next;
    }
    expect(shown).toBe(60 + 4 * 59);
    expect(bleed.anew).toBe(0);
  });

  test("shows a ball anew that was shown hit and had been missed", () => {
    const bleed = new BallBleed();
    bleed.show({ along: 20, across: 50, way: 1 }, null);
    const shown = bleed.show({ along: 4, across: 52, way: -1 }, { along: 8, across: 52, way: -1 });
    expect(shown).toEqual({ along: 4, across: 52, way: -1 });
    expect(bleed.anew).toBe(1);
  });

  test("goes round with the ball when it is hit", () => {
    const bleed = new BallBleed();
    bleed.show({ along: 4, across: 50, way: -1 }, null);
    const shown = bleed.show({ along: 6, across: 50, way: 1 }, { along: 4, across: 50, way: -1 });
    expect(shown.along).toBe(6);
  });
});
