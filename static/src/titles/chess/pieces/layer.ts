/**
 * The pieces over the board: where they stand, how they go from one position to the next, and the one that is carried.
 */
import { element } from "../../shared/dom";
import type { Board, Piece } from "../diagram";
import { glides } from "../glide";
import { placeOf, type Side, SQUARES, type Square } from "../squares";
import { drawPiece } from "./draw";

/** How long a piece takes to its square: short enough to be there before one looks. */
const GLIDE_MS = 160;

/** A piece under a finger is drawn larger and above it, so that the finger does not hide it. */
const UNDER_FINGER = { scale: 1.7, up: 0.7 };

export class PieceLayer {
  readonly element: HTMLElement;
  private board: Board = Array(SQUARES).fill(null);
  private bottom: Side = 0;
  private readonly standing = new Map<Square, HTMLElement>();
  /** The pieces that are on their way. */
  private readonly going = new WeakMap<HTMLElement, Animation>();
  private carried: Square | null = null;

  constructor(private readonly document: Document) {
    this.element = element(document, "div", "chess-pieces");
    this.element.setAttribute("aria-hidden", "true");
  }

  /** Shows this position. `put`: the square onto which a hand has put a piece, which therefore doesn't glide there. */
  show(board: Board, bottom: Side, put: Square | null): void {
    const turned = bottom !== this.bottom;
    const { moved, gone, fresh } = glides(this.board, board);
    const lifted = moved.map(({ from, to }) => ({ from, to, element: this.take(from) }));
    for (const square of gone) {
      this.vanish(this.take(square));
    }
    this.bottom = bottom;
    for (const { from, to, element } of lifted) {
      this.arrive(element, board[to] ?? null, from, to, to !== put && !turned);
    }
    for (const square of fresh) {
      this.stand(square, this.make(board[square] ?? "P"));
    }
    if (turned) {
      for (const square of this.standing.keys()) {
        this.settle(square);
      }
    }
    this.board = board;
  }

  /** Lifts the piece of this square; it is carried from now on. */
  lift(square: Square): void {
    this.carried = square;
    this.settle(square);
    this.standing.get(square)?.classList.add("is-carried");
  }

  /** Whether the piece that was lifted is still there to be carried. */
  get carrying(): boolean {
    return this.carried !== null;
  }

  /** Holds the carried piece with its middle here, in squares from the upper left corner. */
  carry(column: number, row: number, byFinger: boolean): void {
    const piece = this.carried === null ? undefined : this.standing.get(this.carried);
    const { scale, up } = byFinger ? UNDER_FINGER : { scale: 1, up: 0 };
    piece?.style.setProperty("transform", `${shift(column - 0.5, row - 0.5 - up)} scale(${scale})`);
  }

  /** Lets the carried piece go: back to its square, unless a new position has put it elsewhere. */
  release(): void {
    const { carried } = this;
    this.carried = null;
    if (carried !== null) {
      this.standing.get(carried)?.classList.remove("is-carried");
      this.settle(carried);
    }
  }

  private take(square: Square): HTMLElement | undefined {
    const piece = this.standing.get(square);
    this.standing.delete(square);
    if (this.carried === square) {
      this.carried = null;
      piece?.classList.remove("is-carried");
    }
    return piece;
  }

  private arrive(moved: HTMLElement | undefined, piece: Piece | null, from: Square, to: Square, glide: boolean): void {
    if (moved === undefined || piece === null) {
      return;
    }
    if (moved.dataset.piece !== piece) {
      moved.dataset.piece = piece;
      moved.replaceChildren(drawPiece(this.document, piece));
    }
    this.stand(to, moved);
    if (glide && this.moves()) {
      const way = [from, to].map((square) => ({ transform: this.shiftOf(square), zIndex: 2 }));
      this.going.set(moved, moved.animate(way, { duration: GLIDE_MS, easing: "cubic-bezier(0.3, 0, 0.2, 1)" }));
    }
  }

  private vanish(piece: HTMLElement | undefined): void {
    if (piece === undefined || !this.moves()) {
      piece?.remove();
      return;
    }
    // Whoever took it stands above it.
    piece.style.zIndex = "-1";
    const fading = piece.animate({ opacity: [1, 0] }, { duration: GLIDE_MS, easing: "ease-in", fill: "forwards" });
    fading.onfinish = fading.oncancel = () => piece.remove();
  }

  private make(piece: Piece): HTMLElement {
    const made = element(this.document, "div", "chess-piece", drawPiece(this.document, piece));
    made.dataset.piece = piece;
    return made;
  }

  private stand(square: Square, piece: HTMLElement): void {
    this.standing.set(square, piece);
    if (piece.parentNode !== this.element) {
      this.element.append(piece);
    }
    this.settle(square);
  }

  private settle(square: Square): void {
    const piece = this.standing.get(square);
    if (piece !== undefined) {
      this.going.get(piece)?.cancel();
      piece.style.transform = this.shiftOf(square);
    }
  }

  private shiftOf(square: Square): string {
    const { column, row } = placeOf(square, this.bottom);
    return shift(column, row);
  }

  private moves(): boolean {
    return this.document.defaultView?.matchMedia("(prefers-reduced-motion: no-preference)").matches ?? false;
  }
}

/** A shift by so many squares; a piece is as large as a square. */
function shift(columns: number, rows: number): string {
  return `translate(${columns * 100}%, ${rows * 100}%)`;
}
