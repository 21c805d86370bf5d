/** Time left, at the edges. */
import { expect, test } from "vitest";
import { figures, isCountdown, remaining } from "./countdown";

test.each([
  [0, "0:00"],
  [1, "0:01"],
  [1000, "0:01"],
  [1001, "0:02"],
  [59_999, "1:00"],
  [754_000, "12:34"],
])("%i ms reads %s", (ms, text) => expect(figures(ms)).toBe(text));

test("it neither runs below zero nor above what there was", () => {
  const countdown = { remaining_ms: 5000, since_ms: 100_000 };
  expect(remaining(countdown, 99_000)).toBe(5000);
  expect(remaining(countdown, 102_500)).toBe(2500);
  expect(remaining(countdown, 999_000)).toBe(0);
});

test("what a countdown is", () => {
  expect(isCountdown({ remaining_ms: 1, since_ms: 2 })).toBe(true);
  expect(isCountdown({ remaining_ms: 1 })).toBe(false);
  expect(isCountdown({ remaining_ms: 1, since_ms: 2, x: 3 })).toBe(false);
  expect(isCountdown(null)).toBe(false);
});
