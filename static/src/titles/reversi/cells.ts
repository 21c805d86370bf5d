/** The sixty-four cells: what was put and turned between two positions, how far apart cells are. Numbers; no words. */

/** Whose disc is in each cell, row by row from the top left. */
export type Cells = (0 | 1 | null)[];

export const SIDE = 8;
export const CELLS = SIDE * SIDE;

export function columnOf(cell: number): number {
  return cell % SIDE;
}

/** The row, 0 at the top. */
export function rowOf(cell: number): number {
  return Math.floor(cell / SIDE);
}

/** What became of the discs between two positions, as cells. */
export interface Change {
  put: number[];
  turned: number[];
  removed: number[];
}

export function changeOf(before: Cells, after: Cells): Change {
  const where = (is: (was: 0 | 1 | null, now: 0 | 1 | null) => boolean) =>
    after.flatMap((now, cell) => (is(before[cell] ?? null, now) ? [cell] : []));
  return {
    put: where((was, now) => was === null && now !== null),
    turned: where((was, now) => was !== null && now !== null && was !== now),
    removed: where((was, now) => was !== null && now === null),
  };
}

/** How many steps lead from one cell to another, straight or aslant. */
export function steps(from: number, to: number): number {
  return Math.max(Math.abs(columnOf(from) - columnOf(to)), Math.abs(rowOf(from) - rowOf(to)));
}
