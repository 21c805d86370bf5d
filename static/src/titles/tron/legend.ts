/** Who rides which trail, and who is out: a row of names over the field. */
import { drawn, element } from "../shared/dom";

export interface Entry {
  name: string;
  alive: boolean;
  /** Its place once it is out or the race over, `2nd`; empty before. */
  place: string;
}

/** The lines within the swatches, as on the trails: none, whole, dots, dashes. */
const CORES = ["", "M3 6h18", "M5 6h.01M12 6h.01M19 6h.01", "M4 6h5M14 6h5"] as const;

export class Legend {
  readonly element: HTMLElement;
  private shown = "";

  constructor(private readonly document: Document) {
    this.element = element(document, "ul", "tron-legend");
    this.element.setAttribute("aria-label", "Riders");
  }

  show(entries: readonly Entry[]): void {
    const text = JSON.stringify(entries);
    if (text === this.shown) {
      return;
    }
    this.shown = text;
    this.element.replaceChildren(...entries.map((entry, seat) => this.item(entry, seat)));
  }

  private item({ name, alive, place }: Entry, seat: number): HTMLElement {
    const { document } = this;
    const swatch = drawn(
      document,
      "svg",
      { viewBox: "0 0 24 12", class: "tron-swatch", "aria-hidden": "true" },
      drawn(document, "path", { d: "M4 6h16", class: "tron-swatch-trail" }),
      drawn(document, "path", { d: CORES[seat % CORES.length] ?? "", class: "tron-swatch-core" }),
    );
    const item = element(document, "li", "tron-rider", swatch, element(document, "span", "tron-name", name));
    item.dataset.seat = String(seat);
    item.classList.toggle("is-out", !alive);
    if (place !== "") {
      item.append(element(document, "span", "tron-place", place));
    }
    return item;
  }
}
