/** What is said of cells, of moves and of who has to pass. */
import { type Cells, changeOf, columnOf, rowOf } from "./cells";

export const SIDES = ["Black", "White"] as const;

/** `d3`: columns are letters, rows are counted from the top. */
export function nameOf(cell: number): string {
  return `${"abcdefgh".charAt(columnOf(cell))}${rowOf(cell) + 1}`;
}

/** `d3, empty, possible move`: what those hear who walk over the cells. */
export function cellInWords(cell: number, holder: 0 | 1 | null, open: boolean): string {
  const held = holder === null ? "empty" : SIDES[holder];
  return `${nameOf(cell)}, ${held}${open ? ", possible move" : ""}`;
}

/** `White has to pass`. */
export function passInWords(seat: number): string {
  return `${SIDES[seat] ?? "Nobody"} has to pass`;
}

/** `Black 12, White 8`. */
export function countsInWords(counts: readonly number[]): string {
  return SIDES.map((side, seat) => `${side} ${counts[seat] ?? 0}`).join(", ");
}

/** What a view shows of the last move. */
export interface Told {
  cells: Cells;
  last: number | null;
  passed: number | null;
}

/**
 * The last move, if it was made since: `Black to d3, turns 2 discs. White has to pass.` Empty if none was. When more
 * than one was made, it is not known which discs the last one turned, and not said.
 */
export function moveInWords(before: Cells, { cells, last, passed }: Told): string {
  const { put, turned } = changeOf(before, cells);
  const seat = last === null ? null : (cells[last] ?? null);
  if (last === null || seat === null || !put.includes(last)) {
    return "";
  }
  const turns = put.length > 1 ? "" : `, turns ${turned.length === 1 ? "1 disc" : `${turned.length} discs`}`;
  const pass = passed === null ? "" : ` ${passInWords(passed)}.`;
  return `${SIDES[seat]} to ${nameOf(last)}${turns}.${pass}`;
}
