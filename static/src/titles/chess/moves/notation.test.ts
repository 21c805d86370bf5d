/** Typed moves: what is written in books is read, and what can't be played is refused in words. */
import { Chess } from "chess.js";
import { expect, test } from "vitest";
import { diagramOf } from "../diagram";
import { legalIn, RICH } from "../testing/games";
import { movesOf } from "./legal";
import { readMove } from "./notation";

const read = (text: string, fen: string) => {
  const reading = readMove(text, movesOf(legalIn(fen)), diagramOf(fen).board);
  return reading.kind === "move" ? reading.move.uci : reading.why;
};

const KIWIPETE = "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1";
const PROMOTIONS = "n1n5/PPPk4/8/8/8/8/4Kppp/5N1N b - - 0 1";

test("every legal move is read as it is written, and by its squares", () => {
  const game = new Chess();
  const fens = [KIWIPETE, PROMOTIONS, ...RICH.map((san) => game.move(san).after)];
  for (const fen of fens) {
    const moves = movesOf(legalIn(fen));
    const { board } = diagramOf(fen);
    for (const { san, from, to, promotion } of new Chess(fen).moves({ verbose: true })) {
      const uci = from + to + (promotion ?? "");
      expect(readMove(san, moves, board)).toMatchObject({ kind: "move", move: { uci } });
      expect(readMove(uci, moves, board)).toMatchObject({ kind: "move", move: { uci } });
    }
  }
});

test.each([
  ["o-o", "e1g1"],
  ["0-0-0", "e1c1"],
  ["OO", "e1g1"],
  ["e1h1", "e1g1"],
  ["E1G1", "e1g1"],
  ["nxd7", "e5d7"],
  [" Nxd7! ", "e5d7"],
  ["e5-d7", "e5d7"],
  ["e5xd7", "e5d7"],
  ["Ne5xd7", "e5d7"],
  ["Bh6", "d2h6"],
])("%s is understood as %s", (text, uci) => expect(read(text, KIWIPETE)).toBe(uci));

test("a small b is a pawn's file before it is a bishop", () => {
  expect(read("bxc3", "4k3/8/8/8/1b6/2N5/8/4K3 b - - 0 1")).toBe("b4c3");
  expect(read("bxc3", "4k3/8/8/b7/1p6/2N5/8/4K3 b - - 0 1")).toBe("b4c3");
});

test.each([
  ["Qh7", KIWIPETE, "Qh7 is not a legal move here."],
  ["O-O", PROMOTIONS, "O-O is not a legal move here."],
  ["f1", PROMOTIONS, "f1 is not a legal move here."],
  ["e2e5", KIWIPETE, "e2e5 is not a legal move here."],
  ["hello", KIWIPETE, "That can't be read as a move. Write it as in Nf3, exd5, O-O or e2e4."],
  ["g1", PROMOTIONS, "Say what the pawn becomes: g1=Q, =R, =B or =N."],
  ["Nd2", "4k3/8/8/8/8/5N2/8/1N2K3 w - - 0 1", "More than one knight can go there: write Nb1d2 or Nf3d2."],
])("%s is refused in words", (text, fen, why) => expect(read(text, fen)).toBe(why));
