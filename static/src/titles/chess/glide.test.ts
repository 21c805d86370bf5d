/** Which pieces are seen going. */
import { expect, test } from "vitest";
import { diagramOf } from "./diagram";
import { glides } from "./glide";
import { boardAt, replay } from "./moves/replay";
import { nameOf } from "./squares";
import { played, START } from "./testing/games";

function seen(sans: string[], from: number, to: number, fen = START) {
  const game = replay(fen, played(sans, fen));
  const { moved, gone, fresh } = glides(boardAt(game, from), boardAt(game, to));
  const ways = moved.map((way) => nameOf(way.from) + nameOf(way.to)).toSorted();
  return { ways, gone: gone.map(nameOf), fresh: fresh.map(nameOf) };
}

test("a move, a capture, and the same backwards", () => {
  const sans = ["e4", "d5", "exd5"];
  expect(seen(sans, 0, 1)).toEqual({ ways: ["e2e4"], gone: [], fresh: [] });
  expect(seen(sans, 2, 3)).toEqual({ ways: ["e4d5"], gone: ["d5"], fresh: [] });
  expect(seen(sans, 3, 2)).toEqual({ ways: ["d5e4"], gone: [], fresh: ["d5"] });
});

test("castling moves two", () => {
  const fen = "4k3/8/8/8/8/8/8/4K2R w K - 0 1";
  expect(seen(["O-O"], 0, 1, fen).ways).toEqual(["e1g1", "h1f1"]);
});

test("a pawn goes and becomes a queen, and comes back as a pawn", () => {
  const fen = "r3k3/1P6/8/8/8/8/8/4K3 w - - 0 1";
  expect(seen(["bxa8=Q+"], 0, 1, fen)).toEqual({ ways: ["b7a8"], gone: ["a8"], fresh: [] });
  expect(seen(["bxa8=Q+"], 1, 0, fen)).toEqual({ ways: ["a8b7"], gone: [], fresh: ["a8"] });
});

test("of two alike, the nearer one goes", () => {
  const before = diagramOf("4k3/8/8/8/8/8/8/R3K2R w - - 0 1").board;
  const after = diagramOf("4k3/8/8/8/8/8/8/1R2K1R1 w - - 0 1").board;
  expect(glides(before, after).moved.map(({ from, to }) => nameOf(from) + nameOf(to))).toEqual(["a1b1", "h1g1"]);
});
