/** A position as it lies on the board: who stands where. It knows the shape of a FEN and no rule of the game. */
import { SIDE, SQUARES, type Side, type Square } from "./squares";

/** What a piece can be: king, queen, rook, bishop, knight, pawn. */
export type Role = "k" | "q" | "r" | "b" | "n" | "p";

/** A piece by its letter in a FEN: White's are capitals. */
export type Piece = Role | Uppercase<Role>;

/** What stands on each square, by the square's number. */
export type Board = readonly (Piece | null)[];

/** A position with what its FEN says of the game around it. */
export interface Diagram {
  board: Board;
  /** Whose move it is. */
  mover: Side;
  /** The number of the move, counted up after Black's. */
  number: number;
}

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  k: "king",
  q: "queen",
  r: "rook",
  b: "bishop",
  n: "knight",
  p: "pawn",
};

export const SIDE_NAMES = ["White", "Black"] as const;

/** What a FEN of the server's says. */
export function diagramOf(fen: string): Diagram {
  const [ranks = "", mover = "w", , , , number = "1"] = fen.split(" ");
  const board: (Piece | null)[] = Array(SQUARES).fill(null);
  ranks.split("/").forEach((pieces, down) => {
    let file = 0;
    for (const letter of pieces) {
      const empty = Number(letter);
      if (Number.isNaN(empty)) {
        board[(SIDE - 1 - down) * SIDE + file] = letter as Piece;
        file += 1;
      } else {
        file += empty;
      }
    }
  });
  return { board, mover: mover === "b" ? 1 : 0, number: Number(number) };
}

export function sideOf(piece: Piece): Side {
  return piece === piece.toUpperCase() ? 0 : 1;
}

export function roleOf(piece: Piece): Role {
  return piece.toLowerCase() as Role;
}

export function pieceOf(role: Role, side: Side): Piece {
  return side === 0 ? (role.toUpperCase() as Piece) : role;
}

export function other(side: Side): Side {
  return side === 0 ? 1 : 0;
}

/** `knight`. */
export function roleName(role: Role): string {
  return ROLE_NAMES[role];
}

/** `white knight`. */
export function pieceName(piece: Piece): string {
  return `${SIDE_NAMES[sideOf(piece)].toLowerCase()} ${roleName(roleOf(piece))}`;
}

/** Whether a piece of this side stands there. */
export function isOwn(board: Board, square: Square, side: Side): boolean {
  const piece = board[square] ?? null;
  return piece !== null && sideOf(piece) === side;
}

/** Where a side's king stands; null on a board without one. */
export function kingOf(board: Board, side: Side): Square | null {
  const square = board.indexOf(pieceOf("k", side));
  return square < 0 ? null : square;
}
