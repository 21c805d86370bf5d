/**
 * One real-time match as its frames tell it: where the past and the present are, what is seen there, and what our own
 * control is. It knows neither the socket nor the page, and it is asked for pictures instead of announcing anything: at
 * sixty frames a second nobody wants to be told of each.
 *
 *     told by the server, tick by tick              predicted from `known`
 *     ------------|----------------|............................|
 *               past             known                       present: what we do now holds from here
 *
 * Ticks in here never run back, even when the server had to: after a recovery that lost its last second, `shift` is what
 * separates its numbers from ours.
 */
import { ACK_FRAMES, MATCH_PING_MS, PREDICTED_MAX, STALLED_MS } from "../../limits";
import type { Model, Realtime, Sample } from "../../view";
import type { ClientMessage, ServerMessage } from "../../wire/generated";
import type { MatchState } from "../matches";
import { Arrivals } from "./arrivals";
import { History } from "./history";
import { Lead } from "./lead";
import { Pace } from "./pace";
import { Prediction } from "./prediction";
import { Steering } from "./steering";

export type FrameMessage = Extract<ServerMessage, { type: "frame" }>;

/** What a match needs from the session. */
export interface Way {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Sends what is not answered; false if it can't leave now. */
  tell(message: ClientMessage, payload?: unknown): boolean;
  /** Asks for a `pong`. */
  ping(): void;
}

/** How things stand, for `?net`. Times in milliseconds. */
export interface Figures {
  hz: number;
  running: boolean;
  round_trip_ms: number;
  jitter_ms: number;
  /** How far the past is behind the earliest that a frame can arrive. */
  buffer_ms: number;
  /** How far the present is ahead of that. */
  lead_ms: number;
  /** Frames that came. */
  frames: number;
  /** Times that ticks were missing between two frames, and how many. */
  gaps: number;
  missing: number;
  /** Inputs that the server applied later than they were for. */
  late_inputs: number;
  /** Inputs on their way. */
  pending: number;
  /** Predictions that turned out otherwise, and by how much, in the title's unit. */
  corrections: number;
  correction_last: number;
  correction_most: number;
}

/** The length of a tick until the match tells it. */
const TICK_MS = 1000 / 60;

/** How far behind the past begins, before it is known how late frames are. */
const FIRST_BUFFER_MS = 50;

export class RealtimeMatch<View, Frame, Input, State> implements Realtime<State, Input> {
  private readonly arrivals = new Arrivals(TICK_MS);
  private readonly history = new History<State>();
  private readonly lead = new Lead();
  private readonly past = new Pace();
  private readonly present = new Pace();
  private readonly steering: Steering<Input>;
  private readonly prediction: Prediction<Input, State> | null;
  private epoch = -1;
  private shift = 0;
  private seat: number | null = null;
  private hz = 60;
  /** The match goes on: neither paused nor over. */
  private live = false;
  private measured = false;
  private advanced_ms = -Infinity;
  private arrived_ms = -Infinity;
  private pinged_ms = -Infinity;
  /** The tick of the last frame on this connection: only frames tell what was applied. */
  private framed = -1;
  private lastFrame: { frame: Frame } | null = null;
  private unacknowledged = 0;
  private readonly counts = {
    frames: 0,
    gaps: 0,
    missing: 0,
    late_inputs: 0,
    corrections: 0,
    correction_last: 0,
    correction_most: 0,
  };

  constructor(
    private readonly way: Way,
    private readonly match_id: string,
    seats: number,
    private readonly model: Model<View, Frame, Input, State>,
  ) {
    this.steering = new Steering(model.idle);
    const { step } = model;
    this.prediction =
      step === undefined
        ? null
        : new Prediction((before, inputs) => step(before, inputs), seats, (tick) => this.steering.at(tick));
  }

  /** The match was told anew. */
  update(match: MatchState): void {
    const { model, history } = this;
    if (match.epoch < this.epoch) {
      return;
    }
    const live = match.outcome === null && !match.paused;
    const recovered = match.epoch > this.epoch && history.known >= 0;
    this.epoch = match.epoch;
    this.seat = match.seat;
    if (match.tick === undefined || match.hz === undefined) {
      // Something missed that is told late shows an earlier position; the end shows the last one.
      if (match.outcome !== null) {
        this.live = false;
        this.tell(Math.max(history.known, 0), model.ofView(match.view as View));
      }
      return;
    }
    if (recovered) {
      this.shift = history.known + 1 - match.tick;
      this.framed = -1;
      this.steering.lost(true);
    }
    if ((live && !this.live) || recovered || match.hz !== this.hz) {
      this.hz = match.hz;
      this.arrivals.reset(this.tick_ms);
    }
    this.live = live;
    const tick = match.tick + this.shift;
    if (history.known < 0) {
      this.past.begin(tick - FIRST_BUFFER_MS / this.tick_ms);
      this.present.begin(tick);
    }
    if (tick >= history.known) {
      this.lastFrame = null;
      this.tell(tick, model.ofView(match.view as View));
    } else if (this.lastFrame !== null && model.delta !== true) {
      this.tell(history.known, model.ofFrame(model.ofView(match.view as View), this.lastFrame.frame));
    }
  }

  /** A frame of the match has come. */
  frame(message: FrameMessage, payload: unknown): void {
    const { history, model, counts } = this;
    const now = this.way.now();
    const [tick, before] = [message.tick + this.shift, history.known];
    const newest = history.newest();
    if (message.epoch !== this.epoch || newest === undefined || tick < before || tick === this.framed) {
      return;
    }
    if (model.delta === true && tick > before + 1) {
      // The one before is missing; the server sees it, too, and an update is on its way.
      counts.gaps += 1;
      counts.missing += tick - before - 1;
      return;
    }
    if (tick > before + 1) {
      counts.gaps += 1;
      counts.missing += tick - before - 1;
    }
    counts.frames += 1;
    const frame = payload as Frame;
    const state = model.delta === true && tick === before ? newest : model.ofFrame(newest, frame);
    this.compare(tick, state);
    this.hear(now, tick, before);
    const applied = this.steering.applied(message.input, this.framed);
    if (applied !== null && applied.late_ticks > 0) {
      counts.late_inputs += 1;
      this.lead.late(now, applied.sent_ms, applied.late_ticks, this.tick_ms);
    }
    this.framed = tick;
    this.lastFrame = { frame };
    this.tell(tick, state);
    this.unacknowledged += 1;
    this.advance(now);
    this.send(now);
    if (this.unacknowledged >= ACK_FRAMES && this.way.tell({ type: "seen", match_id: this.match_id, tick: this.seen })) {
      this.unacknowledged = 0;
    }
  }

  /** A ping was answered after so long. */
  roundTrip(ms: number): void {
    this.lead.roundTrip(ms);
    if (!this.measured && this.arrivals.any) {
      this.measured = true;
      this.present.begin(this.presentAt(this.way.now()));
    }
  }

  /** The connection is gone; what comes next comes on another. */
  lost(): void {
    this.framed = -1;
    this.steering.lost(false);
    this.arrivals.reset(this.tick_ms);
    this.unacknowledged = 0;
  }

  steer(input: Input): void {
    const now = this.way.now();
    this.steering.want(input);
    this.advance(now);
    this.send(now);
  }

  sample(): Sample<State> | null {
    const now = this.way.now();
    this.advance(now);
    this.send(now);
    if (this.history.known < 0) {
      return null;
    }
    const { hz, at } = this;
    const past = Math.min(this.past.tick, this.history.known);
    const present = this.seat === null ? past : Math.max(this.present.tick, past);
    return { hz, known: this.history.known, past, present, at, running: this.running(now) };
  }

  figures(): Figures {
    const { arrivals, lead, steering, hz } = this;
    return {
      ...this.counts,
      hz,
      running: this.running(this.way.now()),
      round_trip_ms: lead.round_trip_ms,
      jitter_ms: arrivals.jitter_ms,
      buffer_ms: arrivals.any ? arrivals.sure - arrivals.earliest : 0,
      lead_ms: lead.ms(arrivals.jitter_ms),
      pending: steering.waiting,
    };
  }

  private readonly at = (tick: number): [State, State, number] => {
    const { history, prediction } = this;
    const predicted = prediction !== null && this.live && tick > history.known;
    const found = predicted ? prediction.around(tick, this.seat) : history.around(tick);
    if (found === null) {
      throw new Error("nothing is known of this match yet");
    }
    return found;
  };

  private get tick_ms(): number {
    return 1000 / this.hz;
  }

  /** The newest tick known, in the server's numbers. */
  private get seen(): number {
    return Math.max(0, this.history.known - this.shift);
  }

  private running(now: number): boolean {
    return this.live && now - this.arrived_ms < STALLED_MS;
  }

  private tell(tick: number, state: State): void {
    this.history.tell(tick, state);
    this.prediction?.rebase(tick, state);
  }

  /** How far off was what we had predicted for this tick? */
  private compare(tick: number, state: State): void {
    const { counts, model, prediction, seat } = this;
    const predicted = seat === null ? undefined : prediction?.made(tick);
    if (predicted === undefined || model.gap === undefined) {
      return;
    }
    const gap = model.gap(predicted, state);
    if (gap > 0) {
      counts.corrections += 1;
      counts.correction_last = gap;
      counts.correction_most = Math.max(counts.correction_most, gap);
    }
  }

  private hear(now: number, tick: number, before: number): void {
    const first = !this.arrivals.any;
    this.arrivals.heard(now, tick, before);
    this.arrived_ms = now;
    if (first) {
      this.present.begin(this.presentAt(now));
    }
  }

  /** Where the present should be. */
  private presentAt(now: number): number {
    const { arrivals, lead } = this;
    return (now - arrivals.earliest + lead.ms(arrivals.jitter_ms)) / this.tick_ms;
  }

  /** Time passes for the past and the present. */
  private advance(now: number): void {
    const { arrivals, history, lead, past, present, tick_ms } = this;
    const passed = now - this.advanced_ms;
    if (passed <= 0) {
      return;
    }
    this.advanced_ms = now;
    if (!this.live || !arrivals.any) {
      past.advance(passed, tick_ms, history.known, Math.max(history.known, past.tick));
      return;
    }
    past.advance(passed, tick_ms, (now - arrivals.sure) / tick_ms, history.known);
    const ahead = (lead.ms(arrivals.jitter_ms) + STALLED_MS) / tick_ms;
    present.advance(passed, tick_ms, this.presentAt(now), history.known + Math.min(ahead, PREDICTED_MAX));
    lead.passed(passed);
    if (now - this.pinged_ms >= MATCH_PING_MS) {
      this.pinged_ms = now;
      this.way.ping();
    }
  }

  /** Sends what is wanted of our control, if it is not sent yet. */
  private send(now: number): void {
    if (this.seat === null || !this.live || this.framed < 0) {
      return;
    }
    const sent = this.steering.due(this.present.tick, now);
    if (sent === null) {
      return;
    }
    const { match_id, seen, shift } = this;
    const tick = Math.max(1, sent.tick - shift);
    if (this.way.tell({ type: "input", match_id, input: sent.number, tick, seen }, sent.input)) {
      this.steering.left(sent);
      this.prediction?.forget(sent.tick);
      this.unacknowledged = 0;
    }
  }
}
