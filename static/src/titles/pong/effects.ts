/** What lingers on the court after something happened: a glow, a tail, a wave. All of it fades with the display's time. */
import type { Picture } from "./painter";
import type { Scene } from "./stage";

/** How long each lasts, in milliseconds. */
const GLOW_MS = 260;
const GOAL_MS = 900;
const SEEN_MS = 160;

/** How many places of the ball its tail has, and how far they are apart at least, in milliseconds. */
const TAIL = 9;
const TAIL_MS = 14;

interface Spot {
  along: number;
  across: number;
}

export class Effects {
  private readonly hits: [number, number] = [-Infinity, -Infinity];
  private goal: { seat: number; across: number; at: number } | null = null;
  private tail: Spot[] = [];
  private tailAt = -Infinity;
  /** Since when the ball is seen where it is. */
  private since = -Infinity;
  private flight = -1;

  /** Takes in what a picture is going to show. `flight` rises when the ball is elsewhere all of a sudden. */
  see({ ball, news }: Scene, flight: number, now: number): void {
    if (flight !== this.flight) {
      this.flight = flight;
      this.since = now;
      this.tail = [];
    }
    if (news?.kind === "hit") {
      this.hits[news.seat] = now;
    }
    if (now - this.tailAt >= TAIL_MS) {
      this.tailAt = now;
      this.tail = [{ along: ball.along, across: ball.across }, ...this.tail].slice(0, TAIL);
    }
  }

  /** A point was made at this seat's end. */
  scored(seat: number, across: number, now: number): void {
    this.goal = { seat, across, at: now };
  }

  /** What of it is to be drawn now; with `calm`, nothing that moves by itself. */
  shown(now: number, calm: boolean): Pick<Picture, "glow" | "tail" | "goal"> & { seen: number } {
    // A picture may bear a time a little before that of what it shows.
    const fresh = (at: number, lasts: number) => Math.min(1, Math.max(0, 1 - (now - at) / lasts));
    const goal = this.goal === null ? 0 : fresh(this.goal.at, GOAL_MS);
    if (calm || this.goal === null || goal === 0) {
      this.goal = null;
    }
    return {
      glow: calm ? [0, 0] : [fresh(this.hits[0], GLOW_MS), fresh(this.hits[1], GLOW_MS)],
      tail: calm ? [] : this.tail,
      goal: this.goal === null ? null : { seat: this.goal.seat, across: this.goal.across, fresh: goal },
      seen: calm ? 1 : Math.min(1, 1 - fresh(this.since, SEEN_MS)),
    };
  }
}
