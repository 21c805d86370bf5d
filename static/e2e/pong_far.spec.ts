/** Pong from far away: 100 ms each way, 20 ms of jitter, and stalls, set in the panel of `?net`. It still feels near. */
import { expect, test } from "./people";
import { atTheBot, far, type Played, keepsUp, points } from "./pong_people";

/** Half a minute of play, and getting there. */
const PATIENT_MS = 120_000;

/** The most that a correction may move anything in one picture. */
const CORRECTION_PX_MAX = 8;

/** The court's length, and how far from its ends the paddles' faces are. */
const LONG = 16_000;
const FACE = 600;

/** How far the ball flies in a tick at most, and how much faster a picture that catches up with the present shows it. */
const FASTEST = 320;
const CATCHING_UP = 2;

test("a far player's paddle obeys at once, nothing leaps, and the ball never runs back", async ({ people }) => {
  test.setTimeout(PATIENT_MS);
  const player = await atTheBot(people, "easy", "?net");
  await far(player.page);
  const played = await keepsUp(player.page, 1200, 240);
  const steps = played.slice(1).map((after, index) => ({ before: (played[index] as Played).shown, ...after }));

  // The picture after a key's shows its effect already; but for a stall so long that nothing is foreseen any more.
  const keys = steps.filter(({ before, shown, pressed }) => {
    const at = before.paddles[0];
    const runs = shown.present - before.present > 0.25 && before.phase !== "waiting";
    return pressed !== null && pressed !== 0 && runs && (pressed < 0 ? at > 1100 : at < 8900);
  });
  expect(keys.length, "keys pressed").toBeGreaterThan(10);
  for (const { before, shown, pressed } of keys) {
    const moved = (shown.paddles[0] - before.paddles[0]) * (pressed ?? 0);
    expect(moved, `picture ${shown.picture} after a key`).toBeGreaterThan(0);
  }

  for (const { before, shown } of steps) {
    const { paddle, ball } = shown.corrected_px;
    expect(Math.max(paddle, ball), `correction of picture ${shown.picture}`).toBeLessThanOrEqual(CORRECTION_PX_MAX);
    if (before.flight === shown.flight && before.ball.way === shown.ball.way) {
      const along = (shown.ball.along - before.ball.along) * shown.ball.way;
      expect(along, `the ball of picture ${shown.picture}`).toBeGreaterThanOrEqual(0);
    }
    if (before.flight === shown.flight && before.ball.way * shown.ball.way < 0) {
      const end = before.ball.way < 0 ? FACE : LONG - FACE;
      // A picture that was long in coming shows a ball that came from farther away.
      const flown = CATCHING_UP * FASTEST * (shown.present - before.present) + FACE;
      const most = Math.max(LONG / 8, flown);
      expect(Math.abs(before.ball.along - end), `the ball turned in picture ${shown.picture}`).toBeLessThan(most);
    }
  }

  const last = (played.at(-1) as Played).shown;
  const panel = await player.page.locator(".net-panel dl").innerText();
  console.log(`far away: ${JSON.stringify(last.corrected_px)}, shown anew ${last.anew}, points ${await points(player)}\n${panel}`);
});

test("the panel tells what the line is like, cuts it, and is not there unless asked for", async ({ people }) => {
  const player = await atTheBot(people, "easy", "?net");
  await far(player.page);
  await expect(player.page.locator(".net-panel")).toContainText(/Frames a second\s*[3-6]\d/);
  await player.press("Cut");
  await expect(player.connection).not.toHaveAttribute("data-connection", "open");
  await expect(player.connection).toHaveAttribute("data-connection", "open");
  await player.page.goto(player.page.url().replace("?net", ""));
  await expect(player.page.locator(".pong-field")).toBeVisible();
  await expect(player.page.locator(".net-panel")).toHaveCount(0);
});
