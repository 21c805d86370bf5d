/** What the board shows and what may be done on it, by what the server said, the cursor and a move on its way. */
import type { Shown } from "../../view";
import { isYourTurn } from "../shared/turn";
import type { Cursor } from "./cursor";
import { diagramOf, kingOf, other } from "./diagram";
import type { Action, Note, View } from "./game";
import type { Mode, Situation } from "./hand";
import { type Move, movesOf } from "./moves/legal";
import { boardAt, foresee, type Game, moveOn } from "./moves/replay";
import type { Side, Square } from "./squares";

export type ShownGame = Shown<View, Action, Note>;

export interface Scene extends Situation {
  /** Where the last move came from and went to. */
  last: readonly Square[];
  /** Where a king is in check. */
  check: Square | null;
}

/** The scene of the position that the cursor points at. `sent`: a move that the server has not shown yet. */
export function sceneOf(shown: ShownGame, game: Game, cursor: Cursor, sent: Move | null): Scene {
  const side = sideOfViewer(shown);
  const { chess960 } = shown.view;
  if (!cursor.live) {
    return { ...past(game, cursor.ply), mode: "none", moves: [], side, chess960 };
  }
  const mode = modeOf(shown, sent);
  const moves = mode === "move" ? movesOf(shown.legal) : [];
  return { ...present(shown, game, sent), mode, moves, side, chess960 };
}

/** The side that the viewer plays; null for who looks on. */
export function sideOfViewer({ seat }: Pick<ShownGame, "seat">): Side | null {
  return seat === 0 || seat === 1 ? seat : null;
}

function modeOf(shown: ShownGame, sent: Move | null): Mode {
  if (shown.seat === null || shown.outcome !== null) {
    return "none";
  }
  if (sent !== null || !isYourTurn(shown)) {
    return "premove";
  }
  return movesOf(shown.legal).length > 0 ? "move" : "none";
}

function past(game: Game, ply: number): Pick<Scene, "board" | "last" | "check"> {
  const step = game.steps[ply - 1];
  const board = boardAt(game, ply);
  if (step === undefined) {
    return { board, last: [], check: null };
  }
  const checked = /[+#]$/.test(step.san) ? kingOf(board, other(step.side)) : null;
  return { board, last: [step.from, step.to], check: checked };
}

function present(shown: ShownGame, game: Game, sent: Move | null): Pick<Scene, "board" | "last" | "check"> {
  const { board, mover } = diagramOf(shown.view.fen);
  if (sent !== null) {
    const moved = moveOn(board, foresee(board, sent.uci));
    return { board: moved.board, last: [moved.from, moved.to], check: null };
  }
  const step = game.steps.at(-1);
  return {
    board,
    last: step === undefined ? [] : [step.from, step.to],
    check: shown.view.check ? kingOf(board, mover) : null,
  };
}
