/** The field for a typed move. */
import { element } from "../../shared/dom";

/** Plays what was typed; says why it can't be played, null if it was. */
export type Typed = (text: string) => string | null;

let fields = 0;

export class Typing {
  readonly element: HTMLFormElement;
  private readonly input: HTMLInputElement;
  private readonly said: HTMLElement;

  constructor(document: Document, typed: Typed) {
    const id = `chess-typed-${(fields += 1)}`;
    this.input = element(document, "input", "chess-input");
    this.input.id = id;
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.setAttribute("autocapitalize", "off");
    this.input.setAttribute("autocorrect", "off");
    this.input.enterKeyHint = "go";
    this.input.placeholder = "Nf3, O-O, e2e4";
    const label = element(document, "label", "chess-label", "Type a move");
    label.htmlFor = id;
    this.said = element(document, "p", "chess-typed-answer");
    this.said.id = `${id}-answer`;
    this.said.setAttribute("role", "status");
    this.input.setAttribute("aria-describedby", this.said.id);
    this.element = element(document, "form", "chess-typing", label, this.input, this.said);
    this.element.noValidate = true;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(typed);
    });
    this.input.addEventListener("input", () => this.answer(null));
  }

  focus(): void {
    this.input.focus();
  }

  private submit(typed: Typed): void {
    const text = this.input.value.trim();
    if (text === "") {
      return;
    }
    const why = typed(text);
    this.answer(why);
    if (why === null) {
      this.input.value = "";
    } else {
      this.input.select();
    }
  }

  private answer(why: string | null): void {
    this.said.textContent = why;
    this.input.toggleAttribute("aria-invalid", why !== null);
  }
}
