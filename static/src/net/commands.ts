/**
 * The commands on their way: which have a number, which wait for their answer, which are kept back. A plain list that
 * sends nothing itself; the client asks it what may leave. It knows the numbering of docs/PROTOCOL.md and no command.
 */
import { KEPT_BACK_MAX, UNANSWERED_MAX } from "../limits";
import type { Command, Rev, Seq, TableId } from "../wire/generated";
import { Refusal } from "./refusal";

/** What `ok` brought. */
export interface Done {
  table?: TableId;
  rev?: Rev;
}

/** Somebody who gives commands on behalf of the parts of a session. */
export interface Commander {
  /** Gives a command; it resolves when the server did it and rejects with a `Refusal` when it did not. */
  command(command: Command, payload?: unknown): Promise<Done>;
  /** Whether one of the commands that wait for their answer passes the test. */
  has(test: (command: Command) => boolean): boolean;
}

/** One command on its way. */
export interface Waiting {
  /** Its number; null until it first leaves. */
  seq: Seq | null;
  command: Command;
  payload: unknown;
  /** Whether it left on the connection that stands now. */
  sent: boolean;
  done(answer: Done): void;
  refused(refusal: Refusal): void;
}

export class Commands {
  /** Those without an answer, in the order they were given; those with a number come before those without. */
  private waiting: Waiting[] = [];
  private next: Seq = 1;
  /** The highest number that was answered. */
  private answered: Seq = 0;

  /** How many wait for their answer. */
  get count(): number {
    return this.waiting.length;
  }

  /** The last number given, which `hello` tells: of those up to it, the server misses none that doesn't wait here. */
  get last(): Seq {
    return this.next - 1;
  }

  /** Whether one of those that wait passes the test. */
  has(test: (command: Command) => boolean): boolean {
    return this.waiting.some(({ command }) => test(command));
  }

  /** Takes a command in; it is refused at once if too many are kept back already. */
  add(command: Command, payload: unknown): Promise<Done> {
    if (this.waiting.length >= UNANSWERED_MAX + KEPT_BACK_MAX) {
      const reason = "Too much waits for the server already; give it a moment.";
      return Promise.reject(Refusal.local("kept_back_full", reason));
    }
    return new Promise((done, refused) => {
      this.waiting.push({ seq: null, command, payload, sent: false, done, refused });
    });
  }

  /**
   * What may leave now, numbered and in order: no more than the protocol lets wait for an answer. The caller sends it and
   * calls `left` for each that went out.
   */
  ready(): (Waiting & { seq: Seq })[] {
    return this.waiting
      .slice(0, UNANSWERED_MAX)
      .filter((entry) => !entry.sent)
      .map((entry) => {
        entry.seq ??= this.next++;
        return entry as Waiting & { seq: Seq };
      });
  }

  left(entry: Waiting): void {
    entry.sent = true;
  }

  done(seq: Seq, answer: Done): void {
    this.take(seq)?.done(answer);
  }

  /**
   * The server said no. A command refused as `seq_gap` has not spent its number: it leaves again after those before
   * it. False if there are none before it, so that only a fresh `welcome` can tell where the numbers stand.
   */
  refused(seq: Seq, refusal: Refusal): boolean {
    if (refusal.code !== "seq_gap") {
      this.take(seq)?.refused(refusal);
      return true;
    }
    const index = this.waiting.findIndex((entry) => entry.seq === seq);
    for (const entry of this.waiting.slice(Math.max(0, index))) {
      entry.sent = false;
    }
    return index !== 0;
  }

  /**
   * A new connection stands, and the server's last number is `last_seq`. Everything unanswered leaves again, in order and
   * under its number: whoever has carried it out already knows it by that, and doesn't do it again.
   */
  welcomed(last_seq: Seq | null): void {
    for (const entry of this.waiting) {
      entry.sent = false;
    }
    this.next = Math.max(this.next, (last_seq ?? 0) + 1);
  }

  /** Whether the server doesn't know of all that was answered; then it has forgotten the session too. */
  forgotten(last_seq: Seq | null): boolean {
    return last_seq === null || last_seq < this.answered;
  }

  /** The command of this number, if it still waits; from now on it doesn't. */
  private take(seq: Seq): Waiting | undefined {
    const index = this.waiting.findIndex((entry) => entry.seq === seq);
    if (index < 0) {
      return undefined;
    }
    this.answered = Math.max(this.answered, seq);
    return this.waiting.splice(index, 1)[0];
  }
}
