/**
 * Which pieces went where between two boards, so that they can be shown going. It knows no rule: it pairs what is gone
 * with what is new.
 */
import { type Board, type Piece, roleOf, sideOf } from "./diagram";
import { fileOf, rankOf, SIDE, type Square } from "./squares";

export interface Glides {
  /** Pieces that went. Where the piece became another (a promotion), it is the square's new piece that arrives. */
  moved: { from: Square; to: Square }[];
  /** Squares whose piece is no more. */
  gone: Square[];
  /** Squares where a piece stands that came from nowhere. */
  fresh: Square[];
}

/** A piece and its square. */
interface Placed {
  square: Square;
  piece: Piece;
}

export function glides(before: Board, after: Board): Glides {
  const differing = after.flatMap((piece, square) => (piece === (before[square] ?? null) ? [] : [square]));
  let gone = placed(before, differing);
  const moved: Glides["moved"] = [];
  const pair = (fits: (from: Placed, to: Placed) => boolean) => (to: Placed) => {
    const from = nearest(to, gone.filter((candidate) => fits(candidate, to)));
    if (from !== null) {
      gone = gone.filter((one) => one !== from);
      moved.push({ from: from.square, to: to.square });
    }
    return from === null;
  };
  const others = placed(after, differing).filter(pair((from, to) => from.piece === to.piece));
  const fresh = others.filter(pair(promotes));
  return { moved, gone: gone.map(({ square }) => square), fresh: fresh.map(({ square }) => square) };
}

function placed(board: Board, squares: readonly Square[]): Placed[] {
  return squares.flatMap((square) => {
    const piece = board[square] ?? null;
    return piece === null ? [] : [{ square, piece }];
  });
}

function nearest({ square: to }: Placed, candidates: readonly Placed[]): Placed | null {
  const far = ({ square }: Placed) => Math.hypot(fileOf(square) - fileOf(to), rankOf(square) - rankOf(to));
  return candidates.reduce<Placed | null>((best, one) => (best === null || far(one) < far(best) ? one : best), null);
}

/** Whether a pawn may have become this piece, or this piece be taken back to a pawn. */
function promotes(from: Placed, to: Placed): boolean {
  const [pawn, piece] = roleOf(from.piece) === "p" ? [from, to] : [to, from];
  const ranks = Math.abs(rankOf(pawn.square) - rankOf(piece.square));
  const files = Math.abs(fileOf(pawn.square) - fileOf(piece.square));
  return (
    sideOf(from.piece) === sideOf(to.piece) &&
    roleOf(pawn.piece) === "p" &&
    roleOf(piece.piece) !== "p" &&
    rankOf(piece.square) % (SIDE - 1) === 0 &&
    ranks === 1 &&
    files <= 1
  );
}
