/** A title without a view module is played all the same. */
import { expect, type Tab, test } from "./people";

const OVER = /^(You won|You lost|Draw)$/;

/** Presses the first action on offer until the game is over. */
async function pressOn(tab: Tab): Promise<void> {
  const action = tab.page.getByRole("group", { name: "Your actions" }).getByRole("button").first();
  await expect(async () => {
    if (!OVER.test((await tab.headline.textContent()) ?? "")) {
      await action.click({ timeout: 250 });
    }
    await expect(tab.headline).toHaveText(OVER, { timeout: 50 });
  }).toPass({ intervals: [0] });
}

test("two people play a duel with the buttons of the generic view", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Duel", "Play with a friend");
  const bob = await people.arrives(await ann.link());
  await bob.press("Take a seat");
  await ann.says("Your turn");
  await bob.says("Your turn");
  await Promise.all([pressOn(ann), pressOn(bob)]);
  await ann.says(OVER);
  await bob.says(OVER);
});

test("a duel against the bot", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Duel", "Play the bot");
  await pressOn(ann);
});
