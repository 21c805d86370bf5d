/** Draws one picture of the court. It is handed all there is to draw, and decides nothing. */
import { alpha, type Surface } from "../shared/surface";
import type { Court, Point } from "./court";

/** What is on the court, in the units of the rules: along it, across it. */
export interface Picture {
  /** The ball, and how much of it is seen, from 0 to 1. */
  ball: { along: number; across: number; seen: number } | null;
  /** Where the ball was in the pictures before, the newest first. */
  tail: readonly { along: number; across: number }[];
  /** The middles of the paddles. */
  paddles: readonly [number, number];
  /** How fresh a hit on each paddle is, from 1 down to 0. */
  glow: readonly [number, number];
  /** What is left of the countdown, from 1 down to 0, and towards which seat the serve will go; null while none runs. */
  countdown: { left: number; towards: number } | null;
  /** Where a point was made: at this seat's end, how fresh from 1 down to 0. */
  goal: { seat: number; across: number; fresh: number } | null;
  /** The paddle of who looks on is outlined until the first rally. */
  mine: number | null;
}

/** The sizes of things, in the units of the rules. */
export interface Sizes {
  long: number;
  wide: number;
  /** Where the paddles' faces are: so far from either end. */
  face: number;
  paddle: number;
  thick: number;
  ball: number;
}

const COLOURS = ["--seat-0", "--seat-1"] as const;

export function paint(surface: Surface, court: Court, sizes: Sizes, picture: Picture): void {
  const { context, width, height } = surface;
  context.clearRect(0, 0, width, height);
  ends(surface, court, sizes);
  middle(surface, court, sizes);
  if (picture.goal !== null) {
    goal(surface, court, sizes, picture.goal);
  }
  for (const seat of [0, 1] as const) {
    paddle(surface, court, sizes, picture, seat);
  }
  if (picture.countdown !== null) {
    countdown(surface, court, sizes, picture.countdown);
  }
  ball(surface, court, sizes, picture);
}

/** Each end in a breath of its player's colour. */
function ends(surface: Surface, court: Court, { long, wide }: Sizes): void {
  const { context, width, height } = surface;
  for (const seat of [0, 1] as const) {
    const [from, to] = [court.at(seat * long, wide / 2), court.at(long * (seat === 0 ? 0.3 : 0.7), wide / 2)];
    const fade = context.createLinearGradient(from.x, from.y, to.x, to.y);
    fade.addColorStop(0, alpha(surface.colour(COLOURS[seat]), 0.1));
    fade.addColorStop(1, alpha(surface.colour(COLOURS[seat]), 0));
    context.fillStyle = fade;
    context.fillRect(0, 0, width, height);
  }
}

/** The net: a row of dashes that begins and ends with half a gap. */
function middle(surface: Surface, court: Court, { long, wide, ball: size }: Sizes): void {
  const { context } = surface;
  const [from, to] = [court.at(long / 2, 0), court.at(long / 2, wide)];
  const length = wide * court.scale;
  const dash = length / 41;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.setLineDash([dash, dash]);
  context.lineDashOffset = dash * 1.5;
  context.lineWidth = Math.max(1.5, size * court.scale * 0.16);
  context.strokeStyle = surface.colour("--line-strong");
  context.lineCap = "butt";
  context.stroke();
  context.setLineDash([]);
}

function paddle(surface: Surface, court: Court, sizes: Sizes, picture: Picture, seat: 0 | 1): void {
  const { context } = surface;
  const behind = seat === 0 ? sizes.face - sizes.thick : sizes.long - sizes.face;
  const at = picture.paddles[seat];
  const [one, other] = [
    court.at(behind, at - sizes.paddle / 2),
    court.at(behind + sizes.thick, at + sizes.paddle / 2),
  ];
  const radius = (sizes.thick * court.scale) / 2;
  const colour = surface.colour(COLOURS[seat]);
  const glow = picture.glow[seat];
  if (glow > 0) {
    box(context, one, other, radius * 2.2, radius * 1.2 * (2 - glow));
    context.fillStyle = alpha(colour, 0.35 * glow);
    context.fill();
  }
  box(context, one, other, radius, 0);
  context.fillStyle = colour;
  context.fill();
  if (picture.mine === seat) {
    box(context, one, other, radius * 2, 5);
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.stroke();
  }
}

/** A rounded box between two corners, wider by so many pixels on each side. */
function box(context: CanvasRenderingContext2D, one: Point, other: Point, radius: number, wider: number): void {
  const [left, right] = [Math.min(one.x, other.x) - wider, Math.max(one.x, other.x) + wider];
  const [top, bottom] = [Math.min(one.y, other.y) - wider, Math.max(one.y, other.y) + wider];
  context.beginPath();
  context.roundRect(left, top, right - left, bottom - top, radius);
}

/** A ring round the spot of the serve that runs out, and an arrow to where the serve will go. */
function countdown(surface: Surface, court: Court, sizes: Sizes, counted: { left: number; towards: number }): void {
  const { context } = surface;
  const { x, y } = court.at(sizes.long / 2, sizes.wide / 2);
  const radius = sizes.ball * court.scale * 2.4;
  const thick = Math.max(2.5, radius * 0.14);
  context.beginPath();
  context.arc(x, y, radius + thick * 2, 0, Math.PI * 2);
  context.fillStyle = surface.colour("--raised");
  context.fill();
  context.lineWidth = thick;
  context.lineCap = "round";
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.strokeStyle = surface.colour("--line");
  context.stroke();
  context.beginPath();
  context.arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + Math.PI * 2 * counted.left);
  context.strokeStyle = surface.colour("--ink-soft");
  context.stroke();
  const sign = counted.towards === 0 ? -1 : 1;
  const unit = sizes.ball;
  for (const [step, seen] of [
    [3.6, 1],
    [4.7, 0.5],
  ] as const) {
    const tip = court.at(sizes.long / 2 + sign * unit * (step + 0.55), sizes.wide / 2);
    const one = court.at(sizes.long / 2 + sign * unit * step, sizes.wide / 2 - unit * 0.75);
    const other = court.at(sizes.long / 2 + sign * unit * step, sizes.wide / 2 + unit * 0.75);
    context.beginPath();
    context.moveTo(one.x, one.y);
    context.lineTo(tip.x, tip.y);
    context.lineTo(other.x, other.y);
    context.lineJoin = "round";
    context.strokeStyle = alpha(surface.colour("--ink-soft"), seen);
    context.stroke();
  }
}

function ball(surface: Surface, court: Court, sizes: Sizes, { ball: shown, tail }: Picture): void {
  if (shown === null || shown.seen <= 0) {
    return;
  }
  const { context } = surface;
  const radius = (sizes.ball * court.scale) / 2;
  const ink = surface.colour("--ink");
  tail.forEach((point, index) => {
    const left = 1 - (index + 1) / (tail.length + 1);
    disc(context, court.at(point.along, point.across), radius * (0.35 + 0.55 * left), alpha(ink, 0.16 * left * shown.seen));
  });
  disc(context, court.at(shown.along, shown.across), radius, alpha(ink, shown.seen));
}

function disc(context: CanvasRenderingContext2D, { x, y }: Point, radius: number, colour: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
}

/** A wave that spreads from where the ball went out, in the colour of who made the point. */
function goal(surface: Surface, court: Court, sizes: Sizes, made: { seat: number; across: number; fresh: number }): void {
  const { context } = surface;
  const { x, y } = court.at(made.seat * sizes.long, made.across);
  const reach = sizes.wide * court.scale * (0.12 + 0.5 * (1 - made.fresh));
  const wave = context.createRadialGradient(x, y, reach * 0.4, x, y, reach);
  const colour = surface.colour(COLOURS[made.seat === 0 ? 1 : 0]);
  wave.addColorStop(0, alpha(colour, 0));
  wave.addColorStop(0.85, alpha(colour, 0.4 * made.fresh));
  wave.addColorStop(1, alpha(colour, 0));
  context.fillStyle = wave;
  context.fillRect(x - reach, y - reach, reach * 2, reach * 2);
}
