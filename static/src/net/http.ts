/**
 * The few things asked over HTTP rather than the websocket: who we are, which titles there are, which table a short
 * code stands for, how a match went that is over. It knows addresses and shapes; when to ask is for others to say.
 */
import { HTTP_MS } from "../limits";
import type { Cause, Courteous, Holder, MatchId, Rev, Standing, TableId, TableState } from "../wire/generated";
import { Refusal } from "./refusal";

/** A title as the server lists it. */
export interface Title {
  name: string;
  label: string;
  summary: string;
  rules_version: number;
  /** How many seats a table has by default. */
  seats: number;
  real_time: boolean;
  /** What its bot is called; null if it has none. */
  bot: string | null;
  /** What players may ask of each other, `resign` or `rematch` say. */
  courtesies: string[];
  /** What its seats are called, in order: `White`, `Black`. Empty if they have no names. */
  sides: string[];
  /** What quick match offers; a label is short, such as `5+3`, and empty where there is only one. */
  presets: Preset[];
  /** Whether a view module stands at `/titles/NAME/view.js`. */
  view: boolean;
  /** The JSON Schema of its options. */
  options: unknown;
  defaults: Record<string, unknown>;
}

/** A quick way to play a title: complete options under a short label. */
export interface Preset {
  label: string;
  options: Record<string, unknown>;
}

/** A part of a match that is over, as it was seen from one seat or by those who watched. */
export interface ReplayPart {
  match_id: MatchId;
  title: string;
  /** Where it was played; the table may be gone. */
  table: TableId;
  options: Record<string, unknown>;
  /** By seat. */
  holders: Holder[];
  outcome: Standing | null;
  real_time: { hz: number } | null;
  /** The seats it may be seen from, besides as somebody who watches. */
  seats: number[];
  /** How many steps there are in all, and the number of the first in this part. */
  steps_total: number;
  from: number;
  steps: ReplayStep[];
}

/** One step of a match: a moment, and what led there. */
export interface ReplayStep {
  step: number;
  rev: Rev;
  /** In a real-time match, the ticks that had run. */
  tick: number | null;
  /** The match's own time. */
  at_ms: number;
  cause: Cause | "tick" | "abandoned";
  seat: number | null;
  courtesy: Courteous | null;
  /** The seats the match waited for. */
  turn: number[];
  view: unknown;
  notes: unknown[];
}

/** Makes this browser a guest, or confirms the guest it is already. The token travels as a cookie. */
export function becomeGuest(): Promise<unknown> {
  return ask("/api/guest", posted({}));
}

/** The steps of a match from one on, as `seat` saw them, or as those did who watched; as many as the server gives at once. */
export function replayPart(match_id: MatchId, seat: number | null, from: number): Promise<ReplayPart> {
  const query = new URLSearchParams({ from: String(from), ...(seat !== null && { seat: String(seat) }) });
  return ask(`/api/matches/${encodeURIComponent(match_id)}/replay?${query}`, {});
}

/** Makes a table at which a match is played on from where it was after `at`, with new chance. */
export function forkMatch(match_id: MatchId, at: Rev): Promise<{ table: TableId }> {
  return ask("/api/forks", posted({ match_id, at }));
}

export function listTitles(): Promise<Title[]> {
  return ask("/api/titles", {});
}

/** The table that gathers players under a short code. */
export function tableByCode(code: string): Promise<TableState> {
  return ask(`/api/tables/code/${encodeURIComponent(code)}`, {});
}

function posted(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(HTTP_MS) });
  } catch {
    throw Refusal.local("unreachable", "The server can't be reached just now.");
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    throw refusalOf(body);
  }
  return body as T;
}

function refusalOf(body: unknown): Refusal {
  if (typeof body === "object" && body !== null && "code" in body && "reason" in body) {
    return new Refusal(String(body.code), String(body.reason));
  }
  return Refusal.local("unreachable", "The server can't answer just now.");
}
