/**
 * The server goes down in the middle of a game and comes back: the pages return by themselves, with the same guests.
 * Today's server keeps tables in memory, so they are told that theirs is gone, and whatever they did meanwhile is
 * refused rather than forgotten.
 */
import { expect, People, playOut, test as base, twoAtATable, X_WINS } from "./people";
import { Server } from "./server";

/** A server of the story's own, which may go down without harm to the others'. */
const test = base.extend<{ mortal: Server; visitors: People }>({
  mortal: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },
  visitors: async ({ browser, mortal }, use) => {
    const people = new People(browser, mortal);
    await use(people);
    await people.leave();
  },
});

test("a restart brings the pages back by themselves, as the guests they were", async ({ mortal, visitors }) => {
  const [ann, bob] = await twoAtATable(visitors);
  const annName = await ann.name();
  await playOut([ann, bob], X_WINS.slice(0, 2));
  await mortal.goesDown();
  await expect(ann.connection).not.toHaveAttribute("data-connection", "open");
  await expect(bob.connection).not.toHaveAttribute("data-connection", "open");
  await ann.square(1).click();
  await expect(ann.square(1)).toHaveAccessibleName(/on its way/);

  await mortal.comesBack();
  await expect(ann.connection).toHaveAttribute("data-connection", "open");
  await expect(ann.page.getByRole("heading", { name: "No such table" })).toBeVisible();
  await expect(ann.alert).toContainText("There is no such match.");
  await expect(bob.page.getByRole("heading", { name: "No such table" })).toBeVisible();
  expect(await ann.name()).toBe(annName);

  await ann.page.getByRole("link", { name: "All games" }).click();
  await ann.begin("Tic-tac-toe", "Play with a friend");
  await ann.says("Waiting for one player");
});
