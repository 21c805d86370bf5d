/** The rules' court as the client library and the picture of it need it. */
import type { Model } from "../../view";
import type { Sizes } from "./painter";
import type { Rally } from "./rally";
import * as rules from "./step";

export type State = rules.Court;
export type Control = rules.Control;

/** What a frame holds: the whole court. */
export type Frame = rules.Row;

export const SIZES: Sizes = {
  long: rules.LONG,
  wide: rules.WIDE,
  face: rules.FACE,
  paddle: rules.PADDLE_HALF * 2,
  thick: 240,
  ball: rules.BALL_HALF * 2,
};

/** The model of a match in which a tick has so many steps; see `Model`. */
export function modelOf(steps: number): Model<rules.View, Frame, Control, State> {
  return {
    ofView: ({ court }) => rules.courtOf(court),
    ofFrame: (_, frame) => rules.courtOf(frame),
    step: (before, [first, second]) =>
      // The other's hands are not known: their paddle is shown where it is known to have been, and predicted at rest.
      ticked(before, [first ?? "Stay", second ?? "Stay"], steps),
    between(before, after, ticks, done) {
      let court = before;
      for (let tick = 1; tick <= done; tick += 1) {
        const along = (seat: 0 | 1) => before.paddles[seat] + ((after.paddles[seat] - before.paddles[seat]) * tick) / ticks;
        court = ticked({ ...court, paddles: [along(0), along(1)] }, ["Stay", "Stay"], steps);
      }
      return court;
    },
    gap: (one, other, seat) => gap(one, other, seat) * DESK_SCALE,
    seats: 2,
    idle: "Stay",
  };
}

/** The court after a tick. */
function ticked(before: State, controls: readonly [Control, Control], steps: number): State {
  let court = before;
  for (let done = 0; done < steps; done += 1) {
    ({ court } = rules.step(court, controls));
  }
  return court;
}

/** CSS pixels to a unit, where the court has the width that it has on a desk. */
const DESK_SCALE = 740 / rules.LONG;

/**
 * How far apart what is shown predicted is: our own paddle, and the ball while it is on our side, where it flew in both.
 * The other's paddle is never shown predicted, nor what it does to the ball.
 */
function gap(one: State, other: State, seat: number): number {
  const paddle = Math.abs((one.paddles[seat] ?? 0) - (other.paddles[seat] ?? 0));
  const ours = ({ x, wait }: State) => wait === 0 && (seat === 0 ? x : rules.LONG - x) < rules.LONG / 2;
  const both = ours(one) && ours(other) && !rules.isOut(one);
  return both ? Math.max(paddle, Math.hypot(one.x - other.x, one.y - other.y)) : paddle;
}

/** What a state means on the screen, where a tick has so many steps. */
export function rallyOf(court: State, steps: number): Rally {
  const { x, y, vx, vy, paddles, wait } = court;
  const phase = wait === rules.HELD ? "waiting" : wait > 0 ? "countdown" : rules.isOut(court) ? "out" : "flying";
  const flies = phase === "flying" || phase === "out";
  return {
    along: x,
    across: y,
    way: flies ? wayOf(vx) : 0,
    serve: wayOf(vx) > 0 ? 1 : 0,
    speed: flies ? Math.abs(vx) * steps : 0,
    slant: flies ? vy : 0,
    paddles,
    phase,
    countdown: phase === "countdown" ? wait : 0,
  };
}

function wayOf(speed: number): -1 | 0 | 1 {
  return speed > 0 ? 1 : speed < 0 ? -1 : 0;
}

/** The control that leads the paddle's middle to a place across the court. */
export function controlTo(across: number): Control {
  return { To: Math.round(Math.max(0, Math.min(rules.WIDE, across))) };
}
