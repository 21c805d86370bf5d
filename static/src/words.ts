/**
 * What the page says about turns, tables and a title's values; results and courtesies have rooms of their own in words/.
 * Pure functions from values to words; they know the protocol's types and nothing of pages.
 */
import type { TableState } from "./wire/generated";
import type { Player } from "./view";

/** `three_in_a_row` becomes `Three in a row`. */
export function humanise(code: string): string {
  const words = code.replace(/^rules\./, "").replace(/[_.-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Whom the match waits for, as `seat` is told it. */
export function turnOf(turn: number[], seat: number | null, players: (Player | null)[]): string {
  if (turn.length === 0) {
    return "One moment…";
  }
  if (seat !== null && turn.includes(seat)) {
    return "Your turn";
  }
  return `${listed(turn.map((other) => nameOf(players, other)))} to move`;
}

/** A seat's player by name, or by number where nobody is known. */
export function nameOf(players: (Player | null)[], seat: number): string {
  return players[seat]?.name ?? `Seat ${seat + 1}`;
}

/** How many seats of a table are free. */
export function freeSeats(table: TableState): number {
  return table.seats.filter(({ holder }) => holder === null).length;
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** `1 seat free`, `2 seats free`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
