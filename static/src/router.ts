/** Which page the address names, and how to get to another without loading anew. It knows paths, and no page. */
import { signal } from "@preact/signals";
import type { MatchId, TableId } from "./wire/generated";

export type Route =
  | { page: "home" }
  | { page: "table"; table: TableId }
  | { page: "replay"; match_id: MatchId }
  | { page: "unknown" };

/** The route of the address bar. */
export const route = signal<Route>(routeOf(location.pathname));

/** Whether the address asks, by `?net`, for the panel about the network: it does so on all pages that follow. */
export const netAsked = new URLSearchParams(location.search).has("net");

/** Whether another page came before this one without loading anew. */
export let navigated = false;

/** The address of a table, which is also the link to share. */
export function tablePath(table: TableId): string {
  return `/t/${encodeURIComponent(table)}`;
}

/** The address of the replay of a match. */
export function replayPath(match_id: MatchId): string {
  return `/replay/${encodeURIComponent(match_id)}`;
}

export function navigate(path: string): void {
  navigated = true;
  history.pushState(null, "", netAsked ? `${path}?net` : path);
  route.value = routeOf(path);
  scrollTo(0, 0);
}

/** Follows the browser's back and forward buttons. */
export function followHistory(): void {
  addEventListener("popstate", () => {
    navigated = true;
    route.value = routeOf(location.pathname);
  });
}

/** For a link's click: stays on the page, unless the person asked for a new tab or window. */
export function followLink(event: MouseEvent, path: string): void {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (plain && !event.defaultPrevented) {
    event.preventDefault();
    navigate(path);
  }
}

function routeOf(path: string): Route {
  if (path === "/" || path === "/index.html") {
    return { page: "home" };
  }
  const [, page, word] = /^\/(t|replay)\/([^/]+)\/?$/.exec(path) ?? [];
  if (word === undefined) {
    return { page: "unknown" };
  }
  return page === "t" ? { page: "table", table: decoded(word) } : { page: "replay", match_id: decoded(word) };
}

/** A link that someone mangled names an unknown table, and is no reason to fail. */
function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
