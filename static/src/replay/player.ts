/**
 * Where in a match somebody looks who looks through it: a step, and whether it goes on by itself. In turns each step is shown
 * equally long; a match in real time goes as it went. It knows the moments of steps, and nothing of what they show.
 */
import { signal } from "@preact/signals-core";

/** How fast it goes: so many times as fast as usual. */
export const SPEEDS = [1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** What a player needs from outside. */
export interface Reel {
  /** How many steps there are. */
  total(): number;
  /** When a step is due, in the reel's own milliseconds; null while that is not known. */
  moment(step: number): number | null;
  /** Sees to it that a step is known some time; `Player.came` is called when it is. */
  want(step: number): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** A timer is not set for less: a display shows no more. */
const STEP_MS_MIN = 8;

export class Player {
  readonly at = signal(0);
  readonly playing = signal(false);
  readonly speed = signal<Speed>(1);
  /** Where the reel's time ran from, and since when; null while it doesn't run. */
  private running: { moment: number; since: number } | null = null;
  private disarm = () => {};

  constructor(private readonly reel: Reel) {}

  /** The reel's time. It stands still while nobody plays, and where the next step is not known yet. */
  moment(): number {
    const { running, reel } = this;
    const here = reel.moment(this.at.peek()) ?? 0;
    if (running === null) {
      return here;
    }
    const next = reel.moment(this.at.peek() + 1) ?? here;
    const passed = (reel.now() - running.since) * this.speed.peek();
    return Math.min(next, Math.max(here, running.moment + passed));
  }

  /** Looks at a step, as near as there is one. */
  go(step: number): void {
    const last = Math.max(0, this.reel.total() - 1);
    this.at.value = Math.max(0, Math.min(last, Math.round(step)));
    this.reel.want(this.at.value);
    this.run();
  }

  toggle(): void {
    if (this.playing.value) {
      this.pause();
    } else {
      this.play();
    }
  }

  /** From here on; at the end, from the beginning. */
  play(): void {
    this.playing.value = true;
    this.go(this.ended ? 0 : this.at.value);
  }

  pause(): void {
    this.playing.value = false;
    this.run();
  }

  setSpeed(speed: Speed): void {
    const moment = this.moment();
    this.speed.value = speed;
    if (this.running !== null) {
      this.running = { moment, since: this.reel.now() };
    }
    this.arm();
  }

  /** More is known of the reel. */
  came(): void {
    if (this.playing.value && this.running === null) {
      this.run();
    }
  }

  /** Nobody looks any more. */
  stop(): void {
    this.playing.value = false;
    this.running = null;
    this.disarm();
  }

  private get ended(): boolean {
    return this.at.peek() >= this.reel.total() - 1;
  }

  /** Lets the time run from the step looked at, or stand. */
  private run(): void {
    const { reel } = this;
    const here = reel.moment(this.at.peek());
    if (this.playing.peek() && this.ended && reel.total() > 0) {
      this.playing.value = false;
    }
    this.running = this.playing.peek() && here !== null ? { moment: here, since: reel.now() } : null;
    this.arm();
  }

  /** Wakes when the next step is due; when that isn't known, the time stands until it is. */
  private arm(): void {
    this.disarm();
    this.disarm = () => {};
    const { running, reel } = this;
    if (running === null) {
      return;
    }
    const next = this.at.peek() + 1;
    const due = reel.moment(next);
    if (due === null) {
      this.running = null;
      reel.want(next);
      return;
    }
    const ms = running.since + (due - running.moment) / this.speed.peek() - reel.now();
    this.disarm = reel.after(Math.max(STEP_MS_MIN, ms), () => this.goOn());
  }

  /** The next step is due, and maybe some after it. */
  private goOn(): void {
    const { running, reel } = this;
    if (running === null) {
      return;
    }
    const moment = running.moment + (reel.now() - running.since) * this.speed.peek();
    let at = this.at.peek() + 1;
    for (let next = reel.moment(at + 1); next !== null && next <= moment; next = reel.moment(at + 1)) {
      at += 1;
    }
    this.at.value = Math.min(at, reel.total() - 1);
    reel.want(this.at.value);
    if (this.ended) {
      this.pause();
    } else {
      this.arm();
    }
  }
}
