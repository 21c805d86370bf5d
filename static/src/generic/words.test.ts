/** Labels for actions nobody has designed a button for. */
import { expect, test } from "vitest";
import { actionInWords, scalarInWords, valueInWords } from "./words";

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
