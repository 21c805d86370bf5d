/** What players and those who watch are told at the end. */
import { expect, test } from "vitest";
import type { Player } from "../view";
import type { Standing } from "../wire/generated";
import { resultOf } from "./result";

const OTTER: Player = { name: "Quiet Otter", kind: "player", you: false };
const LYNX: Player = { name: "Brave Lynx", kind: "player", you: false };
const BOT: Player = { name: "Random bot", kind: "bot", you: false };

const won: Standing = { places: [1, 2], reason: "three_in_a_row" };
const late: Standing = { places: [2, 1], reason: "time" };
const draw: Standing = { places: [1, 1], reason: "board_full" };
const failed: Standing = { places: [], reason: "faulted" };
const ranked: Standing = { places: [2, 1, 3], reason: "rounds_over" };
const shared: Standing = { places: [1, 1, 3], reason: "rounds_over" };
const resigned: Standing = { places: [2, 1], reason: "resigned" };
const left: Standing = { places: [1, 2], reason: "left" };
const LATE_BOT = "Random bot's time ran out";
const bothLeft: Standing = { places: [1, 2, 2], reason: "left" };

test.each<[string, Standing, number | null, string, string, string]>([
  ["won", won, 0, "You won", "Three in a row", "won"],
  ["lost", won, 1, "You lost", "Three in a row", "lost"],
  ["watched", won, null, "Quiet Otter won", "Three in a row", "even"],
  ["won on time", late, 1, "You won", "Quiet Otter's time ran out", "won"],
  ["lost on time", late, 0, "You lost", "Your time ran out", "lost"],
  ["watched, on time", late, null, "Brave Lynx won", "Quiet Otter's time ran out", "even"],
  ["one of three ran out of time", { places: [1, 2, 3], reason: "timeout" }, 1, "You came 2nd", LATE_BOT, "lost"],
  ["drawn", draw, 1, "Draw", "The board is full", "even"],
  ["failed", failed, 0, "No result", "The game failed. It counts for nobody.", "even"],
  ["second of three", ranked, 0, "You came 2nd", "Rounds over", "lost"],
  ["shared", shared, 1, "You share the first place", "Rounds over", "won"],
  ["shared, watched", shared, null, "Quiet Otter and Brave Lynx share the first place", "Rounds over", "even"],
  ["the other resigned", resigned, 1, "You won", "Quiet Otter resigned", "won"],
  ["resigned", resigned, 0, "You lost", "You resigned", "lost"],
  ["watched, resigned", resigned, null, "Brave Lynx won", "Quiet Otter resigned", "even"],
  ["the other left", left, 0, "You won", "Brave Lynx left", "won"],
  ["two of three left", bothLeft, 0, "You won", "The others left", "won"],
])("%s", (_, outcome, seat, headline, detail, mood) => {
  expect(resultOf(outcome, seat, [OTTER, LYNX, BOT])).toEqual({ headline, detail, mood });
});

test.each([
  ["agreed", "By agreement"],
  ["stalemate", "Stalemate"],
  ["threefold", "The same position for the third time"],
  ["fivefold", "The same position for the fifth time"],
  ["fifty_moves", "Fifty moves without a capture or a pawn move"],
  ["seventy_five_moves", "Seventy-five moves without a capture or a pawn move"],
  ["insufficient_material", "Neither side has enough left to win"],
  ["time_insufficient", "Time ran out, but the other side had too little left to win"],
  ["full_board", "The board is full"],
  ["even_discs", "As many discs on both sides"],
])("a draw by %s", (reason, detail) => {
  expect(resultOf({ places: [1, 1], reason }, 0, [OTTER, LYNX])).toEqual({ headline: "Draw", detail, mood: "even" });
});

test.each([
  ["checkmate", "Checkmate"],
  ["four_in_a_row", "Four in a row"],
  ["most_discs", "Most discs"],
])("a win by %s", (reason, detail) => {
  expect(resultOf({ places: [2, 1], reason }, 1, [OTTER, LYNX])).toMatchObject({ headline: "You won", detail });
});

test.each([
  ["aborted", "Called off before it had begun. It counts for nobody."],
  ["no_show", "Somebody never came. It counts for nobody."],
  ["abandoned", "Nobody came back to it. It counts for nobody."],
])("no result: %s", (reason, detail) => {
  expect(resultOf({ places: [], reason }, 0, [OTTER, LYNX])).toEqual({ headline: "No result", detail, mood: "even" });
});
