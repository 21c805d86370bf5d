/** Moves and squares in words, for those who hear the board. */
import { type Board, type Piece, pieceName, type Role, roleName, roleOf, SIDE_NAMES } from "./diagram";
import type { Step } from "./moves/replay";
import { fileName, fileOf, nameOf, type Square } from "./squares";

/** `e4, white pawn`, `e5, empty`. */
export function squareInWords(square: Square, piece: Piece | null): string {
  return `${nameOf(square)}, ${piece === null ? "empty" : pieceName(piece)}`;
}

/**
 * `Knight to f3, check`, `White castles kingside`, `Queen takes d5`. `before` is the board that the move was made on.
 */
export function moveInWords(step: Step, before: Board): string {
  return deedOf(step, before) + endOf(step.san);
}

/** `Queen, knight and pawn`: what follows a choice, read out. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** `queen, 2 rooks`: pieces counted, in the order in which they come. */
export function piecesInWords(roles: readonly Role[]): string {
  const counts = new Map<Role, number>();
  for (const role of roles) {
    counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  return listed([...counts].map(([role, count]) => (count === 1 ? roleName(role) : `${count} ${roleName(role)}s`)));
}

function deedOf(step: Step, before: Board): string {
  const { san, side, from, to, captured, promotion } = step;
  if (san.startsWith("O-O")) {
    return `${SIDE_NAMES[side]} castles ${san.startsWith("O-O-O") ? "queenside" : "kingside"}`;
  }
  const role = roleOf(before[from] ?? "p");
  const passing = role === "p" && captured !== null && (before[to] ?? null) === null ? ", en passant" : "";
  const becomes = promotion === null ? "" : `, promotes to ${roleName(promotion)}`;
  return `${moverOf(role, san, from, to)} ${captured === null ? "to" : "takes"} ${nameOf(to)}${passing}${becomes}`;
}

/** `Knight`, and from where if it is written so: `Knight from b1`; of a pawn that takes, its file: `E pawn`. */
function moverOf(role: Role, san: string, from: Square, to: Square): string {
  if (role === "p") {
    return fileOf(from) === fileOf(to) ? "Pawn" : `${fileName(from).toUpperCase()} pawn`;
  }
  const name = capitalised(roleName(role));
  const told = /^[KQRBN][a-h1-8]{1,2}x?[a-h][1-8]/.test(san);
  return told ? `${name} from ${nameOf(from)}` : name;
}

function endOf(san: string): string {
  return san.endsWith("#") ? ", checkmate" : san.endsWith("+") ? ", check" : "";
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
