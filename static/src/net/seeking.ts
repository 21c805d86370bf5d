/**
 * Waiting for a partner: at most one wait at a time, from `seek` to a table, an end, or a change of mind. It knows the
 * messages about it, and no page.
 */
import { signal } from "@preact/signals-core";
import type { Command, TableId } from "../wire/generated";
import type { Commander } from "./commands";
import { Refusal } from "./refusal";

/** What is waited for: a title, with options, under the words it was asked for with. */
export interface Sought {
  title: string;
  options: Record<string, unknown>;
  label: string;
}

export type SeekState =
  | { kind: "idle" }
  | { kind: "seeking"; sought: Sought; since_ms: number }
  /** It ended without a partner, and why. */
  | { kind: "ended"; refusal: Refusal }
  /** A partner was found; they are at this table. */
  | { kind: "seated"; table: TableId };

export class Seeking {
  readonly state = signal<SeekState>({ kind: "idle" });
  /** Whether the server has taken the wait in; an end that comes before is that of the wait before it. */
  private taken = false;

  constructor(
    private readonly commander: Commander,
    private readonly now: () => number,
  ) {}

  /** Waits for a partner for this, and for nothing else. */
  seek(sought: Sought): void {
    this.cancel();
    this.state.value = { kind: "seeking", sought, since_ms: this.now() };
    this.ask(sought);
  }

  /** Doesn't wait any more. */
  cancel(): void {
    if (this.state.value.kind === "seeking") {
      // A refusal can only mean that the wait has ended already.
      this.commander.command({ type: "cancel_seek" }).catch(() => {});
    }
    this.state.value = { kind: "idle" };
  }

  /** A partner was found. That holds even if it crossed with a change of mind: somebody sits there and waits. */
  seated(table: TableId): void {
    this.state.value = { kind: "seated", table };
  }

  ended(refusal: Refusal): void {
    if (this.state.value.kind === "seeking" && this.taken) {
      this.state.value = { kind: "ended", refusal };
    }
  }

  /** The server has forgotten this session: whoever still waits is put in the queue again. */
  forgotten(): void {
    const { value } = this.state;
    if (value.kind === "seeking" && !this.commander.has(({ type }) => type === "seek")) {
      this.ask(value.sought);
    }
  }

  private ask(sought: Sought): void {
    const command: Command = { type: "seek", title: sought.title, options: sought.options };
    const current = () => this.state.value.kind === "seeking" && this.state.value.sought === sought;
    this.taken = false;
    this.commander.command(command).then(
      () => {
        this.taken ||= current();
      },
      (thrown: unknown) => {
        if (current()) {
          this.state.value = { kind: "ended", refusal: Refusal.of(thrown) };
        }
      },
    );
  }
}
