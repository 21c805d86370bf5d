/**
 * All that the view knows of one game: what the server showed last, the position looked at, what the player holds, a
 * move on its way. It decides; it draws and sounds nothing.
 */
import type { Host } from "../../view";
import { Pending } from "../shared/pending";
import { whyNot } from "../shared/turn";
import { Cursor } from "./cursor";
import { other, pieceName, type Role } from "./diagram";
import type { Action } from "./game";
import { Hand } from "./hand";
import { leadOf, takenBy } from "./material";
import { mayClaim, type Move, movesOf } from "./moves/legal";
import { type Reading, readMove } from "./moves/notation";
import { foresee, type Game, moveOn, replay } from "./moves/replay";
import { type Cue, type News, newsOf } from "./news";
import type { Notices } from "./parts/notice";
import type { GameRecord } from "./pgn";
import { type Scene, sceneOf, type ShownGame, sideOfViewer } from "./scene";
import { listed } from "./speech";
import { nameOf, type Side, type Square } from "./squares";

export class Play {
  readonly cursor = new Cursor();
  readonly hand = new Hand();
  game: Game;
  private readonly pending: Pending<Action>;
  /** When the viewer saw it running; null if it was over from the first. */
  private date: Date | null = null;
  private flipped = false;
  /** How many plies were played with the move that the player heard already, because it was the own one. */
  private heard = 0;

  /** `refused` is called when a move was refused and all is as before it. */
  constructor(
    public shown: ShownGame,
    private readonly host: Host<Action>,
    refused: () => void,
  ) {
    this.game = replay(shown.view.start, shown.view.moves);
    this.cursor.follow(shown.view.moves.length);
    this.pending = new Pending(host, () => {
      this.heard = 0;
      this.hand.cancel();
      refused();
    });
  }

  /** Something new, or the same again. `today`: null where it is not the day on which the game is played. */
  take(shown: ShownGame, today: Date | null): News {
    const before = this.shown;
    this.shown = shown;
    this.game = replay(shown.view.start, shown.view.moves);
    this.cursor.follow(this.game.steps.length);
    this.pending.see(shown.rev, shown.view.fen, shown.outcome !== null);
    if (shown.outcome === null) {
      this.date ??= today;
    }
    if (shown.view.moves.length < before.view.moves.length) {
      // What was prepared for another position must not be played in this one.
      this.hand.cancel();
    }
    const news = newsOf(before, shown, this.game);
    const heard = this.heard === this.game.steps.length && (news.cue === "move" || news.cue === "capture");
    return heard ? { ...news, cue: null } : news;
  }

  /** The side that is below: one's own, White's for who looks on, unless the board was turned round. */
  get bottom(): Side {
    const own = sideOfViewer(this.shown) ?? 0;
    return this.flipped ? other(own) : own;
  }

  flip(): void {
    this.flipped = !this.flipped;
  }

  /** Whether the viewer has a seat in a game that runs. */
  get plays(): boolean {
    return sideOfViewer(this.shown) !== null && this.shown.outcome === null && this.host.replay === undefined;
  }

  /** What the board shows. */
  scene(): Scene {
    const scene = sceneOf(this.shown, this.game, this.cursor, this.sent);
    return this.host.replay === undefined ? scene : { ...scene, mode: "none", moves: [] };
  }

  /** Looks at another position; whether it is another. What was held is let go: it belonged to the one before. */
  go(ply: number): boolean {
    const gone = this.cursor.go(ply);
    if (gone) {
      this.hand.cancel();
    }
    return gone;
  }

  /** Sends a move: it is shown as played until the server says otherwise. What is heard of it. */
  send(move: Move): Cue {
    const { shown } = this;
    const { board } = sceneOf(shown, this.game, new Cursor(), null);
    this.heard = this.game.steps.length + 1;
    this.pending.send({ move: move.uci }, shown.rev, shown.view.fen);
    return moveOn(board, foresee(board, move.uci)).captured === null ? "move" : "capture";
  }

  /** What a typed move means in the live position. */
  read(text: string): Reading {
    const { shown } = this;
    const { moves, board } = sceneOf(shown, this.game, new Cursor(), this.sent);
    const why = shown.outcome === null ? whyNot(shown, this.sent !== null) : "The game is over.";
    return why === null ? readMove(text, moves, board) : { kind: "no", why };
  }

  notices(): Notices {
    const { hand, cursor, shown } = this;
    return {
      past: cursor.live ? null : { unseen: cursor.unseen && shown.outcome === null },
      premove: hand.premove === null ? null : `${nameOf(hand.premove.from)}–${nameOf(hand.premove.to)}`,
      claim: cursor.live && this.sent === null && mayClaim(shown.legal) ? shown.view.claim : null,
    };
  }

  /** The finished game as it is written down; `site`: where it was played. Null while it runs. */
  record(site: string): GameRecord | null {
    const { shown, game, date } = this;
    const { start, chess960, clock } = shown.view;
    const names = [shown.players[0]?.name ?? null, shown.players[1]?.name ?? null] as const;
    const { outcome } = shown;
    return outcome === null
      ? null
      : { start, chess960, game, names, outcome, control: clock.control, event: "Turnwheel game", site, date };
  }

  /** What a side has taken in the position looked at, and its lead. */
  material(side: Side): { taken: Role[]; lead: number } {
    const steps = this.game.steps.slice(0, this.cursor.ply);
    return { taken: takenBy(side, steps), lead: leadOf(side, this.scene().board) };
  }

  /** What pressing a square by a key has led to, in words; null if the next update will say it. */
  told(square: Square): string | null {
    const { hand } = this;
    const { board, mode } = this.scene();
    const piece = board[square] ?? null;
    if (hand.premove !== null) {
      return `Premove ${nameOf(hand.premove.from)} to ${nameOf(hand.premove.to)}.`;
    }
    if (!this.cursor.live) {
      return "You are looking back. Press Escape to come back to the game.";
    }
    if (hand.chosen === null || piece === null) {
      return null;
    }
    const targets = [...hand.targets()].map(nameOf);
    const held = `${pieceName(piece)} on ${nameOf(square)}`;
    if (mode === "premove") {
      return `Premove with ${held}.`;
    }
    return targets.length === 0 ? `No move for ${held}.` : `${held}: ${listed(targets)}.`;
  }

  /** The move that is on its way. */
  private get sent(): Move | null {
    const { action } = this.pending;
    return (action === null ? null : movesOf([action])[0]) ?? null;
  }
}
