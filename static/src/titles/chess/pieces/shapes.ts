/**
 * How the six pieces look, in a square of a hundred units. All but the knight are turned on a lathe; every one stands
 * on the same foot. Drawn for this project.
 */
import type { Role } from "../diagram";
import { shadedHalf, turned } from "./lathe";

/** A piece as paths. Whoever draws it fills the shapes as one body, lays the shade over them, and strokes the lines. */
export interface Shape {
  body: readonly string[];
  /** The side away from the light. */
  shade: string;
  /** What is engraved: collars, folds, an eye's brow. */
  lines: readonly string[];
  /** Small filled marks: an eye, a nostril. */
  dots: readonly string[];
}

const FOOT = "M0 74 L20 74 C21 78.5 29.5 79.5 30.5 85.5 L30.5 88 C30.5 90 29.5 91 27.5 91 L0 91";

const PAWN =
  "M0 23 C7.8 23 13.5 28.6 13.5 36 C13.5 40.4 11.4 44.2 8.2 46.5 L12.4 47.1 " +
  "C15 47.5 16 48.7 16 50.5 C16 52.3 15 53.5 12.4 53.9 L8.8 54.5 " +
  "C9.4 63.5 14 70 19 75 C23.5 78.2 27.4 80.5 28 85.5 L28 88 C28 90 27 91 25 91 L0 91";

const ROOK =
  "M0 19 L7 19 L7 26 L13 26 L13 19 L25 19 L25 33 " +
  "C25 36 23.5 37.5 20.5 38.5 L17 42 C17.5 54 18.5 64 20.5 74 L20.5 80 L0 80";

const BISHOP =
  "M0 8 C3.2 8 5.4 10.3 5.4 13.2 C5.4 15.3 4.4 17 2.8 17.9 C9 23 17 32.5 17 44 C17 51 13.5 56.5 8.6 60 " +
  "L14 60.8 C16.5 61.2 17.5 62.4 17.5 64.2 C17.5 66 16.5 67.2 14 67.6 L10 68.4 C11.5 71 15 73 20 75 L20 80 L0 80";

/** From the belt that king and queen share, down to the foot. */
const BELT = "C23 59.3 24 60.8 24 62.5 C24 64.4 22.8 66 20.5 66.7 C19.8 69.3 20 72 21 75 L21 80 L0 80";

const QUEEN = `M0 17 L6.8 36 L15.6 16.5 L18.4 38.5 L31 23 C30 38 26 50 20.5 58.5 ${BELT}`;

const KING =
  "M0 4.5 L3.4 4.5 L3.4 10 L9 10 L9 16.8 L3.4 16.8 L3.4 23 " +
  "C14 23.4 22.5 27 25 34.4 L27.4 34.8 C30.6 35.6 31.2 41 28.6 42.2 " +
  `C27 49 24 54 20.5 58.5 ${BELT}`;

/** A ball on a tip of the queen's crown, its middle at `x` from the axis. */
const ball = (x: number, y: number, r = 4) =>
  `M${50 + x - r} ${y} A${r} ${r} 0 1 1 ${50 + x + r} ${y} A${r} ${r} 0 1 1 ${50 + x - r} ${y}Z`;

const HEAD =
  "M76 75 C79.5 56 77 33 58.5 21.5 L56.5 8.5 C51.5 11.5 47.5 15.5 45.5 20 " +
  "C37 24 31.5 31.5 28.5 40.5 C25.5 46.5 21.5 50 17.5 54.5 " +
  "C14.5 58.5 15.5 64 19.5 66.6 C23.5 69.2 28.5 68.6 31.5 65 " +
  "C34.5 62 38.5 60.6 43.5 59.6 C42.5 65 36 69 32 75 L32 80 L74 80 L76 75Z";

/** The fold between a body and its foot. */
const FOLD = "M30 76 Q50 80.5 70 76";

/** The lower edge of the belt. */
const BELT_LINE = "M29.5 66.7 Q50 71 70.5 66.7";

export const SHAPES: Readonly<Record<Role, Shape>> = {
  p: {
    body: [turned(PAWN)],
    shade: shadedHalf(PAWN),
    lines: ["M41.8 46.5 Q50 48.7 58.2 46.5", "M31 75.5 Q50 80 69 75.5"],
    dots: [],
  },
  n: {
    body: [HEAD, turned(FOOT)],
    shade:
      "M58.5 21.5 C77 33 79.5 56 76 75 L71 75.5 C79.5 79 80.5 81 80.5 85.5 L80.5 88 C80.5 90 79.5 91 77.5 91 L60 91 " +
      "C66 72 69 42 55.5 24Z",
    lines: ["M58 28 C66.5 39 68.5 56 65.5 73", "M43.5 59.6 C49.5 57.5 53.5 53.5 54.5 47", FOLD],
    dots: [
      "M37.5 37.5 C39.5 34.2 43 33.6 46 35.4 C44.6 38.8 40.6 40 37.5 37.5Z",
      "M20.8 59 C21.4 57 23.4 56.2 25 57 C25 59 23 60.6 20.8 59Z",
    ],
  },
  b: {
    body: [turned(BISHOP), turned(FOOT)],
    shade: shadedHalf(BISHOP) + shadedHalf(FOOT),
    lines: ["M41.6 60.2 Q50 62.4 58.4 60.2", "M58.5 30 L50.5 42.5", FOLD],
    dots: [],
  },
  r: {
    body: [turned(ROOK), turned(FOOT)],
    shade: shadedHalf(ROOK) + shadedHalf(FOOT),
    lines: ["M30.5 38.8 Q50 42.5 69.5 38.8", FOLD],
    dots: [],
  },
  q: {
    body: [turned(QUEEN), ...[0, -16.2, 16.2, -32, 32].map((x) => ball(x, Math.abs(x) > 20 ? 20.5 : 13)), turned(FOOT)],
    shade: shadedHalf(QUEEN) + shadedHalf(FOOT),
    lines: ["M29.5 58.5 Q50 63 70.5 58.5", BELT_LINE, FOLD],
    dots: [],
  },
  k: {
    body: [turned(KING), turned(FOOT)],
    shade: shadedHalf(KING) + shadedHalf(FOOT),
    lines: ["M22.5 42.4 Q50 47 77.5 42.4", BELT_LINE, FOLD],
    dots: [],
  },
};
