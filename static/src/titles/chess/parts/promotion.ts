/** The question what a pawn becomes, asked over the board. */
import { element } from "../../shared/dom";
import { pieceOf, type Role, roleName } from "../diagram";
import type { Move } from "../moves/legal";
import { drawPiece } from "../pieces/draw";
import { placeOf, type Side, SIDE } from "../squares";
import { capitalised } from "../speech";

/** In the order in which they are offered; the first lies under the pointer and has the focus. */
const ORDER: readonly Role[] = ["q", "n", "r", "b"];

export class Promotion {
  readonly element: HTMLElement;
  private answer: ((move: Move | null) => void) | null = null;

  constructor(private readonly document: Document) {
    this.element = element(document, "div", "chess-promotion");
    this.element.setAttribute("role", "dialog");
    this.element.setAttribute("aria-modal", "true");
    this.element.setAttribute("aria-label", "What does the pawn become?");
    this.element.hidden = true;
    this.element.addEventListener("click", (event) => event.target === this.element && this.close());
    this.element.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.close();
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Asks which of these moves is meant. `answer` is called once, with null if the question was dismissed. */
  ask(moves: readonly Move[], side: Side, bottom: Side, answer: (move: Move | null) => void): void {
    this.close();
    this.answer = answer;
    const offered = ORDER.flatMap((role) => moves.filter(({ promotion }) => promotion === role));
    const { column, row } = placeOf(moves[0]?.to ?? 0, bottom);
    const downwards = row === 0;
    const buttons = offered.map((move, index) => {
      const button = this.choice(move, move.promotion ?? "q", side);
      button.style.left = `${(column * 100) / SIDE}%`;
      button.style.top = `${((downwards ? index : SIDE - 1 - index) * 100) / SIDE}%`;
      return button;
    });
    this.element.replaceChildren(...buttons);
    this.element.hidden = false;
    buttons[0]?.focus({ preventScroll: true });
  }

  /** Dismisses the question, if it is asked. */
  close(): void {
    this.settle(null);
  }

  private choice(move: Move, role: Role, side: Side): HTMLButtonElement {
    const button = element(this.document, "button", "chess-choice", drawPiece(this.document, pieceOf(role, side)));
    button.type = "button";
    button.dataset.role = role;
    button.setAttribute("aria-label", capitalised(roleName(role)));
    button.addEventListener("click", () => this.settle(move));
    return button;
  }

  private settle(move: Move | null): void {
    const { answer } = this;
    this.answer = null;
    this.element.hidden = true;
    this.element.replaceChildren();
    answer?.(move);
  }

  /** Arrows and Tab go round among the choices, their letters take them, Escape dismisses. */
  private key(event: KeyboardEvent): void {
    const buttons = [...this.element.querySelectorAll("button")];
    const at = buttons.findIndex((button) => button === this.document.activeElement);
    const back = event.key === "ArrowUp" || event.key === "ArrowLeft" || (event.key === "Tab" && event.shiftKey);
    if (event.key === "Escape") {
      this.close();
    } else if (back || event.key === "ArrowDown" || event.key === "ArrowRight" || event.key === "Tab") {
      buttons[(at + (back ? buttons.length - 1 : 1)) % buttons.length]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      event.stopPropagation();
      return;
    } else {
      buttons.find(({ dataset }) => dataset.role === event.key.toLowerCase())?.click();
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
