/** A time control from a schema to a form, and into words. */
import { describe, expect, test } from "vitest";
import type { TimeControl } from "../view";
import { fieldsOf, optionsInWords } from "./schema";
import { isSameTime, isTimeControl, timeInWords, timeKindsOf, timeOf, timeSpelt, usualTimes } from "./time_control";

const whole = (minimum: number, maximum: number, preset: number) => ({
  type: "integer",
  minimum,
  maximum,
  default: preset,
});

function variant(kind: string, numbers: Record<string, unknown> = {}) {
  return {
    title: `The ${kind} kind`,
    type: "object",
    properties: { kind: { type: "string", const: kind }, ...numbers },
    required: ["kind", ...Object.keys(numbers)],
  };
}

const INCREMENT = variant("increment", { increment_s: whole(0, 180, 3), base_s: whole(0, 10_800, 300) });
const SCHEMA = {
  properties: { chess960: { type: "boolean", title: "Chess960" }, time: { $ref: "#/$defs/TimeControl" } },
  $defs: {
    TimeControl: {
      title: "Time",
      oneOf: [variant("unlimited"), INCREMENT, variant("days", { days: whole(1, 14, 3) })],
    },
  },
};
const TEN: TimeControl = { kind: "increment", base_s: 600, increment_s: 5 };
const DEFAULTS = { chess960: false, time: TEN };

describe("a schema", () => {
  test("with the kinds of time is a field for the time, and comes first", () => {
    const [time, chess960] = fieldsOf(SCHEMA, DEFAULTS);
    expect(time).toMatchObject({ name: "time", label: "Time", kind: "time", value: TEN });
    expect(chess960).toMatchObject({ name: "chess960", kind: "flag" });
  });

  test("says what each kind asks for, in the order and the units of people", () => {
    const kinds = timeKindsOf({ oneOf: [INCREMENT] });
    expect(kinds?.[0]?.label).toBe("The increment kind");
    expect(kinds?.[0]?.numbers).toEqual([
      { name: "base_s", label: "Minutes each", unit: 60, min: 0, max: 10_800, value: 300 },
      { name: "increment_s", label: "Seconds added per move", unit: 1, min: 0, max: 180, value: 3 },
    ]);
    expect(kinds?.map(timeOf)).toEqual([{ kind: "increment", base_s: 300, increment_s: 3 }]);
  });

  test.each([[{}], [{ oneOf: [] }], [{ oneOf: [variant("sundial")] }], [{ oneOf: [INCREMENT, { const: "x" }] }]])(
    "of something else is none: %j",
    (schema) => expect(timeKindsOf(schema)).toBeNull(),
  );
});

test("the usual times are those the title knows, with its own default before them", () => {
  const kinds = timeKindsOf(SCHEMA.$defs.TimeControl) ?? [];
  expect(usualTimes(kinds, TEN).map(timeInWords)).toEqual(["3+2", "10+5", "15+10", "1 day a move", "3 days a move", "Unlimited"]);
  expect(usualTimes(kinds, { kind: "days", days: 7 }).map(timeInWords)[0]).toBe("7 days a move");
});

test.each<[TimeControl, string, string]>([
  [{ kind: "unlimited" }, "Unlimited", "Nobody's time is kept."],
  [{ kind: "sudden_death", base_s: 300 }, "5+0", "5 minutes each for the whole game."],
  [{ kind: "sudden_death", base_s: 30 }, "0:30+0", "30 seconds each for the whole game."],
  [TEN, "10+5", "10 minutes each, and 5 seconds more for every move."],
  [
    { kind: "increment", base_s: 90, increment_s: 1 },
    "1:30+1",
    "1 minute 30 seconds each, and 1 second more for every move.",
  ],
  [
    { kind: "delay", base_s: 300, delay_s: 3 },
    "5 min, 3 s delay",
    "5 minutes each; the first 3 seconds of a move are free.",
  ],
  [
    { kind: "byo_yomi", base_s: 600, periods: 5, period_s: 30 },
    "10 min + 5×30 s",
    "10 minutes each, then 5 periods of 30 seconds.",
  ],
  [{ kind: "byo_yomi", base_s: 0, periods: 1, period_s: 30 }, "1×30 s", "1 period of 30 seconds each."],
  [{ kind: "per_move", move_s: 120 }, "2 min a move", "2 minutes for every move."],
  [{ kind: "per_move", move_s: 45 }, "45 s a move", "45 seconds for every move."],
  [{ kind: "days", days: 1 }, "1 day a move", "1 day for every move: play by correspondence."],
  [{ kind: "days", days: 3 }, "3 days a move", "3 days for every move: play by correspondence."],
])("%j reads %s", (time, words, spelt) => {
  expect(timeInWords(time)).toBe(words);
  expect(timeSpelt(time)).toBe(spelt);
});

describe("a table's options", () => {
  test("always tell the time, and what else differs", () => {
    expect(optionsInWords(SCHEMA, DEFAULTS, DEFAULTS)).toBe("10+5");
    const blitz = { chess960: true, time: { kind: "increment", base_s: 180, increment_s: 2 } };
    expect(optionsInWords(SCHEMA, DEFAULTS, blitz)).toBe("3+2 · Chess960");
    expect(optionsInWords(SCHEMA, DEFAULTS, { ...DEFAULTS, time: { kind: "unlimited" } })).toBe("Unlimited");
  });

  test("say nothing of unlimited time where that is usual", () => {
    const untimed = { time: { kind: "unlimited" } };
    expect(optionsInWords(SCHEMA, untimed, untimed)).toBe("");
  });
});

test("what a time control is", () => {
  expect(isTimeControl(TEN)).toBe(true);
  expect(isTimeControl({ kind: "unlimited" })).toBe(true);
  expect(isTimeControl({ kind: "increment", base_s: 600 })).toBe(false);
  expect(isTimeControl({ kind: "sundial" })).toBe(false);
  expect(isTimeControl(null)).toBe(false);
  expect(isSameTime(TEN, { ...TEN })).toBe(true);
  expect(isSameTime(TEN, { kind: "sudden_death", base_s: 600 })).toBe(false);
});
