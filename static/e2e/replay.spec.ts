/** A match that is over, looked through by somebody who was not there: by slider, by buttons and keys, and as it plays. */
import { ChessTab, plays, twoAtChess } from "./chess_people";
import { expect, playOut, type People, type Tab, test, twoAtATable, X_WINS } from "./people";

/** Somebody who looks through a match. */
class Looking {
  constructor(readonly tab: Tab) {}

  get slider() {
    return this.tab.page.getByRole("slider", { name: "Step" });
  }

  get words() {
    return this.tab.page.locator(".replay-words");
  }

  async at(step: number, of: number): Promise<void> {
    await expect(this.tab.page.locator(".replay-place")).toHaveText(new RegExp(`^Step ${step} of ${of}`));
  }
}

/** A stranger who follows the link to the table of a match that is over, and from there to its replay. */
async function stranger(people: People, table: string): Promise<Looking> {
  const tab = await people.arrives(table);
  await tab.page.getByRole("link", { name: "Watch the replay" }).click();
  const looking = new Looking(tab);
  await expect(looking.slider).toBeVisible();
  return looking;
}

test("a finished game is looked through by a stranger, step by step, by keys, and as it plays", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await playOut([ann, bob], X_WINS.slice(0, 4));
  await ann.play(2);
  await ann.says("You won");
  const [annName, bobName] = [await ann.name(), await bob.name()];

  const eve = await stranger(people, new URL(ann.page.url()).pathname);
  const { tab, slider, words } = eve;
  await tab.says(`${annName} won`);
  await expect(tab.detail).toHaveText("Three in a row.");
  await eve.at(1, 6);
  await expect(words).toHaveText("The game begins.");
  await tab.sees(0, /empty$/);

  await tab.press("Next step");
  await eve.at(2, 6);
  await tab.sees(0, /X$/);
  await expect(words).toHaveText(`${annName}: X at row 1, column 1.`);
  await tab.press("Last step");
  await tab.sees(2, /X$/);
  await expect(tab.page.getByRole("button", { name: "Next step" })).toHaveAttribute("aria-disabled", "true");
  await tab.press("Previous step");
  await tab.sees(2, /empty$/);
  await tab.sees(4, /O$/);
  await expect(words).toHaveText(`${bobName}: O at row 2, column 2.`);

  await slider.focus();
  await tab.page.keyboard.press("Home");
  await eve.at(1, 6);
  await tab.page.keyboard.press("ArrowRight");
  await eve.at(2, 6);
  await expect(slider).toHaveAttribute("aria-valuetext", `Step 2 of 6. ${annName}: X at row 1, column 1.`);
  // Wherever the focus is, but for the board's own keys.
  await tab.page.locator("h1").focus();
  await tab.page.keyboard.press("ArrowRight");
  await eve.at(3, 6);
  await tab.page.keyboard.press("End");
  await eve.at(6, 6);

  // From the end it plays from the beginning, and stops at the end.
  await tab.page.getByText("4×", { exact: true }).click();
  await tab.page.locator("h1").focus();
  await tab.page.keyboard.press("Space");
  await expect(tab.page.getByRole("button", { name: "Pause" })).toBeVisible();
  await eve.at(6, 6);
  await expect(tab.page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await tab.sees(2, /X$/);

  // From a seat, too, there is nothing to play.
  await tab.page.getByLabel("Seen as").selectOption({ label: annName });
  await tab.press("First step");
  await eve.at(1, 6);
  await expect(tab.square(8)).toHaveAttribute("aria-disabled", "true");
});

test("a game of chess given up is seen from Black's side, and its list of moves leads through it", async ({ people }) => {
  const [white, black, path] = await twoAtChess(people);
  await plays([white, black], "e4 e5 Nf3");
  const blackName = await black.tab.name();
  await black.tab.press("Resign");
  await black.tab.press("Yes, resign");
  await white.tab.says("You won");

  const eve = await stranger(people, path);
  const board = new ChessTab(eve.tab);
  await eve.at(1, 5);
  await eve.tab.page.keyboard.press("End");
  await expect(eve.words).toHaveText(`${blackName} resigns.`);
  await board.stands("f3", "white knight");
  await eve.tab.page.locator(".chess-move").first().click();
  await eve.at(2, 5);
  await board.stands("g1", "white knight");
  await board.stands("e4", "white pawn");

  await expect(eve.tab.page.locator(".player-bar-below")).toContainText("White");
  await eve.tab.page.getByLabel("Seen as").selectOption({ label: blackName });
  await expect(eve.tab.page.locator(".player-bar-below")).toContainText("Black");
  await eve.at(2, 5);
});

test("a finished game is played on from the middle, at a table of its own", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await playOut([ann, bob], X_WINS.slice(0, 4));
  await ann.play(2);
  await ann.says("You won");
  const table = new URL(ann.page.url()).pathname;

  const eve = await stranger(people, table);
  await eve.tab.press("Next step");
  await eve.tab.press("Next step");
  await eve.at(3, 6);
  await eve.tab.press("Play on from here");
  await expect(eve.tab.page).not.toHaveURL(/\/replay\//);
  expect(new URL(eve.tab.page.url()).pathname).not.toBe(table);
  await eve.tab.press("Take a seat");
  await eve.tab.press("Seat a bot");
  await eve.tab.sees(0, /X$/);
  await eve.tab.sees(3, /O$/);
  await eve.tab.says("Your turn");
  await eve.tab.play(1);
});

test("a match that nobody knows has no replay, and says so", async ({ people }) => {
  const tab = await people.arrives("/replay/tic_tac_toe.0.nowhere1");
  await expect(tab.page.getByRole("heading", { name: "No such match" })).toBeVisible();
});
