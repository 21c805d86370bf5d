/**
 * For unit tests: a world whose time is moved by hand and whose lines are played by the test. It holds no rules of its
 * own; what a server would say, the test says.
 */
import { decodeMulti, encode } from "@msgpack/msgpack";
import type { ClientMessage, ServerMessage } from "../wire/generated";
import type { ClientWorld } from "./client";
import type { Line } from "./socket";

/** One line as the far end sees it. */
export class FakeLine implements Line {
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  hungUp = false;
  readonly heard: { message: ClientMessage; payload: unknown }[] = [];

  send(bytes: Uint8Array<ArrayBuffer>): void {
    const [message, payload] = [...decodeMulti(bytes)];
    this.heard.push({ message: message as ClientMessage, payload });
  }

  close(): void {
    this.hungUp = true;
  }

  open(): void {
    this.onopen?.();
  }

  say(message: ServerMessage, payload?: unknown): void {
    const parts = payload === undefined ? [encode(message)] : [encode(message), encode(payload)];
    const bytes = new Uint8Array(parts.flatMap((part) => [...part]));
    this.onmessage?.({ data: bytes.buffer });
  }

  /** The far end hangs up, or the line breaks (1006). */
  breaks(code = 1006): void {
    this.onclose?.({ code });
  }

  /** The numbers of the commands heard, in order. */
  seqs(): number[] {
    return this.heard.flatMap(({ message }) => (message.type === "command" ? [message.seq] : []));
  }

  /** The kinds of the commands heard, in order. */
  commands(): string[] {
    return this.heard.flatMap(({ message }) => (message.type === "command" ? [message.command.type] : []));
  }
}

interface Timer {
  at: number;
  run: () => void;
}

export class FakeWorld implements ClientWorld {
  readonly lines: FakeLine[] = [];
  /** What the next random numbers are; the default is the longest pause there is. */
  chance = 0.999_999;
  guests = 0;
  /** Set it to make `becomeGuest` fail. */
  unreachable = false;
  private time = 0;
  private timers: Timer[] = [];

  get line(): FakeLine {
    const line = this.lines.at(-1);
    if (line === undefined) {
      throw new Error("nobody dialled yet");
    }
    return line;
  }

  /** How many lines are neither hung up nor forgotten. */
  get live(): number {
    return this.lines.filter((line) => !line.hungUp && line.onmessage !== null).length;
  }

  get timersArmed(): number {
    return this.timers.length;
  }

  dial(): FakeLine {
    const line = new FakeLine();
    this.lines.push(line);
    return line;
  }

  now(): number {
    return this.time;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.time + ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  becomeGuest(): Promise<unknown> {
    this.guests += 1;
    return this.unreachable ? Promise.reject(new Error("unreachable")) : Promise.resolve();
  }

  /** Lets time pass up to the next timer: of a socket that waits, that is the next try. */
  async passToTimer(): Promise<void> {
    await this.pass(Math.min(...this.timers.map(({ at }) => at)) - this.time);
  }

  /** Lets this much time pass, one timer after the other, and whatever they set off. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        break;
      }
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = next.at;
      next.run();
      await settle();
    }
    this.time = end;
  }
}

/** Lets promises that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) {
    await Promise.resolve();
  }
}
