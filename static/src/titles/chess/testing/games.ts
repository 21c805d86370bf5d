/** Games for the tests, played by chess.js, as the server would show them. */
import { Chess } from "chess.js";
import type { Shown } from "../../../view";
import type { Action, Note, Played, View } from "../game";

export const START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1";

/** A short game with castling on both wings, a capture en passant and a promotion. */
export const RICH = (
  "e4 e6 Nf3 d5 e5 f5 exf6 Nc6 fxg7 Bd7 gxh8=Q Qe7 Bb5 O-O-O O-O Nb4 c3 a6 Bxd7+ Rxd7 Re1 c5 d4 cxd4 cxb4"
).split(" ");

/** Moves as they are written, as the server sends them. */
export function played(sans: readonly string[], fen = START): Played[] {
  const game = new Chess(fen);
  return sans.map((san) => playedOf(game.move(san)));
}

/** A move of chess.js as the server sends it. */
export function playedOf(move: ReturnType<Chess["move"]>): Played {
  const uci = `${move.from}${move.to}${move.promotion ?? ""}`;
  const rank = move.from.charAt(1);
  if (move.isKingsideCastle()) {
    return { uci, san: move.san, king: [move.from, move.to], rook: [`h${rank}`, `f${rank}`] };
  }
  if (move.isQueensideCastle()) {
    return { uci, san: move.san, king: [move.from, move.to], rook: [`a${rank}`, `d${rank}`] };
  }
  return { uci, san: move.san, ...(move.isEnPassant() && { takes: `${move.to.charAt(0)}${rank}` }) };
}

/** The legal moves of a position as actions. */
export function legalIn(fen: string): Action[] {
  const moves = new Chess(fen).moves({ verbose: true });
  return moves.map(({ from, to, promotion }) => ({ move: from + to + (promotion ?? "") }));
}

/** What `seat` is shown after these moves. */
export function shownAfter(sans: readonly string[], seat: number | null, fen = START): Shown<View, Action, Note> {
  const game = new Chess(fen);
  for (const san of sans) {
    game.move(san);
  }
  const turn = game.turn() === "w" ? 0 : 1;
  const seats = [
    { remaining_ms: 300_000, periods: 0 },
    { remaining_ms: 300_000, periods: 0 },
  ];
  return {
    match_id: "chess-1",
    rev: sans.length,
    view: {
      start: fen,
      fen: game.fen(),
      chess960: false,
      moves: played(sans, fen),
      check: game.isCheck(),
      claim: game.isThreefoldRepetition() ? "threefold" : null,
      clock: { control: { kind: "sudden_death", base_s: 300 }, running: null, since_ms: 0, free_ms: 0, seats },
    },
    notes: [],
    legal: seat === turn ? legalIn(game.fen()) : [],
    seat,
    turn: [turn],
    away: [],
    outcome: null,
    happened: { cause: "action", seat: null },
    players: [
      { name: "Ann", kind: "player", you: seat === 0 },
      { name: "Bob", kind: "player", you: seat === 1 },
    ],
  };
}
