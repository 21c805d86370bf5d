/**
 * The rack as a drawing: a plate with holes, and the discs behind it, which so fall without being cut out. Units of a
 * hundred to a cell. Colours come from classes.
 *
 *     back (what is seen through empty holes) < discs < plate < lane (the column aimed at) < marks and struck lines
 */
import { drawn } from "../shared/dom";
import { columnOf, COLUMNS, ROWS, rowOf } from "./cells";

const CELL = 100;
const WIDTH = COLUMNS * CELL;
const HEIGHT = ROWS * CELL;

/** The plate's rim around the cells; style.css lays the columns' buttons out with it. */
const RIM = 14;

/** Discs are a little wider than the holes, so that nothing shows between the two. */
const HOLE = 40;
const DISC = 42;

/** What is engraved in a disc, besides its colour: a ring, or a star. */
const ENGRAVED = ["M0 -24 A24 24 0 1 1 -0.01 -24 Z", starPath(29, 13)] as const;

/** The parts that change. */
export interface Parts {
  svg: SVGSVGElement;
  discs: SVGGElement;
  lane: SVGPathElement;
  marks: SVGGElement;
}

export function partsOf(document: Document): Parts {
  const box = { x: `${-RIM}`, y: `${-RIM}`, width: `${WIDTH + 2 * RIM}`, height: `${HEIGHT + 2 * RIM}` };
  const back = drawn(document, "rect", { class: "c4-back", width: `${WIDTH}`, height: `${HEIGHT}` });
  const discs = drawn(document, "g", {});
  const holes = Array.from({ length: COLUMNS * ROWS }, (_, cell) => circlePath(cell));
  const plate = pierced(document, "c4-plate", -RIM, WIDTH + RIM, holes);
  const edges = drawn(document, "path", { class: "c4-edges", d: holes.join(" ") });
  const lane = pierced(document, "c4-lane", 0, CELL, holes.filter((_, cell) => columnOf(cell) === 0));
  const marks = drawn(document, "g", {});
  const viewBox = `${box.x} ${box.y} ${box.width} ${box.height}`;
  const svg = drawn(document, "svg", { class: "c4-rack", viewBox, "aria-hidden": "true" });
  svg.append(back, discs, plate, edges, lane, marks);
  return { svg, discs, lane, marks };
}

/** A disc in its cell. What falls is the group inside: the outer one keeps the place. */
export function discOf(document: Document, cell: number, seat: 0 | 1): SVGGElement {
  const face = drawn(document, "circle", { class: "c4-face", r: `${DISC}` });
  const engraved = drawn(document, "path", { class: "c4-engraved", d: ENGRAVED[seat] });
  const body = drawn(document, "g", { class: "c4-body" }, face, engraved);
  const { x, y } = centre(cell);
  return drawn(document, "g", { class: `c4-disc c4-seat-${seat}`, transform: `translate(${x} ${y})` }, body);
}

/** The ring around a hole that points a disc out. */
export function ringOf(document: Document, cell: number): SVGCircleElement {
  const { x, y } = centre(cell);
  return drawn(document, "circle", { class: "c4-ring", cx: `${x}`, cy: `${y}`, r: `${HOLE + 3}` });
}

/** The line struck through these cells. */
export function strikeOf(document: Document, cells: readonly number[]): SVGGElement {
  const [from, to] = [centre(cells[0] ?? 0), centre(cells.at(-1) ?? 0)];
  const d = `M${from.x} ${from.y} L${to.x} ${to.y}`;
  const stroke = (name: string) => drawn(document, "path", { class: name, d, pathLength: "1" });
  return drawn(document, "g", { class: "c4-strike" }, stroke("c4-strike-edge"), stroke("c4-strike-line"));
}

/** Moves the lane to a column. */
export function laneTo(lane: SVGPathElement, column: number): void {
  lane.setAttribute("transform", `translate(${column * CELL} 0)`);
}

function centre(cell: number): { x: number; y: number } {
  return { x: (columnOf(cell) + 0.5) * CELL, y: (rowOf(cell) + 0.5) * CELL };
}

/** A plate from the left to the right, as high as the rack, with these holes in it. */
function pierced(document: Document, name: string, left: number, right: number, holes: string[]): SVGPathElement {
  const outline = `M${left} ${-RIM} H${right} V${HEIGHT + RIM} H${left} Z`;
  return drawn(document, "path", { class: name, "fill-rule": "evenodd", d: [outline, ...holes].join(" ") });
}

function circlePath(cell: number): string {
  const { x, y } = centre(cell);
  const half = `a${HOLE} ${HOLE} 0 1 0`;
  return `M${x - HOLE} ${y} ${half} ${2 * HOLE} 0 ${half} ${-2 * HOLE} 0 Z`;
}

/** A star of four points around the origin. */
function starPath(outer: number, inner: number): string {
  const waist = inner * Math.SQRT1_2;
  const points = [
    [0, -outer],
    [waist, -waist],
    [outer, 0],
    [waist, waist],
    [0, outer],
    [-waist, waist],
    [-outer, 0],
    [-waist, -waist],
  ];
  return `M${points.map(([x, y]) => `${x} ${y}`).join(" L")} Z`;
}
