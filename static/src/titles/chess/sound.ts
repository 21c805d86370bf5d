/** What the board's events sound like. Whether they sound at all is the player's choice; see shared/sound.ts. */
import { bell, knock, Sound, type Tone } from "../shared/sound";
import type { Cue } from "./news";

const CUES: Readonly<Record<Cue, readonly Tone[]>> = {
  move: knock(0, 210, 1),
  capture: [...knock(0, 250, 1), ...knock(0.055, 165, 0.9)],
  check: [...knock(0, 210, 0.8), bell(0.03, 880, 0.22)],
  end: [bell(0, 523, 0.5), bell(0.14, 659, 0.5), bell(0.28, 784, 0.8)],
  low_time: [bell(0, 740, 0.12), bell(0.16, 740, 0.12)],
};

export function chessSound(window: Window & typeof globalThis): Sound<Cue> {
  return new Sound(window, CUES, "move");
}
