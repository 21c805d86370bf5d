/** Holds the browser's step to the vectors that the rules in games/ made, and the rules are held to as well. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Control, type Court, courtOf, type Row, SERVE_SPEED, step, WIDE } from "./step";

interface Vectors {
  seed: number;
  steps: number;
  every: number;
  courts: Row[];
  points: [number, number][];
  single: [Row, [Control, Control], Row, number | null][];
}

const vectors = JSON.parse(
  readFileSync(new URL("../../../../games/vectors/pong.json", import.meta.url), "utf8"),
) as Vectors;

/** The generator of games/src/pong/tests/vectors.rs. */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

function served(vx: number, vy: number, paddles: readonly [number, number]): Court {
  return { x: 8_000, y: WIDE / 2, vx, vy, paddles, wait: 5 };
}

function rowOf({ x, y, vx, vy, paddles, wait }: Court): Row {
  return [x, y, vx, vy, paddles[0], paddles[1], wait];
}

function run({ seed, steps, every }: Vectors): Pick<Vectors, "courts" | "points"> {
  const drawn = drawing(seed);
  let court = served(SERVE_SPEED, 40, [WIDE / 2, WIDE / 2]);
  const controls: [Control, Control] = ["Stay", "Stay"];
  const courts: Row[] = [];
  const points: [number, number][] = [];
  for (let at = 1; at <= steps; at += 1) {
    for (const seat of [0, 1] as const) {
      const near = court.y - 800 + (drawn() % 1_600);
      const kind = drawn() % 24;
      if (kind === 0) controls[seat] = "Stay";
      else if (kind === 1) controls[seat] = "Up";
      else if (kind === 2) controls[seat] = "Down";
      else if (kind === 3) controls[seat] = { To: drawn() % 10_000 };
      else if (kind <= 9) controls[seat] = { To: near };
    }
    const stepped = step(court, controls);
    court = stepped.court;
    if (stepped.point !== null) {
      points.push([at, stepped.point]);
      const across = (drawn() % 181) - 90;
      court = served(stepped.point === 0 ? SERVE_SPEED : -SERVE_SPEED, across, court.paddles);
    }
    if (at % every === 0) {
      courts.push(rowOf(court));
    }
  }
  return { courts, points };
}

describe("the browser's step", () => {
  test("is the server's, over thousands of steps", () => {
    const { courts, points } = run(vectors);
    expect(points).toEqual(vectors.points);
    for (const [index, court] of courts.entries()) {
      expect(court, `after ${(index + 1) * vectors.every} steps`).toEqual(vectors.courts[index]);
    }
    expect(courts).toHaveLength(vectors.courts.length);
  });

  test("is the server's, from anywhere and under any controls", () => {
    expect(vectors.single.length).toBeGreaterThan(100);
    for (const [before, controls, after, point] of vectors.single) {
      const stepped = step(courtOf(before), controls);
      const found = { court: rowOf(stepped.court), point: stepped.point };
      expect(found, JSON.stringify({ before, controls })).toEqual({ court: after, point });
    }
  });

  test("reads a court as it is written", () => {
    expect(courtOf([1, 2, 3, 4, 5, 6, 7])).toEqual({ x: 1, y: 2, vx: 3, vy: 4, paddles: [5, 6], wait: 7 });
  });
});
