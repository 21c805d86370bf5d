/**
 * The last known state of each match in sight, and the rule for what replaces it. Plain values in, plain values out; a
 * message that comes twice, late, or out of order leads to the same place. It knows no tables and no titles.
 */
import { MATCHES_KEPT } from "../limits";
import type { MatchId, ServerMessage } from "../wire/generated";

export type Update = Extract<ServerMessage, { type: "update" }>;

/** An update's payload, whatever the title puts into it. */
export interface UpdatePayload {
  view: unknown;
  notes: unknown[];
  legal: unknown[] | null;
}

/** A match as last told. */
export interface MatchState extends Omit<Update, "type">, UpdatePayload {
  /** A step of a match that is over, which somebody looks through: its time stands. */
  replayed?: true;
}

/** The matches in sight, the one told of last at the end. */
export type Matches = ReadonlyMap<MatchId, MatchState>;

/** The matches after one more update; the very same map if it brought nothing new. */
export function afterUpdate(matches: Matches, update: Update, payload: UpdatePayload): Matches {
  const known = matches.get(update.match_id);
  if (known !== undefined && !replaces(update, known)) {
    return matches;
  }
  const { type: _, ...fields } = update;
  const next = new Map(matches);
  next.delete(update.match_id);
  next.set(update.match_id, { ...fields, ...payload });
  for (const oldest of next.keys()) {
    if (next.size <= MATCHES_KEPT) {
      break;
    }
    next.delete(oldest);
  }
  return next;
}

/** The rule of docs/PROTOCOL.md: newer by (epoch, rev), or a snapshot that is not older by either. */
function replaces(update: Update, known: MatchState): boolean {
  if (update.happened.cause === "snapshot") {
    return update.epoch >= known.epoch && update.rev >= known.rev;
  }
  return update.epoch > known.epoch || (update.epoch === known.epoch && update.rev > known.rev);
}

/**
 * The match's own time when the server's clock shows `server_ms`: it stands still while the players pause and once the
 * match is over, and an estimate of the server's clock that lags never shows less than the last event's time.
 */
export function matchNow(match: MatchState, server_ms: number): number {
  const stands = match.paused || match.outcome !== null || match.replayed === true;
  return stands ? match.now_ms : Math.max(match.now_ms, server_ms - match.offset_ms);
}

/** An update's payload, with what a title may leave out filled in. */
export function payloadOf(value: unknown): UpdatePayload {
  const fields = typeof value === "object" && value !== null ? (value as Partial<UpdatePayload>) : {};
  return {
    view: fields.view ?? null,
    notes: Array.isArray(fields.notes) ? fields.notes : [],
    legal: Array.isArray(fields.legal) ? fields.legal : null,
  };
}
