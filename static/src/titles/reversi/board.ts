/**
 * The sixty-four cells with their discs, as a grid for the eye, the ear and the keyboard. It knows no turn, and sends
 * nothing.
 */
import { element } from "../shared/dom";
import { cellAfter, isPlain, rove } from "../shared/walk";
import { type Cells, CELLS, columnOf, rowOf, SIDE, steps } from "./cells";
import { cellInWords } from "./speech";

/** What there is to see. */
export interface Scene {
  cells: Cells;
  last: number | null;
  /** Where the viewer may play now. */
  open: ReadonlySet<number>;
  /** The cell whose disc is on its way to the server. */
  pending: number | null;
  /** The viewer's seat, whose disc is on its way or may be put. */
  mine: 0 | 1 | null;
}

/** Discs turn one after the other, the nearer ones first: so many milliseconds later with each step. */
const RIPPLE_MS = 70;

/** Where the keyboard enters the board: d3, where Black may play first. */
const ENTRANCE = 19;

export class Board {
  readonly element: HTMLElement;
  private readonly cells: HTMLElement[];
  /** By cell: the disc drawn in it. */
  private readonly discs = new Map<number, HTMLElement>();
  private scene: Scene | null = null;

  constructor(
    private readonly document: Document,
    private readonly play: (cell: number) => void,
  ) {
    this.cells = Array.from({ length: CELLS }, (_, cell) => this.makeCell(cell));
    const rows = Array.from({ length: SIDE }, (_, row) => {
      const made = element(document, "div", "rv-row", ...this.cells.slice(row * SIDE, (row + 1) * SIDE));
      made.setAttribute("role", "row");
      return made;
    });
    const grid = element(document, "div", "rv-grid", ...rows);
    grid.setAttribute("role", "grid");
    grid.setAttribute("aria-label", "Board");
    grid.addEventListener("click", (event) => this.click(event));
    grid.addEventListener("keydown", (event) => this.key(event));
    this.element = element(document, "div", "rv-frame", ...edges(document), grid);
    rove(this.cells, ENTRANCE);
  }

  show(scene: Scene): void {
    const before = this.scene;
    this.scene = scene;
    this.element.classList.toggle("is-idle", scene.open.size === 0);
    this.element.dataset.mine = `${scene.mine}`;
    this.cells.forEach((made, cell) => {
      const holder = scene.cells[cell] ?? null;
      const waits = holder === null && scene.pending === cell;
      const open = scene.open.has(cell);
      this.put(cell, waits ? scene.mine : holder, before !== null);
      this.discs.get(cell)?.classList.toggle("is-pending", waits);
      made.classList.toggle("is-open", open);
      made.classList.toggle("is-last", scene.last === cell);
      made.setAttribute("aria-disabled", String(!open));
      made.setAttribute("aria-label", `${cellInWords(cell, holder, open)}${waits ? ", your disc is on its way" : ""}`);
    });
  }

  focus(): void {
    this.cells.find((cell) => cell.tabIndex === 0)?.focus();
  }

  /** Draws a disc in a cell, turns the one that is there, or takes it away. */
  private put(cell: number, seat: 0 | 1 | null, moves: boolean): void {
    const there = this.discs.get(cell);
    if (seat === null) {
      there?.remove();
      this.discs.delete(cell);
    } else if (there === undefined) {
      const disc = element(this.document, "span", "rv-disc", element(this.document, "span", "rv-black"));
      disc.append(element(this.document, "span", "rv-white"));
      disc.dataset.seat = `${seat}`;
      disc.classList.toggle("is-fresh", moves);
      this.cells[cell]?.append(disc);
      this.discs.set(cell, disc);
    } else if (there.dataset.seat !== `${seat}`) {
      const away = this.scene?.last === null ? 1 : steps(this.scene?.last ?? cell, cell);
      there.style.setProperty("--rv-wait", `${away * RIPPLE_MS}ms`);
      there.dataset.seat = `${seat}`;
    }
  }

  private cellOf(target: EventTarget | null): number | null {
    const cell = this.cells.findIndex((made) => target instanceof Node && made.contains(target));
    return cell < 0 ? null : cell;
  }

  private click(event: Event): void {
    const cell = this.cellOf(event.target);
    if (cell !== null) {
      rove(this.cells, cell);
      this.play(cell);
    }
  }

  /** Arrow keys lead over the board, Enter and Space play; only one cell is a stop of the Tab key. */
  private key(event: KeyboardEvent): void {
    const from = this.cellOf(event.target);
    if (from === null || !isPlain(event)) {
      return;
    }
    const to = cellAfter(from, event.key, SIDE, SIDE);
    if (to !== null) {
      event.preventDefault();
      rove(this.cells, to);
      this.cells[to]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!event.repeat) {
        this.play(from);
      }
    }
  }

  private makeCell(cell: number): HTMLElement {
    const made = element(this.document, "div", "rv-cell");
    made.setAttribute("role", "gridcell");
    made.dataset.at = `${columnOf(cell)}${rowOf(cell)}`;
    return made;
  }
}

/** The letters above the board and the numbers beside it; readers hear them with every cell. */
function edges(document: Document): HTMLElement[] {
  const edge = (name: string, signs: string) => {
    const spans = [...signs].map((sign) => element(document, "span", "", sign));
    const made = element(document, "div", `rv-edge ${name}`, ...spans);
    made.setAttribute("aria-hidden", "true");
    return made;
  };
  return [edge("rv-letters", "abcdefgh"), edge("rv-numbers", "12345678")];
}
