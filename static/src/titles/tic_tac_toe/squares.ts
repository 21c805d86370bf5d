/** The nine squares: their names, and three in a row. Numbers and words; nothing is drawn here. */

/** What stands in each of the nine squares: a seat's mark, or nothing. */
export type Cells = (0 | 1 | null)[];

export const SIDE = 3;
export const SQUARES = SIDE * SIDE;

/** Three squares in a row. */
export type Line = readonly [number, number, number];

const LINES: readonly Line[] = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
];

/** What the seats are called, and their marks. */
export const MARKS = ["X", "O"] as const;

/** `row 1, column 2`. */
export function placeOf(square: number): string {
  return `row ${Math.floor(square / SIDE) + 1}, column ${(square % SIDE) + 1}`;
}

/** `X at row 1, column 2.` */
export function moveInWords(cells: Cells, square: number): string {
  return `${MARKS[cells[square] ?? 0]} at ${placeOf(square)}.`;
}

/** `Row 1, column 2, empty`, as a reader of the board hears it. */
export function labelOf(square: number, holder: 0 | 1 | null): string {
  const place = placeOf(square);
  return `${place.charAt(0).toUpperCase()}${place.slice(1)}, ${holder === null ? "empty" : MARKS[holder]}`;
}

/** The square that was filled between two positions, if it was one. */
export function lastMove(before: Cells, after: Cells): number | null {
  const filled = after.flatMap((holder, square) => (holder !== null && before[square] === null ? [square] : []));
  return filled.length === 1 ? (filled[0] ?? null) : null;
}

/** The lines that one seat holds: none, one, or two that a last move closed at once. */
export function wonLines(cells: Cells): Line[] {
  return LINES.filter(([a, b, c]) => cells[a] !== null && cells[a] === cells[b] && cells[b] === cells[c]);
}
