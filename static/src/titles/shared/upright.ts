/**
 * Whether a board that is longer than wide lies down or stands upright: upright on a phone held upright. The page is told
 * by a class of the view's root, `is-wide` or `is-tall`, and gives it the room that fits; see view.ts.
 */

const PHONE = "(max-width: 35.99rem) and (orientation: portrait)";

export class Upright {
  private readonly query: MediaQueryList;
  private readonly hear = () => this.tell();

  constructor(
    private readonly root: HTMLElement,
    private readonly changed: () => void,
  ) {
    this.query = (root.ownerDocument.defaultView ?? window).matchMedia(PHONE);
    this.query.addEventListener("change", this.hear);
    this.dress();
  }

  get yes(): boolean {
    return this.query.matches;
  }

  stop(): void {
    this.query.removeEventListener("change", this.hear);
  }

  private tell(): void {
    this.dress();
    this.changed();
  }

  private dress(): void {
    this.root.classList.toggle("is-wide", !this.yes);
    this.root.classList.toggle("is-tall", this.yes);
  }
}
