/**
 * The server's clock as seen from here. Each answer says what the server's clock showed at some moment between question
 * and answer, so the true offset lies in an interval as wide as the round trip; the narrowest one is believed. It knows
 * no messages and reads no clock itself.
 */
import { CLOCK_SAMPLES_MAX } from "../limits";

interface Sample {
  /** The server's clock minus ours, if the server answered half-way through. */
  offset_ms: number;
  /** How far off that may be. */
  margin_ms: number;
}

export class ServerClock {
  private samples: Sample[] = [];

  /** A question left at `sent_ms`, its answer came at `received_ms` by our clock and said `server_ms`. */
  learn(sent_ms: number, received_ms: number, server_ms: number): void {
    const margin_ms = Math.max(0, received_ms - sent_ms) / 2;
    const sample = { offset_ms: server_ms - (sent_ms + margin_ms), margin_ms };
    // Samples that can't both be true mean that a clock jumped (a laptop slept, the server was away): the new one holds.
    this.samples = this.samples.filter((known) => agree(known, sample));
    this.samples.push(sample);
    if (this.samples.length > CLOCK_SAMPLES_MAX) {
      this.samples.shift();
    }
  }

  /** The server's clock when ours shows `now_ms`. */
  at(now_ms: number): number {
    const [first, ...rest] = this.samples;
    if (first === undefined) {
      return now_ms;
    }
    const best = rest.reduce((a, b) => (b.margin_ms <= a.margin_ms ? b : a), first);
    return now_ms + best.offset_ms;
  }
}

/** Whole milliseconds on both sides: two roundings may be between them. */
const ROUNDING_MS = 2;

function agree(a: Sample, b: Sample): boolean {
  return Math.abs(a.offset_ms - b.offset_ms) <= a.margin_ms + b.margin_ms + ROUNDING_MS;
}
