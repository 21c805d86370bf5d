/**
 * Tic-tac-toe's view module: a board of nine buttons, without a framework, against the contract in src/view.ts alone.
 * The rules stand on the server; what may be played now is what the server lists as legal.
 */
import type { Host, Shown, TitleView } from "../../view";
import { adopt, element } from "../shared/dom";
import { Live } from "../shared/live";
import { Pending } from "../shared/pending";
import { isYourTurn, whyNot } from "../shared/turn";
import { cellAfter, isPlain, rove } from "../shared/walk";
import { markOf, winningLine } from "./marks";
import { type Cells, labelOf, lastMove, MARKS, moveInWords, SIDE, SQUARES, wonLines } from "./squares";
import css from "./style.css?inline";

interface View {
  cells: Cells;
}

interface Action {
  cell: number;
}

export const seats = MARKS;

/** `X at row 1, column 2.` */
export function told(now: Shown<View>, before: Shown<View> | null): string {
  const move = before === null ? null : lastMove(before.view.cells, now.view.cells);
  return move === null ? "" : moveInWords(now.view.cells, move);
}

const CENTRE = 4;

export default function mount(root: HTMLElement, host: Host<Action>): TitleView<View, Action, never> {
  return new Board(root, host);
}

class Board implements TitleView<View, Action, never> {
  private readonly document: Document;
  private readonly release: () => void;
  private readonly board: HTMLElement;
  private readonly squares: HTMLButtonElement[];
  private readonly live: Live;
  private readonly pending: Pending<Action>;
  private shown: Shown<View, Action> | null = null;
  private last: number | null = null;
  private lines: SVGSVGElement[] = [];

  constructor(root: HTMLElement, host: Host<Action>) {
    this.document = root.ownerDocument;
    this.release = adopt(this.document, css);
    this.pending = new Pending(host, () => this.redraw());
    this.squares = Array.from({ length: SQUARES }, (_, square) => this.makeSquare(square));
    this.board = element(this.document, "div", "ttt-board", ...this.squares);
    this.board.setAttribute("role", "group");
    this.board.setAttribute("aria-label", "Board");
    this.board.addEventListener("keydown", (event) => this.walk(event));
    this.live = new Live(this.document);
    root.append(this.board, this.live.element);
    rove(this.squares, CENTRE);
  }

  update(shown: Shown<View, Action>): void {
    const before = this.shown;
    this.shown = shown;
    const { cells } = shown.view;
    if (before !== null) {
      const move = lastMove(before.view.cells, cells);
      this.last = move ?? (shown.rev === before.rev ? this.last : null);
      if (move !== null && shown.happened.seat !== shown.seat) {
        this.live.say(moveInWords(cells, move));
      }
    }
    this.pending.see(shown.rev, JSON.stringify(cells), shown.outcome !== null);
    cells.forEach((_, square) => this.draw(square, before));
    this.drawLines();
    this.board.classList.toggle("ttt-over", shown.outcome !== null);
  }

  focus(): void {
    this.squares.find((square) => square.tabIndex === 0)?.focus();
  }

  destroy(): void {
    this.release();
  }

  private draw(square: number, before: Shown<View, Action> | null): void {
    const button = this.squares[square];
    const { shown } = this;
    if (button === undefined || shown === null) {
      return;
    }
    const holder = shown.view.cells[square] ?? null;
    const playable = this.playable(square);
    const pending = this.pending.action?.cell === square;
    const mine = shown.seat === 0 || shown.seat === 1 ? shown.seat : null;
    const drawn = holder ?? (playable || pending ? mine : null);
    const key = `${drawn}`;
    if (button.dataset.mark !== key) {
      button.dataset.mark = key;
      button.replaceChildren(...(drawn === null ? [] : [markOf(this.document, drawn)]));
    }
    const fresh = holder !== null && before !== null && before.view.cells[square] === null;
    button.classList.toggle("ttt-ghost", holder === null);
    button.classList.toggle("ttt-pending", holder === null && pending);
    button.classList.toggle("ttt-fresh", fresh || (button.classList.contains("ttt-fresh") && holder !== null));
    button.classList.toggle("ttt-last", this.last === square);
    button.classList.toggle("ttt-winning", wonLines(shown.view.cells).some((line) => line.includes(square)));
    button.setAttribute("aria-disabled", String(!playable));
    const label = labelOf(square, holder);
    button.setAttribute("aria-label", pending ? `${label}, your move is on its way` : label);
  }

  /** Strikes through three in a row; once, so that the stroke is not drawn again by every update. */
  private drawLines(): void {
    const cells = this.shown?.view.cells ?? [];
    const won = wonLines(cells);
    if (won.length !== this.lines.length) {
      const winner = cells[won[0]?.[0] ?? 0] ?? null;
      for (const line of this.lines) {
        line.remove();
      }
      this.lines = won.map((line) => winningLine(this.document, line, winner ?? 0));
      this.board.append(...this.lines);
      this.board.classList.toggle("ttt-won", won.length > 0);
      this.board.classList.toggle("ttt-won-by-0", won.length > 0 && winner === 0);
      this.board.classList.toggle("ttt-won-by-1", won.length > 0 && winner === 1);
    }
  }

  private play(square: number): void {
    rove(this.squares, square);
    const { shown } = this;
    if (shown === null || !this.playable(square)) {
      this.explain(square);
      return;
    }
    this.pending.send({ cell: square }, shown.rev, JSON.stringify(shown.view.cells));
    this.redraw();
  }

  /** Says why nothing happens. */
  private explain(square: number): void {
    const { shown } = this;
    const why = shown === null ? "" : whyNot(shown, this.pending.action !== null);
    const taken = shown?.view.cells[square] === null ? "" : "That square is taken.";
    this.live.say(why ?? taken);
  }

  private playable(square: number): boolean {
    const { shown, pending } = this;
    const legal = shown?.legal ?? [];
    return shown !== null && isYourTurn(shown) && pending.action === null && legal.some(({ cell }) => cell === square);
  }

  private redraw(): void {
    this.squares.forEach((_, square) => this.draw(square, this.shown));
  }

  /** The arrow keys lead over the board; only one square is a stop of the Tab key. */
  private walk(event: KeyboardEvent): void {
    const from = this.squares.findIndex((square) => square === event.target);
    const to = from < 0 ? null : cellAfter(from, event.key, SIDE, SIDE);
    if (to !== null && isPlain(event)) {
      event.preventDefault();
      rove(this.squares, to);
      this.squares[to]?.focus();
    }
  }

  private makeSquare(square: number): HTMLButtonElement {
    const button = element(this.document, "button", "ttt-square");
    button.type = "button";
    button.addEventListener("click", () => this.play(square));
    return button;
  }
}
