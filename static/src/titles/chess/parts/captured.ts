/** What a side has taken, beside the board, and by how much it leads. */
import { element } from "../../shared/dom";
import { other, pieceOf, type Role, SIDE_NAMES } from "../diagram";
import { drawToken } from "../pieces/draw";
import { piecesInWords } from "../speech";
import type { Side } from "../squares";

export class Captured {
  readonly element: HTMLElement;
  private key = "";

  constructor(private readonly document: Document) {
    this.element = element(document, "p", "chess-captured");
  }

  /** Shows what `side` has taken, and its lead in pawns if it has one. */
  show(side: Side, taken: readonly Role[], lead: number): void {
    const key = `${side} ${taken.join("")} ${lead}`;
    if (key === this.key) {
      return;
    }
    this.key = key;
    const tokens = taken.map((role, index) => {
      const token = drawToken(this.document, pieceOf(role, other(side)));
      token.classList.toggle("chess-next-kind", index > 0 && taken[index - 1] !== role);
      return token;
    });
    const figure = element(this.document, "span", "chess-lead", lead > 0 ? `+${lead}` : "");
    figure.setAttribute("aria-hidden", "true");
    const tray = element(this.document, "span", "chess-tray", ...tokens);
    const told = element(this.document, "span", "chess-unseen", words(side, taken, lead));
    this.element.replaceChildren(tray, figure, told);
  }
}

function words(side: Side, taken: readonly Role[], lead: number): string {
  if (taken.length === 0) {
    return "";
  }
  const ahead = lead > 0 ? `, ahead by ${lead}` : "";
  return `${SIDE_NAMES[side]} has taken ${piecesInWords(taken)}${ahead}.`;
}
