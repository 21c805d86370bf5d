/** Tron: riders turn where they are told, who comes late sees all that was ridden, and the last one riding wins. */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { makesTable } from "./chess_people";
import { expect, type People, type Tab, test } from "./people";
import { type Field, pictures, sees } from "./pictures";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A race with good riders is long. */
const PATIENT_MS = 90_000;

/** Two people who race, the first on the field already, so that there is time to turn away; and the table's path. */
async function twoAtTron(
  people: People,
  second: BrowserContextOptions = {},
  prepare: (red: Page) => Promise<void> = async () => {},
): Promise<[Tab, Tab, string]> {
  const red = await people.arrives("/");
  const path = await makesTable(red, "tron", { riders: 2 });
  await prepare(red.page);
  await red.page.goto(path);
  const blue = await people.arrives(path, second);
  await blue.press("Take a seat");
  await on(red);
  return [red, blue, path];
}

/** Somebody and three bots on the field, in the countdown or just riding; and the table's path. */
async function withThreeBots(people: People): Promise<[Tab, string]> {
  const ann = await people.arrives("/");
  const path = await makesTable(ann, "tron", { riders: 4 });
  await ann.page.goto(path);
  for (let bot = 1; bot < 4; bot += 1) {
    await ann.page.getByRole("button", { name: "Seat a bot" }).first().click();
    await expect(ann.page.locator(".seat", { hasText: "Wall rider" })).toHaveCount(bot);
  }
  return [ann, path];
}

async function on(tab: Tab): Promise<Field> {
  return sees<Field>(tab.page, ({ riders }) => riders.length >= 2);
}

/** The cells that a trail has covered, in order, from its corners; a point between two cells counts for the first. */
function cells(trail: Field["riders"][number]["trail"]): string[] {
  const [start, ...rest] = trail;
  if (start === undefined) {
    return [];
  }
  let { x, y } = start;
  const covered = [`${x},${y}`];
  for (const corner of rest) {
    for (const [dx, dy] = [Math.sign(corner.x - x), Math.sign(corner.y - y)]; ; ) {
      const left = (corner.x - x) * dx + (corner.y - y) * dy;
      if (left < 1) {
        break;
      }
      x += dx;
      y += dy;
      covered.push(`${x},${y}`);
    }
  }
  return covered;
}

test("a rider turns where its key says, and the other sees it", async ({ people }) => {
  const [red, blue] = await twoAtTron(people);
  await red.page.keyboard.press("KeyW");
  const turned = ({ riders }: Field) => riders[0]?.direction === "up" && (riders[0]?.trail.length ?? 0) > 1;
  await sees<Field>(red.page, turned);
  await sees<Field>(blue.page, turned);
});

test("who has the match before the view of it misses nothing, and rides like the others", async ({ people }) => {
  const [red] = await twoAtTron(people, {}, async (page) => {
    const framed = new Promise<void>((resolve) => {
      let frames = 0;
      page.on("websocket", (line) =>
        line.on("framereceived", ({ payload }) => {
          frames += payload.includes("frame") && payload.includes("tick") ? 1 : 0;
          if (frames >= 3) {
            resolve();
          }
        }),
      );
    });
    await page.route(/\/titles\/tron/, async (route) => {
      await framed;
      await route.continue();
    });
  });
  const { known } = await on(red);
  await sees<Field>(red.page, (field) => field.known > known + 5);
  await red.page.keyboard.press("KeyW");
  await sees<Field>(red.page, ({ riders }) => riders[0]?.direction === "up");
});

test("who comes late sees all trails, and follows them from there", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const eve = await people.arrives("/");
  const [ann, path] = await withThreeBots(people);
  const turned = (riders: Field["riders"]) => riders.reduce((sum, { trail }) => sum + trail.length, 0);
  await sees<Field>(ann.page, ({ riders }) => turned(riders) > 9);
  await eve.page.goto(path);
  const late = await sees<Field>(eve.page, ({ riders, known }) => riders.length === 4 && known > 0);
  // Beside the heads there is something to see.
  expect(turned(late.riders), "corners of her first picture").toBeGreaterThan(7);
  // A race that is over is shown to its end, whatever the last tick was that a frame had told.
  const over = ({ riders }: Field) => riders.filter(({ alive }) => alive).length < 2;
  const early = await sees<Field>(ann.page, (field) => field.past >= late.past || over(field));
  for (const [seat, { trail }] of late.riders.entries()) {
    const hers = cells(trail);
    expect(cells(early.riders[seat]?.trail ?? []).slice(0, hers.length)).toEqual(hers);
  }
  // To the end, she sees what those who were there from the start see.
  for (const tab of [eve, ann]) {
    await expect(tab.headline).toHaveText(/won$|lost$|^Draw$|^You came|share/, { timeout: 60_000 });
  }
  const ends = await Promise.all([eve, ann].map(({ page }) => sees<Field>(page, ({ past, known }) => past >= known)));
  const [hers, theirs] = ends.map(({ riders }) => riders.map(({ trail }) => trail));
  expect(hers).toEqual(theirs);
});

test("the last one riding wins, and there is a rematch", async ({ people }) => {
  const [red, blue] = await twoAtTron(people);
  // Red turns into the edge that is nearer; blue rides on along the other's row.
  await red.page.keyboard.press("KeyW");
  await red.says("You lost");
  await blue.says("You won");
  await expect(blue.detail).toHaveText(/last one riding/i);
  await red.press("Rematch");
  await blue.press("Accept the rematch");
  const anew = ({ riders }: Field) => riders.length === 2 && riders.every(({ alive, trail }) => alive && trail.length <= 2);
  await sees<Field>(red.page, anew);
  await sees<Field>(blue.page, anew);
});

test("four ride, and who is out is told with the place", async ({ people }) => {
  const [ann] = await withThreeBots(people);
  await sees<Field>(ann.page, ({ riders }) => riders.length === 4);
  await expect(ann.page.getByRole("list", { name: "Riders" }).getByRole("listitem")).toHaveCount(4);
  await ann.page.keyboard.press("KeyW");
  await expect(ann.page.getByRole("list", { name: "Riders" })).toContainText(/You\s*(1st|2nd|3rd|4th)/, { timeout: 20_000 });
});

test("on a phone a swipe turns the rider, and so does a tap beside it", async ({ people }) => {
  const [, blue] = await twoAtTron(people, PHONE);
  await on(blue);
  const box = await blue.page.locator(".tron-field").boundingBox();
  const { x, y, width, height } = box as NonNullable<typeof box>;
  expect(height).toBeGreaterThan(width);
  expect(y + height).toBeLessThan(844);
  const touches = await blue.context.newCDPSession(blue.page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    touches.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const middle = { x: x + width / 2, y: y + height / 2 };
  // Blue rides towards the field's left, which the phone shows below; the field's up is the phone's left.
  await touch("touchStart", [middle]);
  await touch("touchMove", [{ x: middle.x - 50, y: middle.y + 4 }]);
  await touch("touchEnd", []);
  await sees<Field>(blue.page, ({ riders }) => riders[1]?.direction === "up");
  // The field's right is above on the phone.
  await touch("touchStart", [{ x: middle.x, y: y + 4 }]);
  await touch("touchEnd", []);
  await sees<Field>(blue.page, ({ riders }) => riders[1]?.direction === "right");
  expect(await blue.page.evaluate(() => scrollY)).toBe(0);
});

test("a race is seen again as it was ridden", async ({ people }) => {
  const [red, , path] = await twoAtTron(people);
  await red.page.keyboard.press("KeyW");
  await expect(red.page.getByRole("link", { name: "Watch the replay" })).toBeVisible({ timeout: 20_000 });
  const ridden = await sees<Field>(red.page, ({ riders }) => riders.some(({ alive }) => !alive));
  const eve = await people.arrives(path);
  await eve.page.getByRole("link", { name: "Watch the replay" }).click();
  await sees<Field>(eve.page, ({ phase, riders }) => phase === "countdown" && riders.length === 2);
  await eve.page.getByRole("button", { name: "Play", exact: true }).click();
  await sees<Field>(eve.page, ({ phase }) => phase === "riding");
  const shown = await pictures<Field>(eve.page, 30);
  expect(shown.every(({ past }, index) => past >= (shown[index - 1]?.past ?? 0))).toBe(true);
  const again = await sees<Field>(eve.page, ({ riders }) => riders.some(({ alive }) => !alive));
  await expect(eve.page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  expect(again.riders.map(({ alive }) => alive)).toEqual(ridden.riders.map(({ alive }) => alive));
  const heads = (field: Field) => field.riders.map(({ trail }) => trail.at(-1));
  expect(heads(await sees<Field>(eve.page, () => true))).toEqual(heads(ridden));
});
