/** A whole game without a pointer: from the lobby to the result, with the keys alone. */
import type { Locator, Page } from "@playwright/test";
import { expect, type Tab, test } from "./people";

/** Goes on with Tab until the focus is on what is meant, as a person would. */
async function tabTo(tab: Tab, name: string, within: Page | Locator = tab.page): Promise<void> {
  const target = within.getByRole("button", { name }).first();
  await expect(target).toBeVisible();
  const STOPS_MAX = 40;
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await tab.page.keyboard.press("Tab");
  }
  throw new Error(`${name} can't be reached with the Tab key`);
}

test("a game is begun, joined, played and won by keyboard", async ({ people }) => {
  const ann = await people.arrives();
  await tabTo(ann, "Play with a friend", ann.page.getByRole("group", { name: "Tic-tac-toe" }));
  await ann.page.keyboard.press("Enter");
  await ann.says("Waiting for one player");
  const bob = await people.arrives(await ann.link());
  await tabTo(bob, "Take a seat");
  await bob.page.keyboard.press("Enter");

  // The board takes the focus at its centre when the game begins.
  await ann.says("Your turn");
  await expect(ann.square(4)).toBeFocused();
  await ann.page.keyboard.press("Enter");
  await ann.sees(4, /X$/);
  await bob.says("Your turn");
  await expect(bob.square(4)).toBeFocused();
  await bob.page.keyboard.press("ArrowUp");
  await bob.page.keyboard.press("Space");
  await bob.sees(1, /O$/);
  await ann.says("Your turn");
  await ann.page.keyboard.press("ArrowLeft");
  await ann.page.keyboard.press("Enter");
  await ann.sees(3, /X$/);
  await bob.says("Your turn");
  await bob.page.keyboard.press("Home");
  await bob.page.keyboard.press("Enter");
  await bob.sees(0, /O$/);
  await ann.says("Your turn");
  await ann.page.keyboard.press("End");
  await ann.page.keyboard.press("Enter");
  await ann.says("You won");

  await tabTo(ann, "Rematch");
  await ann.page.keyboard.press("Enter");
  await tabTo(bob, "Accept the rematch");
  await bob.page.keyboard.press("Enter");
  await bob.says("Your turn");
  await expect(bob.square(4)).toBeFocused();
});

test("the dialog for a new table keeps the focus and gives it back", async ({ people }) => {
  const ann = await people.arrives();
  await tabTo(ann, "New table…");
  await ann.page.keyboard.press("Enter");
  await expect(ann.page.getByRole("dialog")).toBeVisible();
  await ann.page.keyboard.press("Escape");
  await expect(ann.page.getByRole("dialog")).toHaveCount(0);
  await expect(ann.page.getByRole("button", { name: "New table…" }).first()).toBeFocused();
});
