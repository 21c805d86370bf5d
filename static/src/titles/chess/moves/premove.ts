/**
 * Where a piece might go once the opponent has moved. Other people's pieces may be anywhere by then; one's own are
 * where they are, unless one is taken, and then its taker stands there. So an own piece may be taken back, and nothing
 * passes it. (Only a pawn taken en passant leaves its square empty; so rare a way is not offered.) Whether a move is
 * legal is the server's to say, when the turn has come.
 */
import { type Board, isOwn, kingOf, type Role, roleOf, sideOf } from "../diagram";
import { fileOf, rankOf, SIDE, type Side, type Square, squareAt } from "../squares";

type Way = readonly [files: number, ranks: number];

const STRAIGHT: readonly Way[] = [[0, 1], [1, 0], [0, -1], [-1, 0]];
const SLANTING: readonly Way[] = [[1, 1], [1, -1], [-1, -1], [-1, 1]];
const LEAPS: readonly Way[] = [[1, 2], [2, 1], [2, -1], [1, -2], [-1, -2], [-2, -1], [-2, 1], [-1, 2]];

/** The file of a king who has not moved, in standard chess. */
const KING_FILE = 4;

/** The squares that the piece on `from` might reach. A king is never taken, and so never taken back. */
export function reach(board: Board, from: Square, chess960: boolean): Set<Square> {
  const piece = board[from] ?? null;
  if (piece === null) {
    return new Set();
  }
  const place = { board, side: sideOf(piece), from };
  const king = kingOf(board, place.side);
  return new Set(squaresOf(place, roleOf(piece), chess960).filter((square) => square !== king));
}

/** A piece where it stands. */
interface Place {
  board: Board;
  side: Side;
  from: Square;
}

function squaresOf(place: Place, role: Role, chess960: boolean): Square[] {
  switch (role) {
    case "p":
      return pawn(place);
    case "n":
      return steps(place, LEAPS, 1);
    case "b":
      return steps(place, SLANTING, SIDE);
    case "r":
      return steps(place, STRAIGHT, SIDE);
    case "q":
      return steps(place, [...STRAIGHT, ...SLANTING], SIDE);
    case "k":
      return [...steps(place, [...STRAIGHT, ...SLANTING], 1), ...castlings(place, chess960)];
  }
}

/** The squares at most `far` steps away along each of the ways, an own piece's the last of its way. */
function steps({ board, side, from }: Place, ways: readonly Way[], far: number): Square[] {
  const found: Square[] = [];
  for (const [files, ranks] of ways) {
    for (let step = 1; step <= far; step += 1) {
      const square = squareAt(fileOf(from) + files * step, rankOf(from) + ranks * step);
      if (square !== null) {
        found.push(square);
      }
      if (square === null || isOwn(board, square, side)) {
        break;
      }
    }
  }
  return found;
}

/** A pawn goes ahead onto squares that are empty, so not onto its own people's. */
function pawn(place: Place): Square[] {
  const { board, side, from } = place;
  const ahead = side === 0 ? 1 : -1;
  const atHome = rankOf(from) === (side === 0 ? 1 : SIDE - 2);
  const free = steps(place, [[0, ahead]], atHome ? 2 : 1).filter((square) => !isOwn(board, square, side));
  return [...free, ...steps(place, [[1, ahead], [-1, ahead]], 1)];
}

/** Castling may be asked for as the king's own way or onto the rook; in Chess960 onto the rook alone. */
function castlings(place: Place, chess960: boolean): Square[] {
  const { board, side, from } = place;
  const home = side === 0 ? 0 : SIDE - 1;
  if (rankOf(from) !== home || (!chess960 && fileOf(from) !== KING_FILE)) {
    return [];
  }
  const isRook = (square: Square) => isOwn(board, square, side) && roleOf(board[square] ?? "p") === "r";
  if (chess960) {
    return Array.from({ length: SIDE }, (_, file) => squareAt(file, home) ?? from).filter(isRook);
  }
  const corners = steps(place, [[1, 0], [-1, 0]], SIDE).filter((square) => isRook(square) && isCorner(square));
  return corners.flatMap((corner) => [corner, squareAt(fileOf(corner) === 0 ? 2 : 6, home) ?? corner]);
}

function isCorner(square: Square): boolean {
  return fileOf(square) === 0 || fileOf(square) === SIDE - 1;
}
