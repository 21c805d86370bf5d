/**
 * The states of a match around now: those that are known, from the server's frames, and those that are predicted from the
 * newest of them. A plain store: what is predicted, and how, is told from outside.
 */
import { HISTORY_MS } from "../../limits";

interface At<State> {
  tick: number;
  state: State;
}

export class History<State> {
  private known: At<State>[] = [];
  private predicted: State[] = [];

  constructor(private readonly hz: number) {}

  get newest(): At<State> | null {
    return this.known.at(-1) ?? null;
  }

  /** The oldest tick there is a state of. */
  get oldest(): number {
    return this.known[0]?.tick ?? 0;
  }

  /** The state of `tick`, which is newer than all that is known, or the same told anew. */
  learn(tick: number, state: State): void {
    while ((this.known.at(-1)?.tick ?? -1) >= tick) {
      this.known.pop();
    }
    this.known.push({ tick, state });
    const oldest = tick - (HISTORY_MS * this.hz) / 1000;
    while (this.known.length > 2 && (this.known[1]?.tick ?? tick) < oldest) {
      this.known.shift();
    }
    this.predicted = [];
  }

  /** What was predicted from `tick` on counts no more. */
  doubt(tick: number): void {
    const newest = this.newest;
    if (newest !== null) {
      this.predicted.length = Math.max(0, Math.min(this.predicted.length, tick - newest.tick - 1));
    }
  }

  /** Predicts up to `tick`, by `step` from the state before to the state of a tick. */
  predict(tick: number, step: (before: State, tick: number) => State): void {
    const newest = this.newest;
    if (newest === null) {
      return;
    }
    for (let at = newest.tick + this.predicted.length + 1; at <= tick; at += 1) {
      this.predicted.push(step(this.predicted.at(-1) ?? newest.state, at));
    }
  }

  /** The state predicted for `tick`, or the newest there is before it. */
  ahead(tick: number): State | null {
    const newest = this.newest;
    if (newest === null) {
      return null;
    }
    return this.predicted[Math.min(tick - newest.tick, this.predicted.length) - 1] ?? newest.state;
  }

  /** The states around `tick`, and how far it is from the one to the other. `null` while nothing is known. */
  around(tick: number): readonly [State, State, number] | null {
    const newest = this.newest;
    const oldest = this.known[0];
    if (newest === null || oldest === undefined) {
      return null;
    }
    if (tick >= newest.tick) {
      const before = Math.floor(tick);
      const [one, two] = [this.ahead(before), this.ahead(before + 1)];
      return one === null || two === null ? null : [one, two, tick - before];
    }
    if (tick <= oldest.tick) {
      return [oldest.state, oldest.state, 0];
    }
    let index = this.known.length - 1;
    while ((this.known[index]?.tick ?? 0) > tick) {
      index -= 1;
    }
    const [before, after] = [this.known[index] ?? oldest, this.known[index + 1] ?? newest];
    return [before.state, after.state, (tick - before.tick) / (after.tick - before.tick)];
  }

  forget(): void {
    this.known = [];
    this.predicted = [];
  }
}
