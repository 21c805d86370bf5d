/**
 * How much earlier than needed our inputs leave: a margin that adapts to whether they come in time. Milliseconds only; it
 * knows no inputs and no round trip.
 */
import { LEAD_MAX_MS, LEAD_MIN_MS, LEAD_SHRINK_MS_A_S } from "../../limits";

/** A single late input adds no more than this many ticks: a stall is no reason to play far ahead ever after. */
const LATE_TICKS_MAX = 2;

export class Lead {
  private added_ms = 0;
  private raised_ms = -Infinity;

  /**
   * An input that was sent at `sent_ms` came `ticks` too late. Those that left before the lead last grew don't count: they
   * were late for the same reason.
   */
  late(now_ms: number, sent_ms: number, ticks: number, tick_ms: number): void {
    if (sent_ms >= this.raised_ms) {
      this.raised_ms = now_ms;
      this.added_ms = Math.min(this.added_ms + Math.min(ticks, LATE_TICKS_MAX) * tick_ms, LEAD_MAX_MS);
    }
  }

  /** Time passes in which nothing came late. */
  passed(ms: number): void {
    this.added_ms = Math.max(0, this.added_ms - (ms / 1000) * LEAD_SHRINK_MS_A_S);
  }

  /** How long before its tick runs an input is to be there, when what comes to us is so uneven. */
  margin_ms(jitter_ms: number): number {
    return Math.min(LEAD_MIN_MS + jitter_ms + this.added_ms, LEAD_MAX_MS);
  }
}
