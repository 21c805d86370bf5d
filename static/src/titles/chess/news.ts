/** What there is to say and to sound when the server has told something new. */
import type { Game } from "./moves/replay";
import { boardAt } from "./moves/replay";
import type { ShownGame } from "./scene";
import { moveInWords } from "./speech";

/** What the ear is told. */
export type Cue = "move" | "capture" | "check" | "end" | "low_time";

export interface News {
  /** Sentences, in order. */
  said: string[];
  cue: Cue | null;
}

/** More moves at once than this come of a reconnection: only the last is worth hearing. */
const MOVES_SAID_MAX = 2;

const NO_NEWS: News = { said: [], cue: null };

/** What came between two updates; nothing if it is the first, or the same again. */
export function newsOf(before: ShownGame | null, now: ShownGame, game: Game): News {
  if (before === null || before.match_id !== now.match_id) {
    return NO_NEWS;
  }
  const [known, played] = [before.view.moves.length, now.view.moves.length];
  const ended = before.outcome === null && now.outcome !== null;
  if (played < known) {
    return { said: [takenBack(known - played)], cue: "move" };
  }
  const first = played - known > MOVES_SAID_MAX ? played - 1 : known;
  const fresh = game.steps.slice(first);
  const said = fresh.map((step, index) => `${moveInWords(step, boardAt(game, first + index))}.`);
  return { said, cue: ended ? "end" : cueOf(game, fresh.length > 0) };
}

function cueOf({ steps }: Game, moved: boolean): Cue | null {
  const last = steps.at(-1);
  if (last === undefined || !moved) {
    return null;
  }
  return last.san.endsWith("+") ? "check" : last.captured !== null ? "capture" : "move";
}

function takenBack(plies: number): string {
  return plies === 1 ? "The last move was taken back." : `The last ${plies} moves were taken back.`;
}
