/** What is told of the steps of a match that is looked through. */
import { expect, test } from "vitest";
import type { ReplayStep } from "../net/http";
import type { Player } from "../view";
import { stepInWords } from "./step";

const PLAYERS: (Player | null)[] = [{ name: "Otter", kind: "player", you: true }, { name: "Lynx", kind: "bot", you: false }];

test.each<[Partial<ReplayStep>, string, string]>([
  [{ cause: "start" }, "", "The game begins."],
  [{ cause: "action", seat: 0 }, "X at row 1, column 2.", "Otter: X at row 1, column 2."],
  [{ cause: "action", seat: 1 }, "", "Lynx moves."],
  [{ cause: "action", seat: null }, "", "Somebody moves."],
  [{ cause: "alarm" }, "", "The time for this is up."],
  [{ cause: "courtesy", seat: 1, courtesy: { deed: "offered", what: "draw" } }, "", "Lynx offers a draw."],
  [{ cause: "courtesy", seat: 0, courtesy: { deed: "resigned" } }, "", "Otter resigns."],
  [{ cause: "courtesy", seat: 0, courtesy: { deed: "aborted" } }, "", "Otter calls the game off."],
  [{ cause: "fault" }, "", "The game failed here."],
  [{ cause: "abandoned" }, "", "Nobody came back to it."],
  [{ cause: "tick" }, "", ""],
  [{ cause: "checkpoint" }, "Point for Lynx, 1 to 0.", "Point for Lynx, 1 to 0."],
])("%o, of which the title tells %o", (fields, told, words) => {
  const step = { cause: "tick", seat: null, courtesy: null, ...fields } as const;
  expect(stepInWords(step, told, PLAYERS)).toBe(words);
});
