/** What the field says: in words over it, and to those who hear the page. Pure. */
import type { Player, Shown } from "../../view";
import { listed } from "../../words";
import type { BannerWords } from "./banner";
import type { Note, Race, View } from "./game";
import type { Entry } from "./legend";

export const COLOURS = ["Red", "Blue", "Olive", "Violet"] as const;

/** Ticks of the countdown; see games/src/tron.rs. */
const WAIT = 45;

type ShownTron = Pick<Shown<View, never, Note>, "seat" | "players">;

/** A rider's player by name, by colour where nobody is known, or as oneself. */
export function nameOf({ seat, players }: ShownTron, rider: number): string {
  return rider === seat ? "You" : calledOf(players, rider);
}

function calledOf(players: readonly (Player | null)[], rider: number): string {
  return players[rider]?.name ?? COLOURS[rider] ?? `Rider ${rider + 1}`;
}

export function entriesOf(shown: ShownTron, { riders }: Race): Entry[] {
  return riders.map(({ place }, rider) => ({
    name: nameOf(shown, rider),
    alive: place === null,
    place: place === null ? "" : ordinal(place),
  }));
}

/** What stands over the field before the start. */
export function bannerOf({ seat }: ShownTron, { wait }: Race): BannerWords | null {
  if (wait === 0) {
    return null;
  }
  const colour = seat === null ? undefined : COLOURS[seat];
  return { headline: colour === undefined ? "Get ready" : `You ride ${colour.toLowerCase()}`, left: wait / WAIT };
}

/** What just happened, in a sentence each. The page says how the match ended. */
export function saidOf(shown: ShownTron, notes: readonly Note[]): string[] {
  return notes.map((note) => {
    switch (note.type) {
      case "crashed":
        return `${listed(note.seats.map((rider) => nameOf(shown, rider)))} crashed.`;
      case "gave_up":
        return `${nameOf(shown, note.seat)} gave up.`;
    }
  });
}

/** How to ride, for who does. */
export function hintOf(coarse: boolean): string {
  return coarse ? "Swipe, or tap to the side you want to turn to." : "W A S D, or the arrow keys.";
}

function ordinal(place: number): string {
  return `${place}${["th", "st", "nd", "rd"][place] ?? "th"}`;
}
