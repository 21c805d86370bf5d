/**
 * Somebody who looks through a match that is over: from where, at which step, and what the title's view is handed for it. It
 * knows no page; what it shows are signals.
 */
import { batch, computed, effect, signal, untracked } from "@preact/signals-core";
import { REPLAY_AHEAD_STEPS, REPLAY_STEP_MS } from "../limits";
import type { ReplayPart, ReplayStep } from "../net/http";
import type { MatchState } from "../net/matches";
import { Refusal } from "../net/refusal";
import type { Host, Model, Realtime } from "../view";
import type { Cause, MatchId } from "../wire/generated";
import { Film, type Head } from "./film";
import { PastLine } from "./past_line";
import { Player } from "./player";

/** What is needed from outside. */
export interface WatchingWorld {
  part(match_id: MatchId, seat: number | null, from: number): Promise<ReplayPart>;
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export class Watching {
  readonly film = signal<Film>(this.filmOf(null, null));
  readonly player: Player;
  /** The seat it is seen from; null for those who watch. */
  readonly seat = signal<number | null>(null);
  /** The step that is shown: the one looked at, as soon as it is here. */
  readonly shown = computed(() => this.look());
  /** What the view is handed for it. */
  readonly match = computed(() => this.matchOf());
  private last: ReplayStep | null = null;
  /** The step that was shown before, and for which seat. */
  private before: { step: number; film: Film } | null = null;
  private readonly forget: () => void;

  constructor(
    private readonly match_id: MatchId,
    private readonly world: WatchingWorld,
  ) {
    this.player = new Player({
      total: () => this.film.peek().total.peek(),
      moment: (step) => this.moment(step),
      want: (step) => this.want(step),
      now: () => world.now(),
      after: (ms, run) => world.after(ms, run),
    });
    void this.film.peek().want(0);
    this.forget = effect(() => {
      void this.film.value.came.value;
      untracked(() => this.player.came());
    });
  }

  /** Sees the match as this seat saw it, from the same step on; what was seen stays until that is here. */
  async seeAs(seat: number | null): Promise<void> {
    const film = this.filmOf(seat, this.film.peek());
    const { player } = this;
    const played = player.playing.value;
    player.pause();
    await film.want(player.at.value);
    const refused = film.refusal.value;
    if (refused !== null) {
      throw refused;
    }
    batch(() => {
      this.film.value = film;
      this.seat.value = seat;
    });
    if (played) {
      player.play();
    }
  }

  /** Asks again for what did not come. */
  again(): void {
    void this.film.value.want(this.player.at.value);
  }

  stop(): void {
    this.player.stop();
    this.forget();
  }

  /** What a view of this match can do: look. */
  readonly host: Host = {
    act: () => Promise.reject(Refusal.local("left", "This match is over; it can only be looked at.")),
    now: () => this.shown.peek()?.at_ms ?? 0,
    replay: {
      find: (test) => {
        const step = this.film.peek().find(test);
        if (step !== null) {
          this.player.pause();
          this.player.go(step);
        }
      },
    },
  };

  /** The same for a match in real time. */
  realtimeHost(hz: number): Host {
    const past = {
      hz,
      around: () => {
        const here = this.shown.peek();
        return here === null ? null : ([here, this.film.peek().step(here.step + 1)] as const);
      },
      moment: () => this.player.moment(),
      playing: () => this.player.playing.peek(),
    };
    const realtime = <View, Frame, Input, State>(
      model: Model<View, Frame, Input, State>,
    ): Realtime<State, Input> => new PastLine(model, past);
    return { ...this.host, realtime };
  }

  private filmOf(seat: number | null, like: Film | null): Film {
    return new Film((from) => this.world.part(this.match_id, seat, from), like);
  }

  /** In real time, when it was; in turns, after so many others. */
  private moment(step: number): number | null {
    const film = this.film.peek();
    const there = film.step(step);
    return there === null ? null : film.head.peek()?.real_time ? there.at_ms : step * REPLAY_STEP_MS;
  }

  /** Asks for the step, or for the part that comes next when it is nearly reached. */
  private want(step: number): void {
    const film = this.film.peek();
    const ahead = Math.min(step + REPLAY_AHEAD_STEPS, film.total.peek() - 1);
    const soon = this.player.playing.peek() && film.step(step) !== null && film.step(ahead) === null;
    void film.want(soon ? ahead : step);
  }

  private look(): ReplayStep | null {
    const film = this.film.value;
    void film.came.value;
    this.last = film.step(this.player.at.value) ?? this.last;
    return this.last;
  }

  private matchOf(): MatchState | null {
    const step = this.shown.value;
    const film = this.film.value;
    const head = film.head.value;
    if (step === null || head === null) {
      return null;
    }
    // Only what comes right after what was shown is news; who leaps is shown where things stand.
    const next = this.before !== null && this.before.film === film && this.before.step + 1 === step.step;
    this.before = { step: step.step, film };
    const match = matchAt(head, step, this.seat.value);
    return next ? match : { ...match, happened: { cause: "snapshot", seat: null }, notes: [] };
  }
}

/** A match as it was at a step, as `seat` saw it. */
export function matchAt(head: Head, step: ReplayStep, seat: number | null): MatchState {
  const { rev, cause, courtesy, at_ms, turn, view, notes } = step;
  const over = step.step === head.steps_total - 1;
  return {
    match_id: head.match_id,
    epoch: 0,
    rev,
    seat,
    happened: { cause: cause as Cause, seat: step.seat, ...(courtesy !== null && { courtesy }) },
    now_ms: at_ms,
    offset_ms: 0,
    paused: false,
    replayed: true,
    offers: [],
    courtesies: [],
    gone: [],
    turn: over ? [] : turn,
    away: [],
    outcome: over ? head.outcome : null,
    view,
    notes,
    // Whoever's turn it was: nobody acts any more.
    legal: [],
  };
}
