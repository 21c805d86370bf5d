/** What a line to a real-time match is like: figures for whoever wants to see them. */

/** All figures at one moment. */
export interface Figures {
  /** The shortest way to the server and back of late, in milliseconds. */
  round_trip_ms: number;
  /** How late all but a tenth of the frames came. */
  jitter_ms: number;
  /** How far behind the server's pace others are shown. */
  buffer_ms: number;
  /** How far ahead of it one's own seat is shown. */
  lead_ms: number;
  /** Frames in the last second. */
  frames_per_s: number;
  /** Ticks that no frame came of. */
  gaps: number;
  /** Inputs that the server applied after their tick. */
  late_inputs: number;
  /** How often what was predicted turned out otherwise, and by how much: in the title's unit. */
  corrections: number;
  correction_last: number;
  correction_max: number;
}

/** Counts as things happen. */
export class Counts {
  gaps = 0;
  corrections = 0;
  correction_last = 0;
  correction_max = 0;
  private frames: number[] = [];

  frame(now_ms: number): void {
    this.frames.push(now_ms);
    while ((this.frames[0] ?? now_ms) < now_ms - 1000) {
      this.frames.shift();
    }
  }

  frames_per_s(now_ms: number): number {
    return this.frames.filter((at_ms) => at_ms >= now_ms - 1000).length;
  }

  corrected(by: number): void {
    if (by > 0) {
      this.corrections += 1;
      this.correction_last = by;
      this.correction_max = Math.max(this.correction_max, by);
    }
  }
}
