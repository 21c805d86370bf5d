/**
 * A tick that is shown: it follows a target as evenly as it can, and never runs back. Small errors are made up for by
 * running a little faster or slower, large ones by running much faster or by waiting, huge ones by a jump ahead. Numbers
 * only; it knows neither what it shows nor why the target moves.
 */
import { CATCH_UP_MAX, HIDDEN_MS, JUMP_MS, SLEW_MAX, SLEW_MS, SLEW_OVER_MS } from "../../limits";

export class Pace {
  /** The tick shown. */
  tick = 0;
  private begun = false;

  /** Begins anew at a tick; where something was shown before, not before that. */
  begin(tick: number): void {
    this.tick = this.begun ? Math.max(this.tick, tick) : tick;
    this.begun = true;
  }

  /** `passed_ms` later: a little nearer to the target, and never beyond `most`. Ticks are `tick_ms` long. */
  advance(passed_ms: number, tick_ms: number, target: number, most: number): void {
    const next = this.tick + passed_ms / tick_ms;
    const error_ms = (target - next) * tick_ms;
    if (passed_ms > HIDDEN_MS || error_ms > JUMP_MS) {
      this.upTo(Math.min(Math.max(this.tick, target), most));
    } else {
      this.upTo(Math.min(this.tick + (passed_ms / tick_ms) * (1 + rate(error_ms)), most));
    }
  }

  private upTo(tick: number): void {
    this.tick = Math.max(this.tick, tick);
  }
}

/** How much faster than time to run, for an error: -1 is to wait. */
function rate(error_ms: number): number {
  if (error_ms < -JUMP_MS) {
    return -1;
  }
  const most = Math.abs(error_ms) <= SLEW_MS ? SLEW_MAX : CATCH_UP_MAX;
  return Math.min(Math.max(error_ms / SLEW_OVER_MS, -most), most);
}
