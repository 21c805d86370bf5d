/** What travels between the rules of chess and this view, as the server writes it. Types only. */
import type { ClockFace } from "../../view";

/** What everybody sees of a game. */
export interface View {
  /** The position at the start (FEN). */
  start: string;
  /** The position now (FEN). */
  fen: string;
  /** Whether castling is named by the squares of king and rook, and the start position was drawn. */
  chess960: boolean;
  moves: Played[];
  /** Whether who is to move is in check. */
  check: boolean;
  /** The draw that who is to move may claim. */
  claim: Claim | null;
  clock: ClockFace;
}

export type Claim = "threefold" | "fifty_moves";

/** A move that was played, with all that it moved, so that a game is stepped through without knowing the rules. */
export interface Played {
  /** As it was sent: `e2e4`, `e7e8q`, `e1g1`; in Chess960 castling is `e1h1`, the king takes the rook. */
  uci: string;
  /** As it is written: `Nf3+`. */
  san: string;
  /** Castling: the king's squares before and after. */
  king?: [string, string];
  /** Castling: the rook's squares before and after. */
  rook?: [string, string];
  /** The square of a pawn taken en passant. */
  takes?: string;
}

/** What a player may ask for: a move, or a draw by claim (for the position as it stands, or after a move). */
export type Action = { move: string } | { claim: string | null };

/** A move was played. */
export interface Note {
  san: string;
  seat: number;
  /** Its place in the view's moves, from 0. */
  ply: number;
}
