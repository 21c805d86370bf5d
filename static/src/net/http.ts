/**
 * The few things asked over HTTP rather than the websocket: who we are, which titles there are, which table a short
 * code stands for. It knows addresses and shapes; when to ask is for others to say.
 */
import { HTTP_MS } from "../limits";
import type { TableState } from "../wire/generated";
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

/** Makes this browser a guest, or confirms the guest it is already. The token travels as a cookie. */
export function becomeGuest(): Promise<unknown> {
  return ask("/api/guest", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
}

export function listTitles(): Promise<Title[]> {
  return ask("/api/titles", {});
}

/** The table that gathers players under a short code. */
export function tableByCode(code: string): Promise<TableState> {
  return ask(`/api/tables/code/${encodeURIComponent(code)}`, {});
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
