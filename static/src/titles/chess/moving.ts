/** From what hands, keys and the field do on the board to a move that is sent. It decides nothing: `play` does. */
import type { Effect } from "./hand";
import type { Move } from "./moves/legal";
import type { Cue } from "./news";
import type { Desk } from "./parts/desk";
import type { Play } from "./play";
import { capitalised } from "./speech";
import type { Square } from "./squares";

/** What it needs of the view. */
export interface Around {
  desk: Desk;
  /** Shows all as it is. `put`: where a hand has just put a piece. */
  draw(put: Square | null): void;
  cue(cue: Cue): void;
}

/** The ply of the live position: the last, however many there are. */
export const LIVE = Number.POSITIVE_INFINITY;

export class Moving {
  constructor(
    private readonly play: Play,
    private readonly around: Around,
  ) {}

  /** The pointer went down on a square; whether its piece may be carried. */
  down(square: Square): boolean {
    this.around.desk.rove(square);
    const { effect, lifts } = this.play.hand.down(square);
    this.handle(effect, null);
    return lifts;
  }

  /** It was let go there, or beside the board (null). */
  up(square: Square | null, dragged: boolean): void {
    this.handle(this.play.hand.up(square, dragged), dragged ? square : null);
  }

  /** A square was pressed by a key: what follows is said. */
  press(square: Square): void {
    this.handle(this.play.hand.press(square), null);
    const told = this.play.told(square);
    if (told !== null) {
      this.around.desk.say(capitalised(told));
    }
  }

  /** Plays a typed move; why not, if it can't be played. */
  typed(text: string): string | null {
    const reading = this.play.read(text);
    if (reading.kind === "no") {
      return reading.why;
    }
    this.submit(reading.move, null);
    return null;
  }

  /** Sends a move, and shows it as played. */
  submit(move: Move, put: Square | null): void {
    this.around.cue(this.play.send(move));
    this.play.go(LIVE);
    this.around.draw(put);
  }

  private handle(effect: Effect, put: Square | null): void {
    switch (effect.kind) {
      case "play":
        this.submit(effect.move, put);
        break;
      case "ask":
        this.around.draw(null);
        this.ask(effect.moves);
        break;
      case "nothing":
        this.around.draw(null);
        break;
    }
  }

  private ask(moves: readonly Move[]): void {
    const { side } = this.play.scene();
    this.around.desk.ask(moves, side ?? 0, this.play.bottom, (move) => {
      if (move !== null) {
        this.submit(move, null);
      }
    });
  }
}
