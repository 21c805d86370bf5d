/** Riders on their way: what is drawn of them at one tick, or between two. Pure. */
import { type Direction, STEPS } from "./grid";
import type { Place } from "./painter";

export interface Rider {
  /** Where it started, every cell where it turned, and its head, in order. */
  readonly trail: readonly Place[];
  readonly direction: Direction;
  /** Its place once it is out. */
  readonly place: number | null;
}

/** A rider one cell on in this direction. */
export function ridden({ trail, direction: before, place }: Rider, direction: Direction): Rider {
  const head = trail.at(-1) ?? { x: 0, y: 0 };
  const next = { x: head.x + STEPS[direction].x, y: head.y + STEPS[direction].y };
  // Straight on, the last stretch grows; after a turn, or from the start, the cell that was left stays as a corner.
  const kept = direction === before && trail.length > 1 ? trail.slice(0, -1) : trail;
  return { trail: [...kept, next], direction, place };
}

/** The trail of a rider on its way from one tick to another after it, whatever turns lie between. */
export function trailBetween(before: Rider, after: Rider, part: number): readonly Place[] {
  const from = before.trail.at(-1);
  const to = after.trail.at(-1);
  if (part <= 0 || from === undefined || to === undefined || (from.x === to.x && from.y === to.y)) {
    return before.trail;
  }
  // What came since begins where the trail of before had its head, or a corner farther on.
  const way = [from, ...after.trail.slice(before.trail.length - 1)];
  let left = part * lengthOf(way);
  const ridden = [...before.trail];
  for (const [index, next] of way.slice(1).entries()) {
    const last = way[index] ?? from;
    const length = lengthOf([last, next]);
    if (length > 0 && length >= left) {
      const share = left / length;
      return [...ridden, { x: last.x + (next.x - last.x) * share, y: last.y + (next.y - last.y) * share }];
    }
    if (length > 0) {
      ridden.push(next);
      left -= length;
    }
  }
  return ridden;
}

/** How long a way along the cells is. */
function lengthOf(way: readonly Place[]): number {
  return way.slice(1).reduce((sum, { x, y }, index) => {
    const last = way[index] ?? { x, y };
    return sum + Math.abs(x - last.x) + Math.abs(y - last.y);
  }, 0);
}
