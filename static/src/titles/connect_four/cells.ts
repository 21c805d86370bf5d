/** The forty-two cells: columns, where a disc comes to rest, four in a row. Numbers; nothing is drawn or said here. */

/** Whose disc is in each cell, row by row from the top left. */
export type Cells = (0 | 1 | null)[];

export const COLUMNS = 7;
export const ROWS = 6;

/** How many of one's own in a row win. */
const FOUR = 4;

/** To the right, down, and down either diagonal: every line is found from the end that comes first. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const;

export function columnOf(cell: number): number {
  return cell % COLUMNS;
}

/** The row, 0 at the top. */
export function rowOf(cell: number): number {
  return Math.floor(cell / COLUMNS);
}

/** The discs of a column from below. */
export function discsIn(cells: Cells, column: number): (0 | 1)[] {
  const fromBelow = Array.from({ length: ROWS }, (_, up) => cells[(ROWS - 1 - up) * COLUMNS + column] ?? null);
  return fromBelow.filter((disc) => disc !== null);
}

/** The cell where a disc dropped into a column comes to rest; null if the column is full. */
export function landing(cells: Cells, column: number): number | null {
  const height = discsIn(cells, column).length;
  return height === ROWS ? null : (ROWS - 1 - height) * COLUMNS + column;
}

/** The cells that were filled between two positions. */
export function added(before: Cells, after: Cells): number[] {
  return after.flatMap((disc, cell) => (disc !== null && before[cell] === null ? [cell] : []));
}

/** Every line of four or more that a seat holds, as the cells along it: a last disc may close several at once. */
export function lines(cells: Cells): number[][] {
  const found = cells.flatMap((_, cell) => DIRECTIONS.map((direction) => lineFrom(cells, cell, direction)));
  return found.filter((line) => line.length >= FOUR);
}

/** The line that begins at this cell; empty if it has begun before it, or if nothing is there. */
function lineFrom(cells: Cells, start: number, [right, down]: readonly [number, number]): number[] {
  const seat = cells[start] ?? null;
  const at = (steps: number): number | null => {
    const [column, row] = [columnOf(start) + right * steps, rowOf(start) + down * steps];
    const cell = row * COLUMNS + column;
    return column >= 0 && column < COLUMNS && row >= 0 && row < ROWS && cells[cell] === seat ? cell : null;
  };
  const line: number[] = [];
  if (seat !== null && at(-1) === null) {
    for (let cell = at(0); cell !== null; cell = at(line.length)) {
      line.push(cell);
    }
  }
  return line;
}
