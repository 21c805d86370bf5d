/** Whether it is for the viewer to act, and what to tell one who acts all the same. */
import type { Shown } from "../../view";

type Turn = Pick<Shown, "outcome" | "seat" | "turn">;

/** Whether the match waits for who looks at it. Never so for a spectator, nor once the match is over. */
export function isYourTurn({ outcome, seat, turn }: Turn): boolean {
  return outcome === null && seat !== null && turn.includes(seat);
}

/**
 * Why a player can't play now, whatever it is; null if something may be played. Empty if there is nothing to say: to a
 * spectator, or when the match is over.
 */
export function whyNot(state: Turn, pending: boolean): string | null {
  if (state.outcome !== null || state.seat === null) {
    return "";
  }
  if (pending) {
    return "Your move is on its way.";
  }
  return isYourTurn(state) ? null : "Wait for your turn.";
}
