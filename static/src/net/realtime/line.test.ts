/** Stories of the line against a made-up server in a made-up time: one match, one hand, and all kinds of weather. */
import { describe, expect, test } from "vitest";
import type { Model, Sample } from "../../view";
import type { ClientMessage } from "../../wire/generated";
import type { MatchState } from "../matches";
import { Line } from "./line";

/** Both seats' places on a rail; an input moves a seat's by so much a tick. */
type State = readonly [number, number];

const HZ = 60;
const TICK_MS = 1000 / HZ;
const SPEED = 6;

const model: Model<State, State, number, State> = {
  ofView: (view) => view,
  ofFrame: (_, frame) => frame,
  step: ([one, two], inputs) => [one + SPEED * (inputs[0] ?? 0), two + SPEED * (inputs[1] ?? 0)],
  seats: 2,
  idle: 0,
  gap: (one, other, seat) => Math.abs((one[seat] ?? 0) - (other[seat] ?? 0)),
};

interface Weather {
  delay_ms: number;
  jitter_ms: number;
  /** A stall of two round trips about every so many milliseconds. */
  stall_every_ms?: number;
}

/** A server with one match, a client's line to it, and the network between them, in one made-up time. */
class World {
  now_ms = 10_000;
  readonly line: Line<State, State, number, State>;
  readonly samples: Sample<State>[] = [];
  readonly states = new Map<number, State>();
  private events: { at_ms: number; run: () => void }[] = [];
  private free = { up: 0, down: 0 };
  private state: State = [0, 0];
  private held = { number: 0, input: 0 };
  private coming: { number: number; tick: number; input: number }[] = [];
  private tick = 0;
  private begun_ms = this.now_ms;
  private seed = 1;
  private round_trips: number[] = [];
  private stalls_ms = 0;

  constructor(private readonly weather: Weather) {
    this.line = new Line("m" as never, model, {
      now: () => this.now_ms,
      send: (message, payload) => {
        this.pass("up", () => this.serve(message, payload));
        return true;
      },
      ping: () => {
        const sent_ms = this.now_ms;
        this.pass("up", () => this.pass("down", () => this.round_trips.push(this.now_ms - sent_ms)));
      },
      round_trip_ms: () => (this.round_trips.length === 0 ? null : Math.min(...this.round_trips.slice(-8))),
    });
    this.line.updated(this.match());
    this.scheduleTick();
  }

  match(change: Partial<MatchState> = {}): MatchState {
    const match = { match_id: "m", epoch: 1, rev: 0, seat: 0, hz: HZ, tick: this.tick, paused: false, outcome: null };
    return { ...match, view: this.state, ...change } as unknown as MatchState;
  }

  random(): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.seed / 2 ** 32;
  }

  /** Lets time pass; a picture is drawn every sixtieth of a second. */
  run(ms: number, each: (sample: Sample<State>) => void = () => {}): void {
    const until_ms = this.now_ms + ms;
    for (let next_ms = this.now_ms + 16; next_ms <= until_ms; next_ms += 16) {
      for (;;) {
        this.events.sort((a, b) => a.at_ms - b.at_ms);
        const due = this.events[0];
        if (due === undefined || due.at_ms > next_ms) {
          break;
        }
        this.events.shift();
        this.now_ms = Math.max(this.now_ms, due.at_ms);
        due.run();
      }
      this.now_ms = next_ms;
      const sample = this.line.sample();
      if (sample !== null) {
        this.samples.push(sample);
        each(sample);
      }
    }
  }

  /** The server leaves ticks out. */
  skip(ms: number): void {
    this.begun_ms += ms;
  }

  private pass(way: "up" | "down", run: () => void): void {
    const { delay_ms, jitter_ms, stall_every_ms } = this.weather;
    let at_ms = this.now_ms + delay_ms + jitter_ms * this.random();
    if (stall_every_ms !== undefined && this.now_ms - this.stalls_ms > stall_every_ms) {
      this.stalls_ms = this.now_ms;
      at_ms += 4 * delay_ms;
    }
    this.free[way] = Math.max(this.free[way], at_ms);
    this.events.push({ at_ms: this.free[way], run });
  }

  private serve(message: ClientMessage, payload: unknown): void {
    if (message.type === "input") {
      this.coming.push({ number: message.input, tick: message.tick, input: payload as number });
    }
  }

  private scheduleTick(): void {
    this.events.push({
      at_ms: this.begun_ms + (this.tick + 1) * TICK_MS,
      run: () => {
        this.tick += 1;
        for (const given of this.coming.filter(({ tick }) => tick <= this.tick)) {
          if (given.number > this.held.number) {
            this.held = { number: given.number, input: given.input };
          }
        }
        this.coming = this.coming.filter(({ tick }) => tick > this.tick);
        this.state = [this.state[0] + SPEED * this.held.input, this.state[1] + SPEED];
        const { tick, state, held } = this;
        this.states.set(tick, state);
        this.pass("down", () => this.line.framed(1, tick, held.number, state));
        this.scheduleTick();
      },
    });
  }
}

/** Where a seat is shown at a tick. */
function shown(sample: Sample<State>, tick: number, seat: 0 | 1): number {
  const [before, after, part] = sample.at(tick);
  return before[seat] + (after[seat] - before[seat]) * part;
}

const WEATHERS: Weather[] = [
  { delay_ms: 1, jitter_ms: 1 },
  { delay_ms: 100, jitter_ms: 20 },
  { delay_ms: 100, jitter_ms: 20, stall_every_ms: 2_500 },
  { delay_ms: 250, jitter_ms: 80, stall_every_ms: 1_500 },
];

describe("the line to a real-time match", () => {
  test.each(WEATHERS)("never runs back, %o", (weather) => {
    const world = new World(weather);
    let [past, present] = [0, 0];
    world.run(20_000, (sample) => {
      if (world.random() < 0.1) {
        world.line.steer(Math.floor(world.random() * 3) - 1);
      }
      expect(sample.past).toBeGreaterThanOrEqual(past);
      expect(sample.present).toBeGreaterThanOrEqual(present);
      expect(sample.past).toBeLessThanOrEqual(sample.known);
      expect(sample.present).toBeGreaterThanOrEqual(sample.past);
      [past, present] = [sample.past, sample.present];
    });
  });

  // The last of them stops for a second in every two: nothing runs on evenly there.
  test.each(WEATHERS.slice(0, 3))("runs on evenly, %o", (weather) => {
    const world = new World(weather);
    world.run(20_000);
    const late = world.samples.slice(-300);
    const steps = late.slice(1).map((sample, index) => sample.present - (late[index]?.present ?? 0));
    expect(Math.max(...steps)).toBeLessThan((16 / TICK_MS) * 1.11);
    expect(Math.min(...steps)).toBeGreaterThan((16 / TICK_MS) * 0.89);
  });

  test.each(WEATHERS)("shows others where they were, %o", (weather) => {
    const world = new World(weather);
    world.run(10_000);
    const sample = world.samples.at(-1)!;
    expect(shown(sample, sample.past, 1)).toBeCloseTo(SPEED * sample.past, 6);
    const behind_ms = world.now_ms - 10_000 - sample.past * TICK_MS;
    expect(behind_ms).toBeLessThan(weather.delay_ms + 2 * weather.jitter_ms + 5 * weather.delay_ms + 60);
  });

  test("obeys the hand in the next picture, and the server agrees", () => {
    const world = new World({ delay_ms: 100, jitter_ms: 20 });
    world.run(5_000);
    for (let turn = 0; turn < 100; turn += 1) {
      const before = world.samples.at(-1)!;
      const at = shown(before, before.present, 0);
      const input = turn % 2 === 0 ? 1 : -1;
      world.line.steer(input);
      world.run(33);
      const after = world.samples.at(-1)!;
      expect(Math.sign(shown(after, after.present, 0) - at)).toBe(input);
      world.run(96);
    }
    const { corrections, late_inputs } = world.line.figures();
    expect({ corrections, late_inputs }).toEqual({ corrections: 0, late_inputs: 0 });
    // What was shown as the present came true.
    const sample = world.samples.at(-60)!;
    const tick = Math.floor(sample.present);
    expect(sample.at(tick)[0][0]).toBe(world.states.get(tick)?.[0]);
  });

  test("goes on from the server's word after a stall", () => {
    const world = new World({ delay_ms: 100, jitter_ms: 20, stall_every_ms: 2_000 });
    world.run(10_000, (sample) => {
      shown(sample, sample.present, 0);
      if (world.random() < 0.2) {
        world.line.steer(Math.floor(world.random() * 3) - 1);
      }
    });
    world.line.steer(0);
    world.run(3_000);
    const sample = world.samples.at(-1)!;
    expect(shown(sample, sample.present, 0)).toBe(world.states.get(sample.known)?.[0]);
    expect(world.line.figures().correction_max).toBeGreaterThan(0);
  });

  test("waits for the server when it leaves ticks out, and never runs back", () => {
    const world = new World({ delay_ms: 30, jitter_ms: 5 });
    world.run(3_000);
    world.skip(800);
    let past = world.samples.at(-1)!.past;
    world.run(8_000, (sample) => {
      expect(sample.past).toBeGreaterThanOrEqual(past);
      past = sample.past;
    });
    const sample = world.samples.at(-1)!;
    expect(sample.known - sample.past).toBeLessThan(5);
  });

  test("stands still while the match is paused", () => {
    const world = new World({ delay_ms: 30, jitter_ms: 5 });
    world.run(2_000);
    world.line.updated(world.match({ paused: true, rev: 1 as never }));
    expect(world.line.sample()!.running).toBe(false);
  });

  test("leaves a change alone that it lacks the one before of", () => {
    const carrier = { now: () => 0, send: () => true, ping: () => {}, round_trip_ms: () => 0 };
    const follows = { ...model, delta: true, ofFrame: ([one, two]: State): State => [one + 1, two] };
    const line = new Line("m" as never, follows, carrier);
    const match = { match_id: "m", epoch: 1, rev: 0, seat: null, hz: HZ, paused: false, outcome: null };
    line.updated({ ...match, tick: 5, view: [5, 0] } as unknown as MatchState);
    line.framed(1, 6, 0, null);
    line.framed(1, 8, 0, null);
    expect(line.sample()!.known).toBe(6);
    line.updated({ ...match, tick: 9, view: [9, 0] } as unknown as MatchState);
    line.framed(1, 10, 0, null);
    expect(line.sample()!.at(10)[0]).toEqual([10, 0]);
  });
});
