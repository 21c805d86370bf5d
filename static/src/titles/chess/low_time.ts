/** Warns a player once when little time is left on the own clock. */
import { shownMs } from "../../clock_face";
import type { ClockFace } from "../../view";

/** Below this there are tenths to look at. */
const LOW_MS = 10_000;

/** Who never has much more is not warned. */
const PLENTY_MS = 2 * LOW_MS;

/** The clock may stand while ours runs on: it is looked at again after this at the earliest. */
const AGAIN_MS = 250;

/** And at the latest; a browser's timer can't wait for weeks. */
const AGAIN_MS_MAX = 3_600_000;

export class LowTime {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private armed = false;
  private warned = false;

  constructor(
    private readonly now: () => number,
    private readonly warn: () => void,
  ) {}

  /** The clocks stand like this; `seat` is the viewer's, null for who looks on or when nothing runs out. */
  watch(face: ClockFace, seat: number | null): void {
    clearTimeout(this.timer);
    if (seat === null || this.warned || (face.seats[seat]?.periods ?? 0) > 0) {
      return;
    }
    const left_ms = shownMs(face, seat, this.now());
    this.armed = this.armed || left_ms >= PLENTY_MS;
    if (!this.armed || face.running !== seat) {
      return;
    }
    if (left_ms <= LOW_MS) {
      this.warned = true;
      this.warn();
    } else {
      const wait_ms = Math.min(AGAIN_MS_MAX, Math.max(AGAIN_MS, left_ms - LOW_MS));
      this.timer = setTimeout(() => this.watch(face, seat), wait_ms);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
