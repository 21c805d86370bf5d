/** What a state of the rules means to who shows it: a rally at one tick, or between two. Pure. */

/** Where everything is, in the units of the rules. */
export interface Rally {
  along: number;
  across: number;
  /** The way the ball flies along the court: towards seat 0, not at all, or towards seat 1. */
  way: -1 | 0 | 1;
  /** The seat that the next serve goes to. */
  serve: 0 | 1;
  /** How far it flies along the court in a tick. */
  speed: number;
  /** Whether it flies across the court towards its beginning or its end. */
  slant: number;
  paddles: readonly [number, number];
  phase: "countdown" | "flying" | "out" | "waiting";
  /** Steps of the court until the serve. */
  countdown: number;
}

/** A ball that is farther than this from where its speed leads it to was put there: it is not shown on the way. */
const LEAP = 2;

/** The rally between two ticks. */
export function between(before: Rally, after: Rally, part: number): Rally {
  const paddles = [0, 1].map((seat) => mix(before.paddles[seat] ?? 0, after.paddles[seat] ?? 0, part));
  const moved = Math.abs(after.along - before.along);
  const leaps = moved > LEAP * Math.max(before.speed, after.speed);
  const ball = leaps || before.phase !== after.phase ? (part < 1 ? before : after) : null;
  return {
    ...(part < 1 ? before : after),
    along: ball?.along ?? mix(before.along, after.along, part),
    across: ball?.across ?? mix(before.across, after.across, part),
    paddles: [paddles[0] ?? 0, paddles[1] ?? 0],
    countdown: before.phase === after.phase ? mix(before.countdown, after.countdown, part) : before.countdown,
  };
}

function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
