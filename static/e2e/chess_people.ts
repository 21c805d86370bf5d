/** What people do and see at a chess board, for the stories of chess. */
import type { BrowserContextOptions, Locator } from "@playwright/test";
import { expect, type People, type Tab } from "./people";

/** A time control as a table's options have it. */
export type Time = Record<string, unknown>;

export const UNLIMITED: Time = { kind: "unlimited" };

/** Somebody at a chess board. */
export class ChessTab {
  constructor(readonly tab: Tab) {}

  get page() {
    return this.tab.page;
  }

  get board(): Locator {
    return this.page.getByRole("grid", { name: "Chessboard" });
  }

  /** A square by its name, whatever stands on it. */
  square(name: string): Locator {
    return this.board.getByRole("gridcell", { name: new RegExp(`^${name}, `) });
  }

  async stands(square: string, what: string): Promise<void> {
    await expect(this.square(square)).toHaveAccessibleName(new RegExp(`^${square}, ${what}`));
  }

  /** Types a move and plays it. */
  async types(san: string): Promise<void> {
    const field = this.page.getByRole("textbox", { name: "Type a move" });
    const opener = this.page.getByRole("button", { name: "Type a move" });
    await expect(field.or(opener).first()).toBeVisible();
    // On a phone the field comes when it is asked for.
    if (!(await field.isVisible())) {
      await opener.click();
    }
    await field.fill(san);
    await field.press("Enter");
    // With the game the field goes, too.
    await expect(field.or(this.page.getByRole("button", { name: "Copy PGN" }))).toBeVisible();
  }

  /** Drags a piece. */
  async drags(from: string, to: string): Promise<void> {
    const [start, end] = await Promise.all([this.middle(from), this.middle(to)]);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await this.page.mouse.move(end.x, end.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Clicks where a square is. */
  async clicks(square: string): Promise<void> {
    const { x, y } = await this.middle(square);
    await this.page.mouse.click(x, y);
  }

  /** The clock in the bar above or below the board. */
  clock(place: "above" | "below"): Locator {
    return this.page.locator(`.player-bar-${place} .clock`);
  }

  async clockRuns(place: "above" | "below"): Promise<void> {
    const other = place === "above" ? "below" : "above";
    await expect(this.clock(place)).toHaveAttribute("data-running", "true");
    await expect(this.clock(other)).toHaveAttribute("data-running", "false");
  }

  private async middle(square: string): Promise<{ x: number; y: number }> {
    const box = await this.square(square).boundingBox();
    if (box === null) {
      throw new Error(`${square} is not on the screen`);
    }
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}

/** A table made with these options by somebody who takes its first seat; returns its path. */
export async function makesTable(tab: Tab, title: string, options: Record<string, unknown>): Promise<string> {
  const origin = new URL(tab.page.url()).origin;
  const made = await tab.page.request.post("/api/tables", { data: { title, options }, headers: { origin } });
  expect(made.status(), await made.text()).toBe(201);
  const { table } = (await made.json()) as { table: string };
  return `/t/${table}`;
}

/** Two people at a chess table, White first, the game begun. */
export async function twoAtChess(
  people: People,
  time: Time = UNLIMITED,
  browser?: BrowserContextOptions,
): Promise<[ChessTab, ChessTab, string]> {
  const white = await people.arrives("/", browser);
  const path = await makesTable(white, "chess", { time });
  await white.page.goto(path);
  const black = await people.arrives(path, browser);
  await black.press("Take a seat");
  await white.says("Your turn");
  return [new ChessTab(white), new ChessTab(black), path];
}

/** Plays moves in turn, White first, by typing; each is seen by both before the next. */
export async function plays(players: [ChessTab, ChessTab], moves: string, from = 0): Promise<void> {
  for (const [ply, san] of moves.split(" ").entries()) {
    const mover = players[(from + ply) % 2] as ChessTab;
    const other = players[(from + ply + 1) % 2] as ChessTab;
    await mover.types(san);
    const listed = (tab: ChessTab) => tab.page.locator(".chess-move").nth(from + ply);
    await expect(listed(mover)).toContainText(san);
    await expect(listed(other)).toContainText(san);
  }
}
