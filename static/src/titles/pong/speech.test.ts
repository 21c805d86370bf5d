/** What is said of a match, on the court and to those who listen. */
import { describe, expect, test } from "vitest";
import { hintOf, saidOf, wordsOf } from "./speech";
import type { View } from "./step";

const VIEW: View = { court: [8000, 5000, 154, 0, 5000, 5000, 0], scores: [3, 2], steps: 1, bot: "normal", waiting: null };
const PLAYERS = [
  { name: "Ann", kind: "player" as const, you: true },
  { name: "Bob", kind: "player" as const, you: false },
];
const SHOWN = { view: VIEW, seat: 0, players: PLAYERS, outcome: null, away: [] };

describe("the words on the court", () => {
  test("name both players, and which of them you are", () => {
    expect(wordsOf(SHOWN, 0, false)).toEqual({ names: ["Ann (you)", "Bob"], scores: [3, 2], headline: "", detail: "" });
  });

  test("tell before the first serve which paddle is yours", () => {
    const start = { ...SHOWN, view: { ...VIEW, scores: [0, 0] as [number, number] } };
    expect(wordsOf(start, 0, true).headline).toBe("You play red");
    expect(wordsOf({ ...start, seat: null }, 0, true).headline).toBe("Get ready");
    expect(wordsOf(start, 0, false).headline).toBe("");
  });

  test("tell whom the match waits for, and how long still", () => {
    const waiting = { remaining_ms: 20_000, since_ms: 1000 };
    const { headline, detail } = wordsOf({ ...SHOWN, away: [1], view: { ...VIEW, waiting } }, 4500, false);
    expect(headline).toBe("Waiting for Bob");
    expect(detail).toBe("17 s left to come back");
  });
});

test("a point is told with the score of who made it first", () => {
  expect(saidOf(SHOWN, [{ type: "point", seat: 1 }])).toEqual(["Point for Bob, 2 to 3."]);
  expect(saidOf(SHOWN, [{ type: "point", seat: 0 }])).toEqual(["Point for you, 3 to 2."]);
});

test("how to hold a paddle is told for the hands there are", () => {
  expect(hintOf(false, false)).toMatch(/^W and S/);
  expect(hintOf(true, false)).toMatch(/^A and D/);
  expect(hintOf(true, true)).toMatch(/finger/);
});
