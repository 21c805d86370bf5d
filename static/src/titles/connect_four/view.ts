/**
 * Connect four's view module: a rack of seven columns to drop discs into, without a framework, against the contract in
 * src/view.ts alone. The rules stand on the server; what may be played now is what the server lists as legal.
 */
import type { Host, Shown, TitleView } from "../../view";
import { adopt, element } from "../shared/dom";
import { Live } from "../shared/live";
import { Pending } from "../shared/pending";
import { isYourTurn, whyNot } from "../shared/turn";
import { cellAfter, isPlain, rove } from "../shared/walk";
import { type Cells, COLUMNS, landing } from "./cells";
import { type Disc, Rack } from "./rack";
import { columnInWords, moveInWords, SIDES } from "./speech";
import css from "./style.css?inline";

interface View {
  cells: Cells;
  /** The cell of the last disc. */
  last: number | null;
}

interface Action {
  column: number;
}

export const seats = SIDES;

/** `Yellow in column 4.` */
export function told(now: Shown<View>, before: Shown<View> | null): string {
  return before === null ? "" : moveInWords(before.view.cells, now.view.cells, now.view.last);
}

const MIDDLE = 3;

export default function mount(root: HTMLElement, host: Host<Action>): TitleView<View, Action> {
  return new ConnectFour(root, host);
}

class ConnectFour implements TitleView<View, Action> {
  private readonly release: () => void;
  private readonly rack: Rack;
  private readonly columns: HTMLButtonElement[];
  private readonly live: Live;
  private readonly pending: Pending<Action>;
  private shown: Shown<View, Action> | null = null;
  /** The column pointed at by a mouse or held by the keyboard. */
  private aim: number | null = null;

  constructor(root: HTMLElement, host: Host<Action>) {
    const document = root.ownerDocument;
    this.release = adopt(document, css);
    this.pending = new Pending(host, () => this.draw());
    this.rack = new Rack(document);
    this.columns = Array.from({ length: COLUMNS }, (_, column) => this.makeColumn(document, column));
    this.live = new Live(document);
    const columns = element(document, "div", "c4-columns", ...this.columns);
    columns.setAttribute("role", "group");
    columns.setAttribute("aria-label", "Columns");
    const board = element(document, "div", "c4-board", this.rack.element, columns);
    board.addEventListener("keydown", (event) => this.walk(event));
    root.append(board, this.live.element);
    rove(this.columns, MIDDLE);
  }

  update(shown: Shown<View, Action>): void {
    const before = this.shown;
    this.shown = shown;
    this.pending.see(shown.rev, JSON.stringify(shown.view.cells), shown.outcome !== null);
    this.draw();
    if (before !== null) {
      this.live.say(moveInWords(before.view.cells, shown.view.cells, shown.view.last));
    }
  }

  focus(): void {
    this.columns.find((column) => column.tabIndex === 0)?.focus();
  }

  destroy(): void {
    this.release();
  }

  private draw(): void {
    const { shown } = this;
    if (shown === null) {
      return;
    }
    const { cells, last } = shown.view;
    const { action } = this.pending;
    const pending = action === null ? null : this.discFor(action.column);
    const aim = this.aim !== null && this.playable(this.aim) ? this.discFor(this.aim) : null;
    this.rack.show({ cells, last, pending, aim });
    this.columns.forEach((button, column) => {
      const label = columnInWords(cells, column);
      button.setAttribute("aria-disabled", String(!this.playable(column)));
      button.setAttribute("aria-label", action?.column === column ? `${label}, your disc is on its way` : label);
    });
  }

  /** The viewer's disc, where it would come to rest in a column. */
  private discFor(column: number): Disc | null {
    const { seat, view } = this.shown ?? {};
    const cell = view === undefined ? null : landing(view.cells, column);
    return cell !== null && (seat === 0 || seat === 1) ? { cell, seat } : null;
  }

  private drop(column: number): void {
    rove(this.columns, column);
    const { shown } = this;
    if (shown === null) {
      return;
    }
    if (this.playable(column)) {
      this.pending.send({ column }, shown.rev, JSON.stringify(shown.view.cells));
      this.draw();
    } else {
      const full = landing(shown.view.cells, column) === null ? "That column is full." : "";
      this.live.say(whyNot(shown, this.pending.action !== null) ?? full);
    }
  }

  private playable(column: number): boolean {
    const { shown, pending } = this;
    const listed = shown?.legal?.some((action) => action.column === column) ?? false;
    return shown !== null && isYourTurn(shown) && pending.action === null && listed;
  }

  private pointAt(column: number | null): void {
    if (column !== this.aim) {
      this.aim = column;
      this.draw();
    }
  }

  /** Arrow keys lead from column to column, a digit to its column; only one column is a stop of the Tab key. */
  private walk(event: KeyboardEvent): void {
    const from = this.columns.findIndex((column) => column === event.target);
    const to = from < 0 ? null : (columnOfDigit(event.key) ?? cellAfter(from, event.key, COLUMNS, 1));
    if (to !== null && isPlain(event)) {
      event.preventDefault();
      rove(this.columns, to);
      this.columns[to]?.focus();
    } else if (event.key === "Enter" && event.repeat) {
      // A key held down drops one disc, not another one as soon as the other player has answered.
      event.preventDefault();
    }
  }

  private makeColumn(document: Document, column: number): HTMLButtonElement {
    const button = element(document, "button", "c4-column");
    button.type = "button";
    button.addEventListener("click", () => this.drop(column));
    // A finger has no way to point without pressing, and leaves no pointer behind.
    button.addEventListener("pointerenter", ({ pointerType }) => pointerType !== "touch" && this.pointAt(column));
    button.addEventListener("pointerleave", () => this.pointAt(null));
    button.addEventListener("focus", () => button.matches(":focus-visible") && this.pointAt(column));
    button.addEventListener("blur", () => this.pointAt(null));
    return button;
  }
}

/** The column that a digit names; null for other keys. */
function columnOfDigit(key: string): number | null {
  return /^[1-7]$/.test(key) ? Number(key) - 1 : null;
}
