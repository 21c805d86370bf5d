/** The warning that time runs out comes once, at the right moment. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClockFace } from "../../view";
import { LowTime } from "./low_time";

const warn = vi.fn();
let low: LowTime;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  warn.mockReset();
  low = new LowTime(() => Date.now(), warn);
});

afterEach(() => {
  low.stop();
  vi.useRealTimers();
});

const face = (remaining_ms: number, running: number | null, periods = 0): ClockFace => ({
  control: { kind: "sudden_death", base_s: 60 },
  running,
  since_ms: Date.now(),
  free_ms: 0,
  seats: [
    { remaining_ms, periods },
    { remaining_ms: 60_000, periods: 0 },
  ],
});

test("when ten seconds are left, and not again", () => {
  low.watch(face(60_000, 0), 0);
  vi.advanceTimersByTime(49_900);
  expect(warn).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(warn).toHaveBeenCalledTimes(1);
  low.watch(face(9_000, 0), 0);
  vi.advanceTimersByTime(9_000);
  expect(warn).toHaveBeenCalledTimes(1);
});

test("not on the other's time, not for who looks on, not with periods left", () => {
  low.watch(face(60_000, 1), 0);
  low.watch(face(60_000, 0), null);
  low.watch(face(60_000, 0, 3), 0);
  vi.advanceTimersByTime(60_000);
  expect(warn).not.toHaveBeenCalled();
});

test("not for who never had much more", () => {
  low.watch(face(12_000, 0), 0);
  vi.advanceTimersByTime(12_000);
  expect(warn).not.toHaveBeenCalled();
});
