/** Pong: one ball for everybody, a paddle that obeys, points that count, and nobody who leaves spoils it. */
import { expect, test } from "./people";
import { type Court, pictures, sees } from "./pictures";
import { inPlay, points, twoAtPong, untilAPoint } from "./pong_people";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A window that is drawn quickly: three at once are much for two processors. */
const SMALL = { viewport: { width: 800, height: 500 } };

/** A long rally may come before the point. */
const PATIENT_MS = 60_000;

/** How far a paddle moves in a tick, and the ball at most, in the units of the rules. */
const PADDLE_SPEED = 140;
const BALL_SPEED = 320;

/** From wall to wall, in the same units. */
const COURT_ACROSS = 10_000;

/** Pictures of the same moment that are enough to tell whether they show the same. */
const PAIRS = 40;

test("both pages show the same ball", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const [red, blue, path] = await twoAtPong(people, SMALL, SMALL);
  const eve = await people.arrives(path, SMALL);
  await inPlay(eve);
  const apart: { both: number[]; watched: number[] } = { both: [], watched: [] };
  // A busy machine draws few pictures, and fewer of the same moment.
  while (apart.both.length < PAIRS || apart.watched.length < PAIRS) {
    const shown = await Promise.all([red, blue, eve].map(({ page }) => pictures<Court>(page, 60)));
    const [ours, theirs, hers] = shown as [Court[], Court[], Court[]];
    apart.both.push(...pairs(ours, theirs));
    apart.watched.push(...pairs(ours, hers));
  }
  for (const far of Object.values(apart)) {
    // Nobody touches a paddle, so nothing is predicted wrongly. A busy machine leaves frames out here and there, and a page
    // shows a straight line between two it has, through a bounce even: most pictures count, not each.
    const sorted = far.sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(BALL_SPEED / 8);
    expect(sorted[Math.floor(sorted.length * 0.8)]).toBeLessThan(BALL_SPEED / 2);
  }
});

/**
 * How far apart two pages show the ball of one moment: for each of the one's pictures, the other's on either side of it,
 * where the ball flies straight between them.
 */
function pairs(one: Court[], other: Court[]): number[] {
  return one.flatMap((picture) => {
    const { ball } = picture;
    const next = other.findIndex((candidate) => candidate.ball.tick >= ball.tick);
    const [early, late] = [other[next - 1], other[next]];
    if (early === undefined || late === undefined || early.flight !== late.flight || !straight([early, picture, late])) {
      return [];
    }
    const part = (ball.tick - early.ball.tick) / (late.ball.tick - early.ball.tick || 1);
    const mix = (from: number, to: number) => from + (to - from) * part;
    const along = mix(early.ball.along, late.ball.along) - ball.along;
    const across = mix(early.ball.across, late.ball.across) - ball.across;
    return [Math.hypot(along, across)];
  });
}

/** Whether these pictures show one flight from paddle to paddle, too far from the walls to have touched one in between. */
function straight(pictures: Court[]): boolean {
  const ticks = pictures.map(({ ball }) => ball.tick);
  const room = Math.max(...ticks) - Math.min(...ticks) + 1;
  const apart = ({ across }: Court["ball"]) => Math.min(across, COURT_ACROSS - across) > room * BALL_SPEED;
  return (
    pictures.every(({ phase, ball }) => phase === "flying" && apart(ball)) &&
    new Set(pictures.map(({ ball }) => ball.way)).size === 1
  );
}

test("a paddle obeys its key, and the other sees it", async ({ people }) => {
  const [red, blue] = await twoAtPong(people);
  await red.page.keyboard.down("KeyW");
  await sees<Court>(red.page, ({ paddles }) => paddles[0] < 2000);
  await sees<Court>(blue.page, ({ paddles }) => paddles[0] < 2000);
  await red.page.keyboard.up("KeyW");
  await red.page.keyboard.down("ArrowDown");
  await sees<Court>(red.page, ({ paddles }) => paddles[0] > 8000);
  await sees<Court>(blue.page, ({ paddles }) => paddles[0] > 8000);
  await red.page.keyboard.up("ArrowDown");
  const { paddles } = await sees<Court>(blue.page, () => true);
  expect(paddles[1]).toBe(5000);
});

test("the mouse leads the paddle to where it points", async ({ people }) => {
  const [red, blue] = await twoAtPong(people);
  const box = await red.page.locator(".pong-field").boundingBox();
  const { x, y, width, height } = box as NonNullable<typeof box>;
  await red.page.mouse.move(x + width / 2, y + height * 0.3);
  const there = ({ paddles }: Court) => Math.abs(paddles[0] - 3000) < 2 * PADDLE_SPEED;
  await sees<Court>(red.page, there);
  await sees<Court>(blue.page, there);
});

test("a point counts, on both pages and for those who hear them", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const [red, blue] = await twoAtPong(people);
  await untilAPoint(red, blue);
  for (const { page } of [red, blue]) {
    await expect(page.getByText(/^Point for .+, \d+ to \d+\.$/).first()).toBeAttached();
  }
  await inPlay(red);
});

test("who leaves is waited for, and the ball flies on when they are back", async ({ people }) => {
  const [red, blue, path] = await twoAtPong(people);
  const name = await blue.name();
  const again = await blue.another();
  await blue.page.close();
  await expect(red.page.getByText(`Waiting for ${name}`)).toBeVisible();
  await sees<Court>(red.page, ({ phase }) => phase === "waiting");
  await again.page.goto(path);
  await expect(red.page.getByText(`Waiting for ${name}`)).toBeHidden();
  await inPlay(red);
  await inPlay(again);
});

test("on a phone the paddle follows the finger, and one's own side is below", async ({ people }) => {
  const [red, blue] = await twoAtPong(people, {}, PHONE);
  const box = await blue.page.locator(".pong-field").boundingBox();
  const { x, y, width, height } = box as NonNullable<typeof box>;
  expect(height).toBeGreaterThan(width);
  expect(y + height).toBeLessThan(844);
  const touches = await blue.context.newCDPSession(blue.page);
  const finger = (type: "touchStart" | "touchMove", part: number) =>
    touches.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x: x + width * part, y: y + height * 0.6 }] });
  // Blue sees the court from its own end, so that its right hand is where the court begins.
  await finger("touchStart", 0.3);
  await sees<Court>(blue.page, ({ paddles }) => Math.abs(paddles[1] - 7000) < 2 * PADDLE_SPEED);
  await finger("touchMove", 0.75);
  const there = ({ paddles }: Court) => Math.abs(paddles[1] - 2500) < 2 * PADDLE_SPEED;
  await sees<Court>(blue.page, there);
  await sees<Court>(red.page, there);
  await touches.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  expect(await blue.page.evaluate(() => scrollY)).toBe(0);
});

test("a page loaded anew in the middle of a rally is in it at once, with score and paddle", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const [red, blue] = await twoAtPong(people);
  await untilAPoint(red, blue);
  await red.page.reload();
  await inPlay(red);
  expect(await points(red)).toBeGreaterThan(0);
  await red.page.keyboard.down("KeyS");
  await sees<Court>(blue.page, ({ paddles }) => paddles[0] > 7000);
  await red.page.keyboard.up("KeyS");
});

test("after a match there is another, from nothing", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const [red, blue] = await twoAtPong(people);
  await expect.poll(() => points(red), { timeout: 30_000 }).toBeGreaterThan(3);
  await red.press("Resign");
  await red.press("Yes, resign");
  await red.says("You lost");
  await blue.says("You won");
  await red.press("Rematch");
  await blue.press("Accept the rematch");
  await inPlay(red);
  await inPlay(blue);
  expect(await points(red)).toBeLessThan(4);
});

test("sound is off until it is wanted, and the choice is kept", async ({ people }) => {
  const [red] = await twoAtPong(people);
  const sound = red.page.getByRole("button", { name: "Sound" });
  await expect(sound).toHaveAttribute("aria-pressed", "false");
  await sound.click();
  await expect(sound).toHaveAttribute("aria-pressed", "true");
  await red.page.reload();
  await expect(sound).toHaveAttribute("aria-pressed", "true");
});

test("a match is seen again as it was played, from a seat too", async ({ people }) => {
  const [red, blue, path] = await twoAtPong(people);
  await untilAPoint(red, blue);
  await blue.press("Resign");
  await blue.press("Yes, resign");
  await red.says("You won");
  const eve = await people.arrives(path);
  await eve.page.getByRole("link", { name: "Watch the replay" }).click();
  await eve.page.getByRole("button", { name: "Play", exact: true }).click();
  await sees<Court>(eve.page, ({ phase }) => phase === "flying");
  const shown = await pictures<Court>(eve.page, 30);
  expect(shown.every(({ past }, index) => past >= (shown[index - 1]?.past ?? 0))).toBe(true);
  expect(new Set(shown.map(({ ball }) => ball.along)).size, "places of the ball").toBeGreaterThan(15);
  await eve.page.getByLabel("Seen as").selectOption({ label: await blue.name() });
  await eve.press("Last step");
  await expect.poll(() => points(eve)).toBe(await points(red));
  await expect(eve.page.locator(".player-bar-below")).toContainText("Blue");
});
