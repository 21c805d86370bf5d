/** What players are told when the server could not do what they asked. */
import { expect, test } from "vitest";
import { refusalInWords, unseenInWords } from "./refusal";

const STORAGE = { code: "storage_unavailable", reason: "The server can't store moves just now; try again in a moment." };
const RULES = { code: "other_rules", reason: "This match was begun under other rules." };
const TURN = { code: "not_your_turn", reason: "Wait for your turn." };

test("who moved is told that the move was not made", () => {
  expect(refusalInWords(STORAGE, "move")).toMatch(/your move was not made. Try again\.$/);
  expect(refusalInWords(RULES, "move")).toMatch(/your move was not made. It is kept as it is\.$/);
});

test("who asked for something else is told that nothing was changed", () => {
  expect(refusalInWords(STORAGE, "else")).toMatch(/nothing was changed. Try again\.$/);
});

test("everything else is the server's own sentence", () => {
  expect(refusalInWords(TURN, "move")).toBe("Wait for your turn.");
  expect(refusalInWords(RULES, "else")).toBe(RULES.reason);
});

test("a match that can't be seen says why, and whether to try again", () => {
  expect(unseenInWords(STORAGE)).toMatchObject({ headline: "The game can't be read now", again: true });
  expect(unseenInWords(RULES)).toMatchObject({ headline: "This game rests", again: false });
  expect(unseenInWords(TURN)).toMatchObject({ detail: "Wait for your turn.", again: true });
});
