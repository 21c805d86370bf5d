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

/** The trail of a rider on its way from one tick to the next. */
export function trailBetween(before: Rider, after: Rider, part: number): readonly Place[] {
  const from = before.trail.at(-1);
  const to = after.trail.at(-1);
  if (part <= 0 || from === undefined || to === undefined || (from.x === to.x && from.y === to.y)) {
    return before.trail;
  }
  return [...before.trail, { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }];
}
