/** The line below the board: how many discs each side has, and who had to pass. */
import { element } from "../shared/dom";
import { countsInWords, passInWords } from "./speech";

export class Tally {
  readonly element: HTMLElement;
  private readonly counts: HTMLElement[];
  private readonly share: HTMLElement;
  private readonly bar: HTMLElement;
  private readonly notice: HTMLElement;

  constructor(document: Document) {
    this.counts = [element(document, "span", "rv-count"), element(document, "span", "rv-count")];
    const discs = this.counts.map((count, seat) => {
      const sign = element(document, "span", `rv-sign rv-sign-${seat}`);
      return element(document, "span", "rv-side", ...(seat === 0 ? [sign, count] : [count, sign]));
    });
    this.share = element(document, "span", "rv-share");
    this.bar = element(document, "span", "rv-bar", this.share);
    this.notice = element(document, "span", "rv-notice");
    const middle = element(document, "span", "rv-middle", this.bar, this.notice);
    this.element = element(document, "div", "rv-tally", discs[0] ?? "", middle, discs[1] ?? "");
    this.element.setAttribute("role", "img");
  }

  show(counts: readonly number[], passed: number | null): void {
    const [black = 0, white = 0] = counts;
    this.counts.forEach((count, seat) => {
      count.textContent = `${counts[seat] ?? 0}`;
    });
    this.share.style.width = `${(black / Math.max(1, black + white)) * 100}%`;
    this.bar.hidden = passed !== null;
    this.notice.textContent = passed === null ? "" : passInWords(passed);
    const pass = passed === null ? "" : `. ${passInWords(passed)}`;
    this.element.setAttribute("aria-label", `Discs: ${countsInWords(counts)}${pass}`);
  }
}
