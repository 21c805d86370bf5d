/** The line below the board: that one looks back, that a premove waits, that a draw may be claimed. */
import { element } from "../../shared/dom";
import type { Claim } from "../game";
import { iconButton, wordButton } from "./icons";

/** What there is to say; of two things, both. */
export interface Notices {
  past: { unseen: boolean } | null;
  /** The premove in squares, `e2–e4`. */
  premove: string | null;
  claim: Claim | null;
}

/** What its buttons do. */
export interface NoticeDeeds {
  live(): void;
  cancel(): void;
  claim(): void;
}

const CLAIMS: Readonly<Record<Claim, string>> = {
  threefold: "threefold repetition",
  fifty_moves: "fifty-move rule",
};

export class Notice {
  readonly element: HTMLElement;
  private key = "";

  constructor(
    private readonly document: Document,
    private readonly deeds: NoticeDeeds,
  ) {
    this.element = element(document, "div", "chess-notice");
  }

  show(notices: Notices): void {
    const key = JSON.stringify(notices);
    if (key !== this.key) {
      this.key = key;
      this.element.replaceChildren(...this.parts(notices));
    }
  }

  private parts({ past, premove, claim }: Notices): HTMLElement[] {
    const { document, deeds } = this;
    const parts: HTMLElement[] = [];
    if (past !== null) {
      const back = wordButton(document, past.unseen ? "New move: back to the game" : "Back to the game", deeds.live);
      back.classList.toggle("has-news", past.unseen);
      parts.push(...(past.unseen ? [] : [element(document, "span", "chess-note", "Looking back")]), back);
    }
    if (premove !== null) {
      const note = element(document, "span", "chess-note chess-premove-note", `Premove ${premove}`);
      parts.push(note, iconButton(document, "close", "Cancel the premove", deeds.cancel));
    }
    if (claim !== null) {
      parts.push(wordButton(document, `Claim a draw: ${CLAIMS[claim]}`, deeds.claim));
    }
    return parts;
  }
}
