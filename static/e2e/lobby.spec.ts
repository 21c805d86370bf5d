/** Tables made with options: for anyone, listed and joined; and time that runs out. */
import type { Locator } from "@playwright/test";
import { expect, type Tab, test } from "./people";

/** The tables that wait for somebody. */
function waiting(tab: Tab): Locator {
  return tab.page.getByRole("region", { name: "Open tables" }).getByRole("listitem");
}

test("an open table is listed with what was chosen, joined by another, and gone from the list", async ({ people }) => {
  const ann = await people.arrives();
  const annName = await ann.name();
  await ann.begin("Duel", "New table…");
  const dialog = ann.page.getByRole("dialog");
  await dialog.getByText("Anyone", { exact: true }).click();
  await dialog.getByLabel("Seconds to choose").fill("90");
  await dialog.getByRole("button", { name: "Create table" }).click();
  await ann.says("Waiting for one player");

  const bob = await people.arrives();
  const row = waiting(bob).filter({ hasText: annName });
  await expect(row).toContainText("90");
  await expect(row).toContainText("1 seat free");
  await row.getByRole("button", { name: "Join" }).click();
  await bob.says("Your turn");
  await ann.says("Your turn");
  await expect(ann.page.getByText(/^1:[0-3]\d$/)).toBeVisible();

  const carol = await people.arrives();
  await expect(carol.page.getByRole("heading", { name: "Open tables" })).toBeVisible();
  await expect(waiting(carol).filter({ hasText: annName })).toHaveCount(0);
});

test("a number out of its range is not sent", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Duel", "New table…");
  const dialog = ann.page.getByRole("dialog");
  const number = dialog.getByLabel("Seconds to choose");
  await number.fill("121");
  await dialog.getByRole("button", { name: "Create table" }).click();
  await expect(dialog).toBeVisible();
  expect(await number.evaluate((input: HTMLInputElement) => input.validity.rangeOverflow)).toBe(true);
  await number.fill("120");
  await dialog.getByRole("button", { name: "Create table" }).click();
  await ann.says("Waiting for one player");
});

test("who lets the time pass has the default played, and sees the time run", async ({ people }) => {
  const ann = await people.arrives();
  await ann.begin("Duel", "New table…");
  const dialog = ann.page.getByRole("dialog");
  await dialog.getByLabel("Seconds to choose").fill("5");
  await dialog.getByLabel("Default number").fill("3");
  await dialog.getByRole("button", { name: "Create table" }).click();
  await ann.says("Waiting for one player");
  const bob = await people.arrives(await ann.link());
  await bob.press("Take a seat");
  await expect(ann.page.getByText(/^0:0[1-5]$/)).toBeVisible();
  await bob.press("Number 5");
  await bob.says(/to move$/);
  await expect(bob.page.getByText("3  ·  5")).toBeVisible();
});
