/**
 * The lines to the real-time matches in sight: which message belongs to which, and how far away the server is. Frames go
 * straight to their line, past everything that pages watch: they come sixty times a second.
 */
import { EARLY_FRAMES, ROUND_TRIPS_KEPT } from "../limits";
import type { Model, Realtime } from "../view";
import type { ClientMessage, MatchId, ServerMessage } from "../wire/generated";
import type { MatchState } from "./matches";
import { type Figures, Line } from "./realtime/line";

/** What the lines need from outside. */
export interface Post {
  now(): number;
  /** Sends a message that nobody answers; false if it can't leave at once. */
  send(message: ClientMessage, payload?: unknown): boolean;
  /** Sends a ping, which is answered: a line that is dead is found by it. */
  ping(): void;
}

type AnyLine = Line<unknown, unknown, unknown, unknown>;

type Frame = Extract<ServerMessage, { type: "frame" }>;

export class Lines {
  /** The line to the match that is shown, once its view has opened it. */
  private shown: { match_id: MatchId; line: AnyLine } | null = null;
  /**
   * The frames of a match that has no line yet, since it was last shown whole: a view may take longer to come than the
   * first of them, and of those that tell only changes none may be missed.
   */
  private early: { match_id: MatchId; frames: (() => void)[] } | null = null;
  private round_trips: number[] = [];

  constructor(private readonly post: Post) {}

  /** The line to a match, for the view that is on the page now; if an earlier one has hung up, it goes on where it was. */
  open<View, Frame, Input, State>(
    match_id: MatchId,
    model: Model<View, Frame, Input, State>,
    match: MatchState | undefined,
  ): Realtime<State, Input> {
    const kept = this.to(match_id);
    if (kept !== null) {
      return kept as unknown as Realtime<State, Input>;
    }
    const { post } = this;
    const line = new Line(match_id, model, {
      now: () => post.now(),
      send: (message, payload) => post.send(message, payload),
      ping: () => post.ping(),
      round_trip_ms: () => this.round_trip_ms(),
    });
    this.shown = { match_id, line: line as unknown as AnyLine };
    if (match !== undefined) {
      line.updated(match);
    }
    if (this.early?.match_id === match_id) {
      this.early.frames.forEach((take) => take());
    }
    this.early = null;
    return line;
  }

  /** The view of a match is gone, and the hands that were on its keys with it. */
  hangUp(match_id: MatchId): void {
    this.to(match_id)?.letGo();
  }

  /** Another table is looked at, or none: what is shown of its match begins from the beginning. */
  close(): void {
    this.shown = null;
    this.early = null;
  }

  updated(match: MatchState): void {
    const line = this.to(match.match_id);
    if (line !== null) {
      line.updated(match);
    } else if (match.tick !== undefined && this.early?.match_id === match.match_id) {
      this.early = null;
    }
  }

  framed(frame: Frame, payload: unknown): void {
    const line = this.to(frame.match_id);
    if (line !== null) {
      line.framed(frame.epoch, frame.tick, frame.input, payload);
      return;
    }
    if (this.early?.match_id !== frame.match_id) {
      this.early = { match_id: frame.match_id, frames: [] };
    }
    if (this.early.frames.length < EARLY_FRAMES) {
      this.early.frames.push(() => this.framed(frame, payload));
    }
  }

  /** The ping that left at `echo` was answered. */
  ponged(echo: number): void {
    this.round_trips.push(Math.max(0, this.post.now() - echo));
    if (this.round_trips.length > ROUND_TRIPS_KEPT) {
      this.round_trips.shift();
    }
  }

  /** The session goes on over another connection. */
  resumed(): void {
    this.round_trips = [];
    this.shown?.line.resumed();
  }

  /** What the line to a match is like; `null` if there is none. */
  figures(match_id: MatchId): Figures | null {
    return this.to(match_id)?.figures() ?? null;
  }

  private to(match_id: MatchId): AnyLine | null {
    return this.shown?.match_id === match_id ? this.shown.line : null;
  }

  private round_trip_ms(): number | null {
    return this.round_trips.length === 0 ? null : Math.min(...this.round_trips);
  }
}
