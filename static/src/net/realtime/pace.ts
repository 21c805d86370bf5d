/**
 * The server's pace, as the arrivals of frames tell it. Frame `n` leaves the server at a fixed pace and is delayed by the way
 * here; the earliest arrivals lie on a line, and how far the others lie behind it is the jitter. It knows ticks and times,
 * and nothing of what a frame holds.
 */
import { ARRIVALS_MS } from "../../limits";

interface Arrival {
  at_ms: number;
  /** When tick 0 would have come, had it been on its way as long. */
  zero_ms: number;
}

export class Pace {
  private arrivals: Arrival[] = [];
  private zero_ms = 0;
  private late_ms = 0;

  constructor(private readonly hz: number) {}

  /** The frame of `tick` has come. */
  arrived(tick: number, now_ms: number): void {
    const zero_ms = now_ms - (tick * 1000) / this.hz;
    this.arrivals.push({ at_ms: now_ms, zero_ms });
    const kept = this.arrivals.findIndex(({ at_ms }) => now_ms - at_ms <= ARRIVALS_MS);
    if (kept > 0) {
      this.arrivals.splice(0, kept);
    }
    this.zero_ms = this.arrivals.reduce((least, arrival) => Math.min(least, arrival.zero_ms), zero_ms);
    this.late_ms = this.lateness();
  }

  /** The ticks begin anew, at other times than before: a pause is over, or the line was. */
  forget(): void {
    this.arrivals = [];
  }

  get isKnown(): boolean {
    return this.arrivals.length > 0;
  }

  /** The tick whose frame would be here by now, had it come as fast as the fastest; with its fraction. */
  tickAt(now_ms: number): number {
    return ((now_ms - this.zero_ms) * this.hz) / 1000;
  }

  /** How late all but a tenth of the frames came, behind the fastest: a single stall is no jitter. */
  get jitter_ms(): number {
    return this.late_ms;
  }

  private lateness(): number {
    const late = this.arrivals.map(({ zero_ms }) => zero_ms - this.zero_ms).sort((a, b) => a - b);
    return late[Math.min(late.length - 1, Math.floor(late.length * 0.9))] ?? 0;
  }
}
