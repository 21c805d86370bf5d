/**
 * Tron's view module: the field on a canvas at the display's own rate, without a framework, against the contract in
 * src/view.ts alone. What the race is comes from the server, as changes from tick to tick; nothing is predicted, since one
 * who is shown free and has crashed is worse than one who turns a moment later. The way just told is shown at once.
 * The canvas tells what it shows; see drawn.ts.
 */
import type { Host, Realtime, Sample, Shown, TitleView } from "../../view";
import { adopt, element } from "../shared/dom";
import { Live } from "../shared/live";
import type { Sound } from "../shared/sound";
import { soundButton } from "../shared/sound_button";
import soundCss from "../shared/sound_button.css?inline";
import { Surface, wantsCalm } from "../shared/surface";
import { tellDrawn } from "../shared/telling";
import { Upright } from "../shared/upright";
import { Banner } from "./banner";
import type { Drawn } from "./drawn";
import { COLUMNS, type Input, modelOf, type Note, type Race, raceOf, ROWS, type View } from "./game";
import { type Direction, Grid } from "./grid";
import { Hands, tapped } from "./hands";
import { Legend } from "./legend";
import { paint, type Place, type RiderPicture } from "./painter";
import { trailBetween } from "./race";
import { type Cue, tronSound } from "./sound";
import { bannerOf, COLOURS, entriesOf, hintOf, nameOf, saidOf } from "./speech";
import css from "./style.css?inline";

export const seats = COLOURS;

type ShownTron = Shown<View, never, Note>;

/** How long a crash is fresh, in milliseconds. */
const CRASH_MS = 700;

export default function mount(root: HTMLElement, host: Host<never>): TitleView<View, never, Note> {
  return new Tron(root, host);
}

class Tron implements TitleView<View, never, Note> {
  private readonly window: Window & typeof globalThis;
  private readonly release: () => void;
  private readonly surface: Surface;
  private readonly upright: Upright;
  private readonly legend: Legend;
  private readonly banner: Banner;
  private readonly live: Live;
  private readonly sound: Sound<Cue>;
  private readonly hands: Hands;
  private readonly frame: HTMLElement;
  private readonly hint: HTMLElement;
  private grid = new Grid(COLUMNS, ROWS, false, 1, 1);
  /** The way of inputs and frames; none before the first update, or in a match that is over. */
  private line: Realtime<Race, Input> | null = null;
  private shown: ShownTron | null = null;
  /** The race as it was drawn last, and where its heads were. */
  private race: Race | null = null;
  private heads: (Place | null)[] = [];
  /** The way that was told and is not ridden yet. */
  private wish: Direction | null = null;
  /** When each rider crashed, in the display's time. */
  private readonly crashes: number[] = [];
  private drawn: Drawn | null = null;

  constructor(
    root: HTMLElement,
    private readonly host: Host<never>,
  ) {
    const document = root.ownerDocument;
    this.window = document.defaultView ?? window;
    this.release = adopt(document, soundCss + css);
    this.surface = new Surface(document, { draw: (now) => this.draw(now), changed: () => this.measure() });
    this.legend = new Legend(document);
    this.banner = new Banner(document);
    this.live = new Live(document);
    this.sound = tronSound(this.window);
    const field = element(document, "div", "tron-field", this.surface.canvas, this.banner.element);
    field.setAttribute("role", "group");
    field.setAttribute("aria-label", "Field");
    field.tabIndex = -1;
    this.hint = element(document, "p", "tron-hint");
    const foot = element(document, "div", "tron-foot", this.hint, soundButton(document, this.sound));
    this.frame = element(document, "div", "tron", this.legend.element, field, foot);
    this.frame.style.setProperty("--tron-columns", String(COLUMNS));
    this.frame.style.setProperty("--tron-rows", String(ROWS));
    this.upright = new Upright(root, () => this.arrange());
    this.hands = new Hands(field, { steer: (seen) => this.steer(this.grid.inField(seen)), tap: (x, y) => this.tap(x, y) });
    root.append(this.frame, this.live.element);
    tellDrawn(this.surface.canvas, () => this.drawn);
  }

  update(shown: ShownTron): void {
    const before = this.shown;
    this.shown = shown;
    if (before === null || before.seat !== shown.seat || (before.outcome === null) !== (shown.outcome === null)) {
      this.arrange();
    }
    if (before !== null && before.rev !== shown.rev) {
      for (const sentence of saidOf(shown, shown.notes)) {
        this.live.say(sentence);
      }
      if (shown.outcome !== null && before.outcome === null) {
        this.sound.play("end");
      }
    }
    this.line ??= this.host.realtime?.(modelOf(shown.view.riders.length)) ?? null;
    this.surface.run(this.line !== null);
  }

  focus(): void {
    this.frame.querySelector<HTMLElement>(".tron-field")?.focus({ preventScroll: true });
  }

  destroy(): void {
    this.surface.stop();
    this.upright.stop();
    this.hands.stop();
    this.sound.close();
    this.release();
  }

  private steer(direction: Direction): void {
    const { line, shown, race } = this;
    const rider = shown?.seat === undefined || shown.seat === null ? undefined : race?.riders[shown.seat];
    if (line === null || rider === undefined || rider.place !== null || shown?.outcome !== null) {
      return;
    }
    if (direction !== (this.wish ?? rider.direction)) {
      this.sound.play("turn");
    }
    this.wish = direction;
    line.steer(direction);
  }

  private tap(x: number, y: number): void {
    const seat = this.shown?.seat ?? null;
    const head = seat === null ? null : (this.heads[seat] ?? null);
    const rider = seat === null ? undefined : this.race?.riders[seat];
    if (head !== null && rider !== undefined) {
      const going = this.grid.onScreen(rider.direction);
      this.steer(this.grid.inField(tapped(this.grid.at(head.x, head.y), going, { x, y })));
    }
  }

  /** Turns the field as the page is held. */
  private arrange(): void {
    const { frame, hint, shown } = this;
    const seat = shown?.seat ?? null;
    frame.classList.toggle("is-upright", this.upright.yes);
    frame.classList.toggle("is-mine", seat !== null && shown?.outcome === null);
    hint.textContent = hintOf(seat, this.window.matchMedia("(pointer: coarse)").matches);
    this.measure();
    this.surface.ask();
  }

  private measure(): void {
    const { width, height } = this.surface;
    if (width > 0) {
      this.grid = new Grid(COLUMNS, ROWS, this.upright.yes, width, height);
    }
  }

  private draw(now: number): void {
    const { shown } = this;
    if (shown === null) {
      return;
    }
    const sample = this.line?.sample() ?? still(shown.view);
    const [before, after, part] = sample.at(sample.past);
    this.see(before, now);
    const calm = wantsCalm(this.window);
    const riders = before.riders.map((rider, seat): RiderPicture => {
      const trail = trailBetween(rider, after.riders[seat] ?? rider, part);
      this.heads[seat] = trail.at(-1) ?? null;
      const mine = seat === shown.seat;
      const crash = Math.max(0, 1 - (now - (this.crashes[seat] ?? -Infinity)) / CRASH_MS);
      return {
        seat,
        trail,
        direction: rider.direction,
        alive: rider.place === null,
        crash: calm ? 0 : crash,
        name: before.wait > 0 ? nameOf(shown, seat) : null,
        wish: mine && this.wish !== rider.direction ? this.wish : null,
        mine: mine && rider.place === null,
      };
    });
    paint(this.surface, this.grid, { riders });
    this.legend.show(entriesOf(shown, before));
    this.banner.show(shown.outcome === null ? bannerOf(shown, before) : null);
    this.drawn = {
      picture: (this.drawn?.picture ?? 0) + 1,
      past: sample.past,
      known: sample.known,
      phase: before.wait > 0 ? "countdown" : "riding",
      riders,
      scale: this.grid.cell,
    };
  }

  /** Notices what came since the last picture. */
  private see(race: Race, now: number): void {
    const { race: last, shown } = this;
    this.race = race;
    race.riders.forEach((rider, seat) => {
      if (last?.riders[seat]?.place === null && rider.place !== null) {
        this.crashes[seat] = now;
        this.sound.play("crash");
      }
      if (seat === shown?.seat && (rider.direction === this.wish || rider.place !== null)) {
        this.wish = null;
      }
    });
    if (last !== null && last.wait > 0 && race.wait === 0) {
      this.sound.play("start");
    }
  }
}

/** A match that is over, or whose way of frames is not there: it stands as the view has it. */
function still(view: View): Sample<Race> {
  const race = raceOf(view);
  return { hz: 15, known: 0, past: 0, present: 0, running: false, at: () => [race, race, 0] };
}
