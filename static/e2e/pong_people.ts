/** What two people at pong do. */
import type { BrowserContextOptions } from "@playwright/test";
import { makesTable } from "./chess_people";
import { expect, type People, type Tab } from "./people";
import { type Court, sees } from "./pictures";

/** Two people at a table of pong, red first, the ball in the air; and the table's path. */
export async function twoAtPong(
  people: People,
  first: BrowserContextOptions = {},
  second: BrowserContextOptions = {},
): Promise<[Tab, Tab, string]> {
  const red = await people.arrives("/", first);
  const path = await makesTable(red, "pong", {});
  await red.page.goto(path);
  const blue = await people.arrives(path, second);
  await blue.press("Take a seat");
  await inPlay(red);
  await inPlay(blue);
  return [red, blue, path];
}

/** Somebody against the bot, the ball in the air; `query` goes to the end of the page's address. */
export async function atTheBot(people: People, strength: string, query = ""): Promise<Tab> {
  const player = await people.arrives("/");
  const path = await makesTable(player, "pong", { bot: strength });
  await player.page.goto(`${path}${query}`);
  await player.press("Seat a bot");
  await inPlay(player);
  return player;
}

export async function inPlay(tab: Tab): Promise<void> {
  await sees<Court>(tab.page, ({ phase, known }) => known > 0 && phase === "flying");
}

/** A side's score, as it stands on the court. */
export function scoreOf(tab: Tab, seat: number) {
  return tab.page.locator(`.pong-side-${seat} .pong-score`);
}

/** Both sides' scores added up. */
export async function points(tab: Tab): Promise<number> {
  const [one, other] = await Promise.all([scoreOf(tab, 0).textContent(), scoreOf(tab, 1).textContent()]);
  return Number(one) + Number(other);
}

/** Holds both paddles in a corner until somebody has made a point that both pages show. */
export async function untilAPoint(red: Tab, blue: Tab): Promise<void> {
  const before = await points(red);
  await red.page.keyboard.down("KeyW");
  await blue.page.keyboard.down("KeyW");
  await expect.poll(() => points(red), { timeout: 20_000 }).toBeGreaterThan(before);
  await red.page.keyboard.up("KeyW");
  await blue.page.keyboard.up("KeyW");
  await expect.poll(() => points(blue)).toBe(await points(red));
}
