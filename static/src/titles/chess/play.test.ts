/** A game as one player's view lives it. */
import { expect, test, vi } from "vitest";
import { movesOf } from "./moves/legal";
import { Play } from "./play";
import type { ShownGame } from "./scene";
import { squareOf } from "./squares";
import { shownAfter } from "./testing/games";

const TODAY = new Date(2031, 3, 5);

const moveOf = (uci: string) => movesOf([{ move: uci }])[0]!;

/** A play whose server answers when the test says so. */
function playOf(shown: ShownGame, act: () => Promise<void> = () => new Promise(() => {}), refused = () => {}): Play {
  return new Play(shown, { act, now: () => 0 }, refused);
}

test("one's own move is heard once: when it is played, not again when the server shows it", () => {
  const play = playOf(shownAfter([], 0));
  expect(play.send(moveOf("e2e4"))).toBe("move");
  const news = play.take(shownAfter(["e4"], 0), TODAY);
  expect(news).toEqual({ said: ["Pawn to e4."], cue: null });
  expect(play.take(shownAfter(["e4", "d5"], 0), TODAY)).toEqual({ said: ["Pawn to d5."], cue: "move" });
  expect(play.send(moveOf("e4d5"))).toBe("capture");
});

test("a refused move is taken back, and what was prepared after it is dropped", async () => {
  const refused = vi.fn();
  const play = playOf(shownAfter([], 0), () => Promise.reject(new Error("no")), refused);
  play.send(moveOf("e2e4"));
  expect(play.scene().board[squareOf("e4")]).toBe("P");
  play.hand.see(play.scene());
  play.hand.press(squareOf("d2"));
  play.hand.press(squareOf("d4"));
  await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
  expect(play.scene().board[squareOf("e4")]).toBeNull();
  expect(play.hand.premove).toBeNull();
});

test("an update that shows no move leaves a move on its way", () => {
  const play = playOf(shownAfter([], 0));
  play.send(moveOf("e2e4"));
  play.take({ ...shownAfter([], 0), rev: 5 }, TODAY);
  expect(play.scene().board[squareOf("e4")]).toBe("P");
});

test("looking back lets go of what is held", () => {
  const play = playOf(shownAfter(["e4"], 0));
  play.hand.see(play.scene());
  play.hand.press(squareOf("d2"));
  play.hand.press(squareOf("d4"));
  expect(play.notices().premove).toBe("d2–d4");
  expect(play.go(0)).toBe(true);
  expect(play.notices()).toEqual({ past: { unseen: false }, premove: null, claim: null });
});

test("the side below is one's own, until the board is turned", () => {
  expect(playOf(shownAfter([], null)).bottom).toBe(0);
  const play = playOf(shownAfter([], 1));
  expect(play.bottom).toBe(1);
  play.flip();
  expect(play.bottom).toBe(0);
});

test("a claim is offered when it is legal, by its name", () => {
  const shown = shownAfter(["Nf3", "Nf6", "Ng1", "Ng8", "Nf3", "Nf6", "Ng1", "Ng8"], 0);
  expect(playOf(shown).notices().claim).toBeNull();
  expect(playOf({ ...shown, legal: [...(shown.legal ?? []), { claim: null }] }).notices().claim).toBe("threefold");
});

test("typed moves are read from the live position, on one's turn", () => {
  const play = playOf(shownAfter(["e4", "e5"], 0));
  play.go(0);
  expect(play.read("Nf3")).toMatchObject({ kind: "move", move: { uci: "g1f3" } });
  expect(playOf(shownAfter(["e4"], 0)).read("Nf3")).toEqual({ kind: "no", why: "Wait for your turn." });
});

test("moves taken back are told, and drop a premove", () => {
  const play = playOf(shownAfter(["e4", "e5", "Nf3"], 0));
  play.hand.see(play.scene());
  play.hand.press(squareOf("d2"));
  play.hand.press(squareOf("d4"));
  expect(play.take(shownAfter(["e4", "e5"], 0), TODAY).said).toEqual(["The last move was taken back."]);
  expect(play.hand.premove).toBeNull();
  expect(play.take(shownAfter([], 0), TODAY).said).toEqual(["The last 2 moves were taken back."]);
});

test("after a reconnection only the last of many moves is told", () => {
  const play = playOf(shownAfter([], 0));
  expect(play.take(shownAfter(["e4", "e5", "Nf3", "Nc6"], 0), TODAY).said).toEqual(["Knight to c6."]);
});

test("the day is known of a game that was seen running", () => {
  const outcome = { places: [1, 2], reason: "resigned" };
  const over = { ...shownAfter(["e4"], 0), outcome };
  const seen = playOf(shownAfter([], 0));
  seen.take(shownAfter([], 0), TODAY);
  seen.take(over, new Date(2031, 3, 6));
  expect(seen.record("here")?.date).toEqual(TODAY);
  const late = playOf(over);
  late.take(over, TODAY);
  expect(late.record("here")?.date).toBeNull();
});
