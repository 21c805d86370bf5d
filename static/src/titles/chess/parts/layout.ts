/**
 * Where the parts stand: the board in the view's root, the moves where the page has room for them, or beside the board.
 */
import { element } from "../../shared/dom";

/** The parts that are laid out. */
export interface Parts {
  /** The board and what belongs to it. */
  board: HTMLElement;
  /** The moves and the buttons. */
  side: HTMLElement;
}

export class Layout {
  /** What takes part in keys: one element, or two where the page has a place of its own for the side. */
  readonly elements: readonly HTMLElement[];
  private readonly observer: ResizeObserver;

  /** `below` is told whether the side stands below the board, when that changes. */
  constructor(
    root: HTMLElement,
    beside: HTMLElement | undefined,
    private readonly parts: Parts,
    private readonly below: (below: boolean) => void,
  ) {
    const { board, side } = parts;
    if (beside === undefined) {
      const both = element(root.ownerDocument, "div", "chess-both", board, side);
      const around = element(root.ownerDocument, "div", "chess-around", both);
      root.append(around);
      this.elements = [around];
    } else {
      root.append(board);
      beside.append(side);
      this.elements = [board, side];
    }
    this.observer = new ResizeObserver(() => this.look());
    this.observer.observe(board);
    this.observer.observe(side);
    this.look();
  }

  stop(): void {
    this.observer.disconnect();
  }

  private look(): void {
    const [board, side] = [this.parts.board.getBoundingClientRect(), this.parts.side.getBoundingClientRect()];
    this.parts.side.style.setProperty("--chess-board-height", `${Math.round(board.height)}px`);
    this.below(side.left < board.right);
  }
}
