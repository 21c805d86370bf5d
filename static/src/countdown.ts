/** A countdown in words and in figures. It reads no clock: it is told the server's time. */
import type { Countdown } from "./view";

/** Milliseconds left at server time `now_ms`; never below zero, never above what there was. */
export function remaining(countdown: Countdown, now_ms: number): number {
  const spent = Math.max(0, now_ms - countdown.since_ms);
  return Math.max(0, countdown.remaining_ms - spent);
}

/** `0:07`, `12:30`: full seconds, rounded up, so that `0:00` means that it is over. */
export function figures(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whether a value is a countdown, for the generic view. */
export function isCountdown(value: unknown): value is Countdown {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 2 &&
    "remaining_ms" in value &&
    "since_ms" in value &&
    typeof value.remaining_ms === "number" &&
    typeof value.since_ms === "number"
  );
}
