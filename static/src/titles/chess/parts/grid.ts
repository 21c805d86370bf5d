/**
 * The sixty-four squares as a grid for the keyboard and the ear, and what is marked on them. Pieces are drawn
 * elsewhere.
 */
import { element } from "../../shared/dom";
import { rove } from "../../shared/walk";
import { type Board, sideOf } from "../diagram";
import { squareInWords } from "../speech";
import {
  fileName,
  fileOf,
  rankOf,
  readingOrder,
  type Side,
  SIDE,
  SQUARES,
  type Square,
  squareAfter,
  squareSeen,
} from "../squares";

/** What is pointed out on the board. */
export interface Marks {
  last: readonly Square[];
  check: Square | null;
  chosen: Square | null;
  targets: ReadonlySet<Square>;
  premove: readonly Square[];
  /** Whether squares pressed do nothing. */
  idle: boolean;
}

export class Grid {
  readonly element: HTMLElement;
  private readonly squares: HTMLElement[];
  private bottom: Side | null = null;
  private aimed: Square | null = null;

  constructor(private readonly document: Document) {
    this.squares = Array.from({ length: SQUARES }, (_, square) => this.makeSquare(square));
    this.element = element(document, "div", "chess-grid");
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-label", "Chessboard");
  }

  show(board: Board, bottom: Side, marks: Marks): void {
    this.turn(bottom);
    this.element.setAttribute("aria-readonly", String(marks.idle));
    this.squares.forEach((element, square) => {
      const piece = board[square] ?? null;
      const target = marks.targets.has(square);
      element.classList.toggle("is-last", marks.last.includes(square));
      element.classList.toggle("is-check", marks.check === square);
      element.classList.toggle("is-chosen", marks.chosen === square);
      element.classList.toggle("is-premove", marks.premove.includes(square));
      element.classList.toggle("is-target", target);
      element.classList.toggle("is-taken", target && piece !== null);
      element.dataset.held = piece === null ? "" : String(sideOf(piece));
      element.setAttribute("aria-selected", String(marks.chosen === square));
      const besides = [target ? ", possible move" : "", marks.premove.includes(square) ? ", premove" : ""];
      element.setAttribute("aria-label", squareInWords(square, piece) + besides.join(""));
    });
  }

  /** The square at these coordinates of the window, null beside the board. */
  squareAt(x: number, y: number): Square | null {
    const { column, row } = this.inSquares(x, y);
    return squareSeen(Math.floor(column), Math.floor(row), this.bottom ?? 0);
  }

  /** Coordinates of the window in squares from the upper left corner. */
  inSquares(x: number, y: number): { column: number; row: number } {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    return { column: ((x - left) / width) * SIDE, row: ((y - top) / height) * SIDE };
  }

  /** Points out the square onto which a carried piece would fall. */
  aim(square: Square | null): void {
    if (square !== this.aimed) {
      this.squares[this.aimed ?? -1]?.classList.remove("is-aimed");
      this.squares[square ?? -1]?.classList.add("is-aimed");
      this.aimed = square;
    }
  }

  /** The square that this is an element of; null if of none. */
  squareOf(target: EventTarget | null): Square | null {
    const square = this.squares.findIndex((element) => element === target);
    return square < 0 ? null : square;
  }

  /** Makes this square the one stop of the Tab key. */
  rove(to: Square): void {
    rove(this.squares, to);
  }

  /** Where the arrow keys lead from a square; null for other keys. */
  after(square: Square, key: string): Square | null {
    return squareAfter(square, key, this.bottom ?? 0);
  }

  focus(square?: Square): void {
    if (square !== undefined) {
      this.rove(square);
    }
    this.squares.find(({ tabIndex }) => tabIndex === 0)?.focus();
  }

  /** Lays the squares out anew, in reading order, and keeps the focus. */
  private turn(bottom: Side): void {
    if (bottom === this.bottom) {
      return;
    }
    const held = this.squareOf(this.document.activeElement);
    this.bottom = bottom;
    const order = readingOrder(bottom);
    const rows = Array.from({ length: SIDE }, (_, row) => {
      const inRow = order.slice(row * SIDE, (row + 1) * SIDE);
      const made = element(this.document, "div", "chess-row", ...inRow.map((square) => this.squares[square] ?? ""));
      made.setAttribute("role", "row");
      return made;
    });
    order.forEach((square, index) => {
      const { dataset } = this.squares[square] ?? this.element;
      delete dataset.file;
      delete dataset.rank;
      if (index % SIDE === 0) {
        dataset.rank = String(rankOf(square) + 1);
      }
      if (index >= SQUARES - SIDE) {
        dataset.file = fileName(square);
      }
    });
    this.element.replaceChildren(...rows);
    if (held !== null) {
      this.squares[held]?.focus();
    }
  }

  private makeSquare(square: Square): HTMLElement {
    const dark = (fileOf(square) + rankOf(square)) % 2 === 0;
    const made = element(this.document, "div", `chess-square ${dark ? "chess-dark" : "chess-light"}`);
    made.setAttribute("role", "gridcell");
    made.tabIndex = -1;
    return made;
  }
}
