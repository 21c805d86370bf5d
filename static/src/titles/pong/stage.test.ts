/** What is drawn at one moment of a match. */
import { describe, expect, test } from "vitest";
import type { Sample } from "../../view";
import { CORRECTION_PX_MAX } from "./bleed";
import { Court } from "./court";
import { modelOf, rallyOf, SIZES, type State } from "./game";
import { type Scene, Stage } from "./stage";
import { type Control, courtOf, SERVE_SPEED, type View, WIDE } from "./step";

const COURT = new Court(SIZES, false, 0, 800, 500);
const MODEL = modelOf(1);

/** Ticks between the past and the present of who plays far away, and those until what we do is known to be done. */
const LAG = 17;
const NEWS = 12;

/** How far ahead of the server's our own control is. */
const LEAD = 5;

/** A match as the server runs it, and what a player sees of it whose controls come `late` ticks after their time. */
class World {
  private readonly truth: State[];
  private readonly controls: Control[] = [];
  private readonly came: Control[] = [];
  private arrival = 0;
  present = LEAD;

  constructor() {
    const view = { court: [8000, 5000, SERVE_SPEED, 60, 5000, 5000, 30] } as unknown as View;
    this.truth = [MODEL.ofView(view)];
  }

  /** One tick of everything. */
  tick(control: Control, late: number): void {
    this.present += 1;
    this.controls[this.present] = control;
    // What is sent later never overtakes what was sent before.
    this.arrival = Math.max(this.arrival, this.present + late);
    this.came[this.arrival] = control;
    const tick = this.truth.length;
    this.came[tick] ??= this.came[tick - 1] ?? "Stay";
    const before = this.truth.at(-1) as State;
    const theirs = { To: before.y } as Control;
    const after = MODEL.step?.(before, [this.came[tick] ?? "Stay", theirs]) as State;
    this.truth.push(after.x < -200 ? courtOf([8000, 5000, SERVE_SPEED, 60, after.paddles[0], after.paddles[1], 60]) : after);
  }

  sample(): Sample<State> {
    const known = Math.max(0, this.present - NEWS);
    const states = this.truth.slice(0, known + 1);
    for (let tick = known + 1; tick <= this.present + 1; tick += 1) {
      const control = this.controls[tick] ?? this.controls.at(-1) ?? "Stay";
      states.push(MODEL.step?.(states.at(-1) as State, [control, null]) as State);
    }
    const at = (tick: number): [State, State, number] => {
      const whole = Math.floor(tick);
      return [states[whole] as State, (states[whole + 1] ?? states[whole]) as State, tick - whole];
    };
    return { hz: 60, known, past: Math.max(0, this.present - LAG), present: this.present, running: true, at };
  }
}

/** What is on the screen during a minute of play, in which the player goes after the ball. */
function play(late: (tick: number) => number): Scene[] {
  const world = new World();
  const stage = new Stage(SIZES);
  const scenes: Scene[] = [];
  for (let tick = 0; tick < 3600; tick += 1) {
    const ball = scenes.at(-1)?.ball.across ?? WIDE / 2;
    const aside = tick % 400 < 40 ? 1500 : 0;
    world.tick({ To: Math.round(ball) + aside }, late(tick));
    scenes.push(stage.scene(world.sample(), (state) => rallyOf(state, 1), COURT, 0));
  }
  return scenes;
}

describe.each([
  ["on a good line", () => 0],
  ["when controls come late now and then", (tick: number) => (tick % 97 < 8 ? 6 : 0)],
  ["when the line stalls", (tick: number) => Math.max(0, 24 - (tick % 240))],
])("%s", (_, late) => {
  const scenes = play(late);
  const pairs = scenes.slice(1).map((scene, index) => [scenes[index] as Scene, scene] as const);

  test("the ball never runs back, nor leaps, within a flight", () => {
    for (const [before, after] of pairs) {
      if (before.flight === after.flight && before.ball.way === after.ball.way) {
        const moved = (after.ball.along - before.ball.along) * after.ball.way;
        expect(moved).toBeGreaterThanOrEqual(0);
        expect(moved * COURT.scale).toBeLessThan(2.5 * 320 * COURT.scale + CORRECTION_PX_MAX + 1);
      }
    }
  });

  test("the ball turns at a paddle only", () => {
    for (const [before, after] of pairs) {
      if (before.flight === after.flight && before.ball.way * after.ball.way < 0) {
        const end = before.ball.way < 0 ? SIZES.face : SIZES.long - SIZES.face;
        expect(Math.abs(before.ball.along - end)).toBeLessThan(1300);
      }
    }
  });

  test("our paddle goes as fast as it can and a correction's worth faster at most", () => {
    for (const [before, after] of pairs) {
      const moved = Math.abs(after.paddles[0] - before.paddles[0]) * COURT.scale;
      expect(moved).toBeLessThanOrEqual(140 * COURT.scale + CORRECTION_PX_MAX + 1e-6);
    }
  });

  test("rallies are played", () => {
    expect(scenes.filter(({ news }) => news?.kind === "hit").length).toBeGreaterThan(10);
  });
});

test("on a good line next to nothing is corrected", () => {
  const scenes = play(() => 0);
  // What we do in the tick that is just being shown is known only when it is over.
  expect(Math.max(...scenes.map(({ corrected }) => Math.max(corrected.ball, corrected.paddle)))).toBeLessThan(2);
  expect(scenes.at(-1)?.anew).toBe(0);
});

test("an earlier moment of a replay is shown as it was", () => {
  const start = courtOf([8000, 5000, SERVE_SPEED, 60, 5000, 5000, 0]);
  const states = [start];
  for (let tick = 0; tick < 60; tick += 1) {
    states.push(MODEL.step?.(states.at(-1) as State, ["Stay", "Stay"]) as State);
  }
  const sample = (tick: number): Sample<State> => ({
    hz: 60,
    known: 60,
    past: tick,
    present: tick,
    running: false,
    at: (asked) => [states[asked] as State, states[asked] as State, 0],
  });
  const stage = new Stage(SIZES);
  const shown = (tick: number) => stage.scene(sample(tick), (state) => rallyOf(state, 1), COURT, 1).ball;
  expect(shown(50).along).toBeCloseTo(states[50]?.x ?? 0);
  expect(shown(10)).toMatchObject({ tick: 10 });
  expect(shown(10).along).toBeCloseTo(states[10]?.x ?? 0);
});

test("between two steps of a replay the ball flies as the rules have it", () => {
  const states = [courtOf([3000, 9800, -SERVE_SPEED, 90, 5000, 5000, 0])];
  for (let tick = 0; tick < 12; tick += 1) {
    states.push(MODEL.step?.(states.at(-1) as State, [{ To: 9000 }, "Up"]) as State);
  }
  const [first, last] = [states[0] as State, states[12] as State];
  for (let tick = 0; tick <= 12; tick += 1) {
    const between = MODEL.between?.(first, last, 12, tick);
    expect([between?.x, between?.y]).toEqual([states[tick]?.x, states[tick]?.y]);
  }
});
