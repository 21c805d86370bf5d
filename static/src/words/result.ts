/** How a match ended, in words: for the winner, the loser and those who watched. Pure, from values to words. */
import type { Player } from "../view";
import type { Standing } from "../wire/generated";
import { humanise, listed, nameOf } from "../words";

/** How a match ended, as a headline and, where there is more to say, a line below it. */
export interface Result {
  headline: string;
  detail: string;
  /** For the colour: how it went for the one who looks. */
  mood: "won" | "lost" | "even";
}

/** Reasons whose code doesn't read well by itself. */
const REASONS: Record<string, string> = {
  faulted: "The game failed",
  time_insufficient: "Time ran out, but the other side had too little left to win",
  agreed: "By agreement",
  threefold: "The same position for the third time",
  fivefold: "The same position for the fifth time",
  fifty_moves: "Fifty moves without a capture or a pawn move",
  seventy_five_moves: "Seventy-five moves without a capture or a pawn move",
  insufficient_material: "Neither side has enough left to win",
  board_full: "The board is full",
  eleven_points: "Eleven points",
  last_one_riding: "The last one riding",
  crashed_together: "They crashed together",
  full_board: "The board is full",
  most_discs: "Most discs",
  even_discs: "As many discs on both sides",
};

/** Why a match counts for nobody. */
const VOID: Record<string, string> = {
  faulted: "The game failed. It counts for nobody.",
  aborted: "Called off before it had begun. It counts for nobody.",
  no_show: "Somebody never came. It counts for nobody.",
  abandoned: "Nobody came back to it. It counts for nobody.",
};

/** Reasons that lie with whoever came last: what is said of a player, of oneself, and of several. */
const BY_THE_LAST: Record<string, { of: (name: string) => string; mine: string; theirs: string }> = {
  resigned: { of: (name) => `${name} resigned`, mine: "You resigned", theirs: "The others resigned" },
  left: { of: (name) => `${name} left`, mine: "You left", theirs: "The others left" },
  time: { of: (name) => `${name}'s time ran out`, mine: "Your time ran out", theirs: "Time ran out" },
  timeout: { of: (name) => `${name}'s time ran out`, mine: "Your time ran out", theirs: "Time ran out" },
};

/** The result as `seat` (null: a spectator) is told it. */
export function resultOf(outcome: Standing, seat: number | null, players: (Player | null)[]): Result {
  const { places, reason } = outcome;
  const detail = because(outcome, seat, players);
  if (places.length === 0) {
    return { headline: "No result", detail: VOID[reason] ?? detail, mood: "even" };
  }
  const first = places.flatMap((place, other) => (place === 1 ? [other] : []));
  if (first.length === places.length) {
    return { headline: "Draw", detail, mood: "even" };
  }
  const mine = seat === null ? undefined : places[seat];
  if (mine === undefined) {
    const names = listed(first.map((winner) => nameOf(players, winner)));
    const headline = first.length === 1 ? `${names} won` : `${names} share the first place`;
    return { headline, detail, mood: "even" };
  }
  if (mine === 1) {
    return { headline: first.length > 1 ? "You share the first place" : "You won", detail, mood: "won" };
  }
  return { headline: places.length === 2 ? "You lost" : `You came ${ordinal(mine)}`, detail, mood: "lost" };
}

function because({ places, reason }: Standing, seat: number | null, players: (Player | null)[]): string {
  const worst = Math.max(...places);
  const last = places.flatMap((place, other) => (place === worst && place > 1 ? [other] : []));
  const said = BY_THE_LAST[reason];
  if (said === undefined) {
    return REASONS[reason] ?? humanise(reason);
  }
  if (last.length !== 1 || last[0] === undefined) {
    return said.theirs;
  }
  return last[0] === seat ? said.mine : said.of(nameOf(players, last[0]));
}

function ordinal(place: number): string {
  const teen = place % 100 >= 11 && place % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${suffix}`;
}
