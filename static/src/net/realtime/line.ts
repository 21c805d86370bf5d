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
import { ACK_FRAMES, HIDDEN_MS, PREDICTED_MAX, REALTIME_PING_MS, ROUND_TRIP_GUESS_MS, STALLED_MS } from "../../limits";
import type { Model, Realtime, Sample } from "../../view";
import type { ClientMessage } from "../../wire/generated";
import type { MatchState } from "../matches";
import { Arrivals } from "./arrivals";
import { History } from "./history";
import { Lead } from "./lead";
import { Pace } from "./pace";
import { Prediction } from "./prediction";
import { Steering } from "./steering";

/** What the line needs from outside. */
export interface Carrier {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Sends a message that nobody answers; false if it can't leave at once. */
  send(message: ClientMessage, payload?: unknown): boolean;
  /** Asks the server how far away it is. */
  ping(): void;
  /** The shortest way there and back of late, in milliseconds; null before any is known. */
  round_trip_ms(): number | null;
}

/** What the line is like, for whoever wants to see it. */
export interface Figures {
  /** The shortest way to the server and back of late, in milliseconds. */
  round_trip_ms: number;
  /** How late nearly all frames come at most, in milliseconds. */
  jitter_ms: number;
  /** How far behind the earliest that a frame can be here others are shown, in milliseconds. */
  buffer_ms: number;
  /** How far ahead of it one's own seat is shown, in milliseconds. */
  lead_ms: number;
  /** Frames in the last second. */
  frames_per_s: number;
  /** Ticks that no frame came of. */
  gaps: number;
  /** Inputs that the server applied after their tick. */
  late_inputs: number;
  /** Inputs that no frame has told of yet. */
  pending: number;
  /** How often what was predicted for now turned out otherwise, and by how much: in the title's unit. */
  corrections: number;
  correction_last: number;
  correction_max: number;
}

/** The length of a tick until the match tells it. */
const TICK_MS = 1000 / 60;

/** How far behind the past begins, before it is known how late frames are. */
const FIRST_BUFFER_MS = 50;

export class Line<View, Frame, Input, State> implements Realtime<State, Input> {
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
  /** Whether the way to the server has been measured, and whether the player has done anything. */
  private measured = false;
  private steered = false;
  private advanced_ms = -Infinity;
  /** The present of the last picture, and when that was. */
  private shown = 0;
  private shown_ms = -Infinity;
  private arrived_ms = -Infinity;
  private pinged_ms = -Infinity;
  /** The tick of the last frame on this connection: only frames tell what was applied. */
  private frameTick = -1;
  private lastFrame: { frame: Frame } | null = null;
  private unacknowledged = 0;
  private readonly counts = {
    gaps: 0,
    late_inputs: 0,
    corrections: 0,
    correction_last: 0,
    correction_max: 0,
  };

  constructor(
    private readonly match_id: string,
    private readonly model: Model<View, Frame, Input, State>,
    private readonly carrier: Carrier,
  ) {
    this.steering = new Steering(model.idle);
    const { step, seats } = model;
    this.prediction =
      step === undefined
        ? null
        : new Prediction((before, inputs) => step(before, inputs), seats, (tick) => this.steering.at(tick));
  }

  /** The match as an update shows it. */
  updated(match: MatchState): void {
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
      this.frameTick = -1;
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
      this.leap(tick);
    }
    if (tick >= history.known) {
      this.lastFrame = null;
      this.tell(tick, model.ofView(match.view as View));
    } else if (this.lastFrame !== null && model.delta !== true) {
      this.tell(history.known, model.ofFrame(model.ofView(match.view as View), this.lastFrame.frame));
    }
  }

  /** A frame has come: of this tick, and with the number of the last input applied. */
  framed(epoch: number, number: number, input: number, payload: unknown): void {
    const { history, model, counts } = this;
    const now = this.carrier.now();
    const [tick, before] = [number + this.shift, history.known];
    const newest = history.newest();
    if (epoch !== this.epoch || newest === undefined || tick < before || tick === this.frameTick) {
      return;
    }
    if (model.delta === true && tick > before + 1) {
      // A change means nothing without the one before: the server sees the gap, too, and shows the whole again.
      return;
    }
    counts.gaps += Math.max(0, tick - before - 1);
    const frame = payload as Frame;
    const state = model.delta === true && tick === before ? newest : model.ofFrame(newest, frame);
    this.hear(now, tick, before);
    const applied = this.steering.applied(input, this.frameTick);
    if (applied !== null && applied.late_ticks > 0) {
      counts.late_inputs += 1;
      this.lead.late(now, applied.sent_ms, applied.late_ticks, this.tick_ms);
    }
    this.frameTick = tick;
    this.lastFrame = { frame };
    this.tell(tick, state);
    this.unacknowledged += 1;
    this.advance(now);
    this.send(now);
    if (this.unacknowledged >= ACK_FRAMES && this.carrier.send({ type: "seen", match_id: this.match_id, tick: this.seen })) {
      this.unacknowledged = 0;
    }
  }

  /** The connection is a new one: what was sent on the old one may be lost. */
  resumed(): void {
    this.frameTick = -1;
    this.steering.lost(false);
    this.arrivals.reset(this.tick_ms);
    this.unacknowledged = 0;
  }

  steer(input: Input): void {
    const now = this.carrier.now();
    this.steered = true;
    this.steering.want(input);
    this.send(now);
  }

  /** Nobody is there to hold anything. */
  letGo(): void {
    this.steering.want(this.model.idle);
    this.send(this.carrier.now());
  }

  sample(): Sample<State> | null {
    const now = this.carrier.now();
    this.advance(now);
    [this.shown, this.shown_ms] = [this.present.tick, now];
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
    const { arrivals, steering } = this;
    return {
      ...this.counts,
      frames_per_s: arrivals.lastSecond(this.carrier.now()),
      round_trip_ms: this.carrier.round_trip_ms() ?? 0,
      jitter_ms: arrivals.jitter_ms,
      buffer_ms: arrivals.any ? arrivals.sure - arrivals.earliest : 0,
      lead_ms: this.lead_ms,
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

  /** Takes in what is known by now; what was predicted from less is made anew. */
  private tell(tick: number, state: State): void {
    const { history, prediction, seat, model } = this;
    history.tell(tick, state);
    // Only what was shown needs comparing: while nobody looks, nothing is predicted.
    const thought = prediction?.last();
    prediction?.rebase(tick, state);
    if (prediction !== null && thought !== undefined && thought.tick > tick && seat !== null && model.gap !== undefined) {
      this.corrected(model.gap(thought.state, prediction.at(thought.tick, seat) ?? state, seat));
    }
  }

  /** What was predicted for the newest tick shown was off by so much. */
  private corrected(by: number): void {
    const { counts } = this;
    if (by > 0) {
      counts.corrections += 1;
      counts.correction_last = by;
      counts.correction_max = Math.max(counts.correction_max, by);
    }
  }

  private hear(now: number, tick: number, before: number): void {
    const first = !this.arrivals.any;
    this.arrivals.heard(now, tick, before);
    this.arrived_ms = now;
    if (first) {
      this.leap(this.presentAt(now));
    }
  }

  /** How far ahead of the earliest arrivals our own control is: a tick more, since a control is for the last picture's. */
  private get lead_ms(): number {
    const round_trip_ms = this.carrier.round_trip_ms() ?? ROUND_TRIP_GUESS_MS;
    return round_trip_ms + this.lead.margin_ms(this.arrivals.jitter_ms) + this.tick_ms;
  }

  /** Where the present should be. */
  private presentAt(now: number): number {
    return (now - this.arrivals.earliest + this.lead_ms) / this.tick_ms;
  }

  /** The present begins anew, where nothing was shown yet or too little was known. */
  private leap(tick: number): void {
    this.present.begin(tick);
    this.shown = this.present.tick;
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
    if (!this.measured && this.carrier.round_trip_ms() !== null) {
      this.measured = true;
      this.leap(this.presentAt(now));
    }
    const ahead = (this.lead_ms + STALLED_MS) / tick_ms;
    present.advance(passed, tick_ms, this.presentAt(now), history.known + Math.min(ahead, PREDICTED_MAX));
    lead.passed(passed);
    if (now - this.pinged_ms >= REALTIME_PING_MS) {
      this.pinged_ms = now;
      this.carrier.ping();
    }
  }

  /** Sends what is wanted of our control, if it is not sent yet. */
  private send(now: number): void {
    // Whatever an earlier page held is let go of; but not before it is known how far ahead that is.
    const early = !this.measured && !this.steered;
    if (this.seat === null || !this.live || this.frameTick < 0 || early) {
      return;
    }
    // What the last picture has not shown yet can still be otherwise: so the next one obeys, whenever the key went down.
    const from = now - this.shown_ms < HIDDEN_MS ? this.shown : this.present.tick;
    const sent = this.steering.due(from, now);
    if (sent === null) {
      return;
    }
    const { match_id, seen, shift } = this;
    const tick = Math.max(1, sent.tick - shift);
    if (this.carrier.send({ type: "input", match_id, input: sent.number, tick, seen }, sent.input)) {
      this.steering.left(sent);
      this.prediction?.forget(sent.tick);
      this.unacknowledged = 0;
    }
  }
}
