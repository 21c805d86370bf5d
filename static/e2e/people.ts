/**
 * The stories' vocabulary: people, each with a browser profile of their own, and what they do and see at a table. It
 * finds things as a person would, by role and words.
 */
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
  test as base,
} from "@playwright/test";
import { Server } from "./server";

export { expect };

/** One tab of one person. */
export class Tab {
  constructor(readonly page: Page) {}

  get context(): BrowserContext {
    return this.page.context();
  }

  /** What the table says at its top. */
  get headline(): Locator {
    return this.page.locator(".table-headline");
  }

  get detail(): Locator {
    return this.page.locator(".table-detail");
  }

  get connection(): Locator {
    return this.page.locator("[data-connection]");
  }

  get alert(): Locator {
    return this.page.getByRole("alert", { name: "Messages" });
  }

  /** A seat of the table, by number. */
  seat(seat: number): Locator {
    return this.page.locator(`.seat[data-seat="${seat}"]`);
  }

  square(cell: number): Locator {
    return this.page.getByRole("button", { name: `Row ${Math.floor(cell / 3) + 1}, column ${(cell % 3) + 1},` });
  }

  press(name: string | RegExp): Promise<void> {
    return this.page.getByRole("button", { name }).click();
  }

  /** Plays a square and sees the mark on it. */
  async play(cell: number): Promise<void> {
    await this.square(cell).click();
    await this.sees(cell, /[XO]$/);
  }

  async sees(cell: number, mark: RegExp): Promise<void> {
    await expect(this.square(cell)).toHaveAccessibleName(mark);
  }

  async says(headline: string | RegExp): Promise<void> {
    await expect(this.headline).toHaveText(headline);
  }

  /** The name the server gave this person. */
  async name(): Promise<string> {
    return (await this.page.locator(".me").textContent()) ?? "";
  }

  /** From the lobby: presses a button on a title's card. */
  async begin(title: string, way: string): Promise<void> {
    await this.page.getByRole("group", { name: title }).getByRole("button", { name: way }).click();
  }

  /** At a table: its link. */
  async link(): Promise<string> {
    return this.page.getByLabel("Link to this table").inputValue();
  }

  /** A second tab in the same profile. */
  async another(): Promise<Tab> {
    return new Tab(await this.context.newPage());
  }
}

/** Makes people, and lets them go when the story ends. */
export class People {
  private readonly contexts: BrowserContext[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly server: Server,
  ) {}

  /** Somebody new, on this page of the server. */
  async arrives(path = "/", options: BrowserContextOptions = {}): Promise<Tab> {
    const context = await this.browser.newContext({ ...options, baseURL: this.server.url });
    this.contexts.push(context);
    const page = await context.newPage();
    await page.goto(path);
    const tab = new Tab(page);
    await expect(tab.connection).toHaveAttribute("data-connection", "open");
    await expect(page.locator(".me")).not.toBeEmpty();
    return tab;
  }

  async leave(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

export const test = base.extend<{ people: People }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  people: async ({ browser, server }: { browser: Browser; server: Server }, use) => {
    const people = new People(browser, server);
    await use(people);
    await people.leave();
  },
});

/** Two people at a table of tic-tac-toe, the game begun; the first plays X. */
export async function twoAtATable(people: People, options?: BrowserContextOptions): Promise<[Tab, Tab]> {
  const first = await people.arrives("/", options);
  await first.begin("Tic-tac-toe", "Play with a friend");
  await first.says("Waiting for one player");
  const second = await people.arrives(await first.link(), options);
  await second.press("Take a seat");
  await first.says("Your turn");
  await second.says(/to move$/);
  return [first, second];
}

/** Plays squares in turn, the first person first; each sees every move. */
export async function playOut(players: [Tab, Tab], cells: number[]): Promise<void> {
  for (const [move, cell] of cells.entries()) {
    const mover = players[move % 2] as Tab;
    const other = players[(move + 1) % 2] as Tab;
    await mover.play(cell);
    await other.sees(cell, move % 2 === 0 ? /X$/ : /O$/);
  }
}

/** Moves that X wins with, and moves that nobody wins with. */
export const X_WINS = [0, 3, 1, 4, 2];
export const NOBODY_WINS = [0, 1, 2, 4, 3, 5, 7, 6, 8];
