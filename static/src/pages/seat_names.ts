/** What the seats of a title are called, on a badge and in words. Pure. */

/** What a seat is called. */
export interface SeatName {
  /** A letter or two on its badge. */
  badge: string;
  /** Its side in the game, `White` say; null where the title names none. */
  side: string | null;
  /** In a word, for those who don't see the badge. */
  called: string;
}

/** More letters than this don't fit on a badge. */
const BADGE_LETTERS = 2;

/** The names of a table's seats, from what the title's view module and the server's list call them. */
export function seatNames(seats: number, badges: readonly string[], sides: readonly string[]): SeatName[] {
  return Array.from({ length: seats }, (_, seat) => {
    const side = sides[seat] ?? null;
    const called = side ?? badges[seat] ?? `seat ${seat + 1}`;
    const badge = badges[seat] ?? side ?? String(seat + 1);
    return { badge: badge.length > BADGE_LETTERS ? badge.charAt(0) : badge, side, called };
  });
}

/** A seat that nobody has a name for. */
export function numbered(seat: number): SeatName {
  return { badge: String(seat + 1), side: null, called: `seat ${seat + 1}` };
}
