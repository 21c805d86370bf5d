/** What a picture of the court shows, for who asks; see shared/telling.ts. */

/** One picture. Lengths are in the units of the rules unless they say otherwise; ticks have fractions. */
export interface Drawn {
  /** Counts the pictures. */
  picture: number;
  /** When it was drawn, in the display's milliseconds. */
  at_ms: number;
  /** Our own control's tick, the tick of all that is known, and the newest tick the server told. */
  present: number;
  past: number;
  known: number;
  phase: string;
  /** The tick at which the ball is shown, where, and the way it flies: towards seat 0 (-1), seat 1 (1), or not at all. */
  ball: { tick: number; along: number; across: number; way: number };
  /** Rises whenever the ball is shown elsewhere without a way there: a serve, a prediction wrong from the ground up. */
  flight: number;
  /** Of these, those for a wrong prediction. */
  anew: number;
  /** The middles of the paddles, across the court. */
  paddles: readonly [number, number];
  /** CSS pixels to a unit. */
  scale: number;
  /** By how many pixels corrections changed this picture, and the most that any picture was changed. */
  corrected_px: { paddle: number; ball: number; most: number };
}
