/**
 * The line to one real-time match, for any title: it takes updates and frames as they come, keeps the times at which a
 * picture shows the past and the present, predicts one's own seat, and says which inputs go out for which tick. It knows
 * the title by its model alone, the network by what it is lent, and no picture.
 */
import {
  ACK_FRAMES,
  BUFFER_MAX_MS,
  BUFFER_SLACK_MS,
  LEAD_JITTER_MS_MAX,
  PREDICTED_MS,
  REALTIME_PING_MS,
  STALLED_MS,
} from "../../limits";
import type { Model, Realtime, Sample } from "../../view";
import type { ClientMessage } from "../../wire/generated";
import type { MatchState } from "../matches";
import { Controls } from "./controls";
import { Hand } from "./hand";
import { History } from "./history";
import { Pace } from "./pace";
import { Counts, type Figures } from "./stats";

/** What the line needs from outside. */
export interface Carrier {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Sends a message if it can leave at once; what can't is of no use later. */
  send(message: ClientMessage, payload?: unknown): void;
  /** Asks the server how far away it is. */
  ping(): void;
  /** The shortest way there and back of late, in milliseconds. */
  round_trip_ms(): number;
}

export class Line<View, Frame, Input, State> implements Realtime<State, Input> {
  private readonly counts = new Counts();
  private readonly controls: Controls<Input>;
  private hz = 0;
  private epoch = 0;
  private seat: number | null = null;
  private goesOn = false;
  private history = new History<State>(1);
  private pace = new Pace(1);
  private past = new Hand(1);
  private present = new Hand(1);
  private shown_ms: number | null = null;
  private heard_ms = 0;
  private pinged_ms = Number.NEGATIVE_INFINITY;
  private unsaid = 0;
  private ahead = 0;
  /** The control that waits for its tick: a hand may move more often than the match ticks. */
  private wanted: Input | null = null;
  /** What was sent last may never have arrived. */
  private again = false;

  constructor(
    private readonly match_id: string,
    private readonly model: Model<View, Frame, Input, State>,
    private readonly carrier: Carrier,
  ) {
    this.controls = new Controls(model.idle);
  }

  /** The match as an update shows it. */
  updated(match: MatchState): void {
    const { hz, tick, epoch } = match;
    this.seat = match.seat;
    const goesOn = hz !== undefined && !match.paused && match.outcome === null;
    if (hz !== undefined && hz !== this.hz) {
      this.begin(hz);
    }
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.history.forget();
      this.past.forget();
      this.present.forget();
    }
    if (goesOn && !this.goesOn) {
      this.pace.forget();
    }
    this.goesOn = goesOn;
    const at = tick ?? (this.history.newest?.tick ?? 0) + 1;
    if (match.view !== null && at >= (this.history.newest?.tick ?? 0)) {
      this.learn(at, this.model.ofView(match.view as View));
    }
  }

  /** A frame has come. */
  framed(epoch: number, tick: number, input: number, payload: unknown): void {
    const newest = this.history.newest;
    if (newest === null || epoch !== this.epoch || tick <= newest.tick) {
      return;
    }
    // Without the frames between, a change means nothing: the server shows the whole again.
    if (this.model.delta === true && tick !== newest.tick + 1) {
      return;
    }
    const now_ms = this.carrier.now();
    this.heard_ms = now_ms;
    this.counts.gaps += tick - newest.tick - 1;
    this.counts.frame(now_ms);
    this.pace.arrived(tick, now_ms);
    this.controls.answered(tick, input, now_ms);
    this.learn(tick, this.model.ofFrame(newest.state, payload as Frame));
    this.unsaid += 1;
    if (this.unsaid >= ACK_FRAMES) {
      this.unsaid = 0;
      this.carrier.send({ type: "seen", match_id: this.match_id, tick });
    }
    if (now_ms - this.pinged_ms >= REALTIME_PING_MS) {
      this.pinged_ms = now_ms;
      this.carrier.ping();
    }
  }

  /** The connection is a new one: what was sent on the old one may be lost. */
  resumed(): void {
    this.pace.forget();
    const { newest } = this.controls;
    if (newest !== null) {
      this.wanted ??= newest.input;
      this.again = true;
    }
  }

  steer(input: Input): void {
    if (this.seat === null || !this.goesOn || this.history.newest === null) {
      return;
    }
    this.wanted = input;
    this.leave();
  }

  sample(): Sample<State> | null {
    const { newest } = this.history;
    if (newest === null) {
      return null;
    }
    const now_ms = this.carrier.now();
    const passed_ms = this.shown_ms === null ? 0 : Math.max(0, now_ms - this.shown_ms);
    this.shown_ms = now_ms;
    const running = this.goesOn && this.pace.isKnown && now_ms - this.heard_ms < STALLED_MS;
    const ticks = (ms: number) => (ms * this.hz) / 1000;
    // A frame as late as most shows just in time; half a tick is what lies between two frames on average.
    const line = this.pace.isKnown ? this.pace.tickAt(now_ms) : newest.tick;
    const behind = ticks(this.buffer_ms()) + 0.5;
    const spare_ms = Math.min(this.pace.jitter_ms, LEAD_JITTER_MS_MAX) + BUFFER_SLACK_MS;
    const before = ticks(this.carrier.round_trip_ms() + spare_ms) + this.controls.lead + 1;
    const past = this.past.move(passed_ms, Math.max(line - behind, this.history.oldest), newest.tick);
    const most = newest.tick + ticks(PREDICTED_MS);
    const leads = this.seat !== null && this.model.step !== undefined;
    const present = this.present.move(passed_ms, leads ? line + before : past, Math.max(past, leads ? most : past));
    this.ahead = present;
    this.leave();
    this.foresee();
    const at = (tick: number) => this.history.around(tick) ?? ([newest.state, newest.state, 0] as const);
    return { hz: this.hz, known: newest.tick, past, present, at, running };
  }

  /** What the line is like now. */
  figures(): Figures {
    const now_ms = this.carrier.now();
    const line = this.pace.isKnown ? this.pace.tickAt(now_ms) : 0;
    const ms = (ticks: number) => (this.hz === 0 ? 0 : (ticks * 1000) / this.hz);
    const { gaps, corrections, correction_last, correction_max } = this.counts;
    return {
      round_trip_ms: this.carrier.round_trip_ms(),
      jitter_ms: this.pace.jitter_ms,
      buffer_ms: this.buffer_ms() + ms(0.5),
      lead_ms: this.pace.isKnown ? Math.max(0, ms(this.ahead - line)) : 0,
      frames_per_s: this.counts.frames_per_s(now_ms),
      gaps,
      late_inputs: this.controls.late,
      corrections,
      correction_last,
      correction_max,
    };
  }

  private buffer_ms(): number {
    return Math.min(this.pace.jitter_ms, BUFFER_MAX_MS) + BUFFER_SLACK_MS;
  }

  private begin(hz: number): void {
    this.hz = hz;
    this.history = new History(hz);
    this.pace = new Pace(hz);
    this.past = new Hand(hz);
    this.present = new Hand(hz);
  }

  /** Takes in what is known, predicts anew from there, and measures how far off the prediction was. */
  private learn(tick: number, state: State): void {
    const ahead = Math.ceil(this.ahead);
    // A control that was given since the last picture belongs to what was thought.
    this.foresee();
    const thought = ahead > tick ? this.history.ahead(ahead) : null;
    this.history.learn(tick, state);
    this.foresee();
    const known = thought === null ? null : this.history.ahead(ahead);
    if (thought !== null && known !== null && this.seat !== null && this.model.gap !== undefined) {
      this.counts.corrected(this.model.gap(thought, known, this.seat));
    }
  }

  private foresee(): void {
    const { step, seats } = this.model;
    const { seat } = this;
    if (step !== undefined && seat !== null) {
      this.history.predict(Math.floor(this.ahead) + 1, (before, tick) => {
        const inputs = Array.from({ length: seats }, (_, at) => (at === seat ? this.controls.at(tick) : null));
        return step(before, inputs);
      });
    }
  }

  /** Sends the control that is wanted, for the first tick that has not been shown; one for each tick at most. */
  private leave(): void {
    const { wanted } = this;
    if (wanted === null) {
      return;
    }
    const { newest } = this.controls;
    if (newest !== null && !this.again && same(newest.input, wanted)) {
      this.wanted = null;
      return;
    }
    const tick = Math.floor(this.ahead) + 1;
    if (newest !== null && newest.tick >= tick) {
      return;
    }
    this.wanted = null;
    this.again = false;
    const input = this.controls.give(tick, wanted);
    this.history.doubt(tick);
    this.unsaid = 0;
    const seen = this.history.newest?.tick ?? 0;
    this.carrier.send({ type: "input", match_id: this.match_id, input, tick, seen }, wanted);
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
