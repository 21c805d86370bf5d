/** What stands over the middle of the field: that the race is about to begin, and how soon. */
import { element } from "../shared/dom";

export interface BannerWords {
  headline: string;
  /** What is left of the time to wait, from 1 down to 0; null where it has no end. */
  left: number | null;
}

export class Banner {
  readonly element: HTMLElement;
  private readonly headline: HTMLElement;
  private readonly time: HTMLElement;
  private readonly bar: HTMLElement;

  constructor(document: Document) {
    this.headline = element(document, "p", "tron-headline");
    this.bar = element(document, "span", "");
    this.time = element(document, "div", "tron-time", this.bar);
    this.element = element(document, "div", "tron-count", this.headline, this.time);
    this.element.hidden = true;
  }

  show(words: BannerWords | null): void {
    this.element.hidden = words === null;
    if (words !== null) {
      if (this.headline.textContent !== words.headline) {
        this.headline.textContent = words.headline;
      }
      this.time.hidden = words.left === null;
      this.bar.style.transform = `scaleX(${words.left ?? 0})`;
    }
  }
}
