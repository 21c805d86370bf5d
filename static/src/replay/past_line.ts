/**
 * A real-time match that is over, as a view follows one that runs: for each picture the states around the moment that is
 * looked at. Steps are farther apart than ticks; what lies between two is their view's to draw.
 */
import type { ReplayStep } from "../net/http";
import type { Model, Realtime, Sample } from "../view";

/** What there is to see of the match. */
export interface Past {
  hz: number;
  /** The step looked at, and the one after it if that is known. */
  around(): readonly [here: ReplayStep, next: ReplayStep | null] | null;
  /** The match's time that is looked at. */
  moment(): number;
  playing(): boolean;
}

export class PastLine<View, Frame, Input, State> implements Realtime<State, Input> {
  private readonly states = new WeakMap<ReplayStep, State>();

  constructor(
    private readonly model: Model<View, Frame, Input, State>,
    private readonly past: Past,
  ) {}

  /** What was done is done. */
  steer(): void {}

  sample(): Sample<State> | null {
    const { past } = this;
    const around = past.around();
    if (around === null) {
      return null;
    }
    const [here, next] = around;
    const [from, to] = [here.tick ?? 0, next?.tick ?? here.tick ?? 0];
    const span = next === null ? 0 : next.at_ms - here.at_ms;
    const part = span > 0 ? Math.max(0, Math.min(1, (past.moment() - here.at_ms) / span)) : 0;
    const tick = from + (to - from) * part;
    return { hz: past.hz, known: to, past: tick, present: tick, running: past.playing(), at: (asked) => this.at(here, next, asked) };
  }

  private at(here: ReplayStep, next: ReplayStep | null, tick: number): readonly [State, State, number] {
    const [from, to] = [here.tick ?? 0, next?.tick ?? 0];
    const before = this.stateOf(here);
    if (next === null || to <= from) {
      return [before, before, 0];
    }
    const after = this.stateOf(next);
    const [ticks, passed] = [to - from, Math.max(0, Math.min(to - from, tick - from))];
    const { between } = this.model;
    if (between === undefined) {
      return [before, after, passed / ticks];
    }
    const done = Math.min(Math.floor(passed), ticks - 1);
    const state = (at: number) => (at === ticks ? after : between(before, after, ticks, at));
    return [state(done), state(done + 1), passed - done];
  }

  private stateOf(step: ReplayStep): State {
    const known = this.states.get(step);
    if (known !== undefined) {
      return known;
    }
    const state = this.model.ofView(step.view as View);
    this.states.set(step, state);
    return state;
  }
}
