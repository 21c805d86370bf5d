/** Where a premove may go: everywhere the piece might get to, and nowhere else. */
import { Chess } from "chess.js";
import { expect, test } from "vitest";
import { diagramOf } from "../diagram";
import { nameOf, squareOf } from "../squares";
import { START } from "../testing/games";
import { reach } from "./premove";

const reached = (fen: string, from: string, chess960 = false) =>
  [...reach(diagramOf(fen).board, squareOf(from), chess960)].map(nameOf).toSorted().join(" ");

test.each([
  ["a pawn at home", START, "e2", "d3 e3 e4 f3"],
  ["a black pawn on its way", "4k3/8/4p3/8/8/8/8/4K3 w - - 0 1", "e6", "d5 e5 f5"],
  ["a knight, own pieces or not", START, "g1", "e2 f3 h3"],
  ["a bishop, up to his own people", START, "c1", "b2 d2"],
  ["a bishop, through others", "4k3/8/8/8/5n2/8/1P6/2B1K3 b - - 0 1", "c1", "b2 d2 e3 f4 g5 h6"],
  ["a queen, but not where her king stands", "4k3/8/8/8/8/8/PPP5/BQK5 b - - 0 1", "b1", "a1 a2 b2 c2"],
  ["a pawn behind one's own", "4k3/8/8/8/8/4N3/4P3/4K3 b - - 0 1", "e2", "d3 f3"],
  ["a king with a bishop beside him", "4k3/8/8/8/8/8/8/4KB1R b K - 0 1", "e1", "d1 d2 e2 f1 f2"],
  ["a king with a rook left", "r3k3/8/8/8/8/8/8/4K3 w q - 0 1", "e8", "a8 c8 d7 d8 e7 f7 f8"],
  ["a king who has walked", "8/8/8/8/8/8/8/R4K1R w - - 0 1", "f1", "e1 e2 f2 g1 g2"],
])("%s", (_, fen, from, squares) => expect(reached(fen, from)).toBe(squares));

test("in Chess960 a king may take any rook of his on the first rank", () => {
  expect(reached("4k3/8/8/8/8/8/8/R4KR1 w - - 0 1", "f1", true)).toBe("a1 e1 e2 f2 g1 g2");
});

test("whatever is legal a move later could have been a premove", () => {
  const game = new Chess("r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1");
  const before = diagramOf(game.fen()).board;
  for (const mine of game.moves({ verbose: true })) {
    game.move(mine);
    for (const { from, to } of game.moves({ verbose: true })) {
      expect(reach(before, squareOf(from), false)).toContain(squareOf(to));
    }
    game.undo();
  }
});
