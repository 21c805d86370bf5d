/**
 * A worse network than there is, for those who want to see how a game bears it: messages wait as long as they are told to, in
 * both directions, and none overtakes another, as on a TCP connection. It wraps the line under the socket and knows no
 * messages. While nothing is set, lines are handed through as they are.
 */
import type { Line } from "./socket";

/** What it is made with. */
export interface ShapingWorld {
  now(): number;
  random(): number;
  after(ms: number, run: () => void): void;
}

/** How bad it is. */
export interface Weather {
  /** How much longer a message takes each way, in milliseconds. */
  delay_ms: number;
  /** And up to this much more, drawn for each message. */
  jitter_ms: number;
}

/** A round trip that a stalled message waits at least, where no delay is set: a short way through the internet. */
const ROUND_TRIP_MS_MIN = 50;
/** A lost packet is noticed and sent again: so many round trips. */
const STALL_ROUND_TRIPS = 2;

export class Shaping {
  weather: Weather = { delay_ms: 0, jitter_ms: 0 };
  private lines = new Set<Shaped>();

  constructor(private readonly world: ShapingWorld) {}

  /** The same line, in this weather. */
  through(line: Line): Line {
    const shaped = new Shaped(line, this.world, this);
    this.lines.add(shaped);
    return shaped;
  }

  /** The next message each way is lost once: it and all behind it wait two round trips. */
  stall(): void {
    const round_trip = Math.max(ROUND_TRIP_MS_MIN, 2 * this.weather.delay_ms);
    for (const line of this.lines) {
      line.hold(STALL_ROUND_TRIPS * round_trip);
    }
  }

  /** The connection breaks. */
  cut(): void {
    for (const line of this.lines) {
      line.break();
    }
  }

  forget(line: Shaped): void {
    this.lines.delete(line);
  }
}

/** One direction: messages in their order, each at its time. */
class Way {
  /** The time of the last one. */
  private free_ms = 0;
  private armed = false;
  private readonly waiting: { at_ms: number; run: () => void }[] = [];

  constructor(
    private readonly world: ShapingWorld,
    private readonly shaping: Shaping,
  ) {}

  pass(run: () => void): void {
    const { delay_ms, jitter_ms } = this.shaping.weather;
    const now = this.world.now();
    this.free_ms = Math.max(this.free_ms, now + delay_ms + jitter_ms * this.world.random());
    if (this.free_ms <= now && this.waiting.length === 0) {
      run();
      return;
    }
    this.waiting.push({ at_ms: this.free_ms, run });
    this.wait();
  }

  hold(ms: number): void {
    this.free_ms = Math.max(this.free_ms, this.world.now() + this.shaping.weather.delay_ms + ms);
  }

  /** One timer, for the first: browsers round, and two timers might swap their messages. */
  private wait(): void {
    const first = this.waiting[0];
    if (first !== undefined && !this.armed) {
      this.armed = true;
      this.world.after(Math.max(0, first.at_ms - this.world.now()), () => this.release());
    }
  }

  private release(): void {
    this.armed = false;
    const now = this.world.now();
    for (let next = this.waiting[0]; next !== undefined && next.at_ms <= now; next = this.waiting[0]) {
      this.waiting.shift();
      next.run();
    }
    this.wait();
  }
}

class Shaped implements Line {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private readonly there: Way;
  private readonly back: Way;

  constructor(
    private readonly line: Line,
    world: ShapingWorld,
    private readonly shaping: Shaping,
  ) {
    this.there = new Way(world, shaping);
    this.back = new Way(world, shaping);
    line.onopen = () => this.back.pass(() => this.onopen?.());
    line.onmessage = ({ data }) => this.back.pass(() => this.onmessage?.({ data }));
    line.onclose = ({ code }) => this.back.pass(() => this.closed(code));
  }

  get binaryType(): string {
    return this.line.binaryType;
  }

  set binaryType(type: string) {
    this.line.binaryType = type;
  }

  get bufferedAmount(): number {
    return this.line.bufferedAmount;
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.there.pass(() => this.line.send(bytes));
  }

  close(code?: number): void {
    this.shaping.forget(this);
    this.line.close(code);
  }

  hold(ms: number): void {
    this.there.hold(ms);
    this.back.hold(ms);
  }

  break(): void {
    this.line.onclose = null;
    this.line.close();
    this.closed(1006);
  }

  private closed(code: number): void {
    this.shaping.forget(this);
    this.onclose?.({ code });
  }
}
