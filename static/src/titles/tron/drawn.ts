/** What a picture of the field shows, for who asks; see shared/telling.ts. */
import type { Direction } from "./grid";
import type { Place } from "./painter";

/** One picture. Places are cells of the rules, or points between them; ticks have fractions. */
export interface Drawn {
  /** Counts the pictures. */
  picture: number;
  /** The tick that is shown, and the newest that the server told. */
  past: number;
  known: number;
  phase: string;
  /** By seat. */
  riders: readonly { trail: readonly Place[]; direction: Direction; alive: boolean }[];
  /** CSS pixels to a cell. */
  scale: number;
}
