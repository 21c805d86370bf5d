/**
 * What may be played now, by the server's list alone, and which of it a hand means that goes from one square to
 * another.
 */
import type { Board, Role } from "../diagram";
import type { Action } from "../game";
import { fileOf, type Square, squareOf } from "../squares";
import { foresee, partsOf } from "./replay";

/** A legal move. */
export interface Move {
  uci: string;
  from: Square;
  to: Square;
  promotion: Role | null;
}

/** The moves of a list of actions. */
export function movesOf(legal: readonly Action[] | null): Move[] {
  return (legal ?? []).flatMap((action) => {
    if (!("move" in action)) {
      return [];
    }
    const [from, to, promotion] = partsOf(action.move);
    return [{ uci: action.move, from, to, promotion }];
  });
}

/** Whether a draw may be claimed now, for the position as it stands. */
export function mayClaim(legal: readonly Action[] | null): boolean {
  return (legal ?? []).some((action) => "claim" in action && action.claim === null);
}

/** The squares to point out as targets of the piece on `from`. */
export function targetsOf(moves: readonly Move[], from: Square): Set<Square> {
  return new Set(moves.filter((move) => move.from === from).map(({ to }) => to));
}

/**
 * The moves meant by going from one square to another: none, one, or the four promotions of a pawn. A king castles by
 * his own way or onto the rook, whichever of the two is listed; but a listed move of that very name goes first.
 */
export function meant(moves: readonly Move[], board: Board, from: Square, to: Square): Move[] {
  const fromHere = moves.filter((move) => move.from === from);
  const named = fromHere.filter((move) => move.to === to);
  return named.length > 0 ? named : fromHere.filter(({ uci }) => castlesBy(board, uci, to));
}

/** On which wing a move castles, if it does. */
export function wingOf(board: Board, move: Move): "king" | "queen" | null {
  if (foresee(board, move.uci).rook === undefined) {
    return null;
  }
  return fileOf(move.to) > fileOf(move.from) ? "king" : "queen";
}

function castlesBy(board: Board, uci: string, to: Square): boolean {
  const { king, rook } = foresee(board, uci);
  return king !== undefined && rook !== undefined && (squareOf(king[1]) === to || squareOf(rook[0]) === to);
}
