/**
 * A time that runs on evenly towards where it should be: never back, at most a tenth faster or slower than time itself, and
 * in one leap when it is far behind. In ticks; it knows nothing else.
 */
import { SLEW_MAX, SLEW_MS } from "../../limits";

export class Hand {
  private tick: number | null = null;

  constructor(private readonly hz: number) {}

  /** Moves on by `passed_ms`, towards `target`; at most to `limit`. */
  move(passed_ms: number, target: number, limit: number): number {
    if (this.tick === null) {
      this.tick = Math.min(target, limit);
      return this.tick;
    }
    const perMs = this.hz / 1000;
    const behind_ms = target / perMs - (this.tick / perMs + passed_ms);
    let next: number;
    if (behind_ms > SLEW_MS) {
      next = target;
    } else if (behind_ms < -SLEW_MS) {
      next = this.tick;
    } else {
      const slew = Math.max(-SLEW_MAX, Math.min(SLEW_MAX, behind_ms / SLEW_MS));
      next = this.tick + passed_ms * perMs * (1 + slew);
    }
    this.tick = Math.max(this.tick, Math.min(next, limit));
    return this.tick;
  }

  /** Begins anew wherever it is told to. */
  forget(): void {
    this.tick = null;
  }
}
