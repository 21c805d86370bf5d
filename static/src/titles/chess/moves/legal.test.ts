/** What a hand means is looked up in the server's list and nowhere else. */
import { expect, test } from "vitest";
import { diagramOf } from "../diagram";
import { nameOf, squareOf } from "../squares";
import { legalIn } from "../testing/games";
import { mayClaim, meant, movesOf, targetsOf, wingOf } from "./legal";

const CASTLING = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1";

function meantIn(fen: string, moves: string[], from: string, to: string): string[] {
  const listed = movesOf(moves.map((move) => ({ move })));
  return meant(listed, diagramOf(fen).board, squareOf(from), squareOf(to)).map(({ uci }) => uci);
}

test("claims are no moves", () => {
  const legal = [{ move: "e2e4" }, { claim: null }];
  expect(movesOf(legal).map(({ uci }) => uci)).toEqual(["e2e4"]);
  expect(mayClaim(legal)).toBe(true);
  expect(mayClaim([{ claim: "e2e4" }])).toBe(false);
  expect(mayClaim(null)).toBe(false);
});

test.each([
  ["g1", "e1g1"],
  ["h1", "e1g1"],
  ["c1", "e1c1"],
  ["a1", "e1c1"],
])("a king who goes to %s castles by %s", (to, uci) => {
  expect(meantIn(CASTLING, ["e1g1", "e1c1", "e1f1"], "e1", to)).toEqual([uci]);
});

test("castling that isn't listed can't be meant", () => {
  expect(meantIn(CASTLING, ["e1g1"], "e1", "a1")).toEqual([]);
});

test("in Chess960 a king takes his rook, and a plain step to the same square stays a plain step", () => {
  const fen = "4k3/8/8/8/8/8/8/5K1R w H - 0 1";
  expect(meantIn(fen, ["f1h1", "f1g1"], "f1", "h1")).toEqual(["f1h1"]);
  expect(meantIn(fen, ["f1h1", "f1g1"], "f1", "g1")).toEqual(["f1g1"]);
});

test("a pawn on its last step may become four things", () => {
  const fen = "8/1P2k3/8/8/8/8/8/4K3 w - - 0 1";
  const moves = legalIn(fen).flatMap((action) => ("move" in action ? [action.move] : []));
  expect(meantIn(fen, moves, "b7", "b8").toSorted()).toEqual(["b7b8b", "b7b8n", "b7b8q", "b7b8r"]);
});

test("targets are the squares listed", () => {
  const targets = targetsOf(movesOf([{ move: "e1g1" }, { move: "e1f1" }, { move: "a1b1" }]), squareOf("e1"));
  expect([...targets].map(nameOf).toSorted()).toEqual(["f1", "g1"]);
});

test("castling has a wing, other moves of a king have none", () => {
  const { board } = diagramOf(CASTLING);
  const wings = movesOf([{ move: "e1g1" }, { move: "e1c1" }, { move: "e1f1" }]).map((move) => wingOf(board, move));
  expect(wings).toEqual(["king", "queen", null]);
});
