/**
 * Tron's view module: the field on a canvas at the display's own rate, without a framework, against the contract in
 * src/view.ts alone. What the race is comes from the server, as changes from tick to tick; nothing is predicted, since one
 * who is shown free and has crashed is worse than one who turns a moment later. The way just told is shown at once.
 * The canvas tells what it shows; see drawn.ts.
 */
import type { Host, Realtime, Sample, Shown, TitleView } from "../../view";
import { Arena } from "../shared/arena";
import { wantsCalm } from "../shared/surface";
import { tellDrawn } from "../shared/telling";
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

/** `Ann crashed.` */
export function told(now: ShownTron): string {
  return saidOf(now, now.notes).join(" ");
}

/** How long a crash is fresh, in milliseconds. */
const CRASH_MS = 700;

export default function mount(root: HTMLElement, host: Host<never>): TitleView<View, never, Note> {
  return new Tron(root, host);
}

class Tron implements TitleView<View, never, Note> {
  private readonly arena: Arena<Cue>;
  private readonly legend: Legend;
  private readonly banner: Banner;
  private readonly hands: Hands;
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
    this.legend = new Legend(document);
    this.banner = new Banner(document);
    const furnishing = {
      called: "tron",
      css,
      label: "Field",
      long: COLUMNS,
      wide: ROWS,
      sound: tronSound(document.defaultView ?? window),
      above: [this.legend.element],
      over: [this.banner.element],
    };
    this.arena = new Arena(root, furnishing, {
      draw: (now) => this.draw(now),
      changed: () => this.measure(),
      arrange: () => this.arrange(),
    });
    this.hands = new Hands(this.arena.field, {
      steer: (seen) => this.steer(this.grid.inField(seen)),
      tap: (x, y) => this.tap(x, y),
    });
    tellDrawn(this.arena.surface.canvas, () => this.drawn);
  }

  update(shown: ShownTron): void {
    const before = this.shown;
    this.shown = shown;
    if (before === null || before.seat !== shown.seat || (before.outcome === null) !== (shown.outcome === null)) {
      this.arrange();
    }
    if (before !== null && before.rev !== shown.rev) {
      for (const sentence of saidOf(shown, shown.notes)) {
        this.arena.live.say(sentence);
      }
      if (shown.outcome !== null && before.outcome === null) {
        this.arena.sound.play("end");
      }
    }
    this.line ??= this.host.realtime?.(modelOf(shown.view.riders.length)) ?? null;
    this.arena.surface.run(this.line !== null);
  }

  focus(): void {
    this.arena.focus();
  }

  destroy(): void {
    this.arena.stop();
    this.hands.stop();
  }

  private steer(direction: Direction): void {
    const { line, shown, race } = this;
    const rider = shown?.seat === undefined || shown.seat === null ? undefined : race?.riders[shown.seat];
    if (line === null || rider === undefined || rider.place !== null || shown?.outcome !== null) {
      return;
    }
    if (direction !== (this.wish ?? rider.direction)) {
      this.arena.sound.play("turn");
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
    const { arena, shown } = this;
    const seat = shown?.seat ?? null;
    const plays = seat !== null && shown?.outcome === null;
    this.hands.busy = plays;
    this.measure();
    arena.arrange(plays, plays ? hintOf(arena.coarse) : "");
  }

  private measure(): void {
    const { surface, upright } = this.arena;
    const { width, height } = surface;
    if (width > 0) {
      this.grid = new Grid(COLUMNS, ROWS, upright, width, height);
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
    const calm = wantsCalm(this.arena.window);
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
    paint(this.arena.surface, this.grid, { riders });
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
        this.arena.sound.play("crash");
      }
      if (seat === shown?.seat && (rider.direction === this.wish || rider.place !== null)) {
        this.wish = null;
      }
    });
    if (last !== null && last.wait > 0 && race.wait === 0) {
      this.arena.sound.play("start");
    }
  }
}

/** A match that is over, or whose way of frames is not there: it stands as the view has it. */
function still(view: View): Sample<Race> {
  const race = raceOf(view);
  return { hz: 15, known: 0, past: 0, present: 0, running: false, at: () => [race, race, 0] };
}
