/**
 * What the player's hands want: a key, a finger drawn across the field, or a tap to the side where the way shall lead.
 * Directions are told as they are seen on the screen. It knows nothing of the field.
 */
import { isPlain } from "../shared/walk";
import type { Direction } from "./grid";

/** Keys by where they lie on the keyboard, whatever letters are printed on them. */
const KEYS: Readonly<Record<string, Direction>> = {
  KeyW: "up",
  ArrowUp: "up",
  KeyD: "right",
  ArrowRight: "right",
  KeyS: "down",
  ArrowDown: "down",
  KeyA: "left",
  ArrowLeft: "left",
};

/** A finger that went so far means a direction, in pixels: more than it trembles, less than a thumb's reach. */
const SWIPE_PX = 18;

/** The direction that a way on the screen leads in; null while it is too short to tell. */
export function swiped(x: number, y: number): Direction | null {
  if (Math.hypot(x, y) < SWIPE_PX) {
    return null;
  }
  if (Math.abs(x) > Math.abs(y)) {
    return x > 0 ? "right" : "left";
  }
  return y > 0 ? "down" : "up";
}

/** What a tap means to one who goes this way: to turn to the side of the head on which it fell. */
export function tapped(head: { x: number; y: number }, going: Direction, tap: { x: number; y: number }): Direction {
  if (going === "up" || going === "down") {
    return tap.x > head.x ? "right" : "left";
  }
  return tap.y > head.y ? "down" : "up";
}

export interface HandsOn {
  steer(seen: Direction): void;
  /** A tap, in pixels of the element. */
  tap(x: number, y: number): void;
}

/** Hears the hands on an element, and the keys wherever the focus is. */
export class Hands {
  private readonly window: Window;
  private finger: { id: number; x: number; y: number; swiped: boolean } | null = null;
  /** Whether there is somebody to steer; without them, the keys are the page's. */
  busy = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly on: HandsOn,
  ) {
    this.window = element.ownerDocument.defaultView ?? window;
    this.window.addEventListener("keydown", this.keyDown);
    element.addEventListener("pointerdown", this.pointerDown);
    element.addEventListener("pointermove", this.pointerMove);
    element.addEventListener("pointerup", this.pointerUp);
    element.addEventListener("pointercancel", () => (this.finger = null));
  }

  stop(): void {
    this.window.removeEventListener("keydown", this.keyDown);
  }

  private readonly keyDown = (event: KeyboardEvent) => {
    const direction = KEYS[event.code];
    const { target } = event;
    const typing = target instanceof Element && target.closest("input, select, textarea, dialog") !== null;
    if (direction === undefined || !this.busy || event.defaultPrevented || !isPlain(event) || typing) {
      return;
    }
    // The arrows would move the page.
    event.preventDefault();
    if (!event.repeat) {
      this.on.steer(direction);
    }
  };

  private readonly pointerDown = (event: PointerEvent) => {
    if (this.finger === null) {
      this.finger = { id: event.pointerId, x: event.clientX, y: event.clientY, swiped: false };
      this.element.setPointerCapture(event.pointerId);
    }
  };

  /** A finger that stays down draws one way after the other. */
  private readonly pointerMove = (event: PointerEvent) => {
    const { finger } = this;
    if (finger === null || finger.id !== event.pointerId) {
      return;
    }
    const direction = swiped(event.clientX - finger.x, event.clientY - finger.y);
    if (direction !== null) {
      this.finger = { id: finger.id, x: event.clientX, y: event.clientY, swiped: true };
      this.on.steer(direction);
    }
  };

  private readonly pointerUp = (event: PointerEvent) => {
    const { finger } = this;
    if (finger === null || finger.id !== event.pointerId) {
      return;
    }
    this.finger = null;
    if (!finger.swiped) {
      const { left, top } = this.element.getBoundingClientRect();
      this.on.tap(event.clientX - left, event.clientY - top);
    }
  };
}
