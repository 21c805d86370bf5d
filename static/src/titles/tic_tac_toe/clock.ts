/** The line above the board that shows the time left for the move. It asks its host for the server's clock. */
import type { Countdown } from "../../view";
import { figures, remaining } from "../../countdown";

/** How often the figures are looked at; often enough that no second is seen to skip. */
const LOOK_EVERY_MS = 200;

/** From here on the time is shown as running out, and said to those who don't see it. */
const SHORT_MS = 10_000;

export class MoveClock {
  readonly element: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly text: HTMLElement;
  private countdown: Countdown | null = null;
  private yours = false;
  private warned = false;
  private interval: ReturnType<typeof setInterval> | null = null;

  constructor(
    document: Document,
    private readonly now: () => number,
    private readonly warn: (text: string) => void,
  ) {
    this.element = document.createElement("div");
    this.element.className = "ttt-clock";
    this.element.setAttribute("role", "timer");
    const track = document.createElement("div");
    track.className = "ttt-clock-track";
    this.bar = document.createElement("div");
    this.bar.className = "ttt-clock-bar";
    track.append(this.bar);
    this.text = document.createElement("span");
    this.element.append(track, this.text);
    this.element.hidden = true;
  }

  /** Shows this countdown; `yours` if it is the viewer's own time. */
  show(countdown: Countdown | null, yours: boolean): void {
    if (countdown?.since_ms !== this.countdown?.since_ms) {
      this.warned = false;
    }
    this.countdown = countdown;
    this.yours = yours;
    this.element.hidden = countdown === null;
    if (countdown === null) {
      this.stop();
    } else {
      this.interval ??= setInterval(() => this.look(), LOOK_EVERY_MS);
      this.look();
    }
  }

  stop(): void {
    if (this.interval !== null) {
      clearInterval(this.interval);
      this.interval = null;
    }
  }

  private look(): void {
    if (this.countdown === null) {
      return;
    }
    const left = remaining(this.countdown, this.now());
    const short = left <= SHORT_MS;
    this.text.textContent = figures(left);
    this.bar.style.transform = `scaleX(${this.countdown.remaining_ms > 0 ? left / this.countdown.remaining_ms : 0})`;
    this.element.classList.toggle("ttt-short", short);
    if (short && this.yours && !this.warned) {
      this.warned = true;
      this.warn(`${Math.ceil(left / 1000)} seconds left for your move.`);
    }
  }
}
