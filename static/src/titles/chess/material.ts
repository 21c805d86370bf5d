/** What each side has taken, and how much more it has on the board. */
import { type Board, type Role, roleOf, sideOf } from "./diagram";
import type { Step } from "./moves/replay";
import type { Side } from "./squares";

/** What a piece is counted as, in pawns. */
const VALUES: Readonly<Record<Role, number>> = { q: 9, r: 5, b: 3, n: 3, p: 1, k: 0 };

/** The order in which taken pieces lie beside the board. */
const ORDER: readonly Role[] = ["q", "r", "b", "n", "p"];

/** What a side took in these moves, the greatest first. */
export function takenBy(side: Side, steps: readonly Step[]): Role[] {
  const taken = steps.flatMap((step) => (step.side === side && step.captured !== null ? [roleOf(step.captured)] : []));
  return taken.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
}

/** How much more a side has on the board, in pawns; negative if it has less. */
export function leadOf(side: Side, board: Board): number {
  let lead = 0;
  for (const piece of board) {
    if (piece !== null) {
      lead += (sideOf(piece) === side ? 1 : -1) * VALUES[roleOf(piece)];
    }
  }
  return lead;
}
