/**
 * What the canvases of real-time titles show, as they tell it themselves (src/titles/shared/telling.ts), for the stories
 * of pong and tron. Nothing here waits for time: it waits for pictures, and for what they show.
 */
import type { Page } from "@playwright/test";
import type { Drawn as Court } from "../src/titles/pong/drawn";
import type { Drawn as Field } from "../src/titles/tron/drawn";
import { expect } from "./people";

export type { Court, Field };

/** What is going to be seen is seen within that; a race and its countdown take longest. */
const SEEN_MS = 15_000;

/** A canvas, as the pages see it. */
type Telling<Told> = HTMLCanvasElement & { turnwheelDrawn?: () => Told | null };

/** What is on the screen now; null before the first picture. */
export function pictureOf<Told extends Court | Field>(page: Page): Promise<Told | null> {
  return page.evaluate(() => {
    const canvas = document.querySelector<Telling<Told>>(".title-view canvas");
    return canvas?.turnwheelDrawn?.() ?? null;
  });
}

/** Waits until a picture shows this; returns that picture. */
export async function sees<Told extends Court | Field>(page: Page, what: (shown: Told) => boolean): Promise<Told> {
  let seen: Told | null = null;
  await expect(async () => {
    seen = await pictureOf<Told>(page);
    expect(seen !== null && what(seen), JSON.stringify(seen)).toBe(true);
    // Looked at often: a rider is across the field in three seconds.
  }).toPass({ intervals: [40], timeout: SEEN_MS });
  return seen as unknown as Told;
}

/** Every picture that the page draws from now on, until it has drawn so many. */
export function pictures<Told extends Court | Field>(page: Page, many: number): Promise<Told[]> {
  return page.evaluate(
    (wanted) =>
      new Promise<Told[]>((resolve) => {
        const seen: Told[] = [];
        const look = () => {
          const shown = document.querySelector<Telling<Told>>(".title-view canvas")?.turnwheelDrawn?.() ?? null;
          if (shown !== null && shown !== seen.at(-1)) {
            seen.push(shown);
          }
          if (seen.length < wanted) {
            requestAnimationFrame(look);
          } else {
            resolve(seen);
          }
        };
        look();
      }),
    many,
  );
}
