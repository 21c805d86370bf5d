/** What a view says to those who hear the page: a polite live region that nobody sees. */
import { element } from "./dom";

/** Sentences kept: enough that one is not swallowed by the next, few enough that nobody walks through them. */
const KEPT_MAX = 4;

export class Live {
  readonly element: HTMLElement;

  constructor(private readonly document: Document) {
    this.element = element(document, "div", "");
    this.element.setAttribute("aria-live", "polite");
    Object.assign(this.element.style, {
      position: "absolute",
      width: "1px",
      height: "1px",
      margin: "-1px",
      overflow: "hidden",
      clipPath: "inset(50%)",
      whiteSpace: "nowrap",
    });
  }

  /** Says a sentence; nothing if it is empty. */
  say(text: string): void {
    if (text === "") {
      return;
    }
    this.element.append(element(this.document, "p", "", text));
    while (this.element.childElementCount > KEPT_MAX) {
      this.element.firstElementChild?.remove();
    }
  }
}
