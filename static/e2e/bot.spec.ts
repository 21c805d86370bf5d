/** A game against the bot begins with one press and goes to its end. */
import { expect, type Tab, test } from "./people";

const OVER = /^(You won|You lost|Draw)$/;

/** Plays the first free square whenever it is our turn, until the game is over. */
async function playToTheEnd(tab: Tab): Promise<void> {
  for (;;) {
    await tab.says(/^(Your turn|You won|You lost|Draw)$/);
    if (OVER.test((await tab.headline.textContent()) ?? "")) {
      return;
    }
    const square = tab.page.locator('.ttt-square[aria-disabled="false"]').first();
    const name = await square.getAttribute("aria-label");
    await square.click();
    const played = tab.page.getByRole("button", { name: name?.replace("empty", "") ?? "" });
    await expect(played).toHaveAccessibleName(/[XO]$/);
  }
}

test("the bot is there at once, plays to the end, and plays again", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Tic-tac-toe", "Play the bot");
  await playToTheEnd(ann);
  await ann.press("Rematch");
  await expect(ann.headline).not.toHaveText(OVER);
  await playToTheEnd(ann);
  await ann.press("Send the bot away");
  await ann.says("Waiting for one player");
});

test("a bot is seated at a table, sent away, and seated again", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Duel", "Play with a friend");
  await ann.says("Waiting for one player");
  await ann.press("Seat a bot");
  await expect(ann.headline).not.toHaveText("Waiting for one player");
  await expect(ann.seat(1)).toContainText(/bot/i);
});
