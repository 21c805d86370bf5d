/**
 * The games one is in oneself: those that wait for one first, and what is said of each. Pure. Of games that take days the
 * table says whom they wait for; the others are played by those who sit in front of them.
 */
import type { Player } from "../view";
import type { PlayerId, TableState } from "../wire/generated";
import { listed, nameOf } from "../words";
import { playersOf, seatOf } from "./status";

export interface OwnGame {
  table: TableState;
  /** It waits for oneself. */
  due: boolean;
  /** It is being played right now, by people who sit in front of it. */
  live: boolean;
  /** Against whom, and whom it waits for. */
  line: string;
}

export function ownGames(tables: TableState[], me: PlayerId | undefined): OwnGame[] {
  const games = tables.filter(({ phase }) => phase !== "finished").map((table) => gameOf(table, me));
  const rank = ({ due, live }: OwnGame) => (due ? 0 : live ? 1 : 2);
  return games.toSorted((one, other) => rank(one) - rank(other));
}

function gameOf(table: TableState, me: PlayerId | undefined): OwnGame {
  const playing = table.phase === "playing" || table.phase === "starting";
  const seat = seatOf(table, me);
  const players = playersOf(table, me);
  const others = table.seats.flatMap((_, other) => (other === seat ? [] : [nameOf(players, other)]));
  if (!playing) {
    return { table, due: false, live: false, line: "waiting for somebody" };
  }
  const due = seat !== null && table.turn.includes(seat);
  const live = table.turn.length === 0;
  const waits = due || live ? "" : ` · ${waitedFor(table.turn, players)}`;
  return { table, due, live, line: `with ${listed(others)}${waits}` };
}

/** Where only one other plays, the name has been said already. */
function waitedFor(turn: number[], players: (Player | null)[]): string {
  return players.length === 2 ? "their turn" : `${listed(turn.map((seat) => nameOf(players, seat)))} to move`;
}
