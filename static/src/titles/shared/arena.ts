/**
 * What real-time titles are built on: a field drawn on a canvas that lies down or stands upright as the page is held, a line
 * of words below it, the sounds, what is said to those who hear the page. It knows nothing of what is played.
 */
import arenaCss from "./arena.css?inline";
import { adopt, element } from "./dom";
import { Live } from "./live";
import type { Sound } from "./sound";
import { soundButton } from "./sound_button";
import soundCss from "./sound_button.css?inline";
import { type Drawing, Surface } from "./surface";
import { Upright } from "./upright";

/** What a title brings to its arena. */
export interface Furnishing<Cue extends string> {
  /** What its own classes begin with. */
  called: string;
  /** The title's own style sheet. */
  css: string;
  /** The field's name for those who hear the page. */
  label: string;
  /** The measures of the field that lies down, in any unit. */
  long: number;
  wide: number;
  sound: Sound<Cue>;
  /** What stands above the field, and what lies over it. */
  above: readonly HTMLElement[];
  over: readonly HTMLElement[];
}

/** What an arena asks of its title. */
export interface Play extends Drawing {
  /** The page is held another way, or somebody else looks on: `Arena.arrange` is due. */
  arrange(): void;
}

export class Arena<Cue extends string> {
  readonly window: Window & typeof globalThis;
  readonly surface: Surface;
  readonly live: Live;
  readonly sound: Sound<Cue>;
  /** What the hands are on. */
  readonly field: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly hint: HTMLElement;
  private readonly turned: Upright;
  private readonly release: () => void;

  constructor(root: HTMLElement, furnishing: Furnishing<Cue>, play: Play) {
    const document = root.ownerDocument;
    const { called, css, label, long, wide, sound, above, over } = furnishing;
    this.window = document.defaultView ?? window;
    this.release = adopt(document, soundCss + arenaCss + css);
    this.surface = new Surface(document, play);
    this.live = new Live(document);
    this.sound = sound;
    this.field = element(document, "div", `arena-field ${called}-field`, this.surface.canvas, ...over);
    this.field.setAttribute("role", "group");
    this.field.setAttribute("aria-label", label);
    this.field.tabIndex = -1;
    this.hint = element(document, "p", "");
    const foot = element(document, "div", "arena-foot", this.hint, soundButton(document, sound));
    this.frame = element(document, "div", `arena ${called}`, ...above, this.field, foot);
    this.frame.style.setProperty("--arena-long", String(long));
    this.frame.style.setProperty("--arena-wide", String(wide));
    this.turned = new Upright(root, () => play.arrange());
    root.append(this.frame, this.live.element);
  }

  /** Whether the field stands upright. */
  get upright(): boolean {
    return this.turned.yes;
  }

  /** Whether who looks on uses fingers. */
  get coarse(): boolean {
    return this.window.matchMedia("(pointer: coarse)").matches;
  }

  /** Dresses the field as the page is held. `mine`: the viewer's hands are on it, and `hint` says how to use them. */
  arrange(mine: boolean, hint: string): void {
    this.frame.classList.toggle("is-upright", this.upright);
    this.frame.classList.toggle("is-mine", mine);
    this.hint.textContent = hint;
    this.surface.ask();
  }

  focus(): void {
    this.field.focus({ preventScroll: true });
  }

  stop(): void {
    this.surface.stop();
    this.turned.stop();
    this.sound.close();
    this.release();
  }
}
