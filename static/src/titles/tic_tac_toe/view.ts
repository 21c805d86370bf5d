/**
 * Tic-tac-toe's view module: a board of nine buttons, without a framework, against the contract in src/view.ts alone.
 * The rules stand on the server; what may be played now is what the server lists as legal.
 */
import type { Host, Shown, TitleView } from "../../view";
import { markOf, winningLine } from "./marks";
import { type Cells, labelOf, lastMove, MARKS, placeOf, SQUARES, squareAfter, wonLines } from "./squares";
import css from "./style.css?inline";

interface View {
  cells: Cells;
}

interface Action {
  cell: number;
}

export const seats = MARKS;

const CENTRE = 4;

export default function mount(root: HTMLElement, host: Host<Action>): TitleView<View, Action, never> {
  return new Board(root, host);
}

class Board implements TitleView<View, Action, never> {
  private readonly document: Document;
  private readonly sheet = new CSSStyleSheet();
  private readonly board: HTMLElement;
  private readonly squares: HTMLButtonElement[];
  private readonly said: HTMLElement;
  private shown: Shown<View, Action> | null = null;
  /** The square the player has chosen and the server has not answered yet. */
  private pending: number | null = null;
  private last: number | null = null;
  private lines: SVGSVGElement[] = [];

  constructor(
    root: HTMLElement,
    private readonly host: Host<Action>,
  ) {
    this.document = root.ownerDocument;
    this.sheet.replaceSync(css);
    this.document.adoptedStyleSheets.push(this.sheet);
    this.squares = Array.from({ length: SQUARES }, (_, square) => this.makeSquare(square));
    this.board = this.make("div", "ttt-board");
    this.board.setAttribute("role", "group");
    this.board.setAttribute("aria-label", "Board");
    this.board.append(...this.squares);
    this.board.addEventListener("keydown", (event) => this.walk(event));
    this.said = this.make("p", "ttt-said");
    this.said.setAttribute("aria-live", "polite");
    root.append(this.board, this.said);
    this.rove(CENTRE);
  }

  update(shown: Shown<View, Action>): void {
    const before = this.shown;
    this.shown = shown;
    const { cells } = shown.view;
    if (before !== null) {
      const move = lastMove(before.view.cells, cells);
      this.last = move ?? (shown.rev === before.rev ? this.last : null);
      if (move !== null && shown.happened.seat !== shown.seat) {
        this.say(`${MARKS[cells[move] ?? 0]} at ${placeOf(move)}.`);
      }
    }
    if (this.pending !== null && cells[this.pending] !== null) {
      this.pending = null;
    }
    cells.forEach((_, square) => this.draw(square, before));
    this.drawLines();
    this.board.classList.toggle("ttt-over", shown.outcome !== null);
  }

  focus(): void {
    this.squares.find((square) => square.tabIndex === 0)?.focus();
  }

  destroy(): void {
    const { document, sheet } = this;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }

  private draw(square: number, before: Shown<View, Action> | null): void {
    const button = this.squares[square];
    const { shown } = this;
    if (button === undefined || shown === null) {
      return;
    }
    const holder = shown.view.cells[square] ?? null;
    const playable = this.playable(square);
    const mine = shown.seat === 0 || shown.seat === 1 ? shown.seat : null;
    const drawn = holder ?? (playable || this.pending === square ? mine : null);
    const key = `${drawn}`;
    if (button.dataset.mark !== key) {
      button.dataset.mark = key;
      button.replaceChildren(...(drawn === null ? [] : [markOf(this.document, drawn)]));
    }
    const fresh = holder !== null && before !== null && before.view.cells[square] === null;
    button.classList.toggle("ttt-ghost", holder === null);
    button.classList.toggle("ttt-pending", holder === null && this.pending === square);
    button.classList.toggle("ttt-fresh", fresh || (button.classList.contains("ttt-fresh") && holder !== null));
    button.classList.toggle("ttt-last", this.last === square);
    button.classList.toggle("ttt-winning", wonLines(shown.view.cells).some((line) => line.includes(square)));
    button.setAttribute("aria-disabled", String(!playable));
    const label = labelOf(square, holder);
    button.setAttribute("aria-label", this.pending === square ? `${label}, your move is on its way` : label);
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
    this.rove(square);
    const { shown } = this;
    if (shown === null || !this.playable(square)) {
      this.explain(square);
      return;
    }
    this.pending = square;
    this.redraw();
    this.host
      .act({ cell: square })
      // The page says why it was refused.
      .catch(() => {
        if (this.pending === square) {
          this.pending = null;
          this.redraw();
        }
      });
  }

  /** Says why nothing happens. */
  private explain(square: number): void {
    const { shown } = this;
    if (shown === null || shown.seat === null || shown.outcome !== null) {
      return;
    }
    if (this.pending !== null) {
      this.say("Your move is on its way.");
    } else if (!this.yourTurn()) {
      this.say("Wait for your turn.");
    } else if (shown.view.cells[square] !== null) {
      this.say("That square is taken.");
    }
  }

  private playable(square: number): boolean {
    const legal = this.shown?.legal ?? [];
    return this.yourTurn() && this.pending === null && legal.some(({ cell }) => cell === square);
  }

  private yourTurn(): boolean {
    const { shown } = this;
    return shown !== null && shown.outcome === null && shown.seat !== null && shown.turn.includes(shown.seat);
  }

  private redraw(): void {
    this.squares.forEach((_, square) => this.draw(square, this.shown));
  }

  /** The arrow keys lead over the board; only one square is a stop of the Tab key. */
  private walk(event: KeyboardEvent): void {
    const from = this.squares.findIndex((square) => square === event.target);
    const to = squareAfter(from, event.key);
    if (from >= 0 && to !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.rove(to);
      this.squares[to]?.focus();
    }
  }

  private rove(to: number): void {
    this.squares.forEach((button, square) => {
      button.tabIndex = square === to ? 0 : -1;
    });
  }

  private say(text: string): void {
    this.said.textContent = text;
  }

  private makeSquare(square: number): HTMLButtonElement {
    const button = this.make("button", "ttt-square");
    button.type = "button";
    button.addEventListener("click", () => this.play(square));
    return button;
  }

  private make<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
    const element = this.document.createElement(tag);
    element.className = name;
    return element;
  }
}
