/** What is said when somebody offers, declines, gives or takes back. */
import { expect, test } from "vitest";
import type { Player } from "../view";
import type { Deed, Happened, Proposal } from "../wire/generated";
import { courtesyInWords, proposalInWords } from "./courtesy";

const PLAYERS: Player[] = [
  { name: "Quiet Otter", kind: "player", you: false },
  { name: "Brave Lynx", kind: "player", you: false },
];

function happened(deed: Deed, what?: Proposal, seat: number | null = 0): Happened {
  return { cause: "courtesy", seat, courtesy: what === undefined ? { deed } : { deed, what } };
}

test.each<[Happened, number | null, string]>([
  [happened("offered", "draw"), 1, "Quiet Otter offers a draw."],
  [happened("offered", "draw"), 0, "You offer a draw."],
  [happened("offered", "undo"), null, "Quiet Otter asks to take a move back."],
  [happened("offered", "pause"), 1, "Quiet Otter asks for a pause."],
  [happened("declined", "draw"), 1, "Quiet Otter declines the draw."],
  [happened("declined", "undo"), 0, "You don't let the move be taken back."],
  [happened("withdrawn", "draw"), 1, "Quiet Otter takes the offer back."],
  [happened("accepted", "undo"), 1, "The move was taken back."],
  [happened("accepted", "pause"), null, "The game is paused."],
  [happened("expired", "draw", null), 1, "The offer of a draw has expired."],
  [happened("time_added"), 1, "Quiet Otter gives more time."],
  [happened("time_added"), 0, "You give more time."],
  [happened("resumed"), 0, "The game goes on."],
  [happened("resumed", undefined, null), 0, "The game goes on."],
  [happened("resigned"), 1, ""],
  [{ cause: "action", seat: 0 }, 1, ""],
])("%j to seat %j", (what, seat, words) => expect(courtesyInWords(what, seat, PLAYERS)).toBe(words));

test("a proposal that stands names who makes it", () => {
  expect(proposalInWords("draw", 0, 1, PLAYERS)).toBe("Quiet Otter offers a draw");
  expect(proposalInWords("undo", 1, 1, PLAYERS)).toBe("You ask to take your move back");
});
