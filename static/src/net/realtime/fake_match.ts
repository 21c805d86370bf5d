/**
 * For unit tests: a real-time match, its server and the way there, with a clock moved by hand and chance from a seed. The
 * game is two sliders that go up and down; the server applies inputs by the rules of docs/PROTOCOL.md.
 */
import type { Model, Sample } from "../../view";
import type { ClientMessage } from "../../wire/generated";
import { matchOf } from "../fixtures";
import type { MatchState } from "../matches";
import { type Carrier, Line } from "./line";

export type Sliders = readonly [number, number];
export type Push = -1 | 0 | 1;

export const MATCH_ID = "sliders.0.k3j9x2mq";

export const MODEL: Model<Sliders, Sliders, Push, Sliders> = {
  ofView: (view) => view,
  ofFrame: (_, frame) => frame,
  step: ([first, second], [a, b]) => [first + (a ?? 0), second + (b ?? 0)],
  gap: (one, other, seat) => Math.abs((one[seat] ?? 0) - (other[seat] ?? 0)),
  seats: 2,
  idle: 0,
};

/** The same game told by changes only. */
export const DELTA_MODEL: Model<Sliders, Sliders, Push, Sliders> = {
  ofView: (view) => view,
  ofFrame: (before, frame) => [before[0] + frame[0], before[1] + frame[1]],
  delta: true,
  seats: 2,
  idle: 0,
};

interface Conditions {
  hz: number;
  delay_ms: number;
  jitter_ms: number;
  seat: number | null;
  delta: boolean;
  seed: number;
}

interface Carried {
  at: number;
  run: () => void;
}

/** What one picture showed. */
export interface Picture {
  at_ms: number;
  past: number;
  present: number;
  known: number;
  running: boolean;
  /** Our own slider at the present, and the other's at the past. */
  own: number;
  other: number;
}

/** Milliseconds of one move of the clock. */
const BEAT_MS = 1;

export class FakeMatch {
  readonly line: Line<Sliders, Sliders, Push, Sliders>;
  readonly pictures: Picture[] = [];
  readonly told: ClientMessage[] = [];
  /** The states by tick, as they were. */
  readonly truth: Sliders[] = [[0, 0]];
  now_ms = 0;
  delay_ms: number;
  jitter_ms: number;
  /** The server's ticks stand still. */
  halted = false;
  cut = false;
  /** The page is hidden: no pictures are drawn. */
  hidden = false;
  /** Milliseconds between pictures. */
  picture_ms = 1000 / 60;
  /** Frames that the server does not send. */
  drop: (tick: number) => boolean = () => false;
  /** The latest stamp the server saw come too late, in ticks. */
  late = 0;
  epoch = 1;
  private tick_due = 0;
  private picture_due = 0;
  private random: number;
  private readonly round_trips: number[] = [];
  private readonly down: Carried[] = [];
  private readonly up: Carried[] = [];
  private inputs: { number: number; tick: number; push: Push }[] = [];
  private holds: Push = 0;
  private number = 0;

  constructor(readonly conditions: Partial<Conditions> = {}) {
    const { delay_ms = 50, jitter_ms = 0, seed = 1, delta = false } = conditions;
    this.delay_ms = delay_ms;
    this.jitter_ms = jitter_ms;
    this.random = seed;
    const carrier: Carrier = {
      now: () => this.now_ms,
      send: (message: ClientMessage, payload?: unknown) => {
        if (!this.cut) {
          this.told.push(message);
          this.carry(this.up, () => this.heard(message, payload));
        }
        return !this.cut;
      },
      ping: () => {
        const sent = this.now_ms;
        const pong = () => this.round_trips.push(this.now_ms - sent);
        this.carry(this.up, () => this.carry(this.down, pong));
      },
      round_trip_ms: () => (this.round_trips.length === 0 ? null : Math.min(...this.round_trips.slice(-6))),
    };
    this.line = new Line(MATCH_ID, delta ? DELTA_MODEL : MODEL, carrier);
    this.line.updated(this.state());
  }

  get hz(): number {
    return this.conditions.hz ?? 60;
  }

  get ticks(): number {
    return this.truth.length - 1;
  }

  get last(): Picture {
    const last = this.pictures.at(-1);
    if (last === undefined) {
      throw new Error("nothing was drawn yet");
    }
    return last;
  }

  state(fields: Partial<MatchState> = {}): MatchState {
    const { seat = 0 } = this.conditions;
    const { epoch, ticks, hz } = this;
    return matchOf({ match_id: MATCH_ID, epoch, tick: ticks, hz, seat, view: this.truth[ticks], ...fields });
  }

  /** The server tells the match anew. */
  tellState(fields: Partial<MatchState> = {}): void {
    const state = this.state(fields);
    this.carry(this.down, () => this.line.updated(state));
  }

  /** All that is on its way, and all behind it, waits so long. */
  stall(ms: number): void {
    for (const way of [this.up, this.down]) {
      way.push({ at: Math.max(this.now_ms, way.at(-1)?.at ?? 0) + ms, run: () => {} });
    }
  }

  /** The connection breaks, and what was on its way is lost; `mend` makes another. */
  breakLine(): void {
    this.cut = true;
    this.up.length = this.down.length = 0;
  }

  mend(): void {
    this.cut = false;
    this.inputs = [];
    this.number = 0;
    this.line.resumed();
    this.tellState();
  }

  /** The server recovers, and has lost its last ticks. */
  recover(lost: number): void {
    this.truth.length -= lost;
    this.epoch += 1;
    this.inputs = [];
    this.number = 0;
    this.tellState();
  }

  /** Time passes; `each` runs before every picture. */
  run(ms: number, each: (picture: number) => void = () => {}): void {
    for (const end = this.now_ms + ms; this.now_ms < end; this.now_ms += BEAT_MS) {
      this.arrive(this.up);
      this.serve();
      this.arrive(this.down);
      if (this.now_ms >= this.picture_due) {
        this.picture_due += this.picture_ms;
        if (!this.hidden) {
          each(this.pictures.length);
          this.draw();
        }
      }
    }
  }

  private serve(): void {
    while (this.now_ms >= this.tick_due) {
      this.tick_due += 1000 / this.hz;
      if (!this.halted) {
        this.tick();
      }
    }
  }

  private tick(): void {
    const tick = this.ticks + 1;
    const due = this.inputs.filter((input) => input.tick <= tick).sort((a, b) => a.number - b.number);
    const newest = due.at(-1);
    if (newest !== undefined) {
      [this.holds, this.number] = [newest.push, newest.number];
      this.inputs = this.inputs.filter((input) => input.tick > tick);
    }
    const [first, second] = this.truth[tick - 1] as Sliders;
    const other = Math.floor(tick / 40) % 2 === 0 ? 1 : -1;
    const state: Sliders = [first + this.holds, second + other];
    this.truth.push(state);
    if (!this.cut && !this.drop(tick)) {
      const frame: Sliders = this.conditions.delta ? [this.holds, other] : state;
      const { epoch, number } = this;
      this.carry(this.down, () => this.line.framed(epoch, tick, number, frame));
    }
  }

  private heard(message: ClientMessage, payload: unknown): void {
    if (message.type === "input" && message.input > this.number) {
      this.late = Math.max(this.late, this.ticks + 1 - message.tick);
      const tick = Math.max(message.tick, this.ticks + 1);
      this.inputs.push({ number: message.input, tick, push: payload as Push });
    }
  }

  private draw(): void {
    const sample = this.line.sample();
    if (sample !== null) {
      const { past, present, known, running } = sample;
      const [own, other] = [slider(sample, present, 0), slider(sample, past, 1)];
      this.pictures.push({ at_ms: this.now_ms, past, present, known, running, own, other });
    }
  }

  private carry(way: Carried[], run: () => void): void {
    const at = this.now_ms + this.delay_ms + this.chance() * this.jitter_ms;
    way.push({ at: Math.max(at, way.at(-1)?.at ?? 0), run });
  }

  private arrive(way: Carried[]): void {
    for (let next = way[0]; next !== undefined && next.at <= this.now_ms; next = way[0]) {
      way.shift();
      next.run();
    }
  }

  /** From 0 to 1. */
  chance(): number {
    this.random = (Math.imul(this.random, 1_103_515_245) + 12_345) >>> 0;
    return (this.random >>> 8) / 2 ** 24;
  }
}

/** Where a slider is at a tick. */
export function slider(sample: Sample<Sliders>, tick: number, which: 0 | 1): number {
  const [from, to, part] = sample.at(tick);
  return from[which] + (to[which] - from[which]) * part;
}
