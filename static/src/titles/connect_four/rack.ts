/** The rack with its discs: shows a position, and lets fall what is new in it. It knows no turn, and sends nothing. */
import { type Cells, columnOf, lines, rowOf } from "./cells";
import { discOf, laneTo, partsOf, ringOf, strikeOf } from "./drawing";

/** A disc somewhere. */
export interface Disc {
  cell: number;
  seat: 0 | 1;
}

/** What there is to see. */
export interface Scene {
  cells: Cells;
  last: number | null;
  /** The disc on its way to the server. */
  pending: Disc | null;
  /** Where a disc would come to rest in the column pointed at, if one may be dropped there. */
  aim: Disc | null;
}

/** A disc that falls one row takes so long, in milliseconds; further ones take longer with the root of the height. */
const FALL_MS = 190;

export class Rack {
  readonly element: SVGSVGElement;
  private readonly parts;
  /** By cell: what is drawn there. */
  private readonly discs = new Map<number, { seat: 0 | 1; drawing: SVGGElement }>();
  private ghost: { key: string; drawing: SVGGElement } | null = null;
  private marked = "";
  private scene: Scene | null = null;

  constructor(private readonly document: Document) {
    this.parts = partsOf(document);
    this.element = this.parts.svg;
  }

  show(scene: Scene): void {
    const first = this.scene === null;
    this.scene = scene;
    const { cells, pending } = scene;
    cells.forEach((holder, cell) => {
      const waits = holder === null && pending?.cell === cell;
      this.put(cell, waits ? pending.seat : holder, !first);
      this.discs.get(cell)?.drawing.classList.toggle("is-pending", waits);
    });
    this.point(scene);
    this.mark(scene, !first);
  }

  /** Draws a disc in a cell, or takes it away. */
  private put(cell: number, seat: 0 | 1 | null, falls: boolean): void {
    const there = this.discs.get(cell);
    if (there?.seat === seat || (there === undefined && seat === null)) {
      return;
    }
    there?.drawing.remove();
    this.discs.delete(cell);
    if (seat !== null) {
      const drawing = discOf(this.document, cell, seat);
      if (falls) {
        drawing.classList.add("is-falling");
        drawing.style.setProperty("--c4-rows", `${rowOf(cell) + 1}`);
        drawing.style.setProperty("--c4-fall-time", `${fallMs(cell)}ms`);
      }
      this.parts.discs.append(drawing);
      this.discs.set(cell, { seat, drawing });
    }
  }

  /** Shows which column is pointed at, and what would happen there. */
  private point({ aim }: Scene): void {
    this.parts.lane.classList.toggle("is-aimed", aim !== null);
    if (aim !== null) {
      laneTo(this.parts.lane, columnOf(aim.cell));
    }
    const key = JSON.stringify(aim);
    if (key !== this.ghost?.key) {
      this.ghost?.drawing.remove();
      this.ghost = null;
      if (aim !== null) {
        const drawing = discOf(this.document, aim.cell, aim.seat);
        drawing.classList.add("is-ghost");
        this.parts.discs.append(drawing);
        this.ghost = { key, drawing };
      }
    }
  }

  /** Rings the last disc, and strikes through what won; once, so that no update draws it again. */
  private mark({ cells, last }: Scene, waits: boolean): void {
    const won = lines(cells);
    const key = JSON.stringify([last, won]);
    if (key === this.marked) {
      return;
    }
    this.marked = key;
    const winners = new Set(won.flat());
    this.parts.marks.replaceChildren(
      ...(last === null ? [] : [ringOf(this.document, last)]),
      ...won.map((line) => strikeOf(this.document, line)),
    );
    this.element.style.setProperty("--c4-wait", waits && last !== null ? `${fallMs(last)}ms` : "0ms");
    this.element.classList.toggle("is-won", won.length > 0);
    for (const [cell, { drawing }] of this.discs) {
      drawing.classList.toggle("is-winning", winners.has(cell));
    }
  }
}

/** How long a disc falls into a cell, its last bounce included. */
function fallMs(cell: number): number {
  return Math.round(FALL_MS * Math.sqrt(rowOf(cell) + 1));
}
