/** Moves in words. */
import { expect, test } from "vitest";
import { boardAt, replay } from "./moves/replay";
import { moveInWords, piecesInWords, squareInWords } from "./speech";
import { squareOf } from "./squares";
import { played, RICH, START } from "./testing/games";

function words(sans: readonly string[], fen = START): string[] {
  const game = replay(fen, played(sans, fen));
  return game.steps.map((step, ply) => moveInWords(step, boardAt(game, ply)));
}

test("a game is told", () => {
  const told = words(RICH);
  expect(told.slice(0, 2)).toEqual(["Pawn to e4", "Pawn to e6"]);
  expect(told[2]).toBe("Knight to f3");
  expect(told[6]).toBe("E pawn takes f6, en passant");
  expect(told[10]).toBe("G pawn takes h8, promotes to queen");
  expect(told[13]).toBe("Black castles queenside");
  expect(told[14]).toBe("White castles kingside");
  expect(told[18]).toBe("Bishop takes d7, check");
});

test("where it comes from is told where it is written", () => {
  expect(words(["Nbd2"], "4k3/8/8/8/8/5N2/8/1N2K3 w - - 0 1")).toEqual(["Knight from b1 to d2"]);
  expect(words(["R1xa4"], "R7/4k3/8/8/p7/8/8/R3K3 w - - 0 1")).toEqual(["Rook from a1 takes a4"]);
});

test("mate is told", () => {
  expect(words(["f3", "e5", "g4", "Qh4#"]).at(-1)).toBe("Queen to h4, checkmate");
});

test("squares say what stands on them", () => {
  expect(squareInWords(squareOf("e4"), "P")).toBe("e4, white pawn");
  expect(squareInWords(squareOf("g8"), "n")).toBe("g8, black knight");
  expect(squareInWords(squareOf("e5"), null)).toBe("e5, empty");
});

test("pieces are counted", () => {
  expect(piecesInWords(["q", "r", "r", "p"])).toBe("queen, 2 rooks and pawn");
});
