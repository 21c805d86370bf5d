/**
 * Where things of the court are on the screen. On a desk the court lies down, seat 0 on the left. On a phone it stands
 * upright, with one's own side below, where the thumb is; a spectator sees it from seat 0's side. Numbers only.
 */

/** The court's measures in the units of the rules: along it from paddle to paddle, and across. */
export interface Measures {
  long: number;
  wide: number;
}

/** A point on the screen, in CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

export class Court {
  /** CSS pixels to a unit. */
  readonly scale: number;

  constructor(
    measures: Measures,
    readonly upright: boolean,
    /** The seat that is below in an upright court. */
    private readonly below: number,
    readonly width: number,
    readonly height: number,
  ) {
    this.scale = (upright ? height : width) / measures.long;
  }

  /** A point of the court: `along` it from seat 0's end, `across` it from the edge that is above when it lies down. */
  at(along: number, across: number): Point {
    const { scale, width, height } = this;
    if (!this.upright) {
      return { x: along * scale, y: across * scale };
    }
    // Turned, not mirrored: a ball that spins to one's right does so on every screen.
    return this.below === 0
      ? { x: across * scale, y: height - along * scale }
      : { x: width - across * scale, y: along * scale };
  }

  /** How far across the court a point on the screen is, in units. */
  across({ x, y }: Point): number {
    if (!this.upright) {
      return y / this.scale;
    }
    return (this.below === 0 ? x : this.width - x) / this.scale;
  }

  /** Whether the edge from which `across` counts is to the left of, or above, the other on the screen. */
  get upIsFirst(): boolean {
    return !this.upright || this.below === 0;
  }
}
