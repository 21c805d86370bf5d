/** What two people at pong do. */
import type { BrowserContextOptions, Page } from "@playwright/test";
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
  // Points may go on being made while the keys go up.
  await expect.poll(async () => (await points(blue)) - (await points(red))).toBe(0);
}

/** A picture, and the way that a key pressed since the picture before it leads: -1, 0 or 1. */
export interface Played {
  shown: Court;
  pressed: number | null;
}

/** Sets the weather in the panel. */
export async function far(page: Page): Promise<void> {
  const slider = (label: string) => page.locator("label", { hasText: label }).getByRole("slider");
  await slider("Added delay each way").fill("100");
  await slider("Added jitter").fill("20");
  await expect(page.locator(".net-panel")).toContainText(/Round trip\s*(2[0-9]{2}) ms/);
}

/**
 * Plays so many pictures with the keys, after the ball as it is seen, a little off its middle so that it goes back at all
 * angles; every `stall` pictures the line stalls.
 */
export function keepsUp(page: Page, many: number, stall: number): Promise<Played[]> {
  return page.evaluate(
    ([wanted, every]) =>
      new Promise<Played[]>((resolve) => {
        const canvas = document.querySelector(".title-view canvas") as HTMLCanvasElement & { turnwheelDrawn(): Court };
        const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent?.trim() === "Stall");
        const seen: Played[] = [];
        let held = 0;
        let pressed: number | null = null;
        const key = (type: string, way: number) => {
          const code = way < 0 ? "KeyW" : "KeyS";
          window.dispatchEvent(new KeyboardEvent(type, { code, bubbles: true, cancelable: true }));
        };
        const look = () => {
          const shown = canvas.turnwheelDrawn();
          if (shown !== seen.at(-1)?.shown) {
            seen.push({ shown, pressed });
            pressed = null;
            if (seen.length % every === 0) {
              button?.click();
            }
            const aim = shown.ball.across + 450 * Math.sin(seen.length / 97);
            const off = aim - shown.paddles[0];
            const way = Math.abs(off) < 200 ? 0 : Math.sign(off);
            if (way !== held) {
              if (way !== 0) {
                key("keydown", way);
              }
              if (held !== 0) {
                key("keyup", held);
              }
              held = way;
              pressed = way;
            }
          }
          if (seen.length < wanted) {
            requestAnimationFrame(look);
          } else {
            resolve(seen);
          }
        };
        requestAnimationFrame(look);
      }),
    [many, stall] as const,
  );
}
