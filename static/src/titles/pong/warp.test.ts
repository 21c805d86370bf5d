/** The time at which the ball is shown, between one's own present and the others' past. */
import { describe, expect, test } from "vitest";
import { BallTime, RATE_MAX } from "./warp";

/** Ticks that a ball takes from one paddle to the other, and those between past and present. */
const CROSSING = 60;
const LAG = 16;

/** A ball that goes to and fro: at our paddle at tick 0, at theirs at 60. */
function distance(tick: number): number {
  const round = ((tick % (2 * CROSSING)) + 2 * CROSSING) % (2 * CROSSING);
  return round <= CROSSING ? round / CROSSING : 2 - round / CROSSING;
}

const comes = (tick: number) => distance(tick + 0.001) < distance(tick);

/** What is shown of some seconds of play, one picture a tick. */
function play(lag: (present: number) => number, to = 600): { present: number; tick: number }[] {
  const time = new BallTime();
  const shown: { present: number; tick: number }[] = [];
  let last = 0;
  for (let present = 100; present < to; present += 1) {
    const tick = time.tick({ present, past: present - lag(present), crossing: CROSSING, comes: comes(last) }, distance);
    shown.push({ present, tick });
    last = tick;
  }
  return shown;
}

describe("the ball's moment", () => {
  test("is the present at our own paddle, and the past at theirs", () => {
    for (const { present, tick } of play(() => LAG)) {
      expect(tick).toBeCloseTo(present - LAG * distance(tick), 1);
    }
  });

  test("never runs back, and never much faster than the ball flies, whatever the network does", () => {
    let lag = LAG;
    let seed = 7;
    const shown = play(() => {
      seed = (seed * 48271) % 2147483647;
      lag = seed % 40 === 0 ? 45 : Math.max(LAG, lag - 0.1);
      return lag;
    }, 3000);
    shown.slice(1).forEach(({ present, tick }, index) => {
      const before = shown[index];
      const step = tick - (before?.tick ?? 0);
      expect(step).toBeGreaterThanOrEqual(0);
      // What is known is never passed over: where the past itself runs on, so does the ball.
      if (tick > present - 45) {
        expect(step).toBeLessThanOrEqual(RATE_MAX * (present - (before?.present ?? 0)) + 1e-9);
      }
    });
  });

  test("stands still at their paddle while nothing is known of it", () => {
    const time = new BallTime();
    const past = 40;
    let tick = 0;
    for (let present = past + LAG; present < past + 120; present += 1) {
      tick = time.tick({ present, past, crossing: CROSSING, comes: false }, (at) => Math.min(1, at / past));
      expect(tick).toBeLessThanOrEqual(past + LAG);
    }
    expect(tick).toBeCloseTo(past, 0);
  });

  test("is the past for who only watches", () => {
    const time = new BallTime();
    const tick = time.tick({ present: 50, past: 50, crossing: CROSSING, comes: true }, distance);
    expect(tick).toBeCloseTo(50, 5);
  });
});
