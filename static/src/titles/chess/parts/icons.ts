/** The small pictures on buttons, drawn as strokes in a square of 24 units. */
import { drawn, element } from "../../shared/dom";

const PATHS = {
  first: "M6 5v14 M18 6l-8 6 8 6",
  previous: "M15 6l-7 6 7 6",
  next: "M9 6l7 6-7 6",
  last: "M18 5v14 M6 6l8 6-8 6",
  flip: "M8 4v15 M4.5 15.5L8 19l3.5-3.5 M16 20V5 M12.5 8.5L16 5l3.5 3.5",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M15.5 9a4.5 4.5 0 0 1 0 6 M18 6.5a8 8 0 0 1 0 11",
  silence: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z M16 9.5l5 5 M21 9.5l-5 5",
  keyboard: "M3 7.5h18v10H3z M6.5 11h.01 M10 11h.01 M14 11h.01 M17.5 11h.01 M8.5 14.5h7",
  close: "M7 7l10 10 M17 7L7 17",
} as const;

export type Icon = keyof typeof PATHS;

export function iconOf(document: Document, icon: Icon): SVGSVGElement {
  return drawn(
    document,
    "svg",
    { viewBox: "0 0 24 24", class: "chess-icon", "aria-hidden": "true" },
    drawn(document, "path", { d: PATHS[icon] }),
  );
}

/** A button with a picture; its name is read out and shown when the mouse rests on it. */
export function iconButton(document: Document, icon: Icon, name: string, press: () => void): HTMLButtonElement {
  const button = element(document, "button", "chess-button chess-icon-button", iconOf(document, icon));
  button.type = "button";
  button.title = name;
  button.setAttribute("aria-label", name);
  button.addEventListener("click", press);
  return button;
}

/** A button with words. */
export function wordButton(document: Document, words: string, press: () => void): HTMLButtonElement {
  const button = element(document, "button", "chess-button", words);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}
