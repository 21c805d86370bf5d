/** The real-time matches that somebody on the page follows, by id: each message goes straight to its match. */
import type { Model } from "../../view";
import type { MatchState } from "../matches";
import { type FrameMessage, type Figures, RealtimeMatch, type Way } from "./match";

/** A match whatever its title. */
type Followed = Pick<RealtimeMatch<unknown, unknown, unknown, unknown>, "update" | "frame" | "roundTrip" | "lost" | "figures">;

export class Following {
  private readonly matches = new Map<string, Followed>();
  private round_trip_ms: number | null = null;

  constructor(private readonly way: Way) {}

  /** Follows a match from how it stands now, until the function that comes with it is called. */
  follow<View, Frame, Input, State>(
    match: MatchState,
    seats: number,
    model: Model<View, Frame, Input, State>,
  ): { realtime: RealtimeMatch<View, Frame, Input, State>; leave: () => void } {
    const { match_id } = match;
    const realtime = new RealtimeMatch(this.way, match_id, seats, model);
    if (this.round_trip_ms !== null) {
      realtime.roundTrip(this.round_trip_ms);
    }
    realtime.update(match);
    this.matches.set(match_id, realtime);
    const leave = () => {
      if (this.matches.get(match_id) === realtime) {
        this.matches.delete(match_id);
      }
    };
    return { realtime, leave };
  }

  update(match: MatchState): void {
    this.guarded(match.match_id, (followed) => followed.update(match));
  }

  frame(message: FrameMessage, payload: unknown): void {
    this.guarded(message.match_id, (followed) => followed.frame(message, payload));
  }

  /** A ping was answered after so long. */
  roundTrip(ms: number): void {
    this.round_trip_ms = ms;
    for (const followed of this.matches.values()) {
      followed.roundTrip(ms);
    }
  }

  /** The connection is gone. */
  lost(): void {
    for (const followed of this.matches.values()) {
      followed.lost();
    }
  }

  /** How a match stands, if somebody follows it. */
  figures(match_id: string): Figures | null {
    return this.matches.get(match_id)?.figures() ?? null;
  }

  /** A title whose model fails is followed no more; the session goes on, and the error is reported where errors are. */
  private guarded(match_id: string, run: (followed: Followed) => void): void {
    const followed = this.matches.get(match_id);
    if (followed === undefined) {
      return;
    }
    try {
      run(followed);
    } catch (thrown) {
      this.matches.delete(match_id);
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }
}
