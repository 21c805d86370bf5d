/** A list under a pointer doesn't move. */
import { expect, test } from "vitest";
import { tableOf } from "../net/fixtures";
import { steadyRows } from "./steady";

const A = tableOf({ table: "a" });
const B = tableOf({ table: "b" });
const C = tableOf({ table: "c" });
const row = (table: typeof A, gone = false) => ({ table, gone });

test("nobody near it: the list is as it is", () => {
  expect(steadyRows([row(A), row(B)], [C, B], false)).toEqual([row(C), row(B)]);
});

test("held: what is gone stays in its place, what is new comes last, what changed is told", () => {
  const watched = { ...B, spectators: 3 };
  expect(steadyRows([row(A), row(B)], [C, watched], true)).toEqual([row(A, true), row(watched), row(C)]);
});

test("held: what came back is there again", () => {
  expect(steadyRows([row(A, true), row(B)], [B, A], true)).toEqual([row(A), row(B)]);
});
