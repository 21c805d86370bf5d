/**
 * The game move by move, by what the server says that each move moved. No rule of chess is known here but what castling
 * and taking en passant move besides, so that one's own move can be shown before the server has answered.
 */
import { type Board, type Diagram, diagramOf, isOwn, type Piece, pieceOf, type Role, roleOf, sideOf } from "../diagram";
import type { Played } from "../game";
import { fileOf, nameOf, rankOf, type Side, type Square, squareAt, squareOf } from "../squares";

/** A move with the position that it led to. */
export interface Step {
  san: string;
  uci: string;
  side: Side;
  /** The number of the move. */
  number: number;
  /** Where the mover went; when castling, where the king did. */
  from: Square;
  to: Square;
  captured: Piece | null;
  promotion: Role | null;
  /** The position after it. */
  board: Board;
}

export interface Game {
  start: Diagram;
  steps: readonly Step[];
}

/** What a move does to a board. */
export type Moved = Pick<Step, "board" | "from" | "to" | "captured" | "promotion">;

/** A move that has not been played: all of it but how it is written. */
export type Foreseen = Omit<Played, "san">;

/** The files on which king and rook end up, by the side on which they castle. */
const CASTLED = { king: { file: 6, rook: 5 }, queen: { file: 2, rook: 3 } } as const;

/** The game from its start position (FEN) on. */
export function replay(fen: string, moves: readonly Played[]): Game {
  const start = diagramOf(fen);
  const steps: Step[] = [];
  let { board, mover: side, number } = start;
  for (const move of moves) {
    const moved = moveOn(board, move);
    steps.push({ san: move.san, uci: move.uci, side, number, ...moved });
    board = moved.board;
    number += side;
    side = side === 0 ? 1 : 0;
  }
  return { start, steps };
}

/** The board after this many plies. */
export function boardAt(game: Game, plies: number): Board {
  return game.steps[plies - 1]?.board ?? game.start.board;
}

/** What a move makes of a board. */
export function moveOn(board: Board, move: Foreseen): Moved {
  const [from, to, promotion] = partsOf(move.uci);
  const after = [...board];
  if (move.king !== undefined && move.rook !== undefined) {
    const [king, kingTo] = [squareOf(move.king[0]), squareOf(move.king[1])];
    const [rook, rookTo] = [squareOf(move.rook[0]), squareOf(move.rook[1])];
    const pieces = [board[king] ?? null, board[rook] ?? null];
    // Both are lifted first: in Chess960 each may land where the other stood.
    after[king] = after[rook] = null;
    [after[kingTo], after[rookTo]] = [pieces[0] ?? null, pieces[1] ?? null];
    return { board: after, from: king, to: kingTo, captured: null, promotion: null };
  }
  const piece = board[from] ?? null;
  const taken = move.takes === undefined ? to : squareOf(move.takes);
  const captured = board[taken] ?? null;
  after[taken] = after[from] = null;
  after[to] = piece !== null && promotion !== null ? pieceOf(promotion, sideOf(piece)) : piece;
  return { board: after, from, to, captured, promotion };
}

/** What a legal move will move besides its own piece. */
export function foresee(board: Board, uci: string): Foreseen {
  const [from, to] = partsOf(uci);
  const piece = board[from] ?? null;
  if (piece !== null && roleOf(piece) === "k") {
    const side = sideOf(piece);
    const ontoRook = isOwn(board, to, side);
    if (ontoRook || Math.abs(fileOf(to) - fileOf(from)) > 1) {
      return castling(uci, ontoRook ? to : null);
    }
  }
  const slanting = fileOf(from) !== fileOf(to);
  if (piece !== null && roleOf(piece) === "p" && slanting && (board[to] ?? null) === null) {
    return { uci, takes: nameOf(squareAt(fileOf(to), rankOf(from)) ?? to) };
  }
  return { uci };
}

/** Castling with this rook, or with the one in the corner that the king goes towards. */
function castling(uci: string, taken: Square | null): Foreseen {
  const [from, to] = partsOf(uci);
  const rank = rankOf(from);
  const wing = fileOf(to) > fileOf(from) ? "king" : "queen";
  const corner = squareAt(wing === "king" ? 7 : 0, rank);
  const rook = taken ?? corner ?? to;
  const onRank = (file: number) => nameOf(squareAt(file, rank) ?? to);
  return {
    uci,
    king: [nameOf(from), onRank(CASTLED[wing].file)],
    rook: [nameOf(rook), onRank(CASTLED[wing].rook)],
  };
}

/** The squares and the promotion that a move of the server's names. */
export function partsOf(uci: string): [from: Square, to: Square, promotion: Role | null] {
  const letter = uci.charAt(4);
  return [squareOf(uci.slice(0, 2)), squareOf(uci.slice(2, 4)), letter === "" ? null : (letter as Role)];
}
