/**
 * Which moment of the match the ball is shown at. One's own paddle is shown as it will be when our control gets there
 * (the present), the other player's as it is known to have been (the past). A ball shown at either would be hit by one of
 * the two from a distance. So it is shown later the nearer it is to us: at our own paddle at the present, at theirs at
 * the past, and in between it runs a little faster towards us and slower away. Ticks and numbers only; it draws nothing.
 *
 *     theirs |o------------------------o| ours
 *            past      the ball's     present
 */

/** How far from our own paddle the ball is at a tick: 0 at our paddle or behind it, 1 at theirs or behind it. */
export type Distance = (tick: number) => number;

/** How much faster than it flies a ball is ever shown: past that it would be hard to hit. */
export const RATE_MAX = 2.5;

/** The share of the time of one crossing that may lie between past and present while the ball comes; see RATE_MAX. */
const LAG_SHARE = 1 - 1 / RATE_MAX;

/** Halvings of the span that is searched: from half a second to well under a thousandth of a tick. */
const HALVINGS = 16;

export interface Moment {
  /** The tick of our own control, and the tick of what is known, both with fractions. */
  present: number;
  past: number;
  /** Ticks that the ball takes from one paddle to the other. */
  crossing: number;
  /** Whether it flies towards us. */
  comes: boolean;
}

export class BallTime {
  private shown: { tick: number; present: number } | null = null;

  /** The tick to show the ball at. It never runs back, and never runs much faster than the ball flies. */
  tick(moment: Moment, distance: Distance): number {
    const { present } = moment;
    const { shown } = this;
    const wanted = solve(moment, distance);
    let tick = wanted;
    if (shown !== null) {
      const passed = Math.max(0, present - shown.present);
      tick = Math.max(shown.tick, Math.min(wanted, shown.tick + RATE_MAX * passed));
    }
    tick = Math.max(tick, moment.past);
    this.shown = { tick, present };
    return tick;
  }

  /** Forgets what was shown: another match, or a long absence. */
  reset(): void {
    this.shown = null;
  }
}

/** The tick `t` for which `t = present - lag * distance(t)`. */
function solve({ present, past, crossing, comes }: Moment, distance: Distance): number {
  const lag = Math.max(0, comes ? Math.min(present - past, crossing * LAG_SHARE) : present - past);
  let [early, late] = [present - lag, present];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (early + late) / 2;
    if (middle + lag * distance(middle) < present) {
      early = middle;
    } else {
      late = middle;
    }
  }
  return late;
}
