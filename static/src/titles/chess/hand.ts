/**
 * What the player holds and means: the chosen piece, the premove. It is told where squares are pressed and says what to
 * do; it draws nothing and sends nothing.
 */
import { type Board, isOwn } from "./diagram";
import { type Move, meant, targetsOf } from "./moves/legal";
import { reach } from "./moves/premove";
import type { Side, Square } from "./squares";

/** Whether squares pressed make a move, prepare one for when the turn comes, or do nothing. */
export type Mode = "move" | "premove" | "none";

/** What the player looks at. */
export interface Situation {
  board: Board;
  mode: Mode;
  /** The legal moves; none unless `mode` is `move`. */
  moves: readonly Move[];
  /** The player's own side, null for who looks on. */
  side: Side | null;
  chess960: boolean;
}

/** A move to be played as soon as the turn comes, if it is legal then. */
export interface Premove {
  from: Square;
  to: Square;
}

/** What is to be done about a press. */
export type Effect =
  | { kind: "nothing" }
  | { kind: "play"; move: Move }
  /** Which of these promotions is meant must be asked. */
  | { kind: "ask"; moves: readonly Move[] };

const NOTHING: Effect = { kind: "nothing" };

const NO_SITUATION: Situation = { board: [], mode: "none", moves: [], side: null, chess960: false };

export class Hand {
  chosen: Square | null = null;
  premove: Premove | null = null;
  private situation = NO_SITUATION;
  /** Whether the pointer went down on the piece that was chosen already. */
  private again = false;

  /** Another situation. A premove whose turn has come is played, or dropped if it isn't legal. */
  see(situation: Situation): Effect {
    this.situation = situation;
    if (this.chosen !== null && (situation.mode === "none" || !this.owns(this.chosen))) {
      this.chosen = null;
    }
    const { premove } = this;
    if (premove === null || (situation.mode === "premove" && this.owns(premove.from))) {
      return NOTHING;
    }
    this.premove = null;
    const moves = meant(situation.moves, situation.board, premove.from, premove.to);
    const move = moves.find(({ promotion }) => promotion === "q") ?? moves[0];
    return move === undefined ? NOTHING : { kind: "play", move };
  }

  /** Where the chosen piece may go, as it is to be shown. */
  targets(): Set<Square> {
    const { board, mode, moves, chess960 } = this.situation;
    if (this.chosen === null) {
      return new Set();
    }
    return mode === "move" ? targetsOf(moves, this.chosen) : reach(board, this.chosen, chess960);
  }

  /** Whether the chosen piece may go there. */
  accepts(to: Square): boolean {
    const { board, mode, moves } = this.situation;
    if (this.chosen === null || to === this.chosen) {
      return false;
    }
    return mode === "move" ? meant(moves, board, this.chosen, to).length > 0 : this.targets().has(to);
  }

  /** A square was pressed as a button is: by a key, or by a tool that reads the page. */
  press(square: Square): Effect {
    const { effect } = this.down(square);
    this.up(square, false);
    return effect;
  }

  /** The pointer went down there. `lifts`: the piece may be dragged from here on. */
  down(square: Square): { effect: Effect; lifts: boolean } {
    this.premove = null;
    if (this.accepts(square)) {
      return { effect: this.go(square), lifts: false };
    }
    this.again = this.chosen === square;
    const lifts = this.situation.mode !== "none" && this.owns(square);
    this.chosen = lifts ? square : null;
    return { effect: NOTHING, lifts };
  }

  /** The pointer was let go there, or beside the board (null). `dragged`: the piece was carried. */
  up(square: Square | null, dragged: boolean): Effect {
    const again = this.again;
    this.again = false;
    if (square !== null && square !== this.chosen) {
      return dragged && this.accepts(square) ? this.go(square) : NOTHING;
    }
    if (again) {
      this.chosen = null;
    }
    return NOTHING;
  }

  /** Lets go of everything. Whether there was anything. */
  cancel(): boolean {
    const held = this.chosen !== null || this.premove !== null;
    this.chosen = null;
    this.premove = null;
    this.again = false;
    return held;
  }

  private go(to: Square): Effect {
    const { board, mode, moves } = this.situation;
    const from = this.chosen;
    this.chosen = null;
    if (from === null) {
      return NOTHING;
    }
    if (mode === "premove") {
      this.premove = { from, to };
      return NOTHING;
    }
    const [move, ...others] = meant(moves, board, from, to);
    if (move === undefined) {
      return NOTHING;
    }
    return others.length === 0 ? { kind: "play", move } : { kind: "ask", moves: [move, ...others] };
  }

  private owns(square: Square): boolean {
    const { board, side } = this.situation;
    return side !== null && isOwn(board, square, side);
  }
}
