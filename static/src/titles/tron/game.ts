/** The rules' race, in the words of games/src/tron.rs, as the client library and the picture of it need it. */
import type { Model } from "../../view";
import type { Direction } from "./grid";
import { ridden, type Rider } from "./race";

/** The field of games/src/tron/field.rs: what is drawn before the first update says so. */
export const COLUMNS = 48;
export const ROWS = 32;

/** What a view holds. */
export interface View {
  columns: number;
  rows: number;
  /** Ticks until the riders start; 0 when they ride. */
  wait: number;
  /** By seat. */
  riders: RiderView[];
}

/** A rider: its start, its turns and its head as `[column, row]`; its place once it is out. */
export interface RiderView {
  trail: [number, number][];
  direction: Direction;
  place: number | null;
}

/** What a tick has changed, by seat; empty for a tick of the countdown. */
export type Frame = (Direction | "crashed" | "out")[];

/** Where a player wants to go. */
export type Input = Direction | "straight";

/** What just happened. */
export type Note = { type: "crashed"; seats: number[] } | { type: "gave_up"; seat: number };

/** A race at one tick. */
export interface Race {
  readonly wait: number;
  readonly riders: readonly Rider[];
}

export function raceOf({ wait, riders }: View): Race {
  return {
    wait,
    riders: riders.map(({ trail, direction, place }) => ({
      trail: trail.map(([x, y]) => ({ x, y })),
      direction,
      place,
    })),
  };
}

/** The race after a tick. */
export function raceAfter({ wait, riders }: Race, frame: Frame): Race {
  if (frame.length === 0) {
    return { wait: Math.max(0, wait - 1), riders };
  }
  const crashed = frame.filter((went) => went === "crashed").length;
  const riding = riders.filter(({ place }) => place === null).length;
  // Everyone who rides on is before those who crash now.
  const place = riding - crashed + 1;
  return {
    wait: 0,
    riders: riders.map((rider, seat) => {
      const went = frame[seat] ?? "out";
      return went === "out" ? rider : went === "crashed" ? { ...rider, place } : ridden(rider, went);
    }),
  };
}

/** The model of a race with so many riders; nothing is predicted. See `Model`. */
export function modelOf(seats: number): Model<View, Frame, Input, Race> {
  return { ofView: raceOf, ofFrame: raceAfter, delta: true, seats, idle: "straight" };
}
