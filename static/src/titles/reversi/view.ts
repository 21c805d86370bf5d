/**
 * Reversi's view module: a board of sixty-four cells and a count of the discs, without a framework, against the
 * contract in src/view.ts alone. The rules stand on the server; what may be played now is what the server lists as
 * legal.
 */
import type { Host, Shown, TitleView } from "../../view";
import { adopt, element } from "../shared/dom";
import { Live } from "../shared/live";
import { Pending } from "../shared/pending";
import { isYourTurn, whyNot } from "../shared/turn";
import { Board } from "./board";
import type { Cells } from "./cells";
import { moveInWords, SIDES } from "./speech";
import css from "./style.css?inline";
import { Tally } from "./tally";

interface View {
  cells: Cells;
  /** The cell of the last disc. */
  last: number | null;
  /** Who had to pass just now. */
  passed: number | null;
  /** How many discs each seat has. */
  counts: [number, number];
}

interface Action {
  cell: number;
}

export const seats = SIDES;

/** `Black to d3, turns 2 discs.` */
export function told(now: Shown<View>, before: Shown<View> | null): string {
  return before === null ? "" : moveInWords(before.view.cells, now.view);
}

export default function mount(root: HTMLElement, host: Host<Action>): TitleView<View, Action> {
  return new Reversi(root, host);
}

class Reversi implements TitleView<View, Action> {
  private readonly release: () => void;
  private readonly board: Board;
  private readonly tally: Tally;
  private readonly live: Live;
  private readonly pending: Pending<Action>;
  private shown: Shown<View, Action> | null = null;

  constructor(root: HTMLElement, host: Host<Action>) {
    const document = root.ownerDocument;
    this.release = adopt(document, css);
    this.pending = new Pending(host, () => this.draw());
    this.board = new Board(document, (cell) => this.play(cell));
    this.tally = new Tally(document);
    this.live = new Live(document);
    root.append(element(document, "div", "rv", this.board.element, this.tally.element), this.live.element);
  }

  update(shown: Shown<View, Action>): void {
    const before = this.shown;
    this.shown = shown;
    this.pending.see(shown.rev, JSON.stringify(shown.view.cells), shown.outcome !== null);
    this.draw();
    if (before !== null) {
      this.live.say(moveInWords(before.view.cells, shown.view));
    }
  }

  focus(): void {
    this.board.focus();
  }

  destroy(): void {
    this.release();
  }

  private draw(): void {
    const { shown } = this;
    if (shown !== null) {
      const { cells, last, passed, counts } = shown.view;
      const mine = shown.seat === 0 || shown.seat === 1 ? shown.seat : null;
      const pending = this.pending.action?.cell ?? null;
      this.board.show({ cells, last, open: this.open(), pending, mine });
      this.tally.show(counts, passed);
    }
  }

  private play(cell: number): void {
    const { shown } = this;
    if (shown === null) {
      return;
    }
    if (this.open().has(cell)) {
      this.pending.send({ cell }, shown.rev, JSON.stringify(shown.view.cells));
      this.draw();
    } else {
      const taken = shown.view.cells[cell] !== null;
      const why = taken ? "That cell is taken." : "No disc would be turned from there.";
      this.live.say(whyNot(shown, this.pending.action !== null) ?? why);
    }
  }

  /** The cells where the viewer may play now. */
  private open(): ReadonlySet<number> {
    const { shown, pending } = this;
    const may = shown !== null && isYourTurn(shown) && pending.action === null;
    return new Set(may ? shown.legal?.map(({ cell }) => cell) : []);
  }
}
