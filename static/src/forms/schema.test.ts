/** From a title's schema to a form, and from a table's options to words. */
import { describe, expect, test } from "vitest";
import { fieldsOf, optionsInWords } from "./schema";

const SCHEMA = {
  type: "object",
  properties: {
    move_seconds: { type: "integer", minimum: 0, maximum: 600, default: 0, description: "0 for no limit." },
    swap: { type: "boolean", title: "Swap seats", default: true },
    pace: { type: "string", enum: ["slow", "very_fast"] },
    board: { $ref: "#/$defs/Board", description: "How large." },
    opening: {
      oneOf: [
        { const: "free", title: "Free", description: "Anything goes." },
        { type: "string", enum: ["fixed"] },
      ],
    },
    word: { type: ["string", "null"], maxLength: 12 },
    matrix: { type: "array" },
  },
  $defs: { Board: { type: "string", enum: ["small", "large"], description: "A board." } },
};
const DEFAULTS = { move_seconds: 0, swap: true, pace: "slow", board: "large", opening: "free", word: null };

test("every shape that options have becomes a field; another shape is left out", () => {
  const fields = fieldsOf(SCHEMA, DEFAULTS);
  expect(fields.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "move_seconds number",
    "swap flag",
    "pace choice",
    "board choice",
    "opening choice",
    "word text",
  ]);
  expect(fields[0]).toEqual({
    name: "move_seconds",
    label: "Move seconds",
    help: "0 for no limit.",
    kind: "number",
    whole: true,
    min: 0,
    max: 600,
    value: 0,
  });
  expect(fields[1]).toMatchObject({ label: "Swap seats", value: true });
  expect(fields[3]).toMatchObject({ help: "How large.", value: "large" });
  expect(fields[4]).toMatchObject({
    choices: [
      { value: "free", label: "Free", help: "Anything goes." },
      { value: "fixed", label: "Fixed", help: "" },
    ],
  });
});

test.each([null, 7, "x", {}, { properties: 3 }, { properties: { a: null } }])("%j has no fields", (schema) => {
  expect(fieldsOf(schema, {})).toEqual([]);
});

describe("options in words", () => {
  test("say what differs from the defaults", () => {
    const options = { ...DEFAULTS, move_seconds: 30, swap: false, pace: "very_fast" };
    expect(optionsInWords(SCHEMA, DEFAULTS, options)).toBe("Move seconds: 30 · Swap seats: no · Pace: Very fast");
  });

  test("say nothing when nothing does", () => {
    expect(optionsInWords(SCHEMA, DEFAULTS, DEFAULTS)).toBe("");
  });
});
