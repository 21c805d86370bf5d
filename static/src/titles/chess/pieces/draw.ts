/** Pieces as SVG. They take their colours from classes. */
import { drawn } from "../../shared/dom";
import { type Piece, roleOf, sideOf } from "../diagram";
import { SHAPES } from "./shapes";

/** The square that pieces are drawn in, shifted so that the tallest has air above it. */
const VIEW_BOX = "0 -1.5 100 100";

/** A piece as it stands on the board, a square wide. */
export function drawPiece(document: Document, piece: Piece): SVGSVGElement {
  const { body, shade, lines, dots } = SHAPES[roleOf(piece)];
  const path = (d: string, name: string) => drawn(document, "path", { d, class: name });
  return figure(document, piece, [
    // One edge round all shapes together: each is stroked below and filled above.
    ...body.map((d) => path(d, "chess-edge")),
    ...body.map((d) => path(d, "chess-body")),
    path(shade, "chess-shade"),
    path(lines.join(" "), "chess-line"),
    ...(dots.length > 0 ? [path(dots.join(" "), "chess-dot")] : []),
  ]);
}

/** A piece as it lies beside the board: small, so without what is engraved. */
export function drawToken(document: Document, piece: Piece): SVGSVGElement {
  const { body } = SHAPES[roleOf(piece)];
  const layer = (name: string) => body.map((d) => drawn(document, "path", { d, class: name }));
  return figure(document, piece, [...layer("chess-edge"), ...layer("chess-body")]);
}

function figure(document: Document, piece: Piece, paths: Node[]): SVGSVGElement {
  const side = sideOf(piece) === 0 ? "white" : "black";
  return drawn(
    document,
    "svg",
    { viewBox: VIEW_BOX, class: `chess-figure chess-${side}`, "aria-hidden": "true" },
    ...paths,
  );
}
