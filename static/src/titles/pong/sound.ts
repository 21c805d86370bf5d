/** What a rally sounds like. Whether it sounds at all is the player's choice; see shared/sound.ts. */
import { bell, Sound, type Tone } from "../shared/sound";

export type Cue = "hit" | "wall" | "point" | "lost" | "end";

/** A tone that is gone at once. */
function blip(hertz: number, fades: number, loud: number): Tone {
  return { at: 0, fades, hertz, shape: "triangle", loud };
}

const CUES: Readonly<Record<Cue, readonly Tone[]>> = {
  hit: [blip(480, 0.07, 0.8)],
  wall: [blip(240, 0.06, 0.6)],
  point: [bell(0, 660, 0.18), bell(0.09, 880, 0.28)],
  lost: [bell(0, 392, 0.2), bell(0.11, 294, 0.32)],
  end: [bell(0, 523, 0.5), bell(0.14, 659, 0.5), bell(0.28, 784, 0.8)],
};

export function pongSound(window: Window & typeof globalThis): Sound<Cue> {
  return new Sound(window, CUES, "hit");
}
