/** The two marks and the winning line as SVG, made with the DOM. They take their colours from classes. */
import { drawn } from "../shared/dom";
import { SIDE } from "./squares";

/** The board is drawn in units of a hundred to a square. */
const UNIT = 100;

/** How far the winning line runs on beyond the centres of its first and last square. */
const OVERHANG = 34;

/** A cross or a nought. */
export function markOf(document: Document, seat: 0 | 1): SVGSVGElement {
  const svg = picture(document, UNIT);
  svg.classList.add("ttt-mark", `ttt-seat-${seat}`);
  const paths = seat === 0 ? ["M28 28 L72 72", "M72 28 L28 72"] : ["M50 25 A25 25 0 1 1 49.99 25"];
  svg.append(...paths.map((d) => stroke(document, d)));
  return svg;
}

/** The line through three squares, in the colour of the seat that has them. */
export function winningLine(document: Document, squares: readonly number[], seat: 0 | 1): SVGSVGElement {
  const svg = picture(document, UNIT * SIDE);
  svg.classList.add("ttt-line", `ttt-seat-${seat}`);
  const from = centre(squares[0] ?? 0);
  const to = centre(squares.at(-1) ?? 0);
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const over = { x: ((to.x - from.x) / length) * OVERHANG, y: ((to.y - from.y) / length) * OVERHANG };
  svg.append(stroke(document, `M${from.x - over.x} ${from.y - over.y} L${to.x + over.x} ${to.y + over.y}`));
  return svg;
}

function centre(square: number): { x: number; y: number } {
  return { x: ((square % SIDE) + 0.5) * UNIT, y: (Math.floor(square / SIDE) + 0.5) * UNIT };
}

function picture(document: Document, size: number): SVGSVGElement {
  return drawn(document, "svg", { viewBox: `0 0 ${size} ${size}`, "aria-hidden": "true" });
}

function stroke(document: Document, d: string): SVGPathElement {
  return drawn(document, "path", { d, pathLength: "1" });
}
