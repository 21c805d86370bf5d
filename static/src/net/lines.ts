/**
 * The lines to the real-time matches in sight: which message belongs to which, and how far away the server is. Frames go
 * straight to their line, past everything that pages watch: they come sixty times a second.
 */
import { ROUND_TRIPS_KEPT } from "../limits";
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

export class Lines {
  private readonly lines = new Map<MatchId, AnyLine>();
  private round_trips: number[] = [];

  constructor(private readonly post: Post) {}

  /** Opens the line to a match, which an earlier one to the same match makes room for. */
  open<View, Frame, Input, State>(
    match_id: MatchId,
    model: Model<View, Frame, Input, State>,
    match: MatchState | undefined,
  ): Realtime<State, Input> {
    const { post } = this;
    const line = new Line(match_id, model, {
      now: () => post.now(),
      send: (message, payload) => post.send(message, payload),
      ping: () => post.ping(),
      round_trip_ms: () => this.round_trip_ms(),
    });
    this.lines.set(match_id, line as unknown as AnyLine);
    if (match !== undefined) {
      line.updated(match);
    }
    return line;
  }

  hangUp(match_id: MatchId): void {
    this.lines.delete(match_id);
  }

  updated(match: MatchState | undefined): void {
    if (match !== undefined) {
      this.lines.get(match.match_id)?.updated(match);
    }
  }

  framed(frame: Extract<ServerMessage, { type: "frame" }>, payload: unknown): void {
    this.lines.get(frame.match_id)?.framed(frame.epoch, frame.tick, frame.input, payload);
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
    for (const line of this.lines.values()) {
      line.resumed();
    }
  }

  /** What the line to a match is like; `null` if there is none. */
  figures(match_id: MatchId): Figures | null {
    return this.lines.get(match_id)?.figures() ?? null;
  }

  private round_trip_ms(): number | null {
    return this.round_trips.length === 0 ? null : Math.min(...this.round_trips);
  }
}
