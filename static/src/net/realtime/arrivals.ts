/**
 * When the frames of a match arrive: how early they can, which tells the server's beat as seen from here, and how late
 * they usually are, which tells how long the buffer has to be. Milliseconds and ticks of the clock it is given; it knows no
 * frame and no state.
 *
 * A tick's offset is the moment at which tick 0 would have arrived if all came like this one. On an even way all offsets
 * are the same; what makes one larger is lateness.
 */
import {
  ARRIVALS_KEPT,
  BURST_MS,
  IN_TIME_SHARE,
  SHIFTED_MS,
  SHRINK_MS_A_S,
  SHRINK_SHARE_A_S,
  SPAN_MS,
  SPANS,
} from "../../limits";

/** Arrivals between two looks at how late they are. */
const LOOK_EVERY = 4;

/** Arrivals that two spans need to say anything about a shift. */
const SHIFT_ARRIVALS = 6;

/** The spans of a second. */
const SECOND_SPANS = 1000 / SPAN_MS;

export class Arrivals {
  /** The offset that nothing is earlier than. */
  earliest = 0;
  /** The offset of nearly all that had to arrive for the next tick to be known: the past can run by it. */
  sure = 0;
  /** How late nearly all arrivals are. */
  jitter_ms = 0;

  private readonly spans = new Float64Array(SPANS).fill(Infinity);
  private readonly counts = new Uint16Array(SPANS);
  private span = 0;
  private readonly kept = new Float64Array(ARRIVALS_KEPT);
  private readonly late = new Float64Array(ARRIVALS_KEPT);
  private readonly sorted = new Float64Array(ARRIVALS_KEPT);
  private count = 0;
  private last_ms = -Infinity;
  private looked_ms = 0;

  /** `tick_ms` is the length of a tick. */
  constructor(private tick_ms: number) {}

  /** Forgets everything: the beat begins anew, by what arrives next. */
  reset(tick_ms: number): void {
    this.tick_ms = tick_ms;
    this.spans.fill(Infinity);
    this.counts.fill(0);
    this.count = 0;
    this.last_ms = -Infinity;
  }

  /** Tick `tick` arrived at `now_ms`; up to then `before` was the newest known. */
  heard(now_ms: number, tick: number, before: number): void {
    const offset = now_ms - tick * this.tick_ms;
    this.noteEarliest(now_ms, offset);
    if (now_ms - this.last_ms >= BURST_MS) {
      const place = this.count % ARRIVALS_KEPT;
      // Until this moment the past could not run beyond `before`.
      this.kept[place] = now_ms - before * this.tick_ms;
      this.late[place] = offset;
      this.count += 1;
      if (this.count <= LOOK_EVERY || this.count % LOOK_EVERY === 0) {
        this.look(now_ms);
      }
    }
    this.last_ms = now_ms;
  }

  /** Whether there has been any. */
  get any(): boolean {
    return this.count > 0;
  }

  /** How many there were in the last second, whole spans of it. */
  lastSecond(now_ms: number): number {
    const { counts } = this;
    const oldest = Math.floor(now_ms / SPAN_MS) - SECOND_SPANS;
    let sum = 0;
    for (let span = Math.max(oldest, this.span - SPANS + 1); span < oldest + SECOND_SPANS && span <= this.span; span += 1) {
      sum += counts[span % SPANS] ?? 0;
    }
    return sum;
  }

  private noteEarliest(now_ms: number, offset: number): void {
    const { spans, counts } = this;
    const span = Math.floor(now_ms / SPAN_MS);
    for (let gone = Math.max(this.span + 1, span - SPANS + 1); gone <= span; gone += 1) {
      spans[gone % SPANS] = Infinity;
      counts[gone % SPANS] = 0;
    }
    this.span = span;
    const place = span % SPANS;
    spans[place] = Math.min(spans[place] ?? Infinity, offset);
    counts[place] = (counts[place] ?? 0) + 1;
    this.forgetShifted(span);
    this.earliest = Math.min(...spans);
  }

  /** When all that came lately is later than anything before, what came before says nothing any more. */
  private forgetShifted(span: number): void {
    const { spans, counts } = this;
    const [last, now] = [(span + SPANS - 1) % SPANS, span % SPANS];
    const recent = Math.min(spans[last] ?? Infinity, spans[now] ?? Infinity);
    const enough = (counts[last] ?? 0) > 0 && (counts[last] ?? 0) + (counts[now] ?? 0) >= SHIFT_ARRIVALS;
    if (enough && recent - Math.min(...spans) > SHIFTED_MS) {
      for (let place = 0; place < SPANS; place += 1) {
        if (place !== last && place !== now) {
          spans[place] = Infinity;
        }
      }
    }
  }

  /** The buffer grows at once and shrinks slowly: too short is seen, too long only felt. */
  private look(now_ms: number): void {
    const needed = this.quantile(this.kept);
    this.jitter_ms = Math.max(0, this.quantile(this.late) - this.earliest);
    const passed_s = Math.min(1, (now_ms - this.looked_ms) / 1000);
    this.looked_ms = now_ms;
    const over = this.sure - needed;
    if (over <= 0 || this.count <= LOOK_EVERY) {
      this.sure = needed;
    } else {
      this.sure -= Math.min(over, Math.max(SHRINK_MS_A_S, over * SHRINK_SHARE_A_S) * passed_s);
    }
  }

  private quantile(values: Float64Array): number {
    const count = Math.min(this.count, ARRIVALS_KEPT);
    const sorted = this.sorted.subarray(0, count);
    sorted.set(values.subarray(0, count));
    sorted.sort();
    return sorted[Math.min(count - 1, Math.floor(count * IN_TIME_SHARE))] ?? 0;
  }
}
