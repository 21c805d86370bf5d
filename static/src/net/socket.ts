/**
 * One websocket that stays: it dials again when the line breaks and finds out when the line is dead. It carries bytes,
 * and knows neither messages nor games. It keeps nothing to send later: what is sent while it is away is refused, and
 * its owner, who numbers what matters, sends that again.
 */
import {
  BACKOFF_FIRST_MS,
  BACKOFF_MAX_MS,
  BUFFERED_BYTES_MAX,
  CONNECT_MS,
  PING_EVERY_MS,
  PROBE_MS,
  RESTART_MS,
  SILENCE_MS,
  STEADY_MS,
} from "../limits";

/** Where the socket stands. */
export type SocketState =
  | { kind: "connecting" }
  | { kind: "open" }
  /** The next try comes at `retry_at`, by the clock of the dependencies. */
  | { kind: "waiting"; why: "lost" | "restart"; retry_at: number }
  /** No next try, unless somebody asks for one. `replaced`: a newer connection of this client took over. */
  | { kind: "stopped"; why: "replaced" | "closed" };

/** As much of a browser's `WebSocket` as is used here. */
export interface Line {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number): void;
}

/** What the world has to lend; tests lend something else. */
export interface World {
  dial(): Line;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  after(ms: number, run: () => void): () => void;
}

/** Who the socket works for. */
export interface Owner {
  /** Runs before each try; `refused` sockets in a row never opened. A rejection counts as a failed try. */
  prepare(refused: number): Promise<void>;
  opened(): void;
  received(bytes: Uint8Array): void;
  /** A message that the other side answers. */
  ping(): Uint8Array<ArrayBuffer>;
  changed(state: SocketState): void;
}

/** The close codes of docs/PROTOCOL.md that change what to do next. */
const RESTART = 1012;
const REPLACED = 4000;

export class Socket {
  private state: SocketState = { kind: "stopped", why: "closed" };
  private line: Line | null = null;
  private failures = 0;
  private refused = 0;
  private openedAt = 0;
  /** Each try has a number; what arrives from an older one is not heard. */
  private attempt = 0;
  /** Something was sent since anything last arrived. */
  private answerDue = false;
  /** The one timer: of the try, of the next ping, of the silence, or of the pause. */
  private cancelTimer = () => {};

  constructor(
    private readonly world: World,
    private readonly owner: Owner,
  ) {}

  /** Begins, or begins again after a stop. */
  start(): void {
    if (this.state.kind === "stopped") {
      this.failures = 0;
      this.dial();
    }
  }

  /** Ends it: no line, no timer, until `start`. */
  stop(): void {
    this.drop();
    this.become({ kind: "stopped", why: "closed" });
  }

  /** False if the line isn't open, or has stalled; nothing is kept. What is not `answered` is no question after the line's health. */
  send(bytes: Uint8Array<ArrayBuffer>, answered = true): boolean {
    const line = this.line;
    if (this.state.kind !== "open" || line === null) {
      return false;
    }
    if (line.bufferedAmount > BUFFERED_BYTES_MAX) {
      this.lost("lost");
      return false;
    }
    line.send(bytes);
    if (answered) {
      this.expectAnswer();
    }
    return true;
  }

  /**
   * Something happened that makes a try worth while: the page is seen again, or the network came or went. A waiting
   * socket dials at once, an open one makes sure, sooner than it usually would, that it still is.
   */
  wake(): void {
    if (this.state.kind === "waiting") {
      this.dial();
    } else if (this.state.kind === "open" && this.send(this.owner.ping())) {
      this.expectWithin(PROBE_MS);
    }
  }

  /** Hangs up and dials again after the usual pause, for an owner that lost the thread. */
  redial(): void {
    if (this.state.kind === "open") {
      this.lost("lost");
    }
  }

  /**
   * One try to connect.
   *
   * Safety: there is never more than one line that is listened to; every try takes a new number and hangs up the line
   * before it. Liveness: unless stopped, there is always either a try on its way that `CONNECT_MS` ends, an open line
   * that its pings keep alive or `SILENCE_MS` declares dead, or a timer for the next try.
   */
  private dial(): void {
    this.drop();
    const attempt = this.attempt;
    this.become({ kind: "connecting" });
    this.cancelTimer = this.world.after(CONNECT_MS, () => this.lost("lost"));
    this.owner.prepare(this.refused).then(
      () => {
        if (attempt === this.attempt) {
          this.listen(attempt);
        }
      },
      () => {
        if (attempt === this.attempt) {
          this.lost("lost");
        }
      },
    );
  }

  private listen(attempt: number): void {
    const line = this.world.dial();
    this.line = line;
    line.binaryType = "arraybuffer";
    line.onopen = () => {
      if (attempt === this.attempt) {
        this.refused = 0;
        this.openedAt = this.world.now();
        this.become({ kind: "open" });
        this.expectPing();
        this.owner.opened();
      }
    };
    line.onmessage = ({ data }) => {
      if (attempt === this.attempt && data instanceof ArrayBuffer) {
        this.expectPing();
        this.owner.received(new Uint8Array(data));
      }
    };
    line.onclose = ({ code }) => {
      if (attempt === this.attempt) {
        this.closed(code);
      }
    };
  }

  private closed(code: number): void {
    switch (code) {
      case REPLACED:
        this.drop();
        this.become({ kind: "stopped", why: "replaced" });
        break;
      case RESTART:
        this.lost("restart");
        break;
      default:
        this.lost("lost");
    }
  }

  /** The line is gone or good for nothing: the next try comes after a pause. */
  private lost(why: "lost" | "restart"): void {
    if (this.state.kind === "open") {
      const steady = this.world.now() - this.openedAt >= STEADY_MS;
      this.failures = steady || why === "restart" ? 0 : this.failures;
    } else {
      this.refused += 1;
    }
    this.drop();
    const pause = why === "restart" ? RESTART_MS * (1 + this.world.random()) : this.backoff();
    this.failures += 1;
    this.become({ kind: "waiting", why, retry_at: this.world.now() + pause });
    this.cancelTimer = this.world.after(pause, () => this.dial());
  }

  /** Full jitter: anything from no pause to the bound, so that those who fell together don't return together. */
  private backoff(): number {
    return this.world.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** this.failures);
  }

  /** Something arrived: the line lives. A ping goes out if nothing else does. */
  private expectPing(): void {
    this.answerDue = false;
    this.cancelTimer();
    this.cancelTimer = this.world.after(PING_EVERY_MS, () => this.send(this.owner.ping()));
  }

  /** Something was sent: unless an answer is due already, one is due from now on. */
  private expectAnswer(): void {
    if (!this.answerDue) {
      this.expectWithin(SILENCE_MS);
    }
  }

  private expectWithin(ms: number): void {
    this.answerDue = true;
    this.cancelTimer();
    this.cancelTimer = this.world.after(ms, () => this.lost("lost"));
  }

  /** Hangs up without a word to the owner, and forgets the line, its timer and whatever it would still say. */
  private drop(): void {
    this.attempt += 1;
    this.answerDue = false;
    this.cancelTimer();
    this.cancelTimer = () => {};
    const line = this.line;
    this.line = null;
    if (line !== null) {
      line.onopen = line.onmessage = line.onclose = null;
      line.close();
    }
  }

  private become(state: SocketState): void {
    this.state = state;
    this.owner.changed(state);
  }
}
