/** All parts of the view together: the board with what lies above and below it, the side, what is said. */
import { element } from "../../shared/dom";
import { Live } from "../../shared/live";
import { other } from "../diagram";
import type { Move } from "../moves/legal";
import { resultOf } from "../pgn";
import type { Play } from "../play";
import type { Side, Square } from "../squares";
import { Board, type Keys } from "./board";
import { Captured } from "./captured";
import { Layout } from "./layout";
import { Notice, type NoticeDeeds } from "./notice";
import type { Grip } from "./pointer";
import { type SideDeeds, SidePanel } from "./side";

/** What the parts' owner does. */
export interface Deeds {
  grip: Grip;
  keys: Keys;
  notice: NoticeDeeds;
  side: Omit<SideDeeds, "say">;
  /** A key that no part has used. */
  key(event: KeyboardEvent): void;
}

export class Desk {
  private readonly board: Board;
  private readonly above: Captured;
  private readonly below: Captured;
  private readonly notice: Notice;
  private readonly side: SidePanel;
  private readonly live: Live;
  private readonly layout: Layout;

  constructor(root: HTMLElement, beside: HTMLElement | undefined, deeds: Deeds) {
    const document = root.ownerDocument;
    this.board = new Board(document, deeds.grip, deeds.keys);
    this.above = new Captured(document);
    this.below = new Captured(document);
    this.notice = new Notice(document, deeds.notice);
    this.live = new Live(document);
    this.side = new SidePanel(document, { ...deeds.side, say: (text) => this.live.say(text) });
    const foot = element(document, "div", "chess-foot", this.below.element, this.notice.element);
    const main = element(document, "div", "chess", this.above.element, this.board.element, foot, this.live.element);
    const parts = { board: main, side: this.side.element };
    this.layout = new Layout(root, beside, parts, (below) => this.side.below(below));
    for (const part of this.layout.elements) {
      part.addEventListener("keydown", (event) => deeds.key(event));
    }
  }

  /** Shows a game as it is. `put`: where a hand has just put a piece. */
  show(play: Play, put: Square | null, sound: boolean): void {
    const { cursor, bottom, shown, game, hand } = play;
    this.board.show(play.scene(), hand, bottom, cursor.live, put);
    this.showMaterial(play, this.above, other(bottom));
    this.showMaterial(play, this.below, bottom);
    this.notice.show(play.notices());
    const result = shown.outcome === null ? null : resultOf(shown.outcome);
    this.side.show({ game, ply: cursor.ply, result, sound, plays: play.plays });
  }

  say(text: string): void {
    this.live.say(text);
  }

  ask(moves: readonly Move[], side: Side, bottom: Side, answer: (move: Move | null) => void): void {
    this.board.ask(moves, side, bottom, answer);
  }

  dismiss(): void {
    this.board.dismiss();
  }

  /** Puts back the piece that is carried. */
  drop(): void {
    this.board.drop();
  }

  /** Makes this square the one where the keyboard enters the board. */
  rove(square: Square): void {
    this.board.rove(square);
  }

  focus(): void {
    this.board.focus();
  }

  /** Keeps the focus on the move that is looked at, if it was in the list. */
  refocus(): void {
    this.side.refocus();
  }

  stop(): void {
    this.layout.stop();
    this.side.stop();
  }

  private showMaterial(play: Play, part: Captured, side: Side): void {
    const { taken, lead } = play.material(side);
    part.show(side, taken, lead);
  }
}
