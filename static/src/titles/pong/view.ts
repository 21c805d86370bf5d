/**
 * Pong's view module: the court on a canvas at the display's own rate, without a framework, against the contract in
 * src/view.ts alone. What the match is comes from the server; the step that predicts it stands in step.ts, and is proved
 * equal to the server's.
 *
 * For tests and for the curious, the canvas has a function `turnwheelDrawn` that tells what is on the screen; see drawn.ts.
 */
import type { Host, Realtime, Shown, TitleView } from "../../view";
import { adopt, element } from "../shared/dom";
import { Live } from "../shared/live";
import type { Sound } from "../shared/sound";
import { soundButton } from "../shared/sound_button";
import { Surface, wantsCalm } from "../shared/surface";
import { Upright } from "../shared/upright";
import { Court } from "./court";
import { type Drawn, tellDrawn } from "./drawn";
import { Effects } from "./effects";
import { type Control, controlOf, MODEL, type Note, rallyOf, SIZES, type State, stateOf, type View } from "./game";
import { Hands, type Wish } from "./hands";
import { Labels } from "./labels";
import { cueOf, type Cue, pongSound } from "./sound";
import { paint } from "./painter";
import { type Scene, Stage } from "./stage";
import { saidOf, wordsOf } from "./speech";
import css from "./style.css?inline";

export const seats = ["Red", "Blue"];

type ShownPong = Shown<View, never, Note>;

export default function mount(root: HTMLElement, host: Host<never>): TitleView<View, never, Note> {
  return new Pong(root, host);
}

class Pong implements TitleView<View, never, Note> {
  private readonly release: () => void;
  private readonly surface: Surface;
  private readonly upright: Upright;
  private readonly labels: Labels;
  private readonly live: Live;
  private readonly sound: Sound<Cue>;
  private readonly hands: Hands;
  private readonly effects = new Effects();
  private readonly stage = new Stage(SIZES);
  private readonly frame: HTMLElement;
  private readonly field: HTMLElement;
  private readonly hint: HTMLElement;
  private readonly line: Realtime<State, Control> | null;
  private court = new Court(SIZES, false, 0, 1, 1);
  private shown: ShownPong | null = null;
  /** What was told and is shown as soon as the picture gets to its tick. */
  private readonly coming: { tick: number; shown: ShownPong }[] = [];
  private drawn: Drawn | null = null;

  constructor(root: HTMLElement, host: Host<never>) {
    const document = root.ownerDocument;
    const view = document.defaultView ?? window;
    this.release = adopt(document, css);
    this.line = host.realtime?.(MODEL) ?? null;
    this.surface = new Surface(document, { draw: (now) => this.draw(now), changed: () => this.measure() });
    this.labels = new Labels(document);
    this.live = new Live(document);
    this.sound = pongSound(view);
    this.field = element(document, "div", "pong-court", this.surface.canvas, this.labels.element);
    this.field.setAttribute("role", "group");
    this.field.setAttribute("aria-label", "Court");
    this.hint = element(document, "p", "pong-hint");
    const foot = element(document, "div", "pong-foot", this.hint, soundButton(document, "pong-sound", this.sound));
    this.frame = element(document, "div", "pong", this.field, foot);
    this.frame.style.setProperty("--pong-long", String(SIZES.long));
    this.frame.style.setProperty("--pong-wide", String(SIZES.wide));
    this.upright = new Upright(root, () => this.arrange());
    this.hands = new Hands(this.field, (wish) => this.wish(wish));
    root.append(this.frame, this.live.element);
    tellDrawn(this.surface.canvas, () => this.drawn);
  }

  update(shown: ShownPong): void {
    const first = this.shown === null;
    const { line } = this;
    const sample = first ? null : (line?.sample() ?? null);
    if (sample === null || shown.outcome !== null) {
      this.coming.length = 0;
      this.take(shown);
    } else {
      this.coming.push({ tick: sample.known, shown });
    }
    if (first) {
      this.arrange();
    }
    this.surface.run(line !== null && shown.outcome === null);
  }
}
