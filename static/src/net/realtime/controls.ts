/**
 * One's own controls in the order they were given: which holds at which tick, which the server has applied, and whether they
 * came in time. It sends nothing.
 */
import { INPUTS_KEPT, LEAD_BACK_MS, LEAD_TICKS_MAX } from "../../limits";

interface Given<Input> {
  number: number;
  /** The tick from which it is to hold. */
  tick: number;
  input: Input;
  late: boolean;
}

export class Controls<Input> {
  private given: Given<Input>[] = [];
  private number = 0;
  private applied = 0;
  private extra = 0;
  private steady_ms = 0;
  /** Inputs that the server applied after their tick. */
  late = 0;

  constructor(private readonly idle: Input) {}

  /** A control from `tick` on; returns its number. */
  give(tick: number, input: Input): number {
    this.number += 1;
    this.given.push({ number: this.number, tick, input, late: false });
    if (this.given.length > INPUTS_KEPT) {
      this.given.shift();
    }
    return this.number;
  }

  /** What was given last. */
  get newest(): { tick: number; input: Input } | null {
    return this.given.at(-1) ?? null;
  }

  /** The frame of `tick` says that the server has applied everything up to `number`. */
  answered(tick: number, number: number, now_ms: number): void {
    this.applied = Math.max(this.applied, number);
    for (const given of this.given) {
      if (given.number > this.applied && given.tick <= tick && !given.late) {
        given.late = true;
        this.late += 1;
        this.extra = Math.min(LEAD_TICKS_MAX, this.extra + 1);
        this.steady_ms = now_ms;
      }
    }
    if (this.extra > 0 && now_ms - this.steady_ms > LEAD_BACK_MS) {
      this.extra -= 1;
      this.steady_ms = now_ms;
    }
    // Of those applied only the newest counts: it holds until a later one does.
    while ((this.given[1]?.number ?? Number.POSITIVE_INFINITY) <= this.applied) {
      this.given.shift();
    }
  }

  /** The control that holds at `tick`, as far as can be known here. */
  at(tick: number): Input {
    for (let index = this.given.length - 1; index >= 0; index -= 1) {
      const given = this.given[index];
      if (given !== undefined && (given.number <= this.applied || given.tick <= tick)) {
        return given.input;
      }
    }
    return this.idle;
  }

  /** Ticks by which inputs leave earlier, because some came late. */
  get lead(): number {
    return this.extra;
  }
}
