/** Badges and words for seats, by what the title says of them. */
import { expect, test } from "vitest";
import { seatNames } from "./seat_names";

test("a title that says nothing has numbered seats", () => {
  expect(seatNames(2, [], [])).toEqual([
    { badge: "1", side: null, called: "seat 1" },
    { badge: "2", side: null, called: "seat 2" },
  ]);
});

test("what the view calls them stands on the badge, what the title calls them beside the name", () => {
  expect(seatNames(1, ["X"], [])).toEqual([{ badge: "X", side: null, called: "X" }]);
  expect(seatNames(1, ["X"], ["Crosses"])).toEqual([{ badge: "X", side: "Crosses", called: "Crosses" }]);
});

test("a word doesn't fit on a badge: its first letter does", () => {
  expect(seatNames(2, [], ["White", "Black"]).map(({ badge }) => badge)).toEqual(["W", "B"]);
  expect(seatNames(1, ["White"], ["White"])[0]?.badge).toBe("W");
});
