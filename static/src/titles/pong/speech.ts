/** What the court says: in words over it, and to those who hear the page. Pure. */
import type { Player, Shown } from "../../view";
import type { Words } from "./labels";
import type { Note, View } from "./step";

/** Points that win; shown as what is played for before the first serve. */
const POINTS_TO_WIN = 11;

const SIDES = ["Red", "Blue"] as const;

type ShownPong = Pick<Shown<View, never, Note>, "view" | "seat" | "players" | "outcome" | "away">;

/** A player's name; the colour of the paddle where nobody is known. */
export function nameOf(players: readonly (Player | null)[], seat: number): string {
  return players[seat]?.name ?? SIDES[seat === 0 ? 0 : 1];
}

/** What stands over the court at this match time. `serving`: whether a countdown runs. */
export function wordsOf({ view, seat, players, outcome, away }: ShownPong, now_ms: number, serving: boolean): Words {
  const names = [0, 1].map((other) => `${nameOf(players, other)}${other === seat ? " (you)" : ""}`);
  const { scores, waiting } = view;
  const words = { names: [names[0] ?? "", names[1] ?? ""] as const, scores, headline: "", detail: "" };
  if (outcome !== null) {
    return words;
  }
  if (waiting !== null) {
    const gone = away.filter((other) => other !== seat).map((other) => nameOf(players, other));
    const left = Math.max(0, Math.ceil((waiting.remaining_ms - (now_ms - waiting.since_ms)) / 1000));
    const who = gone.length === 0 ? "the players" : gone.join(" and ");
    return { ...words, headline: `Waiting for ${who}`, detail: `${left} s left to come back` };
  }
  if (serving && scores[0] === 0 && scores[1] === 0) {
    const headline = seat === null ? "Get ready" : `You play ${SIDES[seat === 0 ? 0 : 1].toLowerCase()}`;
    return { ...words, headline, detail: `First to ${POINTS_TO_WIN}` };
  }
  return words;
}

/** What just happened, in a sentence each. The page says how the match ended. */
export function saidOf({ view, seat, players }: ShownPong, notes: readonly Note[]): string[] {
  return notes.map((note) => {
    switch (note.type) {
      case "point": {
        const [one, other] = note.seat === 0 ? view.scores : [view.scores[1], view.scores[0]];
        const who = note.seat === seat ? "you" : nameOf(players, note.seat);
        return `Point for ${who}, ${one} to ${other}.`;
      }
      case "held":
        return "The ball is held until everybody is back.";
      case "resumed":
        return "Everybody is back. The match goes on.";
    }
  });
}

/** How to hold the paddle, for who does. */
export function hintOf(upright: boolean, coarse: boolean): string {
  if (coarse) {
    return "Your paddle follows your finger.";
  }
  return upright ? "A and D, or the arrow keys, or the mouse." : "W and S, or the arrow keys, or the mouse.";
}
