/**
 * What happens on pong's court in a sixtieth of a second: the twin of games/src/pong/step.rs, in whole numbers only. The
 * vectors of games/vectors/pong.json hold the two to each other: whoever changes one changes the other. It knows no scores,
 * no network and no screen.
 */

/** The court from one player's end to the other's, in units of length. */
export const LONG = 16_000;
/** The court across. */
export const WIDE = 10_000;
/** How far the face of a paddle is from its end of the court. */
export const FACE = 600;
/** The half of a paddle's length. */
export const PADDLE_HALF = 900;
/** How far a paddle moves in a step. */
export const PADDLE_SPEED = 140;
/** The half of the ball's width. */
export const BALL_HALF = 150;
/** How far the ball flies along the court in a step when it is served. */
export const SERVE_SPEED = 154;
/** How much faster each hit makes it. */
const HIT_FASTER = 8;
/** The fastest it gets. */
const FASTEST = 320;
/** The steps of a second. */
export const STEPS_PER_S = 60;
/** In the place of a countdown: nothing moves until the server says so. */
export const HELD = 65_535;

/** How a player holds the paddle: towards 0, away from it, or towards a position of its middle across the court. */
export type Control = "Stay" | "Up" | "Down" | { To: number };

/** The court as it stands in views and frames: x, y, vx, vy, the two paddles, and the steps until the ball flies. */
export type Row = [
  x: number,
  y: number,
  vx: number,
  vy: number,
  first: number,
  second: number,
  wait: number,
];

/** The court at one moment. */
export interface Court {
  /** The middle of the ball along the court, 0 at the end of seat 0. */
  readonly x: number;
  /** The middle of the ball across the court. */
  readonly y: number;
  /** How far the ball flies in a step along the court; of the serve to come while there is a countdown. */
  readonly vx: number;
  /** And across. */
  readonly vy: number;
  /** The middle of each seat's paddle across the court. */
  readonly paddles: readonly [number, number];
  /** Steps until the ball flies; 0 while it does; `HELD` when nobody knows. */
  readonly wait: number;
}

/** What a title of the rules' `View` holds. */
export interface View {
  court: Row;
  /** Points, by seat. */
  scores: [number, number];
  /** Steps of the court in a tick. */
  steps: number;
  /** How well the bot plays. */
  bot: "easy" | "normal" | "hard";
  /** While players are gone, the time they have to come back. */
  waiting: { remaining_ms: number; since_ms: number } | null;
}

/** What just happened. */
export type Note = { type: "point"; seat: number } | { type: "held" } | { type: "resumed" };

/** The court of a view or a frame. */
export function courtOf([x, y, vx, vy, first, second, wait]: Row): Court {
  return { x, y, vx, vy, paddles: [first, second], wait };
}

/** Whether the ball has left the court: then it stays where it is until the next serve. */
export function isOut(court: Court): boolean {
  return court.x + BALL_HALF < 0 || court.x - BALL_HALF > LONG;
}

/** A step, and the seat that scores when the ball leaves the court. */
export interface Stepped {
  court: Court;
  point: 0 | 1 | null;
}

/** One step of the court under these controls. */
export function step(before: Court, controls: readonly [Control, Control]): Stepped {
  const paddles: [number, number] = [
    moved(before.paddles[0], controls[0]),
    moved(before.paddles[1], controls[1]),
  ];
  let { x, y, vx, vy, wait } = before;
  if (wait > 0) {
    wait -= wait === HELD ? 0 : 1;
    return { court: { x, y, vx, vy, paddles, wait }, point: null };
  }
  if (isOut(before)) {
    return { court: { x, y, vx, vy, paddles, wait }, point: null };
  }
  x += vx;
  y += vy;
  if (y < BALL_HALF) {
    y = 2 * BALL_HALF - y;
    vy = -vy;
  } else if (y > WIDE - BALL_HALF) {
    y = 2 * (WIDE - BALL_HALF) - y;
    vy = -vy;
  }
  const near = FACE + BALL_HALF;
  const far = LONG - near;
  const seat = vx < 0 && before.x > near && x <= near ? 0 : vx > 0 && before.x < far && x >= far ? 1 : null;
  if (seat !== null) {
    const reach = PADDLE_HALF + BALL_HALF;
    const off = y - paddles[seat];
    if (Math.abs(off) <= reach) {
      const speed = Math.min(Math.abs(vx) + HIT_FASTER, FASTEST);
      x = 2 * (seat === 0 ? near : far) - x;
      vx = seat === 0 ? speed : -speed;
      vy = Math.trunc((off * speed * 4) / (reach * 5));
    }
  }
  // Whole numbers know no negative zero; these numbers do.
  const court: Court = { x, y, vx, vy: vy + 0, paddles, wait };
  return { court, point: isOut(court) ? (x < 0 ? 1 : 0) : null };
}

function moved(paddle: number, control: Control): number {
  const by =
    control === "Stay"
      ? 0
      : control === "Up"
        ? -PADDLE_SPEED
        : control === "Down"
          ? PADDLE_SPEED
          : clamp(control.To - paddle, -PADDLE_SPEED, PADDLE_SPEED);
  return clamp(paddle + by, PADDLE_HALF, WIDE - PADDLE_HALF);
}

function clamp(number: number, least: number, most: number): number {
  return Math.min(Math.max(number, least), most);
}
