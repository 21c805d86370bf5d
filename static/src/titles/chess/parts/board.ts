/** The board as the player handles it: squares, pieces over them, the question of promotion, mouse and keys. */
import { element } from "../../shared/dom";
import { isPlain } from "../../shared/walk";
import type { Hand } from "../hand";
import type { Move } from "../moves/legal";
import { PieceLayer } from "../pieces/layer";
import type { Scene } from "../scene";
import type { Side, Square } from "../squares";
import { Grid } from "./grid";
import { type Grip, Pointer } from "./pointer";
import { Promotion } from "./promotion";

/** What the board's owner is told besides the pointer's doings. */
export interface Keys {
  /** A square was pressed by a key. */
  press(square: Square): void;
  cancel(): void;
}

export class Board {
  /** Takes the focus when the board is used by mouse. */
  readonly element: HTMLElement;
  private readonly grid: Grid;
  private readonly layer: PieceLayer;
  private readonly pointer: Pointer;
  private readonly promotion: Promotion;

  constructor(
    document: Document,
    grip: Grip,
    private readonly keys: Keys,
  ) {
    this.grid = new Grid(document);
    this.layer = new PieceLayer(document);
    this.promotion = new Promotion(document);
    this.element = element(
      document,
      "div",
      "chess-board",
      this.grid.element,
      this.layer.element,
      this.promotion.element,
    );
    this.element.tabIndex = -1;
    this.grid.element.addEventListener("pointerdown", () => this.element.focus({ preventScroll: true }));
    this.pointer = new Pointer(this.grid, this.layer, grip);
    this.grid.element.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * Shows the scene and what the hand holds. `put`: where a hand has just put a piece; `live`: it isn't looked back.
   */
  show(scene: Scene, hand: Hand, bottom: Side, live: boolean, put: Square | null): void {
    const idle = scene.mode === "none";
    this.element.classList.toggle("is-idle", idle);
    this.element.classList.toggle("is-ahead", scene.mode === "premove");
    this.element.classList.toggle("is-past", !live);
    this.element.dataset.side = scene.side === null ? "" : String(scene.side);
    this.layer.show(scene.board, bottom, put);
    this.grid.show(scene.board, bottom, {
      last: scene.last,
      check: scene.check,
      chosen: hand.chosen,
      targets: hand.targets(),
      premove: hand.premove === null ? [] : [hand.premove.from, hand.premove.to],
      idle,
    });
  }

  /** Asks which promotion is meant, and gives the focus back to where it was. */
  ask(moves: readonly Move[], side: Side, bottom: Side, answer: (move: Move | null) => void): void {
    const held = this.element.ownerDocument.activeElement;
    this.promotion.ask(moves, side, bottom, (move) => {
      if (held instanceof HTMLElement) {
        held.focus({ preventScroll: true });
      }
      answer(move);
    });
  }

  /** Drops the question of promotion, if it is asked: the position is another. */
  dismiss(): void {
    this.promotion.close();
  }

  /** Puts back what is carried. */
  drop(): void {
    this.pointer.drop();
  }

  rove(square: Square): void {
    this.grid.rove(square);
  }

  focus(): void {
    this.grid.focus();
  }

  /** The arrow keys lead over the board; only one square is a stop of the Tab key. */
  private key(event: KeyboardEvent): void {
    const square = this.grid.squareOf(event.target);
    if (square === null || !isPlain(event)) {
      return;
    }
    const to = this.grid.after(square, event.key);
    if (to !== null) {
      this.grid.focus(to);
    } else if (event.key === "Enter" || event.key === " ") {
      this.keys.press(square);
    } else if (event.key === "Escape") {
      this.keys.cancel();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
