/** Chess in the browser: games to their ends, the board by mouse and by keys, premoves, the record. */
import { readFile } from "node:fs/promises";
import { Chess } from "chess.js";
import { ChessTab, makesTable, plays, twoAtChess } from "./chess_people";
import { expect, test } from "./people";

const MINUTES = { kind: "increment", base_s: 300, increment_s: 3 };

/** Ten moves after which Black can't move and isn't in check (Sam Loyd). */
const STALEMATE = "e3 a5 Qh5 Ra6 Qxa5 h5 h4 Rah6 Qxc7 f6 Qxd7+ Kf7 Qxb7 Qd3 Qxb8 Qh7 Qxc8 Kg6 Qe6";

test("a whole game to mate, with the clocks on the right side, and its record", async ({ people }) => {
  const [white, black] = await twoAtChess(people, MINUTES);
  await plays([white, black], "e4 e5");
  for (const [tab, mine] of [[white, "below"], [black, "above"]] as const) {
    await tab.clockRuns(mine);
    await expect(tab.clock(mine)).toContainText(/^5:00|^4:5/);
  }
  await white.types("Bc4");
  await white.clockRuns("above");
  await black.clockRuns("below");
  await plays([white, black], "Nc6 Qh5 Nf6 Qxf7#", 3);
  await white.tab.says("You won");
  await expect(white.tab.detail).toHaveText("Checkmate.");
  await black.tab.says("You lost");
  await expect(white.clock("below")).toHaveAttribute("data-running", "false");

  const saved = white.page.waitForEvent("download");
  await white.tab.press("Download PGN");
  const pgn = await readFile(await (await saved).path(), "utf8");
  const game = new Chess();
  game.loadPgn(pgn);
  expect(game.isCheckmate()).toBe(true);
  expect(game.history()).toEqual(["e4", "e5", "Bc4", "Nc6", "Qh5", "Nf6", "Qxf7#"]);
  expect(game.getHeaders()).toMatchObject({ White: await white.tab.name(), Black: await black.tab.name(), Result: "1-0" });
});

test("a rematch swaps the colours", async ({ people }) => {
  const [ann, bob] = await twoAtChess(people, MINUTES);
  await plays([ann, bob], "f3 e5 g4 Qh4#");
  await bob.tab.says("You won");
  await ann.tab.press("Rematch");
  await bob.tab.press("Accept the rematch");
  await bob.tab.says("Your turn");
  await expect(bob.page.locator(".player-bar-below")).toContainText("White, you");
  await expect(ann.page.locator(".player-bar-below")).toContainText("Black, you");
  await plays([bob, ann], "e4 c5");
});

test("stalemate is a draw", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], STALEMATE);
  await white.tab.says("Draw");
  await black.tab.says("Draw");
  await expect(black.tab.detail).toHaveText(/stalemate/i);
});

test("who stands in the same position for the third time may claim a draw", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1");
  const claim = /^Claim a draw: threefold/;
  await expect(white.page.getByRole("button", { name: claim })).toHaveCount(0);
  await black.types("Ng8");
  await white.tab.press(claim);
  await white.tab.says("Draw");
  await black.tab.says("Draw");
  await expect(black.tab.detail).toHaveText("The same position for the third time.");
});

test("pieces are moved by dragging and by clicking, and only where the server lets them", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await white.drags("e2", "e5");
  await white.stands("e2", "white pawn");
  await white.drags("e2", "e4");
  await black.stands("e4", "white pawn");
  await black.clicks("d7");
  await expect(black.square("d5")).toHaveAccessibleName(/possible move/);
  await black.clicks("d5");
  await white.stands("d5", "black pawn");
  await white.drags("e4", "d5");
  await black.stands("d5", "white pawn");
  await expect(white.page.getByText(/\+1/).first()).toBeVisible();
});

test("a premove is played when its turn comes, and dropped when it can't be", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await black.drags("e7", "e5");
  await expect(black.page.getByText(/^Premove/)).toBeVisible();
  await white.types("e4");
  await white.stands("e5", "black pawn");
  await black.stands("e5", "black pawn");

  await black.drags("d8", "h4");
  await expect(black.page.getByText(/^Premove/)).toBeVisible();
  await white.types("Nf3");
  await white.stands("h4", "black queen");

  await black.drags("h4", "e4");
  await expect(black.page.getByText(/^Premove/)).toBeVisible();
  await white.types("Nxh4");
  await black.tab.says("Your turn");
  await expect(black.page.getByText(/^Premove/)).toHaveCount(0);
  await black.stands("h4", "white knight");
});

test("a pawn becomes what the player chooses", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "a4 b5 axb5 a6 bxa6 Nc6 a7 Nb8");
  await white.drags("a7", "b8");
  await white.page.getByRole("dialog").getByRole("button", { name: "Knight" }).click();
  await black.stands("b8", "white knight");
});

test("a game by keyboard alone", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  const walks = async (player: ChessTab, from: string, to: string) => {
    await walk(player, from);
    await player.page.keyboard.press("Enter");
    await walk(player, to);
    await player.page.keyboard.press("Enter");
  };
  await white.board.getByRole("gridcell").and(white.page.locator("[tabindex='0']")).focus();
  await walks(white, "f2", "f3");
  await black.stands("f3", "white pawn");
  await expect(black.page.getByText("Pawn to f3").first()).toBeAttached();
  await black.board.getByRole("gridcell").and(black.page.locator("[tabindex='0']")).focus();
  await walks(black, "e7", "e5");
  await white.stands("e5", "black pawn");
  await walks(white, "g2", "g4");
  await black.stands("g4", "white pawn");
  await walks(black, "d8", "h4");
  await black.tab.says("You won");
});

/** Leads the focus over the board with the arrow keys. */
async function walk(player: ChessTab, to: string): Promise<void> {
  const at = async () => {
    const name = await player.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    return name.slice(0, 2);
  };
  // Black sees the board from the other side.
  const flipped = (await player.page.locator(".player-bar-below").textContent())?.includes("Black") ?? false;
  for (let step = 0; step < 16 && (await at()) !== to; step += 1) {
    const here = await at();
    const right = (to.charCodeAt(0) - here.charCodeAt(0)) * (flipped ? -1 : 1);
    const up = (to.charCodeAt(1) - here.charCodeAt(1)) * (flipped ? -1 : 1);
    await player.page.keyboard.press(right > 0 ? "ArrowRight" : right < 0 ? "ArrowLeft" : up > 0 ? "ArrowUp" : "ArrowDown");
  }
  expect(await at()).toBe(to);
}

test("one may look back while the game goes on", async ({ people }) => {
  const [white, black] = await twoAtChess(people);
  await plays([white, black], "e4 e5 Nf3");
  await black.tab.press("First position");
  await black.stands("e2", "white pawn");
  await black.tab.press("Next move");
  await black.stands("e4", "white pawn");
  await black.tab.press(/Back to the game/);
  await black.stands("f3", "white knight");
  await black.tab.press("Flip the board");
  await expect(black.page.locator(".player-bar-below")).toContainText("White");
});

test("Chess960 is played from the position drawn for it", async ({ people }) => {
  const ann = await people.arrives();
  const path = await makesTable(ann, "chess", { time: { kind: "unlimited" }, chess960: true });
  await ann.page.goto(path);
  const bob = await people.arrives(path);
  await bob.press("Take a seat");
  await ann.says("Your turn");
  const white = new ChessTab(ann);
  // Wherever the pieces stand, a pawn stands before each.
  await white.drags("e2", "e4");
  await new ChessTab(bob).stands("e4", "white pawn");
});
