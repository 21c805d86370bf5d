/** For unit tests: a table, an update and a lobby as a server would tell them, whole, with what a test says changed. */
import type { SeatState, ServerMessage, TableState } from "../wire/generated";
import type { MatchState, Update } from "./matches";

export const TABLE = "w7k2m9qd";
export const MATCH = "tic_tac_toe.0.k3j9x2mq";

/** A seat with somebody of this name, or a free one. */
export function seatOf(name: string | null, fields: Partial<SeatState> = {}): SeatState {
  const holder = name === null ? null : ({ player: `p-${name}`, name, kind: "player" } as const);
  return { holder, rematch: false, here: holder !== null, ...fields };
}

export function tableOf(fields: Partial<TableState> = {}): TableState {
  return {
    table: TABLE,
    title: "tic_tac_toe",
    options: {},
    offer: "private",
    sides: "chosen",
    code: null,
    seats: [seatOf("Otter"), seatOf("Lynx")],
    phase: "playing",
    match_id: MATCH,
    games: 1,
    outcome: null,
    turn: [],
    spectators: 0,
    ...fields,
  };
}

export function updateOf(fields: Partial<Update> = {}): Update {
  return {
    type: "update",
    match_id: MATCH,
    epoch: 1,
    rev: 3,
    seat: 0,
    happened: { cause: "action", seat: 1 },
    now_ms: 0,
    offset_ms: 0,
    paused: false,
    offers: [],
    courtesies: [],
    gone: [],
    turn: [0],
    away: [],
    outcome: null,
    ...fields,
  };
}

export function matchOf(fields: Partial<MatchState> = {}): MatchState {
  const { type: _, ...update } = updateOf();
  return { ...update, view: null, notes: [], legal: null, ...fields };
}

type LobbyMessage = Extract<ServerMessage, { type: "lobby" }>;

export function lobbyOf(fields: Partial<LobbyMessage> = {}): LobbyMessage {
  return { type: "lobby", whole: false, tables: [], gone: [], ...fields };
}
