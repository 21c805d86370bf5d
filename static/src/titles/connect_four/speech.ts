/** What is said of the board and of moves. */
import { added, type Cells, columnOf, discsIn, ROWS } from "./cells";

export const SIDES = ["Red", "Yellow"] as const;

/** `Column 4, from below Red, Yellow`: what those hear who walk over the columns. */
export function columnInWords(cells: Cells, column: number): string {
  const discs = discsIn(cells, column);
  const held = discs.length === 0 ? "empty" : `from below ${discs.map((seat) => SIDES[seat]).join(", ")}`;
  return `Column ${column + 1}, ${held}${discs.length === ROWS ? ", full" : ""}`;
}

/** The last disc, if one has fallen since: `Yellow in column 4.` Empty if none has. */
export function moveInWords(before: Cells, after: Cells, last: number | null): string {
  const seat = last === null ? null : (after[last] ?? null);
  if (last === null || seat === null || !added(before, after).includes(last)) {
    return "";
  }
  return `${SIDES[seat]} in column ${columnOf(last) + 1}.`;
}
