/**
 * The view for titles that bring none: it shows what there is to see as tidy lists and what may be done as buttons, so
 * that any title that lists its legal actions can be played. It keeps the contract of src/view.ts like any other view.
 */
import type { Host, Shown, TitleView } from "../view";
import { isClockFace } from "../clock_face";
import { figures, remaining } from "../countdown";
import { nameOf } from "../words";
import { type Running, Tree } from "./tree";
import { actionInWords, sentence } from "./words";
import "./style.css";

/** How often running countdowns are looked at. */
const LOOK_EVERY_MS = 200;

export default function mount(root: HTMLElement, host: Host): TitleView {
  return new GenericView(root, host);
}

class GenericView implements TitleView {
  private readonly document: Document;
  private readonly position: HTMLElement;
  private readonly notes: HTMLElement;
  private readonly actions: HTMLElement;
  private readonly hint: HTMLElement;
  private running: Running[] = [];
  private interval: ReturnType<typeof setInterval> | null = null;
  /** The actions the buttons stand for, as text, so that the same ones keep their buttons and the focus. */
  private offered = "";
  /** Which button had the focus when the buttons went away, for when they come back. */
  private focused = -1;
  private busy = false;

  constructor(
    root: HTMLElement,
    private readonly host: Host,
  ) {
    this.document = root.ownerDocument;
    this.position = this.make("div", "generic-position");
    this.notes = this.make("p", "generic-notes");
    this.notes.setAttribute("aria-live", "polite");
    this.hint = this.make("p", "generic-hint");
    this.actions = this.make("div", "generic-actions");
    this.actions.setAttribute("role", "group");
    this.actions.setAttribute("aria-label", "Your actions");
    root.classList.add("generic");
    root.append(this.position, this.notes, this.hint, this.actions);
  }

  update(shown: Shown): void {
    const names = shown.players.map((_, seat) => nameOf(shown.players, seat));
    const tree = new Tree(this.document, names);
    this.position.replaceChildren(tree.of(withoutClock(shown.view)));
    this.running = tree.running;
    this.notes.textContent = shown.notes.map((note) => sentence(note, names)).join(" · ");
    this.offer(shown, names);
    this.keepTime(shown.outcome !== null);
  }

  focus(): void {
    this.actions.querySelector("button")?.focus();
  }

  destroy(): void {
    this.keepTime(true);
  }

  private offer(shown: Shown, names: readonly string[]): void {
    const yours = shown.seat !== null && shown.outcome === null;
    const legal = yours ? (shown.legal ?? []) : [];
    const unlisted = yours && shown.legal === null;
    this.hint.textContent = unlisted ? "This game doesn't list its moves, and has no board yet." : "";
    const offered = JSON.stringify([shown.match_id, legal]);
    if (offered === this.offered) {
      return;
    }
    this.offered = offered;
    const { activeElement, body } = this.document;
    if (activeElement !== body) {
      this.focused = [...this.actions.children].indexOf(activeElement as Element);
    }
    this.actions.replaceChildren(...legal.map((action) => this.button(action, actionInWords(action, names))));
    const buttons = this.actions.querySelectorAll("button");
    if (this.focused >= 0 && buttons.length > 0) {
      buttons[Math.min(this.focused, buttons.length - 1)]?.focus();
    }
  }

  private button(action: unknown, label: string): HTMLButtonElement {
    const button = this.make("button", "button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      if (!this.busy) {
        this.setBusy(true);
        this.host
          .act(action)
          // The page says why it was refused.
          .catch(() => {})
          .finally(() => this.setBusy(false));
      }
    });
    return button;
  }

  private setBusy(busy: boolean): void {
    this.busy = busy;
    this.actions.setAttribute("aria-busy", String(busy));
  }

  private keepTime(over: boolean): void {
    const needed = !over && this.running.length > 0;
    if (!needed && this.interval !== null) {
      clearInterval(this.interval);
      this.interval = null;
    } else if (needed) {
      this.interval ??= setInterval(() => this.look(), LOOK_EVERY_MS);
    }
    this.look();
  }

  private look(): void {
    for (const { element, countdown } of this.running) {
      element.textContent = figures(remaining(countdown, this.host.now()));
    }
  }

  private make<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
    const element = this.document.createElement(tag);
    element.className = name;
    return element;
  }
}

/** What is left to show of a view whose clocks the page draws beside the names. */
function withoutClock(view: unknown): unknown {
  if (typeof view !== "object" || view === null || !("clock" in view) || !isClockFace(view.clock)) {
    return view;
  }
  const { clock: _, ...rest } = view;
  return rest;
}
