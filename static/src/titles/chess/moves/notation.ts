/**
 * Typed moves: `Nf3`, `exd5`, `e8=Q`, `O-O`, `e2e4`. They are matched against the legal moves; no rule is known here.
 */
import { type Board, type Role, roleName, roleOf } from "../diagram";
import { fileName, fileOf, nameOf, rankOf, squareOf } from "../squares";
import { type Move, meant, wingOf } from "./legal";

/** What a text means, or why not, in words. */
export type Reading = { kind: "move"; move: Move } | { kind: "no"; why: string };

const PAIR = /^([a-h][1-8])([a-h][1-8])=?([qrbn])?$/;
const WRITTEN = /^([KQRBN])?([a-h])?([1-8])?x?([a-h][1-8])=?([QRBNqrbn])?$/;

const NOT_A_MOVE = "That can't be read as a move. Write it as in Nf3, exd5, O-O or e2e4.";

/** Reads a text as one of the legal moves. */
export function readMove(text: string, moves: readonly Move[], board: Board): Reading {
  const bare = text.trim().replace(/[\s+#!?]/g, "").replace(/e\.?p\.?$/, "");
  const found = castlings(bare, moves, board) ?? named(bare, moves, board) ?? written(bare, moves, board);
  return found === null ? { kind: "no", why: NOT_A_MOVE } : settled(text.trim(), found, board);
}

/** One move, or why it isn't one. */
function settled(text: string, found: readonly Move[], board: Board): Reading {
  const [move] = found;
  if (move === undefined) {
    return { kind: "no", why: `${text} is not a legal move here.` };
  }
  if (found.length === 1) {
    return { kind: "move", move };
  }
  if (found.every(({ promotion }) => promotion !== null)) {
    return { kind: "no", why: `Say what the pawn becomes: ${nameOf(move.to)}=Q, =R, =B or =N.` };
  }
  const role = roleOf(board[move.from] ?? "p");
  const ways = found.map(({ from, to }) => `${role.toUpperCase()}${nameOf(from)}${nameOf(to)}`).toSorted();
  return { kind: "no", why: `More than one ${roleName(role)} can go there: write ${ways.join(" or ")}.` };
}

/** `O-O`, also with noughts, small letters or without the strokes. */
function castlings(text: string, moves: readonly Move[], board: Board): Move[] | null {
  const bare = text.toUpperCase().replaceAll("0", "O").replaceAll("-", "");
  if (bare !== "OO" && bare !== "OOO") {
    return null;
  }
  const wing = bare === "OO" ? "king" : "queen";
  return moves.filter((move) => wingOf(board, move) === wing);
}

/** Two squares: `e2e4`, `e7-e8q`. */
function named(text: string, moves: readonly Move[], board: Board): Move[] | null {
  const match = PAIR.exec(text.toLowerCase().replace(/[-x]/, ""));
  if (match === null) {
    return null;
  }
  const [, from = "", to = "", letter] = match;
  const found = meant(moves, board, squareOf(from), squareOf(to));
  return letter === undefined ? found : found.filter(({ promotion }) => promotion === letter);
}

/** As moves are written. A small first letter is a file if that fits, else a piece. */
function written(text: string, moves: readonly Move[], board: Board): Move[] | null {
  const spellings = [text, text.charAt(0).toUpperCase() + text.slice(1)];
  const matches = spellings.map((spelling) => WRITTEN.exec(spelling)).filter((match) => match !== null);
  const readings = matches.map((match) => fitting(match, moves, board));
  return readings.find((found) => found.length > 0) ?? readings[0] ?? null;
}

function fitting(match: RegExpExecArray, moves: readonly Move[], board: Board): Move[] {
  const [, letter = "P", file, rank, target = "", promotion] = match;
  const role = letter.toLowerCase() as Role;
  const to = squareOf(target);
  return moves.filter(
    (move) =>
      move.to === to &&
      roleOf(board[move.from] ?? "p") === role &&
      wingOf(board, move) === null &&
      (file === undefined || fileName(move.from) === file) &&
      (rank === undefined || rankOf(move.from) === Number(rank) - 1) &&
      // A pawn that takes is written with its file.
      (role !== "p" || file !== undefined || fileOf(move.from) === fileOf(to)) &&
      (promotion === undefined || move.promotion === promotion.toLowerCase()),
  );
}
