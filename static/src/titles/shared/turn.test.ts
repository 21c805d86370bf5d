/** Who may act, and what the others are told. */
import { expect, test } from "vitest";
import { isYourTurn, whyNot } from "./turn";

const PLAYING = { outcome: null, seat: 1, turn: [1] };

test("only a player whom the match waits for has the turn", () => {
  expect(isYourTurn(PLAYING)).toBe(true);
  expect(isYourTurn({ ...PLAYING, turn: [0] })).toBe(false);
  expect(isYourTurn({ ...PLAYING, seat: null })).toBe(false);
});

test("a player is told why nothing happens, a spectator nothing", () => {
  expect(whyNot(PLAYING, false)).toBeNull();
  expect(whyNot(PLAYING, true)).toBe("Your move is on its way.");
  expect(whyNot({ ...PLAYING, turn: [0] }, false)).toBe("Wait for your turn.");
  expect(whyNot({ ...PLAYING, seat: null }, false)).toBe("");
});
