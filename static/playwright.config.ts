/**
 * The stories and the screenshots run in a real browser against a real server, one server for each worker, each person in a
 * browser profile of their own. TURNWHEEL_BIN names the server's program, TURNWHEEL_CHROMIUM the browser's.
 */
import { defineConfig } from "@playwright/test";

/** A story that takes longer is stuck; the longest takes a few seconds. */
const STORY_MS = 30_000;

/** What a page shows after an action it shows within moments; reconnecting takes the longest. */
const SHOWN_MS = 10_000;

export default defineConfig({
  testDir: "e2e",
  timeout: STORY_MS,
  expect: { timeout: SHOWN_MS },
  // A server and a browser each; stories mostly wait, so two share two cores well.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    actionTimeout: SHOWN_MS,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.TURNWHEEL_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "stories", testIgnore: ["screenshots.spec.ts", "pong*.spec.ts", "tron.spec.ts"] },
    // Real time is told one story after another: two at once leave neither the processor that its pictures need.
    { name: "realtime", testMatch: ["pong.spec.ts", "tron.spec.ts"] },
    { name: "far", testMatch: "pong_far.spec.ts" },
    { name: "screenshots", testMatch: "screenshots.spec.ts" },
  ],
});
