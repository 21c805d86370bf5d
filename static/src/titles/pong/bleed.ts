/**
 * Corrections, made gently. What is predicted turns out a little different now and then: an input came late, the other
 * player turned. What is shown goes on from where it was and loses the error bit by bit, in at most so many pixels a
 * picture; and a ball never runs against the way it flies. Positions and pixels only; it draws nothing.
 */

/** The most that a picture is changed by a correction, in pixels. */
export const CORRECTION_PX_MAX = 8;

/** The share of an error that goes with each picture, so that a small one goes softly, and the least that does. */
const SHARE = 0.25;
const PX_LEAST = 0.5;

/** The share of a paddle's own way that a correction against it takes at most: it still goes where the hand leads. */
const AGAINST = 0.75;

/** How much of an error of so many pixels goes with this picture. */
function going(error: number): number {
  return Math.min(error, CORRECTION_PX_MAX, Math.max(PX_LEAST, error * SHARE));
}

/** Something that moves along one line: our own paddle. */
export class Bleed {
  private error = 0;
  private last: number | null = null;
  /** By how much the last picture was changed. */
  corrected = 0;

  /**
   * Where to show what is at `target` now. `again` is where, as is known now, it was when it was shown last; null where
   * that can't be said. Both in pixels.
   */
  show(target: number, again: number | null): number {
    if (this.last !== null && again !== null) {
      this.error += this.last - again;
    }
    const own = again === null ? 0 : target - again;
    const against = own * this.error > 0;
    const gone = Math.min(going(Math.abs(this.error)), against ? AGAINST * Math.abs(own) : Number.POSITIVE_INFINITY);
    this.error -= Math.sign(this.error) * gone;
    this.corrected = gone;
    this.last = target;
    return target + this.error;
  }

  /** Shows things as they are from now on; for a change of size, after which pixels mean something else. */
  reset(): void {
    this.error = 0;
    this.last = null;
  }
}

/** A ball, in pixels along the court and across it, and the way it flies along the court: -1, 0 or 1. */
export interface Flight {
  along: number;
  across: number;
  way: number;
}

/** The ball. */
export class BallBleed {
  private error = { along: 0, across: 0 };
  private last: Flight | null = null;
  private shown: Flight | null = null;
  /** By how much the last picture was changed. */
  corrected = 0;
  /** Rises whenever what was shown of the ball was wrong from the ground up, and it is shown anew elsewhere. */
  anew = 0;

  /** As `Bleed.show`, for a ball. */
  show(target: Flight, again: Flight | null): Flight {
    const { last, shown, error } = this;
    if (last !== null && again !== null) {
      if (again.way !== last.way) {
        // It was shown as hit and had been missed, or the other way round: no way leads there, it just is elsewhere.
        this.reset();
        this.anew += 1;
      } else {
        error.along += last.along - again.along;
        error.across += last.across - again.across;
      }
    }
    const off = Math.hypot(this.error.along, this.error.across);
    const gone = going(off);
    const left = off === 0 ? 0 : 1 - gone / off;
    this.error = { along: this.error.along * left, across: this.error.across * left };
    this.corrected = gone;
    let along = target.along + this.error.along;
    if (this.shown !== null && shown !== null && last?.way === target.way && (along - shown.along) * target.way < 0) {
      along = shown.along;
      this.error.along = along - target.along;
    }
    this.last = target;
    this.shown = { along, across: target.across + this.error.across, way: target.way };
    return this.shown;
  }

  /** As `Bleed.reset`; and for a serve, to which no way leads from the last point. */
  reset(): void {
    this.error = { along: 0, across: 0 };
    this.last = null;
    this.shown = null;
  }
}
