/** Mouse, pen and finger on the board: what is pressed, carried and let go. It knows squares, and nothing of chess. */
import type { PieceLayer } from "../pieces/layer";
import type { Square } from "../squares";
import type { Grid } from "./grid";

/** What the board's owner decides. */
export interface Grip {
  /** The pointer went down on a square; whether its piece may be carried. */
  down(square: Square): boolean;
  /** It was let go there, or beside the board (null). */
  up(square: Square | null, dragged: boolean): void;
  /** Whether the carried piece may be put there. */
  accepts(square: Square): boolean;
  /** Everything held is let go. */
  cancel(): void;
}

/** How far a pointer goes, in pixels, before a press becomes a drag. */
const DRAG_PX = 4;

interface Press {
  pointer: number;
  from: Square;
  x: number;
  y: number;
  lifts: boolean;
  dragged: boolean;
  byFinger: boolean;
}

export class Pointer {
  private press: Press | null = null;

  constructor(
    private readonly grid: Grid,
    private readonly layer: PieceLayer,
    private readonly grip: Grip,
  ) {
    const { element } = grid;
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    element.addEventListener("pointerup", (event) => this.up(event));
    element.addEventListener("pointercancel", () => this.drop());
    element.addEventListener("lostpointercapture", (event) => event.pointerId === this.press?.pointer && this.drop());
    element.addEventListener("contextmenu", (event) => event.preventDefault());
    // The focus stays off the squares that a mouse presses, so that the arrow keys step through the game for its user.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    // A press without a pointer, by a tool that reads the page.
    element.addEventListener("click", (event) => this.click(event));
  }

  /** Puts the carried piece back and forgets the press. */
  drop(): void {
    this.press = null;
    this.grid.aim(null);
    this.layer.release();
  }

  private down(event: PointerEvent): void {
    if (this.press !== null) {
      // A second finger is no part of the press.
      return;
    }
    const square = this.grid.squareAt(event.clientX, event.clientY);
    if (event.button !== 0 || square === null) {
      this.grip.cancel();
      return;
    }
    this.grid.element.setPointerCapture(event.pointerId);
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    const byFinger = event.pointerType === "touch";
    // Set before the owner hears of it: what it decides may drop the press at once.
    this.press = { pointer, from: square, x, y, lifts: false, dragged: false, byFinger };
    const lifts = this.grip.down(square);
    if (this.press !== null) {
      this.press.lifts = lifts;
    }
  }

  private move(event: PointerEvent): void {
    const { press } = this;
    if (press === null || press.pointer !== event.pointerId || !press.lifts) {
      return;
    }
    if (event.buttons > 1) {
      // Another button while one is held: the drag is called off.
      this.drop();
      this.grip.cancel();
      return;
    }
    if (!press.dragged && Math.hypot(event.clientX - press.x, event.clientY - press.y) >= DRAG_PX) {
      press.dragged = true;
      this.layer.lift(press.from);
    }
    if (press.dragged && !this.layer.carrying) {
      // The piece was taken meanwhile.
      this.drop();
    } else if (press.dragged) {
      const { column, row } = this.grid.inSquares(event.clientX, event.clientY);
      this.layer.carry(column, row, press.byFinger);
      const square = this.grid.squareAt(event.clientX, event.clientY);
      this.grid.aim(square !== null && this.grip.accepts(square) ? square : null);
    }
  }

  private up(event: PointerEvent): void {
    const { press } = this;
    if (press === null || press.pointer !== event.pointerId) {
      return;
    }
    const square = this.grid.squareAt(event.clientX, event.clientY);
    this.press = null;
    this.grid.aim(null);
    this.grip.up(press.dragged ? square : press.from, press.dragged);
    this.layer.release();
  }

  private click(event: MouseEvent): void {
    const square = this.grid.squareOf(event.target);
    // A mouse or a finger counts its clicks from one.
    if (event.detail === 0 && square !== null) {
      this.grip.down(square);
      this.grip.up(square, false);
    }
  }
}
