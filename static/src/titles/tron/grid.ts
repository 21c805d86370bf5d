/**
 * Where the cells of the field are on the screen. On a desk the field lies down; on a phone it stands upright, turned a
 * quarter to the left. Numbers and directions only.
 */

/** Towards the field's own edges, as the rules have them; on the screen, as the player sees them. */
export const DIRECTIONS = ["up", "right", "down", "left"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A step of each direction, in the rules' cells or the screen's pixels: both count to the right and down. */
export const STEPS: Readonly<Record<Direction, { x: number; y: number }>> = {
  up: { x: 0, y: -1 },
  right: { x: 1, y: 0 },
  down: { x: 0, y: 1 },
  left: { x: -1, y: 0 },
};

/** A quarter turn to the right of a direction, or several. */
function turned(direction: Direction, quarters: number): Direction {
  return DIRECTIONS[(DIRECTIONS.indexOf(direction) + quarters) % DIRECTIONS.length] as Direction;
}

export class Grid {
  /** CSS pixels to a cell. */
  readonly cell: number;

  constructor(
    readonly columns: number,
    readonly rows: number,
    readonly upright: boolean,
    readonly width: number,
    readonly height: number,
  ) {
    this.cell = (upright ? height : width) / columns;
  }

  /** The middle of a cell, or of a point between cells. */
  at(x: number, y: number): { x: number; y: number } {
    const { cell, height } = this;
    const [along, down] = [(x + 0.5) * cell, (y + 0.5) * cell];
    return this.upright ? { x: down, y: height - along } : { x: along, y: down };
  }

  /** The direction of the field that the player sees as this one. */
  inField(seen: Direction): Direction {
    return this.upright ? turned(seen, 1) : seen;
  }

  /** How the player sees a direction of the field. */
  onScreen(direction: Direction): Direction {
    return this.upright ? turned(direction, 3) : direction;
  }
}
