/** The moves as they are written, to step to. On a phone the same list is one line. */
import { element } from "../../shared/dom";
import type { Game, Step } from "../moves/replay";

export class MoveList {
  readonly element: HTMLElement;
  private readonly list: HTMLOListElement;
  private readonly end: HTMLLIElement;
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly written: Step["san"][] = [];

  constructor(
    private readonly document: Document,
    private readonly go: (ply: number) => void,
  ) {
    this.end = element(document, "li", "chess-end");
    this.list = element(document, "ol", "chess-list", this.end);
    this.element = element(document, "div", "chess-moves", this.list);
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Moves");
  }

  /** Shows the game up to its end, `result` after it if it is over, and which position is looked at. */
  show({ steps }: Game, ply: number, result: string | null): void {
    const kept = steps.findIndex(({ san }, index) => san !== this.written[index]);
    this.unwrite(kept < 0 ? steps.length : kept);
    for (const step of steps.slice(this.written.length)) {
      this.write(step);
    }
    this.end.textContent = result === null ? "No moves yet" : result.replaceAll("-", "–").replaceAll("1/2", "½");
    this.end.hidden = result === null && steps.length > 0;
    this.end.classList.toggle("chess-result", result !== null);
    this.point(ply);
    this.follow();
  }

  /** Keeps the focus on the current move while the keys step through the list. */
  refocus(ply: number): void {
    if (this.element.contains(this.document.activeElement)) {
      this.buttons[Math.max(0, ply - 1)]?.focus({ preventScroll: true });
    }
  }

  /** Brings the current move into sight within the list; the page itself stays where it is. */
  follow(): void {
    const { element } = this;
    const current = this.buttons.find((button) => button.classList.contains("is-current"));
    if (current === undefined) {
      element.scrollTo({ top: 0, left: 0 });
      return;
    }
    const [list, move] = [element.getBoundingClientRect(), current.getBoundingClientRect()];
    element.scrollBy({
      top: move.top - list.top - (list.height - move.height) / 2,
      left: move.left - list.left - (list.width - move.width) / 2,
    });
  }

  /** Marks the move that led to the position looked at; it alone is a stop of the Tab key. */
  private point(ply: number): void {
    this.buttons.forEach((button, index) => {
      const current = index === ply - 1;
      button.tabIndex = index === Math.max(0, ply - 1) ? 0 : -1;
      button.classList.toggle("is-current", current);
      if (current) {
        button.setAttribute("aria-current", "step");
      } else {
        button.removeAttribute("aria-current");
      }
    });
  }

  private write(step: Step): void {
    this.written.push(step.san);
    const ply = this.written.length;
    const button = element(this.document, "button", "chess-move", step.san);
    button.type = "button";
    button.addEventListener("click", () => this.go(ply));
    const pair = this.end.previousElementSibling;
    if (step.side === 1 && pair !== null) {
      pair.append(button);
    } else {
      const number = element(this.document, "span", "chess-number", `${step.number}.`);
      const gap = step.side === 1 ? [element(this.document, "span", "chess-gap", "…")] : [];
      this.end.before(element(this.document, "li", "chess-pair", number, ...gap, button));
    }
    this.buttons.push(button);
  }

  /** Takes back what was written after so many plies. */
  private unwrite(plies: number): void {
    this.written.length = Math.min(this.written.length, plies);
    for (const button of this.buttons.splice(plies)) {
      const pair = button.parentElement;
      button.remove();
      if (pair?.querySelector("button") === null) {
        pair.remove();
      }
    }
  }
}
