/**
 * What the page says about a match, a table and a title's values. Pure functions from values to words; they know the
 * protocol's types and nothing of pages.
 */
import type { Standing, TableState } from "./wire/generated";
import type { Player } from "./view";

/** `three_in_a_row` becomes `Three in a row`. */
export function humanise(code: string): string {
  const words = code.replace(/^rules\./, "").replace(/[_.-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a match ended, as a headline and, where there is more to say, a line below it. */
export interface Result {
  headline: string;
  detail: string;
  /** For the colour: how it went for the one who looks. */
  mood: "won" | "lost" | "even";
}

/** The result as `seat` (null: a spectator) is told it. */
export function resultOf(outcome: Standing, seat: number | null, players: (Player | null)[]): Result {
  const { places, reason } = outcome;
  if (places.length === 0) {
    const detail = reason === "faulted" ? "The game failed. It counts for nobody." : because(reason);
    return { headline: "No result", detail, mood: "even" };
  }
  const first = places.flatMap((place, other) => (place === 1 ? [other] : []));
  if (first.length === places.length) {
    return { headline: "Draw", detail: because(reason), mood: "even" };
  }
  const mine = seat === null ? undefined : places[seat];
  const onTime = reason === "timeout" && places.length === 2;
  if (mine === undefined) {
    const names = first.map((winner) => nameOf(players, winner));
    const verb = first.length === 1 ? `won${onTime ? " on time" : ""}` : "share the first place";
    return { headline: `${listed(names)} ${verb}`, detail: onTime ? "" : because(reason), mood: "even" };
  }
  if (mine === 1) {
    const headline = first.length > 1 ? "You share the first place" : onTime ? "You won on time" : "You won";
    return { headline, detail: onTime ? "" : because(reason), mood: "won" };
  }
  if (places.length === 2) {
    return { headline: onTime ? "You lost on time" : "You lost", detail: onTime ? "" : because(reason), mood: "lost" };
  }
  return { headline: `You came ${ordinal(mine)}`, detail: because(reason), mood: "lost" };
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

function because(reason: string): string {
  switch (reason) {
    case "timeout":
      return "Time ran out";
    case "faulted":
      return "The game failed";
    case "board_full":
      return "The board is full";
    default:
      return humanise(reason);
  }
}

function ordinal(place: number): string {
  const teen = place % 100 >= 11 && place % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${suffix}`;
}
