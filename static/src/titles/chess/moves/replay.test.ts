/** A game steps through as it was played, without a rule of chess. */
import { Chess } from "chess.js";
import { expect, test } from "vitest";
import { diagramOf } from "../diagram";
import { squareOf } from "../squares";
import { played, playedOf, RICH, START } from "../testing/games";
import { boardAt, foresee, moveOn, replay } from "./replay";

test("every position of a game is the one that was on the board", () => {
  const game = new Chess();
  const replayed = replay(START, played(RICH));
  expect(boardAt(replayed, 0)).toEqual(diagramOf(START).board);
  RICH.forEach((san, ply) => {
    game.move(san);
    expect(boardAt(replayed, ply + 1)).toEqual(diagramOf(game.fen()).board);
  });
});

test("steps know their number, their side and what they took", () => {
  const { steps } = replay(START, played(RICH));
  expect(steps[6]).toMatchObject({ san: "exf6", side: 0, number: 4, captured: "p" });
  expect(steps[10]).toMatchObject({ san: "gxh8=Q", captured: "r", promotion: "q" });
  expect(steps[13]).toMatchObject({ san: "O-O-O", side: 1, number: 7, from: squareOf("e8"), to: squareOf("c8") });
});

test("a game may start with Black to move", () => {
  const fen = "4k3/8/8/8/8/8/8/4K2R b K - 0 30";
  const { steps } = replay(fen, played(["Ke7", "O-O"], fen));
  expect(steps.map(({ side, number }) => [side, number])).toEqual([[1, 30], [0, 31]]);
});

test("what a legal move moves besides is foreseen as the server tells it", () => {
  const game = new Chess();
  for (const san of RICH) {
    const before = diagramOf(game.fen()).board;
    const { san: _, ...told } = playedOf(game.move(san));
    expect(foresee(before, told.uci)).toEqual(told);
  }
});

test.each([
  ["the rook stands where the king goes", "4k3/8/8/8/8/8/8/5KR1 w G - 0 1", "f1g1", "5RK1"],
  ["king and rook change places", "4k3/8/8/8/8/8/8/2RK4 w C - 0 1", "d1c1", "2KR4"],
  ["the king stays", "4k3/8/8/8/8/8/8/6KR w H - 0 1", "g1h1", "5RK1"],
])("castling in Chess960: %s", (_, fen, uci, rank) => {
  const { board } = diagramOf(fen);
  const after = moveOn(board, foresee(board, uci)).board;
  expect(after).toEqual(diagramOf(`4k3/8/8/8/8/8/8/${rank} b - - 1 1`).board);
});
