/**
 * A canvas that is as sharp as the screen, in the page's colours, drawn at the rate of the display. It knows nothing of
 * what is drawn on it.
 */

/** What a surface tells who draws on it. */
export interface Drawing {
  /** Draws one picture; `now` is the display's time in milliseconds. */
  draw(now: number): void;
  /** The size has changed, or the scheme of colours; what is derived from them is stale. A picture follows. */
  changed(): void;
}

/** More dots to a pixel than this are not seen, and cost the time of drawing them. */
const DENSITY_MAX = 3;

export class Surface {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  width = 0;
  height = 0;
  private readonly window: Window & typeof globalThis;
  private readonly observer: ResizeObserver;
  private readonly scheme: MediaQueryList;
  private readonly stale = () => this.refresh();
  private colours = new Map<string, string>();
  /** The display's next picture, if one is asked for. */
  private asked: number | null = null;
  private live = false;

  constructor(
    document: Document,
    private readonly drawing: Drawing,
  ) {
    this.window = document.defaultView ?? window;
    this.canvas = document.createElement("canvas");
    const context = this.canvas.getContext("2d");
    if (context === null) {
      throw new Error("this browser draws no canvas");
    }
    this.context = context;
    this.observer = new this.window.ResizeObserver(() => this.fit());
    this.observer.observe(this.canvas);
    this.scheme = this.window.matchMedia("(prefers-color-scheme: dark)");
    this.scheme.addEventListener("change", this.stale);
  }

  /** Draws every picture of the display from now on, or only where something changed. */
  run(live: boolean): void {
    this.live = live;
    this.ask();
  }

  /** Draws with the display's next picture. */
  ask(): void {
    this.asked ??= this.window.requestAnimationFrame((now) => {
      this.asked = null;
      if (this.live) {
        this.ask();
      }
      if (this.width > 0) {
        this.drawing.draw(now);
      }
    });
  }

  /** One of the page's colours, by the name of its custom property: `--ink`. */
  colour(name: string): string {
    const known = this.colours.get(name);
    if (known !== undefined) {
      return known;
    }
    const read = this.window.getComputedStyle(this.canvas).getPropertyValue(name).trim();
    this.colours.set(name, read);
    return read;
  }

  stop(): void {
    this.live = false;
    this.observer.disconnect();
    this.scheme.removeEventListener("change", this.stale);
    if (this.asked !== null) {
      this.window.cancelAnimationFrame(this.asked);
    }
  }

  private refresh(): void {
    this.colours = new Map();
    this.drawing.changed();
    this.ask();
  }

  /** Takes as many dots as the screen has where the canvas is. To set the size wipes the picture, so it is drawn at once. */
  private fit(): void {
    const { canvas, context } = this;
    const density = Math.min(this.window.devicePixelRatio, DENSITY_MAX);
    const { width, height } = canvas.getBoundingClientRect();
    const [dotsWide, dotsHigh] = [Math.round(width * density), Math.round(height * density)];
    if (canvas.width !== dotsWide || canvas.height !== dotsHigh) {
      canvas.width = dotsWide;
      canvas.height = dotsHigh;
    }
    this.width = width;
    this.height = height;
    if (width > 0 && height > 0) {
      context.setTransform(dotsWide / width, 0, 0, dotsHigh / height, 0, 0);
      this.refresh();
    }
  }
}

/** Whether the player asked for little motion; read anew each time, since it may change. */
export function wantsCalm(window: Window): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A colour of the page, seen through. Its colours are written as `#rrggbb`. */
export function alpha(colour: string, seen: number): string {
  const byte = Math.round(Math.max(0, Math.min(1, seen)) * 255);
  return `${colour}${byte.toString(16).padStart(2, "0")}`;
}
