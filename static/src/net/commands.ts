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
  /** Whether it was answered; it then only stands here while one before it was not. */
  answered: boolean;
  done(answer: Done): void;
  refused(refusal: Refusal): void;
}

export class Commands {
  /**
   * In the order they were given, from the first unanswered on; those with a number come before those without. An
   * answered one behind it stays, because a server that forgot everything must get the numbers without a hole.
   */
  private waiting: Waiting[] = [];
  private next: Seq = 1;

  /** How many wait for their answer. */
  get count(): number {
    return this.waiting.filter(({ answered }) => !answered).length;
  }

  /** Whether one of those that wait passes the test. */
  has(test: (command: Command) => boolean): boolean {
    return this.waiting.some(({ answered, command }) => !answered && test(command));
  }

  /** Takes a command in; it is refused at once if too many are kept back already. */
  add(command: Command, payload: unknown): Promise<Done> {
    if (this.waiting.length >= UNANSWERED_MAX + KEPT_BACK_MAX) {
      const reason = "Too much waits for the server already; give it a moment.";
      return Promise.reject(Refusal.local("kept_back_full", reason));
    }
    return new Promise((done, refused) => {
      this.waiting.push({ seq: null, command, payload, sent: false, answered: false, done, refused });
    });
  }

  /**
   * What may leave now, numbered and in order: no more than the protocol allows beyond the first unanswered. The
   * caller sends it and calls `left` for each that went out.
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
      entry.sent = entry.answered;
    }
    return index !== 0;
  }

  /**
   * A new connection stands, and the server's last number is `last_seq`. Everything unanswered leaves again, in order
   * and under its number; before a server that knows nothing of us, so does what was answered in between. Only if the
   * server forgot some numbers that it had answered and not all, the rest is counted on from its own.
   */
  welcomed(last_seq: Seq | null): void {
    for (const entry of this.waiting) {
      entry.sent = entry.answered && last_seq !== null;
    }
    const numbered = this.waiting.filter((entry) => entry.seq !== null);
    const first = numbered[0]?.seq ?? this.next;
    if (last_seq !== null && last_seq < first - 1) {
      numbered.forEach((entry, index) => {
        entry.seq = last_seq + 1 + index;
      });
      this.next = last_seq + 1 + numbered.length;
    } else if (last_seq !== null) {
      this.next = Math.max(this.next, last_seq + 1);
    }
  }

  /** Whether the server has forgotten numbers of ours that it answered; then it has forgotten the session too. */
  forgotten(last_seq: Seq | null): boolean {
    const first = this.waiting[0]?.seq ?? this.next;
    return last_seq === null || last_seq < first - 1;
  }

  /** The command of this number, if it still waits; from now on it doesn't. */
  private take(seq: Seq): Waiting | undefined {
    const entry = this.waiting.find((other) => other.seq === seq && !other.answered);
    if (entry !== undefined) {
      entry.answered = true;
      const first = this.waiting.findIndex(({ answered }) => !answered);
      this.waiting.splice(0, first < 0 ? this.waiting.length : first);
    }
    return entry;
  }
}
