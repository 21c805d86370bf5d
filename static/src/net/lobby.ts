/**
 * The live list of public tables, watched only while somebody looks at it, and this player's own tables. It
 * knows the messages that bring them, and nothing of how they are shown.
 */
import { signal } from "@preact/signals-core";
import type { ServerMessage, TableState } from "../wire/generated";
import type { Commander } from "./commands";

/** What there is to see in the lobby. */
export interface Lobby {
  /** The public tables, those made last first. */
  tables: TableState[];
  /** The tables at which this player plays or waits to, public or not. */
  mine: TableState[];
}

type LobbyMessage = Extract<ServerMessage, { type: "lobby" }>;

/** The lobby after one more message; null as long as the whole list has not come, which the rest builds on. */
export function afterLobby(lobby: Lobby | null, message: LobbyMessage): Lobby | null {
  const { whole, tables, gone, mine } = message;
  if (whole) {
    return { tables, mine: mine ?? [] };
  }
  if (lobby === null) {
    return null;
  }
  const changed = new Map(tables.map((table) => [table.table, table]));
  const known = new Set(lobby.tables.map(({ table }) => table));
  const stays = ({ table }: TableState) => !gone.includes(table);
  const after = (table: TableState) => changed.get(table.table) ?? table;
  return {
    tables: [...tables.filter(({ table }) => !known.has(table)), ...lobby.tables.map(after)].filter(stays),
    mine: mine ?? lobby.mine.map(after),
  };
}

/** The session's eye on the lobby. */
export class LobbyWatch {
  /** What is seen; null before the first list, and while nobody looks. */
  readonly state = signal<Lobby | null>(null);
  private watched = false;

  constructor(private readonly commander: Commander) {}

  /** From now on the lobby is looked at. */
  watch(): void {
    this.watched = true;
    this.ask();
  }

  unwatch(): void {
    this.watched = false;
    this.state.value = null;
    // The next `watch_lobby` brings the whole list, whatever became of this.
    this.commander.command({ type: "unwatch_lobby" }).catch(() => {});
  }

  received(message: LobbyMessage): void {
    if (this.watched) {
      this.state.value = afterLobby(this.state.value, message);
    }
  }

  /** The server has forgotten this session: it is asked again, unless that is on its way already. */
  forgotten(): void {
    if (this.watched && !this.commander.has(({ type }) => type === "watch_lobby")) {
      this.ask();
    }
  }

  private ask(): void {
    // Refused, the list stays as it is: empty, or as last told. Everything else on the page works without it.
    this.commander.command({ type: "watch_lobby" }).catch(() => {});
  }
}
