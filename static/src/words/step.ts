/** A step of a match that is looked through, in words: what led there, as somebody who watched would tell it. Pure. */
import type { ReplayStep } from "../net/http";
import type { Player } from "../view";
import { nameOf } from "../words";
import { courtesyInWords } from "./courtesy";

/** What is told of a step beside what the title tells of it. */
type Told = Pick<ReplayStep, "cause" | "seat" | "courtesy">;

/** `told`: what the title says of it. Empty where there is nothing worth a word. */
export function stepInWords(step: Told, told: string, players: (Player | null)[]): string {
  const { cause, seat, courtesy } = step;
  const who = seat === null ? "Somebody" : nameOf(players, seat);
  switch (cause) {
    case "start":
      return "The game begins.";
    case "action":
      return told === "" ? `${who} moves.` : `${who}: ${told}`;
    case "alarm":
      return told === "" ? "The time for this is up." : told;
    case "courtesy":
      return courtesyInWords({ cause, seat, ...(courtesy !== null && { courtesy }) }, null, players) || deedOf(who, step);
    case "fault":
      return "The game failed here.";
    case "abandoned":
      return "Nobody came back to it.";
    case "presence":
      return told === "" ? (seat === null ? "Somebody comes or goes." : `${who} comes or goes.`) : told;
    default:
      return told;
  }
}

/** What ends a match, or is nobody's proposal. */
function deedOf(who: string, { courtesy }: Told): string {
  switch (courtesy?.deed) {
    case "resigned":
      return `${who} resigns.`;
    case "aborted":
      return `${who} calls the game off.`;
    case "claimed":
      return `${who} claims the win.`;
    case "no_show":
      return "Somebody never came.";
    default:
      return "";
  }
}
