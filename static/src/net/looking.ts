/**
 * The table that this session looks at, and the matches played there. It knows the messages about tables and matches,
 * and nothing of how they are shown.
 */
import { batch, signal } from "@preact/signals-core";
import type { Have, ServerMessage, TableId, TableState } from "../wire/generated";
import type { Commander } from "./commands";
import { afterUpdate, type Matches, payloadOf } from "./matches";
import { Refusal } from "./refusal";

/** What there is to see of the table we look at. */
export type Look =
  | { kind: "nowhere" }
  | { kind: "opening"; table: TableId }
  | { kind: "open"; table: TableId; state: TableState }
  /** It was there and is no more. */
  | { kind: "closed"; table: TableId; reason: string }
  /** The server would not show it. */
  | { kind: "refused"; table: TableId; refusal: Refusal };

/** Why a match is not shown to who looks at its table. */
const NO_MATCH: ReadonlySet<string> = new Set(["storage_unavailable", "other_rules", "unknown_match", "title_failed"]);

type TableMessage = Extract<ServerMessage, { type: "table" | "table_closed" | "update" }>;

export class Looking {
  readonly look = signal<Look>({ kind: "nowhere" });
  readonly matches = signal<Matches>(new Map());
  /** Why the match on this table isn't shown, or not as it stands now; null once it is. */
  readonly unseen = signal<Refusal | null>(null);

  /** `turned`: what is told that we look elsewhere from now on. */
  constructor(
    private readonly commander: Commander,
    private readonly turned: () => void,
  ) {}

  /** Looks at a table, and at no other. */
  open(table: TableId): void {
    this.turnTo({ kind: "opening", table });
    this.ask(table);
  }

  /** Looks at no table any more. */
  close(): void {
    if (this.look.value.kind !== "nowhere") {
      this.turnTo({ kind: "nowhere" });
      // Whatever the server said, nothing is shown any more; the next `open_table` says what is.
      this.commander.command({ type: "close_table" }).catch(() => {});
    }
  }

  /** The last update of the match on the table we look at. */
  have(): Have | undefined {
    const look = this.look.value;
    const match = look.kind === "open" && look.state.match_id !== null && this.matches.value.get(look.state.match_id);
    return match ? { match_id: match.match_id, epoch: match.epoch, rev: match.rev } : undefined;
  }

  received(message: TableMessage, payload: unknown): void {
    switch (message.type) {
      case "table":
        if (this.isAt(message.table.table)) {
          this.look.value = { kind: "open", table: message.table.table, state: message.table };
        }
        break;
      case "table_closed":
        if (this.isAt(message.table)) {
          this.look.value = { kind: "closed", table: message.table, reason: message.reason };
        }
        break;
      case "update":
        if (this.look.value.kind !== "nowhere") {
          this.unseen.value = null;
          this.matches.value = afterUpdate(this.matches.value, message, payloadOf(payload));
        }
        break;
    }
  }

  /** The server would not show the match on the table: such a no answers no command. */
  refused(refusal: Refusal): boolean {
    const concerns = this.look.value.kind === "open" && NO_MATCH.has(refusal.code);
    if (concerns) {
      this.unseen.value = refusal;
    }
    return concerns;
  }

  /** The server has forgotten this session: the table is opened again, unless that is on its way already. */
  forgotten(): void {
    const look = this.look.value;
    if (look.kind === "open" || look.kind === "opening") {
      const { table } = look;
      if (!this.commander.has((command) => command.type === "open_table" && command.table === table)) {
        this.ask(table);
      }
    }
  }

  private ask(table: TableId): void {
    this.commander.command({ type: "open_table", table }).catch((thrown: unknown) => {
      if (this.isAt(table)) {
        this.look.value = { kind: "refused", table, refusal: Refusal.of(thrown) };
      }
    });
  }

  private turnTo(look: Look): void {
    batch(() => {
      this.look.value = look;
      this.unseen.value = null;
      this.matches.value = new Map();
    });
    this.turned();
  }

  private isAt(table: TableId): boolean {
    const look = this.look.value;
    return look.kind !== "nowhere" && look.table === table;
  }
}
