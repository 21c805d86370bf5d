/**
 * Pong's view module: the court on a canvas at the display's own rate, without a framework, against the contract in
 * src/view.ts alone. What the match is comes from the server; the step that predicts it stands in step.ts, and is proved
 * equal to the server's. The canvas tells what it shows; see drawn.ts.
 */
import type { Host, Realtime, Sample, Shown, TitleView } from "../../view";
import { Arena } from "../shared/arena";
import { wantsCalm } from "../shared/surface";
import { tellDrawn } from "../shared/telling";
import { Court } from "./court";
import type { Drawn } from "./drawn";
import { Effects } from "./effects";
import { type Control, controlTo, modelOf, rallyOf, SIZES, type State } from "./game";
import { Hands, type Wish } from "./hands";
import { Labels } from "./labels";
import { paint } from "./painter";
import { type Cue, pongSound } from "./sound";
import { hintOf, saidOf, wordsOf } from "./speech";
import { type Scene, Stage } from "./stage";
import { courtOf, type Note, type View } from "./step";
import css from "./style.css?inline";

export const seats = ["Red", "Blue"];

type ShownPong = Shown<View, never, Note>;

/** `Point for Ann, 3 to 2.` */
export function told(now: ShownPong): string {
  return saidOf(now, now.notes).join(" ");
}

/** News kept until the picture gets to its tick; more are there only while nobody looks, and are told at once. */
const COMING_MAX = 4;

export default function mount(root: HTMLElement, host: Host<never>): TitleView<View, never, Note> {
  return new Pong(root, host);
}

class Pong implements TitleView<View, never, Note> {
  private readonly arena: Arena<Cue>;
  private readonly labels: Labels;
  private readonly hands: Hands;
  private readonly effects = new Effects();
  private readonly stage = new Stage(SIZES);
  private court = new Court(SIZES, false, 0, 1, 1);
  /** The way of inputs and frames; none before the first update, or in a match that is over. */
  private line: Realtime<State, Control> | null = null;
  private shown: ShownPong | null = null;
  /** What was told, until the picture gets to its tick: nobody wants to see the point before the ball is out. */
  private readonly coming: { tick: number; shown: ShownPong }[] = [];
  private known = 0;
  /** The longest that this countdown was. */
  private countdown = 0;
  private drawn: Drawn | null = null;

  constructor(
    root: HTMLElement,
    private readonly host: Host<never>,
  ) {
    const document = root.ownerDocument;
    this.labels = new Labels(document);
    const furnishing = {
      called: "pong",
      css,
      label: "Court",
      long: SIZES.long,
      wide: SIZES.wide,
      sound: pongSound(document.defaultView ?? window),
      above: [],
      over: [this.labels.element],
    };
    this.arena = new Arena(root, furnishing, {
      draw: (now) => this.draw(now),
      changed: () => this.measure(),
      arrange: () => this.arrange(),
    });
    this.hands = new Hands(this.arena.field, (wish) => this.wish(wish));
    tellDrawn(this.arena.surface.canvas, () => this.drawn);
  }

  update(shown: ShownPong): void {
    const over = shown.outcome !== null;
    if (this.shown === null || over || this.host.replay !== undefined) {
      this.coming.length = 0;
      this.take(shown);
    } else {
      this.coming.push({ tick: this.known, shown });
      this.takeUpTo(-Infinity);
    }
    this.line ??= this.host.realtime?.(modelOf(shown.view.steps)) ?? null;
    this.arena.surface.run(this.line !== null && !over);
  }

  focus(): void {
    this.arena.focus();
  }

  destroy(): void {
    this.arena.stop();
    this.hands.stop();
  }

  /** Shows what was told up to a tick, and whatever is more than is kept. */
  private takeUpTo(tick: number): void {
    for (let next = this.coming[0]; next !== undefined; next = this.coming[0]) {
      if (next.tick > tick && this.coming.length <= COMING_MAX) {
        return;
      }
      this.coming.shift();
      this.take(next.shown);
    }
  }

  private take(shown: ShownPong): void {
    const before = this.shown;
    this.shown = shown;
    if (before === null || before.seat !== shown.seat || (before.outcome === null) !== (shown.outcome === null)) {
      this.arrange();
    }
    if (before === null || before.rev === shown.rev) {
      return;
    }
    for (const sentence of saidOf(shown, shown.notes)) {
      this.arena.live.say(sentence);
    }
    for (const note of shown.notes) {
      if (note.type === "point") {
        this.point(note.seat, shown);
      }
    }
    this.arena.surface.ask();
  }

  private point(seat: number, shown: ShownPong): void {
    const across = this.drawn?.ball.across ?? SIZES.wide / 2;
    this.effects.scored(1 - seat, across, this.arena.window.performance.now());
    this.labels.fresh(seat);
    const lost = shown.seat !== null && shown.seat !== seat;
    this.arena.sound.play(shown.outcome !== null ? "end" : lost ? "lost" : "point");
  }

  private wish(wish: Wish): void {
    const { line, shown } = this;
    if (line === null || shown === null || shown.seat === null || shown.outcome !== null) {
      return;
    }
    line.steer(this.controlOf(wish));
  }

  private controlOf(wish: Wish): Control {
    if (wish === "rest") {
      return "Stay";
    }
    if (wish === "back" || wish === "forth") {
      return (wish === "back") === this.court.upIsFirst ? "Up" : "Down";
    }
    return controlTo(this.court.across(wish));
  }

  /** Turns the court as the page is held, with one's own side below. */
  private arrange(): void {
    const { arena, shown } = this;
    const { upright } = arena;
    const seat = shown?.seat ?? null;
    const over = shown !== null && shown.outcome !== null;
    this.labels.arrange(seat === 1 ? 1 : 0);
    const plays = seat !== null && !over;
    this.hands.upright = upright;
    this.hands.busy = plays;
    this.measure();
    arena.arrange(plays, plays ? hintOf(upright, arena.coarse) : "");
  }

  private measure(): void {
    const { surface, upright } = this.arena;
    const { width, height } = surface;
    if (width > 0) {
      this.court = new Court(SIZES, upright, this.shown?.seat === 1 ? 1 : 0, width, height);
      this.stage.resized();
    }
  }

  private draw(now: number): void {
    const { shown } = this;
    if (shown === null) {
      return;
    }
    const { steps } = shown.view;
    const sample = (shown.outcome === null ? this.line?.sample() : null) ?? still(shown.view);
    this.known = sample.known;
    const scene = this.stage.scene(sample, (state) => rallyOf(state, steps), this.court, shown.seat);
    this.takeUpTo(sample.past);
    this.effects.see(scene, scene.flight, now);
    if (scene.news?.kind === "hit" || scene.news?.kind === "wall") {
      this.arena.sound.play(scene.news.kind);
    }
    this.paint(scene, now);
    this.note(scene, sample, now);
  }

  private paint({ ball, paddles, rally }: Scene, now: number): void {
    const shown = this.shown as ShownPong;
    const serving = rally.phase === "countdown";
    this.countdown = serving ? Math.max(this.countdown, rally.countdown) : 0;
    const { seen, ...effects } = this.effects.shown(now, wantsCalm(this.arena.window));
    const over = shown.outcome !== null;
    const started = shown.view.scores[0] + shown.view.scores[1] > 0;
    paint(this.arena.surface, this.court, SIZES, {
      ...effects,
      paddles,
      ball: over ? null : { along: ball.along, across: ball.across, seen },
      countdown: serving && !over ? { left: rally.countdown / this.countdown, towards: rally.serve } : null,
      mine: serving && !started ? shown.seat : null,
    });
    this.labels.show(wordsOf(shown, this.host.now(), serving));
  }

  private note(scene: Scene, sample: Sample<State>, now: number): void {
    const { ball, paddles, rally, corrected, flight, anew } = scene;
    const most = Math.max(this.drawn?.corrected_px.most ?? 0, corrected.paddle, corrected.ball);
    this.drawn = {
      picture: (this.drawn?.picture ?? 0) + 1,
      at_ms: now,
      present: sample.present,
      past: sample.past,
      known: sample.known,
      phase: rally.phase,
      ball,
      flight,
      anew,
      paddles,
      scale: this.court.scale,
      corrected_px: { ...corrected, most },
    };
  }
}

/** A match that is over, or whose way of frames is not there: it stands as the view has it. */
function still(view: View): Sample<State> {
  const court = courtOf(view.court);
  return { hz: 60, known: 0, past: 0, present: 0, running: false, at: () => [court, court, 0] };
}
