/** The states past the newest one told, made step by step as they are asked for. It knows no network. */
import { PREDICTED_MAX } from "../../limits";
import type { Model } from "../../view";

type Step<Input, State> = NonNullable<Model<never, never, Input, State>["step"]>;

export class Prediction<Input, State> {
  /** The states after `known`, in order. */
  private readonly states: State[] = [];
  private known = -1;
  private base: State | undefined;
  private readonly inputs: (Input | null)[];

  /** `control` says how one's own seat holds its control at a tick. */
  constructor(
    private readonly step: Step<Input, State>,
    seats: number,
    private readonly control: (tick: number) => Input | null,
  ) {
    this.inputs = new Array<Input | null>(seats).fill(null);
  }

  /** This is known by now: all that was predicted is made anew from it. */
  rebase(known: number, state: State): void {
    this.known = known;
    this.base = state;
    this.states.length = 0;
  }

  /** One's own control has changed from this tick on. */
  forget(tick: number): void {
    this.states.length = Math.max(0, Math.min(this.states.length, tick - this.known - 1));
  }

  /** The newest state that was predicted. */
  last(): { tick: number; state: State } | undefined {
    const state = this.states.at(-1);
    return state === undefined ? undefined : { tick: this.known + this.states.length, state };
  }

  /** The states around a tick past `known`; `seat` is one's own. */
  around(tick: number, seat: number | null): [State, State, number] | null {
    const before = Math.min(Math.floor(tick), this.known + PREDICTED_MAX);
    const from = this.at(before, seat);
    if (from === undefined) {
      return null;
    }
    const part = Math.min(1, Math.max(0, tick - before));
    return [from, part === 0 ? from : (this.at(before + 1, seat) ?? from), part];
  }

  /** The state at a tick. */
  at(tick: number, seat: number | null): State | undefined {
    const { states, inputs, known } = this;
    let last = states.at(-1) ?? this.base;
    if (last === undefined || tick <= known) {
      return this.base;
    }
    for (let next = known + states.length + 1; next <= tick; next += 1) {
      if (seat !== null && seat < inputs.length) {
        inputs[seat] = this.control(next);
      }
      last = this.step(last, inputs);
      states.push(last);
    }
    return states[tick - known - 1];
  }
}
