/** What the board shows: live, before the server has answered, and looking back. */
import { expect, test } from "vitest";
import { Cursor } from "./cursor";
import { type Move, movesOf } from "./moves/legal";
import { replay } from "./moves/replay";
import { sceneOf, type ShownGame } from "./scene";
import { nameOf, squareOf } from "./squares";
import { shownAfter } from "./testing/games";

function sceneIn(shown: ShownGame, sent: Move | null = null, ply?: number) {
  const game = replay(shown.view.start, shown.view.moves);
  const cursor = new Cursor();
  cursor.follow(game.steps.length);
  cursor.go(ply ?? game.steps.length);
  return sceneOf(shown, game, cursor, sent);
}

const CHECKED = ["e4", "f5", "Qh5+"];

test("the player to move may move, the other one prepares, others look on", () => {
  expect(sceneIn(shownAfter(["e4"], 1)).mode).toBe("move");
  expect(sceneIn(shownAfter(["e4"], 1)).moves).toHaveLength(20);
  expect(sceneIn(shownAfter(["e4"], 0)).mode).toBe("premove");
  expect(sceneIn(shownAfter(["e4"], null)).mode).toBe("none");
});

test("nothing goes when the game is over, stands still, or is looked back at", () => {
  const over = { ...shownAfter(["e4"], 1), outcome: { places: [1, 2], reason: "resigned" } };
  expect(sceneIn(over).mode).toBe("none");
  expect(sceneIn({ ...shownAfter(["e4"], 1), legal: [] }).mode).toBe("none");
  expect(sceneIn(shownAfter(CHECKED, 1), null, 1).mode).toBe("none");
});

test("the last move and the king in check are shown, then and now", () => {
  const live = sceneIn(shownAfter(CHECKED, 1));
  expect(live.last.map(nameOf)).toEqual(["d1", "h5"]);
  expect(live.check).toBe(squareOf("e8"));
  const past = sceneIn(shownAfter([...CHECKED, "g6"], 0), null, 3);
  expect(past.check).toBe(squareOf("e8"));
  expect(sceneIn(shownAfter(CHECKED, 1), null, 0)).toMatchObject({ last: [], check: null });
});

test("a move on its way is shown as played, and the next may be prepared", () => {
  const shown = shownAfter(CHECKED, 1);
  const scene = sceneIn(shown, movesOf([{ move: "g7g6" }])[0]);
  expect(scene.board[squareOf("g6")]).toBe("p");
  expect(scene).toMatchObject({ mode: "premove", check: null, moves: [] });
});
