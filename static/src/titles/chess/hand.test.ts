/** What presses on the board come to. */
import { Chess } from "chess.js";
import { beforeEach, describe, expect, test } from "vitest";
import { diagramOf } from "./diagram";
import { type Effect, Hand, type Mode } from "./hand";
import { movesOf } from "./moves/legal";
import { nameOf, type Side, squareOf } from "./squares";
import { legalIn, START } from "./testing/games";

let hand: Hand;

beforeEach(() => {
  hand = new Hand();
});

function see(fen: string, mode: Mode, side: Side | null = 0): string {
  const moves = mode === "move" ? movesOf(legalIn(fen)) : [];
  return told(hand.see({ board: diagramOf(fen).board, mode, moves, side, chess960: false }));
}

const press = (square: string) => told(hand.press(squareOf(square)));

function drag(from: string, to: string | null): string {
  const { effect, lifts } = hand.down(squareOf(from));
  return lifts ? told(hand.up(to === null ? null : squareOf(to), true)) : told(effect);
}

const told = (effect: Effect) =>
  effect.kind === "play" ? effect.move.uci : effect.kind === "ask" ? `ask ${effect.moves.length}` : "";

const held = () => (hand.chosen === null ? null : nameOf(hand.chosen));

const waiting = () => (hand.premove === null ? null : nameOf(hand.premove.from) + nameOf(hand.premove.to));

describe("on one's turn", () => {
  beforeEach(() => {
    see(START, "move");
  });

  test("two presses make a move", () => {
    expect(press("e2")).toBe("");
    expect([...hand.targets()].map(nameOf)).toEqual(["e3", "e4"]);
    expect(press("e4")).toBe("e2e4");
    expect(held()).toBeNull();
  });

  test("a drag makes a move", () => expect(drag("g1", "f3")).toBe("g1f3"));

  test("another piece is chosen instead, the same one is let go", () => {
    press("e2");
    press("d2");
    expect(held()).toBe("d2");
    press("d2");
    expect(held()).toBeNull();
  });

  test("a drop where nothing goes keeps the piece chosen", () => {
    expect(drag("e2", "e5")).toBe("");
    expect(held()).toBe("e2");
    expect(drag("d2", null)).toBe("");
    expect(held()).toBe("d2");
  });

  test("other squares let go, and other people's pieces aren't lifted", () => {
    press("e2");
    press("a5");
    expect(held()).toBeNull();
    expect(drag("e7", "e5")).toBe("");
    expect(held()).toBeNull();
  });

  test("a promotion is asked for", () => {
    see("8/1P2k3/8/8/8/8/8/4K3 w - - 0 1", "move");
    expect(drag("b7", "b8")).toBe("ask 4");
  });

  test("a king castles onto his rook", () => {
    see("4k3/8/8/8/8/8/8/4K2R w K - 0 1", "move");
    press("e1");
    expect(press("h1")).toBe("e1g1");
  });
});

describe("on the other's turn", () => {
  const now = "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1";
  const next = (san: string) => {
    const game = new Chess(now);
    game.move(san);
    return game.fen();
  };

  beforeEach(() => {
    see(now, "premove");
  });

  test("a premove is kept, and played when its turn comes", () => {
    drag("e4", "d5");
    expect(waiting()).toBe("e4d5");
    expect(see(next("d5"), "move")).toBe("e4d5");
    expect(waiting()).toBeNull();
  });

  test("one that isn't legal then is dropped", () => {
    drag("e4", "d5");
    expect(see(next("e5"), "move")).toBe("");
    expect(waiting()).toBeNull();
  });

  test("it is cancelled by another press, or by letting go", () => {
    drag("e4", "d5");
    press("a5");
    expect(waiting()).toBeNull();
    drag("e4", "d5");
    expect(hand.cancel()).toBe(true);
    expect(waiting()).toBeNull();
    expect(hand.cancel()).toBe(false);
  });

  test("a piece may be put where one's own stands: that one may be taken", () => {
    press("g1");
    press("e2");
    expect(waiting()).toBe("g1e2");
  });

  test("a piece that was chosen meanwhile stays chosen when the turn comes, unless it is gone", () => {
    press("e4");
    see(next("d5"), "move");
    expect(press("d5")).toBe("e4d5");
    see("4k3/8/8/3p4/8/8/8/4K3 w - - 0 1", "move");
    expect(held()).toBeNull();
  });

  test("a premoved pawn becomes a queen", () => {
    see("8/1P2k3/8/8/8/8/8/4K3 b - - 0 1", "premove");
    drag("b7", "b8");
    expect(see("8/1P1k4/8/8/8/8/8/4K3 w - - 0 1", "move")).toBe("b7b8q");
  });
});

test("who looks on, or looks back, holds nothing", () => {
  see(START, "none", null);
  expect(drag("e2", "e4")).toBe("");
  expect(held()).toBeNull();
});
