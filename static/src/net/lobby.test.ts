/** What the list of tables becomes, message by message. */
import { expect, test } from "vitest";
import { lobbyOf, tableOf } from "./fixtures";
import { afterLobby } from "./lobby";

const A = tableOf({ table: "a", phase: "gathering" });
const B = tableOf({ table: "b" });
const C = tableOf({ table: "c", spectators: 2 });

test("the first list is whole, and each whole one replaces the last", () => {
  const first = afterLobby(null, lobbyOf({ whole: true, tables: [A, B], mine: [B] }));
  expect(first).toEqual({ tables: [A, B], mine: [B] });
  expect(afterLobby(first, lobbyOf({ whole: true, tables: [C] }))).toEqual({ tables: [C], mine: [] });
});

test("a change before the first whole list means nothing", () => {
  expect(afterLobby(null, lobbyOf({ tables: [A] }))).toBeNull();
});

test("what changed changes in its place, what is new comes first, what is gone goes", () => {
  const started = { ...A, phase: "playing" as const };
  const after = afterLobby({ tables: [A, B], mine: [] }, lobbyOf({ tables: [started, C], gone: ["b"] }));
  expect(after?.tables).toEqual([C, started]);
});

test("a table that comes and goes in one message was never there", () => {
  expect(afterLobby({ tables: [], mine: [] }, lobbyOf({ tables: [A], gone: ["a"] }))?.tables).toEqual([]);
});

test("one's own games follow the changes of public tables, and are else as they were told last", () => {
  const watched = { ...B, spectators: 5 };
  const lobby = { tables: [B], mine: [B, C] };
  expect(afterLobby(lobby, lobbyOf({ tables: [watched] }))?.mine).toEqual([watched, C]);
  expect(afterLobby(lobby, lobbyOf({ gone: ["b"] }))?.mine).toEqual([B, C]);
  expect(afterLobby(lobby, lobbyOf({ mine: [C] }))?.mine).toEqual([C]);
  expect(afterLobby(lobby, lobbyOf({ mine: [] }))?.mine).toEqual([]);
});
