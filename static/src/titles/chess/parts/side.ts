/**
 * What stands beside the board, or below it on a phone: the moves, the buttons to step through them, the typed move.
 */
import { element } from "../../shared/dom";
import type { Game } from "../moves/replay";
import { iconButton, iconOf } from "./icons";
import { MoveList } from "./move_list";
import { type File, RecordButtons } from "./record";
import { type Typed, Typing } from "./typing";

/** What its buttons do. */
export interface SideDeeds {
  go(ply: number): void;
  /** Whether there are buttons to step through the game; without them, somebody else leads. */
  steps: boolean;
  flip(): void;
  sound(): void;
  typed: Typed;
  file(): File | null;
  say(text: string): void;
}

/** What it shows. */
export interface SideScene {
  game: Game;
  /** Which position is looked at. */
  ply: number;
  /** `1-0`, once the game is over. */
  result: string | null;
  sound: boolean;
  /** Whether the viewer has a seat in a game that runs. */
  plays: boolean;
}

export class SidePanel {
  readonly element: HTMLElement;
  private readonly moves: MoveList;
  private readonly typing: Typing;
  private readonly record: RecordButtons;
  private readonly back: HTMLButtonElement[];
  private readonly forth: HTMLButtonElement[];
  private readonly sound: HTMLButtonElement;
  private readonly keyboard: HTMLButtonElement;
  private scene: SideScene | null = null;

  constructor(document: Document, deeds: SideDeeds) {
    const step = (ply: (scene: SideScene) => number) => () => this.scene !== null && deeds.go(ply(this.scene));
    this.moves = new MoveList(document, deeds.go);
    this.typing = new Typing(document, deeds.typed);
    this.record = new RecordButtons(document, deeds.file, deeds.say);
    this.back = [
      iconButton(document, "first", "First position", step(() => 0)),
      iconButton(document, "previous", "Previous move", step(({ ply }) => ply - 1)),
    ];
    this.forth = [
      iconButton(document, "next", "Next move", step(({ ply }) => ply + 1)),
      iconButton(document, "last", "Last move", step(({ game }) => game.steps.length)),
    ];
    this.sound = iconButton(document, "silence", "Sound", deeds.sound);
    this.keyboard = iconButton(document, "keyboard", "Type a move", () => this.type());
    this.keyboard.classList.add("chess-keyboard");
    this.keyboard.setAttribute("aria-expanded", "false");
    const flip = iconButton(document, "flip", "Flip the board", deeds.flip);
    const steps = element(document, "div", "chess-group", ...this.back, ...this.forth);
    const tools = element(document, "div", "chess-group", this.keyboard, flip, this.sound);
    const bar = element(document, "div", "chess-bar", ...(deeds.steps ? [steps] : []), tools);
    this.element = element(
      document,
      "div",
      "chess-side",
      this.moves.element,
      bar,
      this.typing.element,
      this.record.element,
    );
  }

  show(scene: SideScene): void {
    this.scene = scene;
    const { game, ply, result, sound, plays } = scene;
    this.moves.show(game, ply, result);
    enable(this.back, ply > 0);
    enable(this.forth, ply < game.steps.length);
    this.sound.setAttribute("aria-pressed", String(sound));
    this.sound.replaceChildren(iconOf(this.sound.ownerDocument, sound ? "sound" : "silence"));
    this.keyboard.hidden = !plays;
    this.typing.element.hidden = !plays;
    this.record.element.hidden = result === null;
  }

  /** Keeps the focus where the player is while the keys step through the game. */
  refocus(): void {
    this.moves.refocus(this.scene?.ply ?? 0);
  }

  /** Whether it stands below the board, where there is room for one line of moves. */
  below(below: boolean): void {
    this.element.classList.toggle("is-below", below);
    this.moves.follow();
  }

  stop(): void {
    this.record.stop();
  }

  private type(): void {
    const shown = this.element.classList.toggle("is-typing");
    this.keyboard.setAttribute("aria-expanded", String(shown));
    if (shown) {
      this.typing.focus();
    }
  }
}

/** A button that leads nowhere now keeps its place and the focus. */
function enable(buttons: readonly HTMLButtonElement[], can: boolean): void {
  for (const button of buttons) {
    button.setAttribute("aria-disabled", String(!can));
  }
}
