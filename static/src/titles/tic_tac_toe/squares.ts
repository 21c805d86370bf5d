/** The nine squares: their names, where an arrow key leads, three in a row. Numbers and words; nothing is drawn here. */

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

/** `Row 1, column 2, empty`, as a reader of the board hears it. */
export function labelOf(square: number, holder: 0 | 1 | null): string {
  const place = placeOf(square);
  return `${place.charAt(0).toUpperCase()}${place.slice(1)}, ${holder === null ? "empty" : MARKS[holder]}`;
}

/** The square that a key leads to from this one; the same at the board's edge, null for a key that leads nowhere. */
export function squareAfter(square: number, key: string): number | null {
  const row = Math.floor(square / SIDE);
  const column = square % SIDE;
  const within = (value: number) => Math.min(SIDE - 1, Math.max(0, value));
  switch (key) {
    case "ArrowUp":
      return within(row - 1) * SIDE + column;
    case "ArrowDown":
      return within(row + 1) * SIDE + column;
    case "ArrowLeft":
      return row * SIDE + within(column - 1);
    case "ArrowRight":
      return row * SIDE + within(column + 1);
    case "Home":
      return row * SIDE;
    case "End":
      return row * SIDE + SIDE - 1;
    default:
      return null;
  }
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
