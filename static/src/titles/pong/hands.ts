/**
 * What the player's hands want of the paddle: keys held down, a mouse over the court, a finger anywhere on it. The newest
 * hand wins. It knows neither the court's measures nor what is done with the wish.
 */
import { isPlain } from "../shared/walk";

/** `back`: to the left or up on the screen; `forth`: to the right or down. Or to a point on the screen. */
export type Wish = "rest" | "back" | "forth" | { x: number; y: number };

type Way = "back" | "forth";

/** Keys by where they lie on the keyboard, whatever letters are printed on them. */
const KEYS: Readonly<Record<string, Way>> = {
  KeyW: "back",
  ArrowUp: "back",
  KeyS: "forth",
  ArrowDown: "forth",
};

/** Keys that mean something only where the paddles move from side to side. */
const SIDE_KEYS: Readonly<Record<string, Way>> = {
  KeyA: "back",
  ArrowLeft: "back",
  KeyD: "forth",
  ArrowRight: "forth",
};

/** The way that a key means; null for other keys. */
export function wayOf(code: string, upright: boolean): Way | null {
  return KEYS[code] ?? (upright ? (SIDE_KEYS[code] ?? null) : null);
}

/** Which keys are held down; the one pressed last counts, and after it the one before. */
export class Held {
  private readonly codes = new Map<string, Way>();

  press(code: string, way: Way): void {
    this.codes.delete(code);
    this.codes.set(code, way);
  }

  /** Whether it was held. */
  release(code: string): boolean {
    return this.codes.delete(code);
  }

  releaseAll(): void {
    this.codes.clear();
  }

  get wish(): Wish {
    return [...this.codes.values()].at(-1) ?? "rest";
  }
}

/** Hears the hands on an element, and tells every new wish at once. */
export class Hands {
  private readonly held = new Held();
  private readonly window: Window;
  /** The finger that leads, while one is down; others are ignored. */
  private finger: number | null = null;
  upright = false;
  /** Whether there is a paddle to move; without one, the keys are the page's. */
  busy = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly wishes: (wish: Wish) => void,
  ) {
    this.window = element.ownerDocument.defaultView ?? window;
    this.window.addEventListener("keydown", this.keyDown);
    this.window.addEventListener("keyup", this.keyUp);
    this.window.addEventListener("blur", this.rest);
    element.addEventListener("pointerdown", this.pointerDown);
    element.addEventListener("pointermove", this.pointerMove);
    element.addEventListener("pointerup", this.pointerUp);
    element.addEventListener("pointercancel", this.pointerUp);
  }

  stop(): void {
    this.window.removeEventListener("keydown", this.keyDown);
    this.window.removeEventListener("keyup", this.keyUp);
    this.window.removeEventListener("blur", this.rest);
  }

  /**
   * Keys count wherever the focus is, so that a click beside the court costs no point; but not while somebody types, or
   * answers a dialog.
   */
  private readonly keyDown = (event: KeyboardEvent) => {
    const way = wayOf(event.code, this.upright);
    if (way === null || !this.busy || event.defaultPrevented || !isPlain(event) || this.takesKeys(event.target)) {
      return;
    }
    // The arrows would move the page.
    event.preventDefault();
    if (!event.repeat) {
      this.held.press(event.code, way);
      this.wishes(this.held.wish);
    }
  };

  private readonly keyUp = (event: KeyboardEvent) => {
    if (this.held.release(event.code)) {
      this.wishes(this.held.wish);
    }
  };

  /** The window is left with keys held: their release will not be heard. */
  private readonly rest = () => {
    this.held.releaseAll();
    this.wishes("rest");
  };

  private readonly pointerDown = (event: PointerEvent) => {
    if (event.pointerType !== "mouse" && this.finger === null) {
      this.finger = event.pointerId;
      this.element.setPointerCapture(event.pointerId);
      this.point(event);
    }
  };

  private readonly pointerMove = (event: PointerEvent) => {
    if (event.pointerType === "mouse" || event.pointerId === this.finger) {
      this.point(event);
    }
  };

  private readonly pointerUp = (event: PointerEvent) => {
    if (event.pointerId === this.finger) {
      this.finger = null;
    }
  };

  private point(event: PointerEvent): void {
    const { left, top } = this.element.getBoundingClientRect();
    this.wishes({ x: event.clientX - left, y: event.clientY - top });
  }

  private takesKeys(target: EventTarget | null): boolean {
    const held = target instanceof Element ? target.closest("input, select, textarea, dialog, [contenteditable]") : null;
    return held !== null && !this.element.contains(held);
  }
}
