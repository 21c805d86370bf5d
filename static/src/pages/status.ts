/**
 * What the table page says at its top: one headline and one line below, from the table and its match as told to one
 * viewer. Pure; the page only shows it.
 */
import type { MatchState } from "../net/matches";
import type { Player } from "../view";
import type { PlayerId, TableState } from "../wire/generated";
import { counted, freeSeats, listed, nameOf, turnOf } from "../words";
import { courtesyInWords } from "../words/courtesy";
import { type Refused, unseenInWords } from "../words/refusal";
import { resultOf } from "../words/result";

export interface Status {
  headline: string;
  detail: string;
  mood: "calm" | "yours" | "won" | "lost" | "even";
  /** What is to be heard and is seen elsewhere on the page, where there is such a thing. */
  aside?: string;
  /** Whether the table is worth opening again. */
  again?: boolean;
}

/** The seat of a player at a table; null for one without. */
export function seatOf(table: TableState, player: PlayerId | undefined): number | null {
  const seat = table.seats.findIndex(({ holder }) => holder !== null && holder.player === player);
  return seat < 0 ? null : seat;
}

/** The seats to mark as those to move: none while nothing can be moved. */
export function turnShown(table: TableState, match: MatchState | null): number[] {
  return table.phase === "playing" && match !== null && match.outcome === null && !match.paused ? match.turn : [];
}

/** What is said beside a seat: that it is to move, or wants to play again. */
export function saidOf(table: TableState, match: MatchState | null, seat: number): string | null {
  if (turnShown(table, match).includes(seat)) {
    return "to move";
  }
  return table.phase === "finished" && table.seats[seat]?.rematch === true ? "plays again" : null;
}

/** Who sits where, as views and words want it. */
export function playersOf(table: TableState, me: PlayerId | undefined): (Player | null)[] {
  return table.seats.map(({ holder }) =>
    holder === null ? null : { name: holder.name, kind: holder.kind, you: holder.player === me },
  );
}

/** `unseen`: why the match is not shown, if it isn't. */
export function statusOf(
  table: TableState,
  match: MatchState | null,
  me: PlayerId | undefined,
  players: (Player | null)[],
  unseen: Refused | null = null,
): Status {
  const seat = seatOf(table, me);
  if (unseen !== null && table.phase !== "gathering") {
    return { ...unseenInWords(unseen), mood: "calm" };
  }
  switch (table.phase) {
    case "gathering":
      return gathering(table, match, seat, players);
    case "starting":
      return { headline: "The game begins…", detail: "", mood: "calm" };
    case "playing":
      return match?.outcome ? finished(table, match, seat, me, players) : playing(match, players);
    case "finished":
      return finished(table, match, seat, me, players);
  }
}

function gathering(
  table: TableState,
  match: MatchState | null,
  seat: number | null,
  players: (Player | null)[],
): Status {
  const free = freeSeats(table);
  if (seat !== null) {
    const headline = `Waiting for ${free === 1 ? "one player" : `${free} players`}`;
    // Somebody left after a match: how it ended is still worth a word.
    const last = match?.outcome ? `Last game: ${resultOf(match.outcome, match.seat, players).headline}.` : "";
    return { headline, detail: last || "The game begins when every seat is taken.", mood: "calm" };
  }
  const hosts = table.seats.flatMap(({ holder }) => (holder?.kind === "player" ? [holder.name] : []));
  const wait = hosts.length > 1 ? "wait" : "waits";
  const headline = hosts.length > 0 ? `${listed(hosts)} ${wait} for you` : "Nobody sits here yet";
  return { headline, detail: `${counted(free, "seat is free", "seats are free")}.`, mood: "yours" };
}

function playing(match: MatchState | null, players: (Player | null)[]): Status {
  if (match === null) {
    return { headline: "One moment…", detail: "", mood: "calm" };
  }
  const yours = match.seat !== null && match.turn.includes(match.seat) && !match.paused;
  const awaited = match.turn.filter((other) => match.away.includes(other) && other !== match.seat);
  const away = awaited.length > 0 ? `${listed(awaited.map((other) => nameOf(players, other)))} is away just now.` : "";
  const news = courtesyInWords(match.happened, match.seat, players);
  // A player sees a proposal that stands together with the buttons that answer it.
  const stands = match.seat !== null && match.happened.courtesy?.deed === "offered";
  return {
    headline: match.paused ? "Paused" : headline(match, players),
    detail: (stands ? "" : news) || away || (match.seat === null ? "You are watching." : ""),
    mood: yours ? "yours" : "calm",
    ...(stands && { aside: news }),
  };
}

/** In real time nobody is waited for: everybody plays all the time. */
function headline(match: MatchState, players: (Player | null)[]): string {
  const always = match.hz !== undefined && match.turn.length === 0;
  return always ? "In play" : turnOf(match.turn, match.seat, players);
}

function finished(
  table: TableState,
  match: MatchState | null,
  seat: number | null,
  me: PlayerId | undefined,
  players: (Player | null)[],
): Status {
  const outcome = match?.outcome ?? table.outcome;
  if (outcome === null) {
    return { headline: "The game is over", detail: "", mood: "even" };
  }
  // The seat this match was played from: who stood up since has none at the table, and still won or lost.
  const result = resultOf(outcome, match === null ? seat : match.seat, players);
  const asking = table.seats.flatMap(({ holder, rematch }) =>
    rematch && holder !== null && holder.player !== me ? [holder.name] : [],
  );
  const agreed = seat !== null && table.seats[seat]?.rematch === true;
  const wish = !agreed && asking.length > 0 ? `${listed(asking)} would like a rematch.` : "";
  const reason = result.detail === "" ? "" : `${result.detail.replace(/\.$/, "")}.`;
  const detail = [reason, wish].filter((part) => part !== "").join(" ");
  return { headline: result.headline, detail, mood: result.mood };
}
