/**
 * Chess's view module: a board to play on by mouse, finger, keys or typed moves, and the game to step through. No
 * framework, against the contract in src/view.ts alone. The rules stand on the server; what may be played is what it
 * lists as legal. Names, clocks, offers and the result are the page's.
 */
import type { Host, TitleView } from "../../view";
import { adopt } from "../shared/dom";
import type { Sound } from "../shared/sound";
import { isPlain } from "../shared/walk";
import boardCss from "./board.css?inline";
import { SIDE_NAMES } from "./diagram";
import type { Action, Note, View } from "./game";
import { LowTime } from "./low_time";
import { LIVE, Moving } from "./moving";
import { replay } from "./moves/replay";
import { type Cue, newsOf } from "./news";
import { Desk } from "./parts/desk";
import type { File } from "./parts/record";
import { fileNameOf, pgnOf } from "./pgn";
import { Play } from "./play";
import type { ShownGame } from "./scene";
import sideCss from "./side.css?inline";
import { chessSound } from "./sound";
import type { Side, Square } from "./squares";
import css from "./style.css?inline";

export const seats = SIDE_NAMES;

export default function mount(root: HTMLElement, host: Host<Action>): TitleView<View, Action, Note> {
  return new ChessView(root, host);
}

/** `Knight to f3, check.` */
export function told(now: ShownGame, before: ShownGame | null): string {
  const { start, moves } = now.view;
  return newsOf(before, now, replay(start, moves)).said.join(" ");
}

/** What the page listens for: the seat that is at the bottom now. */
const BOTTOM_EVENT = "turnwheel:bottom";

/** The square where the keyboard enters the board: the king's pawn's. */
const ENTRANCE: Square = 12;

class ChessView implements TitleView<View, Action, Note> {
  /** None before the first update. */
  private play: Play | null = null;
  private moving: Moving | null = null;
  private bottom: Side | null = null;
  private readonly release: () => void;
  private readonly desk: Desk;
  private readonly sound: Sound<Cue>;
  private readonly lowTime: LowTime;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host<Action>,
  ) {
    const document = root.ownerDocument;
    this.release = adopt(document, boardCss + css + sideCss);
    this.sound = chessSound(document.defaultView ?? window);
    this.lowTime = new LowTime(
      () => host.now(),
      () => this.warn(),
    );
    this.desk = new Desk(root, host.beside, {
      grip: {
        down: (square) => this.moving?.down(square) ?? false,
        up: (square, dragged) => this.moving?.up(square, dragged),
        accepts: (square) => this.play?.hand.accepts(square) ?? false,
        cancel: () => this.cancel(),
      },
      keys: { press: (square) => this.moving?.press(square), cancel: () => this.escape() },
      notice: {
        live: () => this.go(LIVE),
        cancel: () => this.cancel(),
        // The page says why it was refused.
        claim: () => void host.act({ claim: null }).catch(() => {}),
      },
      side: {
        go: (ply) => this.go(ply),
        steps: host.replay === undefined,
        flip: () => this.flip(),
        sound: () => this.toggleSound(),
        typed: (text) => this.moving?.typed(text) ?? null,
        file: () => this.file(),
      },
      key: (event) => this.key(event),
    });
    this.desk.rove(ENTRANCE);
  }

  update(shown: ShownGame): void {
    const play = this.play ?? this.begin(shown);
    const plies = play.game.steps.length;
    const replayed = this.host.replay !== undefined;
    const { said, cue } = play.take(shown, replayed ? null : new Date());
    // Who leaps through a replay has not seen a move, nor one taken back.
    if (!replayed || shown.happened.cause !== "snapshot") {
      for (const sentence of said) {
        this.desk.say(sentence);
      }
      if (cue !== null) {
        this.sound.play(cue);
      }
    }
    if (play.game.steps.length !== plies || shown.outcome !== null) {
      this.desk.dismiss();
    }
    if (shown.outcome !== null) {
      this.desk.drop();
    }
    this.lowTime.watch(shown.view.clock, play.plays ? shown.seat : null);
    this.draw(null);
  }

  focus(): void {
    this.desk.focus();
  }

  destroy(): void {
    this.lowTime.stop();
    this.desk.stop();
    this.sound.close();
    this.release();
  }

  private begin(shown: ShownGame): Play {
    const play = new Play(shown, this.host, () => this.draw(null));
    this.play = play;
    this.moving = new Moving(play, {
      desk: this.desk,
      draw: (put) => this.draw(put),
      cue: (cue) => this.sound.play(cue),
    });
    return play;
  }

  /**
   * Shows all as it is. A premove whose turn has come is played on the way. `put`: where a hand has just put a piece.
   */
  private draw(put: Square | null): void {
    const { play } = this;
    if (play === null) {
      return;
    }
    const effect = play.hand.see(play.scene());
    if (effect.kind === "play") {
      this.moving?.submit(effect.move, null);
      return;
    }
    this.desk.show(play, put, this.sound.on);
    if (play.bottom !== this.bottom) {
      this.bottom = play.bottom;
      this.root.dispatchEvent(new CustomEvent(BOTTOM_EVENT, { bubbles: true, detail: play.bottom }));
    }
  }

  private go(ply: number): void {
    if (this.host.replay !== undefined) {
      // The page leads; the list only says where to.
      this.host.replay.find((view) => (view as View).moves.length === ply);
    } else if (this.play?.go(ply)) {
      this.desk.drop();
      this.desk.dismiss();
      this.draw(null);
      this.desk.refocus();
    }
  }

  /** Lets go of what is held, a premove too; whether there was anything. */
  private cancel(): boolean {
    this.desk.drop();
    const held = this.play?.hand.cancel() ?? false;
    this.draw(null);
    return held;
  }

  /** Escape lets go; with nothing held, it leads back to the game. */
  private escape(): void {
    if (this.cancel()) {
      this.desk.say("Let go.");
    } else {
      this.go(LIVE);
    }
  }

  private flip(): void {
    this.desk.drop();
    this.desk.dismiss();
    this.play?.flip();
    this.draw(null);
  }

  private toggleSound(): void {
    this.sound.toggle();
    this.draw(null);
  }

  /**
   * Keys of the whole view: steps through the game, and lets go. What a field or a square has used does not come here.
   */
  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement;
    if (event.defaultPrevented || typing || !isPlain(event) || this.host.replay !== undefined) {
      return;
    }
    const ply = this.play?.cursor.after(event.key) ?? null;
    if (event.key === "Escape") {
      this.escape();
    } else if (ply !== null) {
      this.go(ply);
      event.preventDefault();
    }
  }

  private warn(): void {
    this.sound.play("low_time");
    this.desk.say("Ten seconds left.");
  }

  private file(): File | null {
    const record = this.play?.record(this.root.ownerDocument.location.origin) ?? null;
    return record === null ? null : { name: fileNameOf(record), text: pgnOf(record) };
  }
}
