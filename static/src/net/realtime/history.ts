/** The states that the server has told, by tick, the last `STATES_KEPT` ticks of them. It knows nothing of their meaning. */
import { STATES_KEPT } from "../../limits";

export class History<State> {
  /** The newest tick told; -1 before any. */
  known = -1;
  /** The oldest that may still be there. */
  private first = 0;
  private readonly ticks = new Float64Array(STATES_KEPT).fill(-1);
  private readonly states: (State | undefined)[] = new Array(STATES_KEPT).fill(undefined);

  /** Nothing before `tick` counts any more. */
  clear(): void {
    this.known = -1;
    this.ticks.fill(-1);
    this.states.fill(undefined);
  }

  /** The state at a tick that is not older than any told so far. */
  tell(tick: number, state: State): void {
    if (this.known < 0) {
      this.first = tick;
    }
    this.known = tick;
    this.first = Math.max(this.first, tick - STATES_KEPT + 1);
    this.ticks[tick % STATES_KEPT] = tick;
    this.states[tick % STATES_KEPT] = state;
  }

  /** The newest state. */
  newest(): State | undefined {
    return this.known < 0 ? undefined : this.states[this.known % STATES_KEPT];
  }

  /** The state told for exactly this tick. */
  exactly(tick: number): State | undefined {
    return tick >= 0 && this.ticks[tick % STATES_KEPT] === tick ? this.states[tick % STATES_KEPT] : undefined;
  }

  /** The states around a tick up to `known`, across whatever ticks were not told; before all of them, the first. */
  around(tick: number): [State, State, number] | null {
    const newest = this.newest();
    if (newest === undefined) {
      return null;
    }
    if (tick >= this.known) {
      return [newest, newest, 0];
    }
    let later = this.known;
    let before = Math.floor(Math.max(tick, this.first));
    for (let number = before + 1; number < this.known; number += 1) {
      if (this.exactly(number) !== undefined) {
        later = number;
        break;
      }
    }
    while (before >= this.first && this.exactly(before) === undefined) {
      before -= 1;
    }
    const [from, to] = [this.exactly(before), this.exactly(later) ?? newest];
    if (from === undefined) {
      return [to, to, 0];
    }
    return [from, to, Math.max(0, Math.min(1, (tick - before) / (later - before)))];
  }
}
