/**
 * A canvas shows nothing to who can't see it. Ours tell what is on the screen to whoever asks: `canvas.turnwheelDrawn()`.
 * It costs nothing while nobody does. Tests ask, and so may anyone who wonders at what they see.
 */

/** A canvas that tells. */
export interface TellingCanvas<Told> extends HTMLCanvasElement {
  turnwheelDrawn?: () => Told | null;
}

export function tellDrawn<Told>(canvas: TellingCanvas<Told>, told: () => Told | null): void {
  canvas.turnwheelDrawn = told;
}
