/**
 * Wakes whatever shows running time when it is due to look different: one timer for the whole page, and none while
 * nobody sees it. It knows moments and callbacks, and no clock of any game.
 */
import { useEffect, useState } from "preact/hooks";

/** What a ticker needs from outside. */
export interface TickerWorld {
  now(): number;
  after(ms: number, run: () => void): () => void;
  seen(): boolean;
}

interface Waking {
  at: number;
  run: () => void;
}

/** A browser's timer doesn't take more; it then rings early, and the rest is waited for anew. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export class Ticker {
  private wakings: Waking[] = [];
  private disarm: (() => void) | null = null;

  constructor(private readonly world: TickerWorld) {}

  /** Runs this once after so many milliseconds, or later if the page is not seen then; returns how to forget it. */
  wake(ms: number, run: () => void): () => void {
    const waking = { at: this.world.now() + ms, run };
    this.wakings.push(waking);
    this.arm();
    return () => {
      this.wakings = this.wakings.filter((other) => other !== waking);
      this.arm();
    };
  }

  /** The page is seen again, or is not any more. */
  seenOrNot(): void {
    this.arm();
  }

  private arm(): void {
    this.disarm?.();
    this.disarm = null;
    if (this.wakings.length > 0 && this.world.seen()) {
      const first = Math.min(...this.wakings.map(({ at }) => at));
      const ms = Math.min(TIMER_MS_MAX, Math.max(0, first - this.world.now()));
      this.disarm = this.world.after(ms, () => this.ring());
    }
  }

  private ring(): void {
    const now = this.world.now();
    const due = this.wakings.filter(({ at }) => at <= now);
    this.wakings = this.wakings.filter(({ at }) => at > now);
    for (const { run } of due) {
      run();
    }
    this.arm();
  }
}

const ticker = browserTicker();

/** Renders again after so many milliseconds, and never for infinitely many; what is shown then says when next. */
export function useWaking(ms: number): void {
  const [, wake] = useState(0);
  useEffect(() => (Number.isFinite(ms) ? ticker?.wake(ms, () => wake((count) => count + 1)) : undefined));
}

/** The page's one ticker; none where there is no page, as in unit tests. */
function browserTicker(): Ticker | null {
  if (typeof document === "undefined") {
    return null;
  }
  const made = new Ticker({
    now: () => performance.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    seen: () => document.visibilityState === "visible",
  });
  document.addEventListener("visibilitychange", () => made.seenOrNot());
  return made;
}
