/** The sixty-four squares: their names, and where they lie for who looks from below. Nothing stands on them here. */
import { cellAfter } from "../shared/walk";

/** A square by number: a1 is 0, b1 is 1, h8 is 63. */
export type Square = number;

/** The side whose pieces start below, 0 White, 1 Black; also the number of its seat. */
export type Side = 0 | 1;

export const SIDE = 8;
export const SQUARES = SIDE * SIDE;

const FILES = "abcdefgh";

export function fileOf(square: Square): number {
  return square % SIDE;
}

/** From 0, White's first rank. */
export function rankOf(square: Square): number {
  return Math.floor(square / SIDE);
}

/** The square on this file and rank, null outside of the board. */
export function squareAt(file: number, rank: number): Square | null {
  const within = file >= 0 && file < SIDE && rank >= 0 && rank < SIDE;
  return within ? rank * SIDE + file : null;
}

/** `e4`. */
export function nameOf(square: Square): string {
  return `${fileName(square)}${rankOf(square) + 1}`;
}

/** `e`. */
export function fileName(square: Square): string {
  return FILES.charAt(fileOf(square));
}

/** The square of this name, which is a square's name. */
export function squareOf(name: string): Square {
  return FILES.indexOf(name.charAt(0)) + (Number(name.charAt(1)) - 1) * SIDE;
}

/** Where a square lies on the screen, counted from the upper left, with `bottom` at the bottom. */
export function placeOf(square: Square, bottom: Side): { column: number; row: number } {
  const [column, row] = [fileOf(square), SIDE - 1 - rankOf(square)];
  return bottom === 0 ? { column, row } : { column: SIDE - 1 - column, row: SIDE - 1 - row };
}

/** The square that lies there on the screen, null beside the board. */
export function squareSeen(column: number, row: number, bottom: Side): Square | null {
  return bottom === 0 ? squareAt(column, SIDE - 1 - row) : squareAt(SIDE - 1 - column, row);
}

/** The squares in the order in which they are read on the screen. */
export function readingOrder(bottom: Side): Square[] {
  return Array.from({ length: SQUARES }, (_, index) => squareSeen(index % SIDE, Math.floor(index / SIDE), bottom) ?? 0);
}

/** The square that a key leads to from this one; the same at the edge, null for a key that leads nowhere. */
export function squareAfter(square: Square, key: string, bottom: Side): Square | null {
  const { column, row } = placeOf(square, bottom);
  const to = cellAfter(row * SIDE + column, key, SIDE, SIDE);
  return to === null ? null : squareSeen(to % SIDE, Math.floor(to / SIDE), bottom);
}
