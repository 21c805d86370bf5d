/** Courtesies in words: what happened, what is proposed, and to whom it is said. Pure, from values to words. */
import type { Player } from "../view";
import type { Happened, Proposal } from "../wire/generated";
import { nameOf } from "../words";

/** How a proposal is made and answered. */
interface Said {
  /** After the name of who makes it, and after `You`. */
  offers: [theirs: string, mine: string];
  /** After the name of who doesn't agree, and after `You`. */
  declines: [theirs: string, mine: string];
  /** When it has happened. */
  accepted: string;
  /** When nobody answered. */
  expired: string;
}

const SAID: Record<Proposal, Said> = {
  draw: {
    offers: ["offers a draw", "offer a draw"],
    declines: ["declines the draw", "decline the draw"],
    accepted: "A draw is agreed.",
    expired: "The offer of a draw has expired.",
  },
  undo: {
    offers: ["asks to take a move back", "ask to take your move back"],
    declines: ["doesn't let the move be taken back", "don't let the move be taken back"],
    accepted: "The move was taken back.",
    expired: "The wish to take a move back has expired.",
  },
  pause: {
    offers: ["asks for a pause", "ask for a pause"],
    declines: ["declines the pause", "decline the pause"],
    accepted: "The game is paused.",
    expired: "The wish for a pause has expired.",
  },
};

/** A proposal that stands: `Quiet Otter offers a draw`. */
export function proposalInWords(what: Proposal, by: number, seat: number | null, players: (Player | null)[]): string {
  return `${whoIs(by, seat, players)} ${SAID[what].offers[by === seat ? 1 : 0]}`;
}

/** The courtesy that led to an update, as `seat` (null: a spectator) is told it; empty if none did, or a result says it. */
export function courtesyInWords(happened: Happened, seat: number | null, players: (Player | null)[]): string {
  const { courtesy, seat: by } = happened;
  const said = courtesy?.what === undefined ? undefined : SAID[courtesy.what];
  const who = by === null ? "Somebody" : whoIs(by, seat, players);
  const form = by !== null && by === seat ? 1 : 0;
  switch (courtesy?.deed) {
    case "offered":
      return said === undefined ? "" : `${who} ${said.offers[form]}.`;
    case "declined":
      return said === undefined ? "" : `${who} ${said.declines[form]}.`;
    case "withdrawn":
      return `${who} ${form === 1 ? "take" : "takes"} the offer back.`;
    case "accepted":
      return said?.accepted ?? "";
    case "expired":
      return said?.expired ?? "";
    case "time_added":
      return `${who} ${form === 1 ? "give" : "gives"} more time.`;
    case "resumed":
      return "The game goes on.";
    default:
      return "";
  }
}

function whoIs(by: number, seat: number | null, players: (Player | null)[]): string {
  return by === seat ? "You" : nameOf(players, by);
}
