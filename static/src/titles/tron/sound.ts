/** What a race sounds like. Whether it sounds at all is the player's choice; see shared/sound.ts. */
import { bell, knock, Sound, type Tone } from "../shared/sound";

export type Cue = "turn" | "crash" | "start" | "end";

const CUES: Readonly<Record<Cue, readonly Tone[]>> = {
  turn: [{ at: 0, fades: 0.05, hertz: 520, shape: "triangle", loud: 0.5 }],
  crash: [...knock(0, 130, 1), ...knock(0.06, 90, 0.9), { at: 0, fades: 0.3, hertz: 58, shape: "sawtooth", loud: 0.5 }],
  start: [bell(0, 660, 0.2)],
  end: [bell(0, 523, 0.5), bell(0.14, 659, 0.5), bell(0.28, 784, 0.8)],
};

export function tronSound(window: Window & typeof globalThis): Sound<Cue> {
  return new Sound(window, CUES, "turn");
}
