/** The games one is in oneself: in which order they stand, and what is said of them. */
import { expect, test } from "vitest";
import { seatOf, tableOf } from "../net/fixtures";
import { ownGames } from "./own_games";

const ME = "p-Otter";
const DUE = tableOf({ table: "due", turn: [0] });
const THEIRS = tableOf({ table: "theirs", turn: [1] });
const LIVE = tableOf({ table: "live", turn: [] });
const WAITING = tableOf({ table: "waiting", phase: "gathering", seats: [seatOf("Otter"), seatOf(null)] });
const OVER = tableOf({ table: "over", phase: "finished" });

test("those that wait for oneself come first, then those being played, then the others", () => {
  const games = ownGames([WAITING, THEIRS, LIVE, OVER, DUE], ME);
  expect(games.map(({ table }) => table.table)).toEqual(["due", "live", "waiting", "theirs"]);
  expect(games.map(({ due }) => due)).toEqual([true, false, false, false]);
});

test("each says against whom, and whom it waits for", () => {
  const lines = [DUE, THEIRS, LIVE, WAITING].map((table) => ownGames([table], ME)[0]?.line);
  expect(lines).toEqual(["with Lynx", "with Lynx · their turn", "with Lynx", "waiting for somebody"]);
});

test("among several it is said who is waited for", () => {
  const three = tableOf({ seats: ["Otter", "Lynx", "Crane"].map((name) => seatOf(name)), turn: [2] });
  expect(ownGames([three], ME)[0]?.line).toBe("with Lynx and Crane · Crane to move");
});
