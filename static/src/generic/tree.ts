/**
 * Any value as tidy lists: what has names becomes a list of terms, what has an order a numbered list, a countdown runs.
 * It builds elements from values and knows nothing of matches.
 */
import { GENERIC_DEPTH_MAX, GENERIC_ENTRIES_MAX } from "../limits";
import type { Countdown } from "../view";
import { humanise } from "../words";
import { isCountdown } from "../countdown";
import { isScalar, scalarInWords, valueInWords } from "./words";

/** Lists of so many plain values or fewer stand on one line. */
const LINE_ENTRIES_MAX = 12;

/** A place in the tree that shows a running countdown. */
export interface Running {
  element: HTMLElement;
  countdown: Countdown;
}

/** The elements for a value; countdowns found in it are added to `running`. */
export function treeOf(document: Document, value: unknown, running: Running[], depth = 0): HTMLElement {
  if (isCountdown(value)) {
    const element = textOf(document, "");
    running.push({ element, countdown: value });
    return element;
  }
  if (isScalar(value)) {
    return textOf(document, scalarInWords(value));
  }
  if (depth >= GENERIC_DEPTH_MAX) {
    return textOf(document, valueInWords(value));
  }
  return Array.isArray(value)
    ? listOf(document, value, running, depth)
    : termsOf(document, Object.entries(value), running, depth);
}

function termsOf(
  document: Document,
  entries: [string, unknown][],
  running: Running[],
  depth: number,
): HTMLElement {
  const list = document.createElement("dl");
  for (const [key, inner] of entries.slice(0, GENERIC_ENTRIES_MAX)) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = humanise(key);
    const detail = document.createElement("dd");
    detail.append(treeOf(document, inner, running, depth + 1));
    row.append(term, detail);
    list.append(row);
  }
  return list;
}

function listOf(document: Document, values: unknown[], running: Running[], depth: number): HTMLElement {
  if (values.length === 0) {
    return textOf(document, "none");
  }
  if (values.length <= LINE_ENTRIES_MAX && values.every(isScalar)) {
    return textOf(document, values.map(scalarInWords).join("  ·  "));
  }
  const list = document.createElement("ol");
  for (const inner of values.slice(0, GENERIC_ENTRIES_MAX)) {
    const item = document.createElement("li");
    item.append(treeOf(document, inner, running, depth + 1));
    list.append(item);
  }
  if (values.length > GENERIC_ENTRIES_MAX) {
    const rest = document.createElement("li");
    rest.textContent = `and ${values.length - GENERIC_ENTRIES_MAX} more`;
    list.append(rest);
  }
  return list;
}

function textOf(document: Document, text: string): HTMLElement {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}
