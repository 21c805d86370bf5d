/** Pictures of every page at two sizes and in both schemes, for people to look at; they go to static/screenshots. */
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions } from "@playwright/test";
import { makesTable, plays, twoAtChess } from "./chess_people";
import { expect, NOBODY_WINS, playOut, type Tab, test, twoAtATable, X_WINS } from "./people";
import { type Field, sees } from "./pictures";
import { atTheBot, far, inPlay, keepsUp } from "./pong_people";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));

/** One round of all the pictures. */
const PICTURES_MS = 120_000;

const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 640 },
  desk: { width: 1280, height: 800 },
};

/** From the table of a match that is over to its replay, to the middle of it. */
async function watchesAgain(tab: Tab): Promise<void> {
  await tab.page.getByRole("link", { name: "Watch the replay" }).click();
  const slider = tab.page.getByRole("slider", { name: "Step" });
  const middle = Math.round(Number(await slider.getAttribute("max")) * 0.6);
  await slider.fill(String(middle));
  await expect(tab.page.locator(".replay-place")).toHaveText(new RegExp(`^Step ${middle + 1} `));
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${size}, ${colorScheme}`, async ({ people }) => {
      test.setTimeout(PICTURES_MS);
      const options: BrowserContextOptions = { viewport, colorScheme, reducedMotion: "reduce" };
      const picture = async (tab: Tab, name: string) => {
        const path = `${FOLDER}${name}-${size}-${colorScheme}.png`;
        await tab.page.screenshot({ path, fullPage: true, animations: "disabled" });
        const overflow = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
      };

      const ann = await people.arrives("/", options);
      await ann.begin("Duel", "New table…");
      await picture(ann, "new_table");
      await ann.page.getByRole("dialog").getByText("Anyone", { exact: true }).click();
      await ann.page.getByRole("dialog").getByLabel("Seconds to choose").fill("60");
      await ann.press("Create table");
      await ann.says("Waiting for one player");
      await picture(ann, "waiting_open");

      const bob = await people.arrives("/", options);
      await expect(bob.page.getByRole("button", { name: /^Join/ }).first()).toBeVisible();
      await picture(bob, "home");
      await bob.page.goto(ann.page.url());
      await expect(bob.page.getByRole("button", { name: "Take a seat" })).toBeVisible();
      await picture(bob, "invited");
      await bob.press("Take a seat");
      await ann.says("Your turn");
      await bob.press("Number 2");
      await ann.press("Number 4");
      await bob.says("Your turn");
      await picture(bob, "generic");

      const [eve, fay] = await twoAtATable(people, options);
      await playOut([eve, fay], X_WINS.slice(0, 4));
      await picture(eve, "your_turn");
      await picture(fay, "their_turn");
      const gus = await people.arrives(await eve.link(), options);
      await expect(gus.detail).toHaveText("You are watching.");
      await picture(gus, "watching");
      await eve.play(2);
      await eve.says("You won");
      await fay.says("You lost");
      await picture(eve, "won");
      await eve.press("Rematch");
      await fay.page.getByRole("button", { name: "Accept the rematch" }).waitFor();
      await picture(fay, "lost_rematch_offered");
      await picture(eve, "rematch_waiting");
      await fay.press("Accept the rematch");
      await fay.says("Your turn");
      await playOut([fay, eve], NOBODY_WINS);
      await picture(fay, "drawn");
      await eve.context.setOffline(true);
      await expect(eve.connection).toHaveAttribute("data-connection", "waiting");
      await eve.press("Rematch");
      await picture(eve, "reconnecting");

      const hal = await people.arrives("/t/nowhere1", options);
      await expect(hal.page.getByRole("heading", { name: "No such table" })).toBeVisible();
      await picture(hal, "unknown_table");

      const [white, black, board] = await twoAtChess(people, { kind: "increment", base_s: 300, increment_s: 3 }, options);
      await plays([white, black], "e4 e5 Nf3 Nc6 Bb5 Nf6 O-O Nxe4 d4 Nd6 Bxc6 dxc6 dxe5 Nf5 Qxd8+ Kxd8");
      await picture(white.tab, "chess_your_turn");
      await picture(black.tab, "chess_their_turn");
      const looker = await people.arrives(board, options);
      await expect(looker.detail).toHaveText("You are watching.");
      await picture(looker, "chess_watching");
      await white.tab.press("Offer draw");
      await black.page.getByRole("button", { name: "Accept draw" }).waitFor();
      await picture(black.tab, "chess_offer");
      await black.tab.press("Accept draw");
      await white.tab.says("Draw");
      await picture(white.tab, "chess_finished");

      for (const title of ["connect_four", "reversi"]) {
        const jan = await people.arrives("/", options);
        await jan.page.goto(await makesTable(jan, title, { time: { kind: "increment", base_s: 180, increment_s: 2 } }));
        await jan.press("Seat a bot");
        await jan.says("Your turn");
        await picture(jan, title);
      }
      const lea = await people.arrives("/", options);
      await lea.page.goto(await makesTable(lea, "pong", {}));
      await lea.press("Seat a bot");
      await inPlay(lea);
      await picture(lea, "pong");
      const max = await people.arrives("/", options);
      await max.page.goto(await makesTable(max, "tron", { riders: 2 }));
      await max.press("Seat a bot");
      await sees<Field>(max.page, ({ phase, riders }) => phase === "riding" && riders.length === 2);
      await picture(max, "tron");
      for (const [tab, name] of [[gus, "replay"], [looker, "replay_chess"], [max, "replay_tron"]] as const) {
        await watchesAgain(tab);
        await picture(tab, name);
      }
      await lea.press("Resign");
      await lea.press("Yes, resign");
      await watchesAgain(lea);
      await picture(lea, "replay_pong");

      const [pat, quin] = await twoAtChess(people, { kind: "days", days: 3 }, options);
      await plays([pat, quin], "e4 e5");
      await picture(pat.tab, "chess_days");
      for (const [title, chosen] of [["connect_four", {}], ["chess", { time: { kind: "days", days: 7 } }]] as const) {
        const path = await makesTable(pat.tab, title, chosen);
        const rob = await people.arrives(path, options);
        await rob.press("Take a seat");
        await rob.says(/Your turn|to move$/);
        if (title === "chess") {
          await pat.page.goto(path);
          await pat.tab.says("Your turn");
          await pat.types("d4");
        }
      }
      await pat.page.goto("/");
      await expect(pat.page.getByRole("region", { name: "Your games" }).getByRole("listitem")).toHaveCount(3);
      await picture(pat.tab, "home_games");
      const kim = await people.arrives("/", options);
      await kim.begin("Chess", "3+2");
      await expect(kim.page.getByText(/Looking for a partner/)).toBeVisible();
      await picture(kim, "home_seeking");
      await kim.begin("Chess", "New table…");
      await picture(kim, "chess_new_table");

      const ida = await people.arrives("/", options);
      await ida.begin("Tic-tac-toe", "Play with a friend");
      await ida.says("Waiting for one player");
      await picture(ida, "waiting_private");
    });
  }
}

test("pong from far away, for the README", async ({ people }) => {
  test.setTimeout(PICTURES_MS);
  const { page } = await atTheBot(people, "normal", "?net");
  await far(page);
  await keepsUp(page, 600, 300);
  await page.screenshot({ path: `${FOLDER}pong_net.png` });
});
