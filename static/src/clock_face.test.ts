/** What clocks show, at the edges, and how long it stays true. */
import { describe, expect, test } from "vitest";
import {
  besideFigures,
  clockFigures,
  clockOf,
  clockStaysMs,
  figuresStayMs,
  freeMs,
  isLow,
  shownMs,
} from "./clock_face";
import type { ClockFace, TimeControl } from "./view";

const BLITZ: TimeControl = { kind: "increment", base_s: 300, increment_s: 3 };
const DELAY: TimeControl = { kind: "delay", base_s: 300, delay_s: 5 };
const BYO_YOMI: TimeControl = { kind: "byo_yomi", base_s: 600, periods: 5, period_s: 30 };

function face(fields: Partial<ClockFace> = {}): ClockFace {
  const time = { remaining_ms: 300_000, periods: 0 };
  return { control: BLITZ, running: 0, since_ms: 1_000, free_ms: 0, seats: [time, time], ...fields };
}

describe("what is left", () => {
  const free = { control: DELAY, free_ms: 5_000 };
  test.each<[string, ClockFace, number, number, number]>([
    ["at once", face(), 0, 1_000, 300_000],
    ["after a while", face(), 0, 5_250, 295_750],
    ["of the one who waits", face(), 1, 5_250, 300_000],
    ["when nobody's clock runs", face({ running: null }), 0, 900_000, 300_000],
    ["before the clock was started, by a clock that lags", face(), 0, 400, 300_000],
    ["to the last millisecond", face(), 0, 300_999, 1],
    ["when it has run out", face(), 0, 301_000, 0],
    ["long after it has run out", face(), 0, 999_000, 0],
    ["within the delay", face(free), 0, 6_000, 300_000],
    ["after the delay", face(free), 0, 6_001, 299_999],
    ["at a seat that has no clock", face(), 2, 5_000, 0],
  ])("%s", (_, at, seat, now, left) => expect(shownMs(at, seat, now)).toBe(left));

  test("of a delay", () => {
    expect(freeMs(face(free), 0, 1_000)).toBe(5_000);
    expect(freeMs(face(free), 0, 5_999)).toBe(1);
    expect(freeMs(face(free), 0, 60_000)).toBe(0);
    expect(freeMs(face(free), 1, 1_000)).toBe(0);
  });
});

test.each([
  [0, "0:00.0"],
  [99, "0:00.0"],
  [100, "0:00.1"],
  [9_999, "0:09.9"],
  [10_000, "0:10"],
  [59_999, "0:59"],
  [60_000, "1:00"],
  [754_000, "12:34"],
  [3_599_999, "59:59"],
  [3_600_000, "1:00:00"],
  [3_723_000, "1:02:03"],
  [86_399_999, "23:59:59"],
  [86_400_000, "1 day"],
  [183_600_000, "2 days 3 h"],
])("%i ms reads %s", (ms, figures) => expect(clockFigures(ms)).toBe(figures));

test.each([
  [9_999, "0:09.9"],
  [3_599_999, "59:59"],
  [3_600_000, "1 h"],
  [19_259_999, "5 h 20 min"],
  [90_000_000, "1 day 1 h"],
])("where a move may take days, %i ms reads %s", (ms, figures) => expect(clockFigures(ms, true)).toBe(figures));

describe.each([false, true])("unhurried %o", (unhurried) => {
  test.each([5, 100, 101, 9_999, 10_000, 10_001, 60_500, 3_600_000, 3_700_000, 86_400_000, 90_000_001])(
    "%i ms: the figures stay exactly as long as said",
    (ms) => {
      const figures = (left: number) => clockFigures(left, unhurried);
      const stays = figuresStayMs(ms, unhurried);
      expect(figures(ms - stays + 1)).toBe(figures(ms));
      if (ms - stays >= 0) {
        expect(figures(ms - stays)).not.toBe(figures(ms));
      }
    },
  );
});

describe("a clock looks the same", () => {
  test("for ever when it stands, or has run out", () => {
    expect(clockStaysMs(face(), 1, 5_000)).toBe(Number.POSITIVE_INFINITY);
    expect(clockStaysMs(face(), 0, 999_000)).toBe(Number.POSITIVE_INFINITY);
  });

  test("until the next second of the delay, then of the time", () => {
    const delay = face({ control: DELAY, free_ms: 5_000 });
    expect(clockStaysMs(delay, 0, 1_000)).toBe(1_000);
    expect(clockStaysMs(delay, 0, 1_400)).toBe(600);
    expect(clockStaysMs(delay, 0, 6_000)).toBe(1);
    expect(clockStaysMs(delay, 0, 6_001)).toBe(1_000);
  });
});

test.each<[string, ClockFace, number, string]>([
  ["an increment", face(), 1_000, ""],
  ["a delay that begins", face({ control: DELAY, free_ms: 5_000 }), 1_000, "+5s"],
  ["a delay that ends", face({ control: DELAY, free_ms: 5_000 }), 5_100, "+1s"],
  ["a delay that is over", face({ control: DELAY, free_ms: 5_000 }), 6_000, ""],
  ["a delay to come", face({ control: DELAY, running: 1, free_ms: 5_000 }), 6_000, "+5s"],
  ["periods", face({ control: BYO_YOMI, seats: [{ remaining_ms: 9, periods: 3 }] }), 0, "+3×30s"],
  ["the last period", face({ control: BYO_YOMI, seats: [{ remaining_ms: 9, periods: 0 }] }), 0, "last"],
])("beside the figures: %s", (_, at, now, words) => expect(besideFigures(at, 0, now)).toBe(words));

test.each<[string, TimeControl, number, number, boolean]>([
  ["a tenth of ten minutes", { kind: "sudden_death", base_s: 600 }, 0, 59_999, true],
  ["more than a tenth of ten minutes", { kind: "sudden_death", base_s: 600 }, 0, 60_000, false],
  ["a minute of an hour", { kind: "sudden_death", base_s: 3600 }, 0, 60_000, false],
  ["twenty seconds of one minute", { kind: "sudden_death", base_s: 60 }, 0, 19_999, true],
  ["all of a base time before its periods", BYO_YOMI, 5, 1, false],
  ["a third of a period", BYO_YOMI, 2, 9_999, true],
  ["most of a period", BYO_YOMI, 2, 15_000, false],
  ["less than a day of three", { kind: "days", days: 3 }, 0, 80_000_000, true],
])("%s is little: %o", (_, control, periods, ms, low) => {
  expect(isLow(face({ control, seats: [{ remaining_ms: ms, periods }] }), 0, ms)).toBe(low);
});

describe("the clocks of a view", () => {
  test("are found by their shape", () => {
    expect(clockOf({ cells: [], clock: face() })).toEqual(face());
    expect(clockOf({ clock: { remaining_ms: 1, since_ms: 2 } })).toBeNull();
    expect(clockOf({ clock: face({ seats: [{ remaining_ms: 1 }] as never }) })).toBeNull();
    expect(clockOf({})).toBeNull();
    expect(clockOf(null)).toBeNull();
    expect(clockOf("clock")).toBeNull();
  });

  test("are none where time is unlimited", () => {
    expect(clockOf({ clock: face({ control: { kind: "unlimited" } }) })).toBeNull();
  });
});
