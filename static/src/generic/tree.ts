/**
 * Any value as tidy lists: what has names becomes a list of terms, what has an order a numbered list, a countdown runs.
 * It builds elements from values and knows nothing of matches.
 */
import { isCountdown } from "../countdown";
import { GENERIC_DEPTH_MAX, GENERIC_ENTRIES_MAX } from "../limits";
import type { Countdown } from "../view";
import { humanise } from "../words";
import { isScalar, named, scalarInWords, valueInWords } from "./words";

/** Lists of so many plain values or fewer stand on one line. */
const LINE_ENTRIES_MAX = 12;

/** A place in the tree that shows a running countdown. */
export interface Running {
  element: HTMLElement;
  countdown: Countdown;
}

/** Builds the elements for one view. */
export class Tree {
  /** The countdowns found so far. */
  readonly running: Running[] = [];

  constructor(
    private readonly document: Document,
    private readonly names: readonly string[],
  ) {}

  of(value: unknown, depth = 0): HTMLElement {
    if (isCountdown(value)) {
      const element = this.text("");
      this.running.push({ element, countdown: value });
      return element;
    }
    if (isScalar(value)) {
      return this.text(scalarInWords(value));
    }
    if (depth >= GENERIC_DEPTH_MAX) {
      return this.text(valueInWords(value, this.names));
    }
    return Array.isArray(value) ? this.list(value, depth) : this.terms(Object.entries(value), depth);
  }

  private terms(entries: [string, unknown][], depth: number): HTMLElement {
    const list = this.document.createElement("dl");
    for (const [key, inner] of entries.slice(0, GENERIC_ENTRIES_MAX)) {
      const row = this.document.createElement("div");
      const term = this.document.createElement("dt");
      term.textContent = humanise(key);
      const detail = this.document.createElement("dd");
      detail.append(this.of(named(key, inner, this.names), depth + 1));
      row.append(term, detail);
      list.append(row);
    }
    return list;
  }

  private list(values: unknown[], depth: number): HTMLElement {
    if (values.length === 0) {
      return this.text("none");
    }
    if (values.length <= LINE_ENTRIES_MAX && values.every(isScalar)) {
      return this.text(values.map(scalarInWords).join("  ·  "));
    }
    const list = this.document.createElement("ol");
    for (const inner of values.slice(0, GENERIC_ENTRIES_MAX)) {
      const item = this.document.createElement("li");
      item.append(this.of(inner, depth + 1));
      list.append(item);
    }
    if (values.length > GENERIC_ENTRIES_MAX) {
      const rest = this.document.createElement("li");
      rest.textContent = `and ${values.length - GENERIC_ENTRIES_MAX} more`;
      list.append(rest);
    }
    return list;
  }

  private text(text: string): HTMLElement {
    const element = this.document.createElement("span");
    element.textContent = text;
    return element;
  }
}
