/** Finding a table: quick match, the live lists, the short code, one's own games. */
import { ChessTab, makesTable, plays, twoAtChess } from "./chess_people";
import { expect, test } from "./people";

test("two strangers who want the same are at a board within moments", async ({ people }) => {
  const ann = await people.arrives();
  const bob = await people.arrives();
  await ann.begin("Chess", "3+2");
  await expect(ann.page.getByText(/Looking for a partner/)).toBeVisible();
  await bob.begin("Chess", "3+2");
  const tabs = [new ChessTab(ann), new ChessTab(bob)];
  for (const tab of tabs) {
    await expect(tab.board).toBeVisible();
  }
  const white = (await ann.headline.textContent()) === "Your turn" ? tabs : tabs.toReversed();
  await plays(white as [ChessTab, ChessTab], "d4 d5");
});

test("two tabs of one person are never put at one board, and leaving leaves the queue", async ({ people }) => {
  const ann = await people.arrives();
  const again = await ann.another();
  await again.page.goto("/");
  await ann.begin("Connect four", "3+2");
  await expect(ann.page.getByText(/Looking for a partner/)).toBeVisible();
  await again.begin("Connect four", "3+2");
  await expect(again.page.getByText(/Looking for a partner/)).toBeVisible();
  // The newer tab has taken the older one's place.
  await expect(ann.page.getByText(/Looking for a partner/)).toHaveCount(0);
  await again.page.close();
  const bob = await people.arrives();
  await bob.begin("Connect four", "3+2");
  await expect(bob.page.getByText(/Looking for a partner/)).toBeVisible();
  await bob.press("Cancel");
  await expect(bob.page.getByText(/Looking for a partner/)).toHaveCount(0);
});

test("open tables and live games come and go on the page by themselves", async ({ people }) => {
  const onlooker = await people.arrives();
  const ann = await people.arrives();
  const name = await ann.name();
  await ann.begin("Reversi", "New table…");
  await ann.page.getByRole("dialog").getByText("Anyone", { exact: true }).click();
  await ann.press("Create table");
  const join = onlooker.page.getByRole("button", { name: new RegExp(`^Join Reversi with .*${name}`) });
  await expect(join).toBeVisible();

  const bob = await people.arrives();
  await bob.page.getByRole("button", { name: new RegExp(`^Join Reversi with .*${name}`) }).click();
  await ann.says("Your turn");
  await expect(join).toHaveCount(0);
  const watch = onlooker.page.getByRole("link", { name: new RegExp(`^Watch Reversi: .*${name}`) });
  await watch.click();
  await onlooker.says(/to move$/);
  await expect(ann.page.getByText("1 person is watching")).toBeVisible();
});

test("a private table is found by its short code", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Chess", "Play with a friend");
  await ann.says("Waiting for one player");
  const code = ((await ann.page.getByTestId("table-code").textContent()) ?? "").replace(/\s/g, "");
  expect(code).toMatch(/^[a-z0-9]{6}$/i);
  const bob = await people.arrives();
  await bob.page.getByLabel(/code/i).fill(code.toUpperCase());
  await bob.page.keyboard.press("Enter");
  await bob.press("Take a seat");
  await ann.says(/Your turn|to move$/);
});

test("a game left for the home page is found again there", async ({ people }) => {
  const [white, , path] = await twoAtChess(people);
  await white.page.goto("/");
  await white.page.getByRole("link", { name: /^Return to Chess/ }).first().click();
  await expect(white.page).toHaveURL(new RegExp(`${path}$`));
  await white.tab.says("Your turn");
});

test("the side is chosen by who makes the table", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Chess", "New table…");
  await ann.page.getByRole("dialog").getByText("Black", { exact: true }).click();
  await ann.press("Create table");
  await ann.says("Waiting for one player");
  const bob = await people.arrives(new URL(ann.page.url()).pathname);
  await bob.press("Take a seat");
  await bob.says("Your turn");
  await expect(ann.page.locator(".player-bar-below")).toContainText("Black, you");
});

test("a table made for a friend is at no stranger's hand", async ({ people }) => {
  const ann = await people.arrives();
  await makesTable(ann, "chess", {});
  const eve = await people.arrives();
  await expect(eve.page.getByRole("button", { name: new RegExp(await ann.name()) })).toHaveCount(0);
});
