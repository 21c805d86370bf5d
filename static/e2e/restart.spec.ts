/**
 * The server goes down in the middle of games and comes back, asked to or killed: the pages return by themselves, with the
 * same guests, at the same tables, and nothing that anybody did is lost.
 */
import { ChessTab, plays, twoAtChess } from "./chess_people";
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

test("a restart brings the pages back by themselves, and a move made meanwhile is played", async ({ mortal, visitors }) => {
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
  await ann.sees(1, /X$/);
  await bob.sees(1, /X$/);
  await bob.says("Your turn");
  expect(await ann.name()).toBe(annName);
  await bob.play(4);
  await ann.play(2);
  await ann.says("You won");
  await bob.says("You lost");
});

test("a game by correspondence goes on when the server was killed, and waits on the home page", async ({ mortal, visitors }) => {
  const [white, black, path] = await twoAtChess(visitors, { kind: "days", days: 3 });
  await expect(white.clock("below")).toContainText(/^(3 days|2 days 23 h)$/);
  await plays([white, black], "e4 e5 Nf3");
  const names = [await white.tab.name(), await black.tab.name()];
  await mortal.dies();
  await expect(white.tab.connection).not.toHaveAttribute("data-connection", "open");
  await expect(black.tab.connection).not.toHaveAttribute("data-connection", "open");

  await mortal.comesBack();
  await expect(white.tab.connection).toHaveAttribute("data-connection", "open");
  await expect(black.tab.connection).toHaveAttribute("data-connection", "open");
  expect([await white.tab.name(), await black.tab.name()]).toEqual(names);
  await black.tab.says("Your turn");
  await white.stands("f3", "white knight");
  await plays([white, black], "Nc6", 3);
  await expect(white.page.locator(".chess-move")).toHaveText(["e4", "e5", "Nf3", "Nc6"]);

  // Whose turn it is, is said at home, by the list and by the tab.
  await white.page.goto("/");
  const mine = white.page.getByRole("region", { name: "Your games" });
  await expect(mine.getByRole("listitem")).toHaveCount(1);
  await expect(mine).toContainText("Your turn");
  await expect(mine).toContainText(`with ${names[1]}`);
  await expect(mine).toContainText("3 days a move");
  await expect(white.page).toHaveTitle("(1) Turnwheel");

  // With both away and nobody at the table, the server dies once more; the move made then comes to a page that looked on.
  const theirs = await black.tab.another();
  await theirs.page.goto("/");
  const waits = theirs.page.getByRole("region", { name: "Your games" });
  await expect(waits).toContainText("their turn");
  await expect(theirs.page).toHaveTitle("Turnwheel");
  await black.page.close();
  await mortal.dies();
  await mortal.comesBack();
  await expect(white.tab.connection).toHaveAttribute("data-connection", "open");
  await mine.getByRole("link", { name: /^Play Chess/ }).click();
  await expect(white.page).toHaveURL(new RegExp(`${path}$`));
  await white.tab.says("Your turn");
  await white.types("Bb5");
  await expect(theirs.connection).toHaveAttribute("data-connection", "open");
  await expect(waits).toContainText("Your turn");
  await expect(theirs.page).toHaveTitle("(1) Turnwheel");
  await waits.getByRole("link", { name: /^Play Chess/ }).click();
  await plays([white, new ChessTab(theirs)], "a6", 5);
});
