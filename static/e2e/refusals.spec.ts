/** A no is always said, with its reason. */
import { expect, test } from "./people";

test("who comes too late for a seat is told so", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Tic-tac-toe", "Play with a friend");
  const link = await ann.link();
  const late = await people.arrives(link);
  await late.context.setOffline(true);
  await expect(late.connection).not.toHaveAttribute("data-connection", "open");
  await late.press("Take a seat");
  const quick = await people.arrives(link);
  await quick.press("Take a seat");
  await ann.says("Your turn");
  await late.context.setOffline(false);
  await expect(late.alert).toContainText(/seat/i);
  await late.says(/to move$/);
  await expect(late.detail).toHaveText("You are watching.");
});

test("a table that doesn't exist says so, and leads home", async ({ people }) => {
  const ann = await people.arrives("/t/nowhere1");
  await expect(ann.page.getByRole("heading", { name: "No such table" })).toBeVisible();
  await ann.page.getByRole("link", { name: "All games" }).click();
  await expect(ann.page.getByRole("heading", { name: "Play a game" })).toBeVisible();
});
