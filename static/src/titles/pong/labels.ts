/** The words on the court, as elements over the canvas: names, scores, what is waited for. Touched only when they change. */
import { element } from "../shared/dom";

export interface Words {
  names: readonly [string, string];
  scores: readonly [number, number];
  /** A line in the middle of the court and a smaller one below it; empty for none. */
  headline: string;
  detail: string;
}

export class Labels {
  readonly element: HTMLElement;
  private readonly sides: HTMLElement[];
  private readonly scores: HTMLElement[];
  private readonly names: HTMLElement[];
  private readonly headline: HTMLElement;
  private readonly detail: HTMLElement;
  private readonly message: HTMLElement;
  private shown = "";

  constructor(document: Document) {
    this.scores = [0, 1].map(() => element(document, "span", "pong-score"));
    this.names = [0, 1].map(() => element(document, "span", "pong-name"));
    this.sides = [0, 1].map((seat) =>
      element(document, "div", `pong-side pong-side-${seat}`, ...pick(this.scores, seat), ...pick(this.names, seat)),
    );
    this.headline = element(document, "p", "pong-headline");
    this.detail = element(document, "p", "pong-detail");
    this.message = element(document, "div", "pong-message", this.headline, this.detail);
    this.message.hidden = true;
    this.element = element(document, "div", "pong-labels", ...this.sides, this.message);
  }

  /** Tells which seat's end is below, where the court stands upright. */
  arrange(below: number): void {
    this.sides.forEach((side, seat) => {
      side.classList.toggle("is-below", seat === below);
      side.classList.toggle("is-above", seat !== below);
    });
  }

  /** A score has just risen. */
  fresh(seat: number): void {
    const score = this.scores[seat];
    score?.classList.remove("is-fresh");
    // A class taken away and given again in one go starts no animation; a look at the layout between the two does.
    void score?.offsetWidth;
    score?.classList.add("is-fresh");
  }

  show(words: Words): void {
    const text = JSON.stringify(words);
    if (text === this.shown) {
      return;
    }
    this.shown = text;
    for (const seat of [0, 1] as const) {
      put(this.scores[seat], String(words.scores[seat]));
      put(this.names[seat], words.names[seat]);
    }
    put(this.headline, words.headline);
    put(this.detail, words.detail);
    this.message.hidden = words.headline === "";
  }
}

function pick(elements: readonly HTMLElement[], index: number): HTMLElement[] {
  return elements.slice(index, index + 1);
}

function put(place: HTMLElement | undefined, text: string): void {
  if (place !== undefined && place.textContent !== text) {
    place.textContent = text;
  }
}
