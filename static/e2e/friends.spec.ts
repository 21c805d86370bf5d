/** Two friends play, win, draw and play again; a third looks on. */
import { expect, NOBODY_WINS, playOut, test, twoAtATable, X_WINS } from "./people";

test("a won game, seen by both and by a third, and a rematch with the seats swapped", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  const annName = await ann.name();
  const carol = await people.arrives(await ann.link());
  await carol.says(`${annName} to move`);
  await expect(carol.detail).toHaveText("You are watching.");
  await expect(ann.page.getByText("1 person is watching")).toBeVisible();

  await playOut([ann, bob], X_WINS);
  await ann.says("You won");
  await expect(ann.detail).toHaveText("Three in a row.");
  await bob.says("You lost");
  await carol.says(`${annName} won`);
  await carol.sees(2, /X$/);
  await expect(carol.page.getByRole("button", { name: /rematch/i })).toHaveCount(0);

  await ann.press("Rematch");
  await expect(ann.page.getByRole("button", { name: `Waiting for ${await bob.name()}…` })).toBeVisible();
  await expect(bob.detail).toContainText(`${annName} would like a rematch.`);
  await bob.press("Accept the rematch");
  await bob.says("Your turn");
  await ann.says(`${await bob.name()} to move`);
  await expect(bob.seat(0)).toContainText("you");
  await bob.sees(0, /empty$/);
  await bob.play(8);
  await ann.sees(8, /X$/);
  await carol.sees(8, /X$/);
});

test("a drawn game", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await playOut([ann, bob], NOBODY_WINS);
  await ann.says("Draw");
  await bob.says("Draw");
  await expect(bob.detail).toHaveText("The board is full.");
});

test("only the squares that may be played can be pressed, and only in one's turn", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await expect(bob.square(0)).toHaveAttribute("aria-disabled", "true");
  await ann.play(0);
  await expect(ann.square(1)).toHaveAttribute("aria-disabled", "true");
  await expect(bob.square(1)).toHaveAttribute("aria-disabled", "false");
  await expect(bob.square(0)).toHaveAttribute("aria-disabled", "true");
});

test("the link can be copied", async ({ people }) => {
  const ann = await people.arrives("/", { permissions: ["clipboard-read", "clipboard-write"] });
  await ann.begin("Tic-tac-toe", "Play with a friend");
  await ann.press("Copy link");
  await expect(ann.page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await ann.page.evaluate(() => navigator.clipboard.readText())).toBe(await ann.link());
});

test("who stays when the other stands up keeps the result, and plays the next who comes", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  const link = await ann.link();
  await playOut([ann, bob], X_WINS);
  await bob.says("You lost");
  await bob.press("Stand up");
  await ann.says("Waiting for one player");
  await expect(ann.detail).toHaveText("Last game: You won.");
  await ann.sees(2, /X$/);
  await expect(bob.page.getByRole("button", { name: "Take a seat" })).toBeVisible();

  const carol = await people.arrives(link);
  await carol.press("Take a seat");
  await ann.says("Your turn");
  await ann.sees(2, /empty$/);
  await bob.says(/to move$/);
});
