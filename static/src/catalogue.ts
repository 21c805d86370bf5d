/** The titles this server offers, asked for once and kept. It knows the list, and nothing of how it is shown. */
import { signal } from "@preact/signals";
import { listTitles, type Title } from "./net/http";
import { Refusal } from "./net/refusal";

export type Catalogue =
  | { kind: "loading" }
  | { kind: "ready"; titles: Title[] }
  | { kind: "failed"; refusal: Refusal };

export const catalogue = signal<Catalogue>({ kind: "loading" });

/** Asks for the list unless it is there; again after a failure. */
export async function loadCatalogue(): Promise<void> {
  if (catalogue.value.kind === "ready") {
    return;
  }
  catalogue.value = { kind: "loading" };
  try {
    catalogue.value = { kind: "ready", titles: bestFirst(await listTitles()) };
  } catch (thrown) {
    catalogue.value = { kind: "failed", refusal: Refusal.of(thrown) };
  }
}

/**
 * Titles with a board of their own before those that the generic view shows, and among them first those that can be
 * played at once in most ways; else in the server's order.
 */
export function bestFirst(titles: Title[]): Title[] {
  const rank = ({ view, presets }: Title) => (view ? 1 + presets.length : 0);
  return [...titles].sort((a, b) => rank(b) - rank(a));
}

/** A title by name, if the list is there and has it. */
export function titleNamed(name: string): Title | null {
  const list = catalogue.value;
  return list.kind === "ready" ? (list.titles.find((title) => title.name === name) ?? null) : null;
}
