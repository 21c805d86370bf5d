/** Draws one picture of the field. It is handed all there is to draw, and decides nothing. */
import { alpha, type Surface } from "../shared/surface";
import { type Direction, type Grid, STEPS } from "./grid";

/** A cell, or a point between cells. */
export interface Place {
  x: number;
  y: number;
}

export interface RiderPicture {
  seat: number;
  /** From where it started over every turn to its head. */
  trail: readonly Place[];
  direction: Direction;
  alive: boolean;
  /** How fresh its crash is, from 1 down to 0. */
  crash: number;
  /** Its player's name, while names are shown. */
  name: string | null;
  /** Where it was told to turn and has not yet, as far as this page knows. */
  wish: Direction | null;
  /** Whether it is the one of who looks on. */
  mine: boolean;
}

export interface Picture {
  riders: readonly RiderPicture[];
}

/** How wide a trail is, in cells. */
const WIDE = 0.62;

const COLOURS = ["--seat-0", "--seat-1", "--seat-2", "--seat-3"] as const;

/** The line within a trail that tells the riders apart without their colours: none, whole, dots, dashes. In cells. */
const CORES: readonly (readonly number[] | null)[] = [null, [], [0.01, 1], [0.9, 1.1]];

export function colourOf(surface: Surface, seat: number): string {
  return surface.colour(COLOURS[seat % COLOURS.length] ?? "--ink");
}

export function paint(surface: Surface, grid: Grid, picture: Picture): void {
  const { context, width, height } = surface;
  context.clearRect(0, 0, width, height);
  ground(surface, grid);
  context.lineJoin = "round";
  for (const rider of picture.riders) {
    trail(surface, grid, rider);
  }
  for (const rider of picture.riders) {
    head(surface, grid, rider);
  }
  for (const rider of picture.riders) {
    name(surface, grid, rider);
  }
}

/** A dot where four cells meet, at every fourth: enough to judge a distance by, too little to be taken for a trail. */
function ground(surface: Surface, grid: Grid): void {
  const { context } = surface;
  context.fillStyle = surface.colour("--line-strong");
  const size = Math.max(1, grid.cell * 0.13);
  for (let column = 3.5; column < grid.columns - 1; column += 4) {
    for (let row = 3.5; row < grid.rows - 1; row += 4) {
      const { x, y } = grid.at(column, row);
      context.fillRect(x - size / 2, y - size / 2, size, size);
    }
  }
}

function trail(surface: Surface, grid: Grid, { seat, trail: places, alive }: RiderPicture): void {
  const { context } = surface;
  const colour = colourOf(surface, seat);
  const points = places.map(({ x, y }) => grid.at(x, y));
  const [first] = points;
  if (first === undefined) {
    return;
  }
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of points) {
    context.lineTo(x, y);
  }
  context.lineCap = "round";
  context.lineWidth = grid.cell * WIDE;
  context.strokeStyle = alpha(colour, alive ? 1 : 0.4);
  context.stroke();
  const core = CORES[seat % CORES.length] ?? null;
  if (core !== null) {
    context.setLineDash(core.map((length) => length * grid.cell));
    context.lineWidth = Math.max(1, grid.cell * 0.16);
    context.strokeStyle = alpha(surface.colour("--ground"), alive ? 0.85 : 0.6);
    context.stroke();
    context.setLineDash([]);
  }
}

function head(surface: Surface, grid: Grid, rider: RiderPicture): void {
  const { context } = surface;
  const last = rider.trail.at(-1);
  if (last === undefined) {
    return;
  }
  const { x, y } = grid.at(last.x, last.y);
  const { cell } = grid;
  const colour = colourOf(surface, rider.seat);
  if (!rider.alive) {
    wreck(surface, grid, { x, y }, colour, rider.crash);
    return;
  }
  if (rider.mine) {
    disc(context, x, y, cell * 1.35, alpha(colour, 0.22));
  }
  disc(context, x, y, cell * 0.62, colour);
  disc(context, x, y, cell * 0.26, surface.colour("--ground"));
  if (rider.wish !== null) {
    chevron(context, { x, y }, grid.onScreen(rider.wish), cell, colour);
  }
}

/** The way that our rider was just told: seen at once, though its turn comes with the server's answer. */
function chevron(
  context: CanvasRenderingContext2D,
  { x, y }: Place,
  seen: Direction,
  cell: number,
  colour: string,
): void {
  const step = STEPS[seen];
  const side = { x: -step.y, y: step.x };
  const [far, near, wide] = [cell * 1.95, cell * 1.45, cell * 0.45];
  context.beginPath();
  context.moveTo(x + step.x * near + side.x * wide, y + step.y * near + side.y * wide);
  context.lineTo(x + step.x * far, y + step.y * far);
  context.lineTo(x + step.x * near - side.x * wide, y + step.y * near - side.y * wide);
  context.lineWidth = Math.max(1.5, cell * 0.22);
  context.strokeStyle = colour;
  context.stroke();
}

/** As near to a place as a cross can be drawn whole: who rides into the wall crashes at the very edge. */
function inside(at: number, size: number, cell: number): number {
  return Math.max(cell, Math.min(size - cell, at));
}

/** Where a rider crashed: a cross, and a ring that spreads while the crash is fresh. */
function wreck(surface: Surface, grid: Grid, place: Place, colour: string, fresh: number): void {
  const { context } = surface;
  const arm = grid.cell * 0.62;
  const [x, y] = [inside(place.x, surface.width, grid.cell), inside(place.y, surface.height, grid.cell)];
  context.lineCap = "round";
  for (const [stroke, wide] of [
    [surface.colour("--raised"), 0.62],
    [colour, 0.32],
  ] as const) {
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x + arm, y - arm);
    context.lineTo(x - arm, y + arm);
    context.lineWidth = grid.cell * wide;
    context.strokeStyle = stroke;
    context.stroke();
  }
  if (fresh > 0) {
    context.beginPath();
    context.arc(x, y, grid.cell * (1 + 3.5 * (1 - fresh)), 0, Math.PI * 2);
    context.lineWidth = grid.cell * 0.5 * fresh;
    context.strokeStyle = alpha(colour, 0.8 * fresh);
    context.stroke();
  }
}

/** The name of a rider beside its head, before it goes. */
function name(surface: Surface, grid: Grid, rider: RiderPicture): void {
  const last = rider.trail.at(-1);
  if (rider.name === null || last === undefined) {
    return;
  }
  const { context, width } = surface;
  const { x, y } = grid.at(last.x, last.y);
  context.font = `600 14px ${surface.colour("--font")}`;
  const half = context.measureText(rider.name).width / 2 + 8;
  const middle = Math.max(half + 4, Math.min(width - half - 4, x));
  const above = y > 44 ? y - grid.cell - 16 : y + grid.cell + 16;
  context.beginPath();
  context.roundRect(middle - half, above - 12, half * 2, 24, 12);
  context.fillStyle = surface.colour("--raised");
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colourOf(surface, rider.seat);
  context.stroke();
  context.fillStyle = surface.colour("--ink");
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(rider.name, middle, above + 0.5);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fillStyle = colour;
  context.fill();
}
