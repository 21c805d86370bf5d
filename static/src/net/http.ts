/**
 * The few things asked over HTTP rather than the websocket: who we are, which titles there are, which tables are open.
 * It knows addresses and shapes; when to ask is for others to say.
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
  real_time: boolean;
  /** Whether the server has a bot for it. */
  bot: boolean;
  /** Whether a view module stands at `/titles/NAME/view.js`. */
  view: boolean;
  /** The JSON Schema of its options. */
  options: unknown;
  defaults: Record<string, unknown>;
}

/** Makes this browser a guest, or confirms the guest it is already. The token travels as a cookie. */
export function becomeGuest(): Promise<unknown> {
  return ask("/api/guest", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
}

export function listTitles(): Promise<Title[]> {
  return ask("/api/titles", {});
}

export function listOpenTables(): Promise<TableState[]> {
  return ask("/api/tables", {});
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
