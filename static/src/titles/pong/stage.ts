/**
 * What of a match is on the screen at one picture of the display: our own paddle at the present, the other's at the
 * past, the ball in between (see warp.ts), and all of it corrected gently (see bleed.ts). It is told the time by the
 * samples alone, and draws nothing.
 */
import type { Sample } from "../../view";
import { BallBleed, Bleed } from "./bleed";
import type { Court } from "./court";
import { between, type Rally } from "./rally";
import type { Sizes } from "./painter";
import { BallTime } from "./warp";

/** What is on the screen, in the units of the rules. */
export interface Scene {
  ball: { along: number; across: number; way: -1 | 0 | 1; tick: number };
  paddles: readonly [number, number];
  /** The rally at the ball's tick. */
  rally: Rally;
  /** What happened since the last picture. */
  news: News | null;
  /** By how many pixels corrections changed this picture: of the paddle and of the ball. */
  corrected: { paddle: number; ball: number };
  /** Rises whenever the ball is elsewhere and no way led there. */
  flight: number;
  /** How often the ball was shown anew because what was predicted of it was wrong from the ground up. */
  anew: number;
}

export type News = { kind: "hit"; seat: 0 | 1 } | { kind: "wall" } | { kind: "served" };

/** Who looks away for so long, in another tab say, comes back to another picture. */
const ABSENCE_TICKS = 20;

export class Stage {
  private readonly time = new BallTime();
  private readonly paddle = new Bleed();
  private readonly ball = new BallBleed();
  /** The ticks of the last picture: of our own paddle, and of the ball. */
  private last: { present: number; tick: number; rally: Rally } | null = null;

  private flight = 0;

  constructor(private readonly sizes: Sizes) {}

  scene<State>(sample: Sample<State>, rallyOf: (state: State) => Rally, court: Court, mine: number | null): Scene {
    const at = (tick: number) => {
      const [before, after, part] = sample.at(tick);
      return between(rallyOf(before), rallyOf(after), part);
    };
    const present = mine === null ? sample.past : sample.present;
    if (this.last !== null && present < this.last.present) {
      this.leap();
    }
    const { last } = this;
    const tick = this.ballTick(sample, at, present, mine);
    const rally = at(tick);
    const known = at(sample.past);
    // Where things were at the last picture, as is known now; of what has left the span that is kept, nothing is new.
    const again = last !== null && last.tick >= sample.past ? at(last.tick) : null;
    if (last !== null && (put(last.rally, rally) || tick - last.tick > ABSENCE_TICKS)) {
      this.ball.reset();
      this.flight += 1;
    }
    const { anew } = this.ball;
    const ball = this.ball.show(flight(rally, court), again === null ? null : flight(again, court));
    const paddles: [number, number] = [known.paddles[0], known.paddles[1]];
    if (mine === 0 || mine === 1) {
      const before = last !== null && last.present >= sample.past ? at(last.present) : null;
      const own = at(present).paddles[mine] * court.scale;
      paddles[mine] = this.paddle.show(own, before === null ? null : before.paddles[mine] * court.scale) / court.scale;
    }
    this.flight += this.ball.anew - anew;
    const news = last === null || this.ball.anew !== anew ? null : newsOf(last.rally, rally);
    this.last = { present, tick, rally };
    return {
      ball: { along: ball.along / court.scale, across: ball.across / court.scale, way: rally.way, tick },
      paddles,
      rally,
      news,
      corrected: { paddle: this.paddle.corrected, ball: this.ball.corrected },
      flight: this.flight,
      anew: this.ball.anew,
    };
  }

  /** The court has another size: what is left to correct was measured in pixels that mean something else now. */
  resized(): void {
    this.paddle.reset();
    this.ball.reset();
  }

  /** Somebody looks at an earlier moment: nothing of what was shown leads there. */
  private leap(): void {
    this.time.reset();
    this.paddle.reset();
    this.ball.reset();
    this.flight += 1;
    this.last = null;
  }

  private ballTick<State>(
    sample: Sample<State>,
    at: (tick: number) => Rally,
    present: number,
    mine: number | null,
  ): number {
    const { face, long } = this.sizes;
    const flying = long - 2 * face;
    const distance = (tick: number) => {
      const share = (at(tick).along - face) / flying;
      return Math.max(0, Math.min(1, mine === 1 ? 1 - share : share));
    };
    const now = this.last?.rally ?? at(sample.past);
    const comes = mine !== null && now.way === (mine === 0 ? -1 : 1);
    const crossing = flying / Math.max(now.speed, 1);
    return this.time.tick({ present, past: sample.past, crossing, comes }, distance);
  }
}

function flight({ along, across, way }: Rally, { scale }: Court) {
  return { along: along * scale, across: across * scale, way };
}

/** Whether the ball was put elsewhere in between, for a serve. */
function put(before: Rally, after: Rally): boolean {
  return before.phase !== after.phase && after.phase !== "flying" && after.phase !== "out";
}

/** What is to be heard and seen of what came between two pictures. */
function newsOf(before: Rally, after: Rally): News | null {
  if (after.phase !== "flying") {
    return null;
  }
  if (before.phase === "countdown") {
    return { kind: "served" };
  }
  if (before.way !== after.way && before.way !== 0) {
    return { kind: "hit", seat: before.way < 0 ? 0 : 1 };
  }
  return before.slant * after.slant < 0 ? { kind: "wall" } : null;
}
