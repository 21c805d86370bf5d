/** Which update replaces which: a table over (epoch, rev, cause), and what is kept. */
import { describe, expect, test } from "vitest";
import { MATCHES_KEPT } from "../limits";
import type { Cause } from "../wire/generated";
import { MATCH, matchOf, updateOf } from "./fixtures";
import { afterUpdate, matchNow, type Matches, type MatchState, payloadOf, type Update } from "./matches";

function update(epoch: number, rev: number, cause: Cause = "action", match_id = MATCH): Update {
  return updateOf({ match_id, epoch, rev, happened: { cause, seat: cause === "action" ? 0 : null } });
}

const NONE: Matches = new Map();
const PAYLOAD = payloadOf({ view: "old", notes: [], legal: [] });

describe("after epoch 2, rev 5", () => {
  const known = afterUpdate(NONE, update(2, 5), PAYLOAD);

  test.each<[string, Update, boolean]>([
    ["the next event", update(2, 6), true],
    ["a later event", update(2, 9), true],
    ["the same event again", update(2, 5), false],
    ["an earlier event", update(2, 4), false],
    ["anything of an older epoch", update(1, 9), false],
    ["a snapshot of an older epoch", update(1, 9, "snapshot"), false],
    ["an earlier event of a newer epoch", update(3, 4), true],
    ["a snapshot of the same event", update(2, 5, "snapshot"), true],
    ["a snapshot of a later event", update(2, 7, "snapshot"), true],
    ["a snapshot of an earlier event", update(2, 4, "snapshot"), false],
    ["a snapshot of an earlier event in a newer epoch", update(3, 4, "snapshot"), false],
    ["another match", update(1, 0, "start", "tic_tac_toe.0.zzzzzzzz"), true],
  ])("%s", (_, next, taken) => {
    const after = afterUpdate(known, next, payloadOf({ view: "new" }));
    expect(after !== known).toBe(taken);
    expect(after.get(next.match_id)?.view).toBe(taken ? "new" : "old");
  });
});

test("only the last few matches are kept, and the one told of last is not the one to go", () => {
  let matches = NONE;
  for (let game = 0; game <= MATCHES_KEPT; game += 1) {
    matches = afterUpdate(matches, update(1, 0, "start", `match-${game}`), PAYLOAD);
  }
  expect(matches.size).toBe(MATCHES_KEPT);
  expect(matches.has("match-0")).toBe(false);
  expect(matches.has(`match-${MATCHES_KEPT}`)).toBe(true);
});

test("a payload that leaves something out is filled in", () => {
  expect(payloadOf(undefined)).toEqual({ view: null, notes: [], legal: null });
  expect(payloadOf({ view: 3, legal: [1] })).toEqual({ view: 3, notes: [], legal: [1] });
});

describe("the match's own time", () => {
  const RUNS: Partial<MatchState> = { now_ms: 5_000, offset_ms: 100_000 };

  test.each<[string, Partial<MatchState>, number, number]>([
    ["runs with the server's clock", RUNS, 107_250, 7_250],
    ["runs ahead of it where the offset is negative", { now_ms: 5_000, offset_ms: -2_000 }, 4_000, 6_000],
    ["is never before the last event", RUNS, 104_000, 5_000],
    ["stands while the players pause", { ...RUNS, paused: true }, 107_250, 5_000],
    ["stands when it is over", { ...RUNS, outcome: { places: [1, 2], reason: "time" } }, 107_250, 5_000],
  ])("%s", (_, fields, server, time) => expect(matchNow(matchOf(fields), server)).toBe(time));
});
