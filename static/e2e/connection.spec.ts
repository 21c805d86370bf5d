/** Lines break, pages are loaded anew, tabs are doubled: the seat stays and no move is lost. */
import { expect, playOut, test, twoAtATable, X_WINS } from "./people";

test("a page loaded anew keeps the seat and the position", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await playOut([ann, bob], X_WINS.slice(0, 2));
  await ann.page.reload();
  await ann.says("Your turn");
  await ann.sees(0, /X$/);
  await ann.sees(3, /O$/);
  await ann.play(1);
  await bob.sees(1, /X$/);
});

test("a cut line keeps the seat, and a move made meanwhile is delivered on return", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await ann.context.setOffline(true);
  await expect(ann.connection).not.toHaveAttribute("data-connection", "open");
  await ann.square(4).click();
  await expect(ann.square(4)).toHaveAccessibleName(/on its way/);
  await expect(ann.page.getByText("Kept, and sent when you are back online.")).toBeVisible();
  await ann.context.setOffline(false);
  await ann.sees(4, /X$/);
  await bob.sees(4, /X$/);
  await bob.says("Your turn");
});

test("what the other did meanwhile is there on return", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  await ann.play(0);
  await ann.context.setOffline(true);
  await expect(ann.connection).not.toHaveAttribute("data-connection", "open");
  await bob.play(3);
  await ann.context.setOffline(false);
  await ann.sees(3, /O$/);
  await ann.says("Your turn");
});

test("who closes the page is shown as away, and as here on return", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  const link = ann.page.url();
  const again = await ann.another();
  await ann.page.close();
  await expect(bob.seat(0)).toContainText("away");
  await expect(bob.detail).toHaveText(/is away just now\.$/);
  await again.page.goto(link);
  await again.says("Your turn");
  await expect(bob.seat(0)).not.toContainText("away");
});

test("a second tab holds the same seat, and both show the same", async ({ people }) => {
  const [ann, bob] = await twoAtATable(people);
  const twin = await ann.another();
  await twin.page.goto(ann.page.url());
  await twin.says("Your turn");
  await twin.play(0);
  await ann.sees(0, /X$/);
  await bob.play(3);
  await ann.sees(3, /O$/);
  await twin.sees(3, /O$/);
  await ann.play(1);
  await twin.sees(1, /X$/);
  await twin.page.close();
  await bob.play(4);
  await ann.play(2);
  await ann.says("You won");
});
