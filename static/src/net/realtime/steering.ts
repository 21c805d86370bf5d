/**
 * One's own control: what is wanted, what was sent for which tick, and what the server has applied by now. It knows no
 * states and no sockets; numbers rise for as long as the page lives, whatever becomes of the connection.
 */
import { INPUTS_A_TICK, INPUTS_PENDING_MAX } from "../../limits";

/** An input on its way. */
export interface Sent<Input> {
  number: number;
  /** The tick it is for. */
  tick: number;
  sent_ms: number;
  input: Input;
}

/** An input that the server has applied, and how many ticks late it was at least. */
export interface Applied {
  sent_ms: number;
  late_ticks: number;
}

export class Steering<Input> {
  /** What the server applied last; null while nobody here knows. */
  private holds: Input | null = null;
  private readonly pending: Sent<Input>[] = [];
  private number = 0;
  private tick = -1;
  private forTick = 0;
  /** What was sent last on this connection, if anything was. */
  private sent: { input: Input } | null = null;

  constructor(private wanted: Input) {}

  /** The control is held so from now on. */
  want(input: Input): void {
    this.wanted = input;
  }

  /** The input to send now, for the tick after `present`, if there is one. */
  due(present: number, now_ms: number): Sent<Input> | null {
    const tick = Math.max(Math.floor(present) + 1, this.tick);
    const full = tick === this.tick && this.forTick >= INPUTS_A_TICK;
    if (full || (this.sent !== null && same(this.sent.input, this.wanted))) {
      return null;
    }
    return { number: this.number + 1, tick, sent_ms: now_ms, input: this.wanted };
  }

  /** It has left. */
  left(sent: Sent<Input>): void {
    this.forTick = sent.tick === this.tick ? this.forTick + 1 : 1;
    this.tick = sent.tick;
    this.number = sent.number;
    this.sent = { input: sent.input };
    this.pending.push(sent);
    if (this.pending.length > INPUTS_PENDING_MAX) {
      this.pending.shift();
    }
  }

  /** A frame told that input `number` was the last applied, where `before` was the newest tick told until then. */
  applied(number: number, before: number): Applied | null {
    const { pending } = this;
    let last: Sent<Input> | undefined;
    while (pending[0] !== undefined && pending[0].number <= number) {
      last = pending.shift();
    }
    if (last === undefined) {
      return null;
    }
    this.holds = last.input;
    // At `before` it was not applied yet, though it should have been.
    return last.number === number ? { sent_ms: last.sent_ms, late_ticks: Math.max(0, before + 1 - last.tick) } : null;
  }

  /** The control at a tick that is not known yet: the newest input that is for it or for one before it. */
  at(tick: number): Input | null {
    for (let index = this.pending.length - 1; index >= 0; index -= 1) {
      const sent = this.pending[index];
      if (sent !== undefined && sent.tick <= tick) {
        return sent.input;
      }
    }
    return this.holds;
  }

  /**
   * The connection is another one: what was on its way may be lost, so what is wanted is sent again. `anew`: ticks are
   * counted anew, too.
   */
  lost(anew: boolean): void {
    this.pending.length = 0;
    this.sent = null;
    if (anew) {
      this.tick = -1;
    }
  }

  /** How many are on their way. */
  get waiting(): number {
    return this.pending.length;
  }
}

/** Whether two plain values are the same. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b);
  }
  const keys = Object.keys(a);
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.length === Object.keys(b).length && keys.every((key) => same(first[key], second[key]));
}
