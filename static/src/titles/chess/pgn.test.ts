/** Games that were written down are read by another program, and end in the same position. */
import { Chess } from "chess.js";
import { expect, test } from "vitest";
import { replay } from "./moves/replay";
import { fileNameOf, type GameRecord, pgnOf, resultOf } from "./pgn";
import { played, RICH, START } from "./testing/games";

const record = (sans: readonly string[], change: Partial<GameRecord> = {}): GameRecord => {
  const start = change.start ?? START;
  return {
    start,
    chess960: false,
    game: replay(start, played(sans, start)),
    names: ["Ann", 'The "Fox" \\ Bob'],
    outcome: { places: [1, 2], reason: "resigned" },
    control: { kind: "increment", base_s: 600, increment_s: 5 },
    event: "Turnwheel game",
    site: "https://turnwheel.example",
    date: new Date(2031, 3, 5),
    ...change,
  };
};

/** A hundred plies and more, so that lines are wrapped. */
const LONG = Array.from({ length: 30 }, () => ["Nf3", "Nf6", "Ng1", "Ng8"]).flat();

test.each([
  ["castling, en passant and a promotion", RICH, START],
  ["mate", ["f3", "e5", "g4", "Qh4#"], START],
  ["a promotion with capture and check, Black first", ["axb1=N+", "Kc1"], "4k3/8/8/8/8/8/p2K4/1R6 b - - 0 40"],
  ["en passant by Black", ["c4", "dxc3", "Kd1", "cxb2"], "4k3/8/8/8/3p4/8/1PP5/4K3 w - - 0 1"],
  ["a long one", LONG, START],
  ["none at all", [], START],
])("%s", (_, sans, start) => {
  const reader = new Chess();
  const text = pgnOf(record(sans, { start }));
  reader.loadPgn(text, { strict: true });
  const game = new Chess(start);
  for (const san of sans) {
    game.move(san);
  }
  expect(reader.fen()).toBe(game.fen());
  expect(reader.history()).toEqual(sans);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(80);
});

test("the whole text", () => {
  expect(pgnOf(record(["e4", "e5", "Nf3"]))).toBe(`[Event "Turnwheel game"]
[Site "https://turnwheel.example"]
[Date "2031.04.05"]
[Round "-"]
[White "Ann"]
[Black "The 'Fox' / Bob"]
[Result "1-0"]
[TimeControl "600+5"]
[Termination "normal"]

1. e4 e5 2. Nf3 1-0
`);
});

test("a game from another position says so, and one of Chess960 too", () => {
  const start = "4k3/8/8/8/8/8/p2K4/1R6 b - - 0 40";
  expect(pgnOf(record(["axb1=N+"], { start }))).toContain(`[SetUp "1"]\n[FEN "${start}"]\n\n40... axb1=N+ 1-0`);
  expect(pgnOf(record([], { chess960: true }))).toContain(`[Variant "Chess960"]\n[SetUp "1"]\n[FEN "${START}"]`);
});

test.each([
  [{ kind: "unlimited" }, "-"],
  [{ kind: "sudden_death", base_s: 300 }, "300"],
  [{ kind: "byo_yomi", base_s: 1800, periods: 3, period_s: 30 }, "1800:1/30"],
  [{ kind: "per_move", move_s: 20 }, "1/20"],
  [{ kind: "days", days: 2 }, "1/172800"],
  [{ kind: "delay", base_s: 300, delay_s: 2 }, "?"],
] as const)("the time control %j is written %s", (control, text) => {
  expect(pgnOf(record([], { control }))).toContain(`[TimeControl "${text}"]`);
});

test.each([
  ["time", "time forfeit"],
  ["left", "abandoned"],
  ["faulted", "emergency"],
  ["checkmate", "normal"],
])("who ended by %s terminated as %s", (reason, text) => {
  expect(pgnOf(record([], { outcome: { places: [1, 2], reason } }))).toContain(`[Termination "${text}"]`);
});

test.each([
  [[1, 2], "1-0"],
  [[2, 1], "0-1"],
  [[1, 1], "1/2-1/2"],
  [[], "*"],
])("places %j are %s", (places, result) => expect(resultOf({ places, reason: "" })).toBe(result));

test("a file is named after the players and the day", () => {
  const date = new Date(2031, 3, 5);
  expect(fileNameOf({ names: ["Zoë Quick", null], date })).toBe("zoequick-somebody-2031-04-05.pgn");
  expect(fileNameOf({ names: ["猫", "犬"], date: null })).toBe("game.pgn");
});
