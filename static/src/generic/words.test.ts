/** Labels for actions nobody has designed a button for. */
import { expect, test } from "vitest";
import { actionInWords, scalarInWords, sentence, valueInWords } from "./words";

test.each<[unknown, string]>([
  [{ cell: 4 }, "Cell 4"],
  ["roll_dice", "Roll dice"],
  ["Roll", "Roll"],
  [7, "7"],
  [{ choose: "rock" }, "Choose rock"],
  [{ type: "raise", amount: 3 }, "Raise, amount 3"],
  [{ raise: { amount: 3 } }, "Raise amount 3"],
  [{ pass: null }, "Pass"],
  [[1, 2], "1, 2"],
])("the action %j reads %s", (action, label) => expect(actionInWords(action)).toBe(label));

test("scalars read as people say them", () => {
  expect(scalarInWords(true)).toBe("yes");
  expect(scalarInWords(null)).toBe("–");
  expect(scalarInWords("board_full")).toBe("Board full");
  expect(scalarInWords("Rock")).toBe("Rock");
});

test("a value with parts fits on one line", () => {
  expect(valueInWords({ seat: 1, took: ["a", "b"] })).toBe("seat 1, took a, b");
});

test("a seat's number is read as its player's name", () => {
  expect(sentence({ numbers: [4, 2], winner: 0 }, ["Otter", "Lynx"])).toBe("Numbers 4, 2, winner Otter");
  expect(sentence({ numbers: [3, 3], winner: null }, ["Otter", "Lynx"])).toBe("Numbers 3, 3, winner nobody");
  expect(sentence({ seat: 7 }, ["Otter", "Lynx"])).toBe("Seat 7");
});
