/**
 * The contract between the table page and a title's view module. A view module is an ES module at
 * `/titles/NAME/view.js`; the page imports it at run time, for bundled and foreign titles alike, so a view may be made
 * with anything, or with nothing. This file holds types only and names no framework, no socket and no page.
 *
 * A whole view module, for a title whose view is a number and whose only action is `"add"`:
 *
 *     export const seats = ["First", "Second"];
 *     export default function mount(root, host) {
 *       const button = root.ownerDocument.createElement("button");
 *       button.addEventListener("click", () => host.act("add").catch(() => {}));
 *       root.append(button);
 *       return {
 *         update(shown) {
 *           button.textContent = `Add to ${shown.view}`;
 *           button.disabled = !shown.turn.includes(shown.seat);
 *         },
 *         destroy() {},
 *       };
 *     }
 *
 * The server's content policy allows no inline style or script in HTML: style through `element.style` or an adopted
 * style sheet. The custom properties of the page (`--ink`, `--line`, `--accent`, `--seat-0`; see style/tokens.css) may be
 * used and follow the light or dark scheme. The keyboard, visible focus and words for those who don't see the board are
 * the view's own duty; whose turn it is, whose clock runs, what is proposed and how the match ended is said by the page.
 *
 * The page gives a board the room of a square. One that is longer than wide, up to 8:5, says so by a class
 * of its `root`: `is-wide` where it lies down, `is-tall` where it stands upright.
 *
 * The page shows the two players above and below the board, the viewer's own seat below. A view that turns its board
 * round says so: it dispatches on its `root` a `CustomEvent` called `turnwheel:bottom` whose `detail` is the number of
 * the seat that is now below.
 */
import type { Happened, MatchId, Rev, Standing } from "./wire/generated";

/** Who plays a seat. */
export interface Player {
  name: string;
  kind: "player" | "bot";
  /** Whether it is the one who looks at this page. */
  you: boolean;
}

/** All there is to show of a match, from one viewer's seat. */
export interface Shown<View = unknown, Action = unknown, Note = unknown> {
  match_id: MatchId;
  /** Rises with each event; the same one twice shows the same thing. */
  rev: Rev;
  /** All there is to see. */
  view: View;
  /** What just happened, in order; not told again when the page is loaded anew. */
  notes: Note[];
  /** The actions open to this viewer now; null if the title doesn't list them. */
  legal: Action[] | null;
  /** The seat it is shown from; null for a spectator. */
  seat: number | null;
  /** The seats the match waits for. */
  turn: number[];
  /** The seats whose player is away. */
  away: number[];
  /** How it ended, if it has. */
  outcome: Standing | null;
  /** What led here. */
  happened: Happened;
  /** By seat; null where nobody is known. */
  players: (Player | null)[];
}

/** What the page does for a view. */
export interface Host<Action = unknown> {
  /**
   * Acts in the match. Resolves when the server took it; the `update` that shows it comes by itself, before or after.
   * Rejects when it was refused, which the page tells the player. While the player is offline it stays open, and the
   * action is sent on return.
   */
  act(action: Action): Promise<void>;
  /**
   * The match's own time in milliseconds, to which every time in a view refers. It stands still while the players pause
   * and once the match is over, and never shows less than the time of the last event.
   */
  now(): number;
  /**
   * A place beside the board, or below it on a phone, for what belongs to the board and isn't part of it: the list of
   * the moves, say. Beside the board it has a fixed height, which the one element in it is made to fill; below it, it
   * grows. Not every page has one; a view without it puts such things into its `root`. The page empties it.
   */
  beside?: HTMLElement;
  /**
   * The line to a match that runs in real time; not there in one that doesn't. Called once, when the view is mounted. The
   * page keeps its clocks, predicts one's own seat by the model's step, and sends what `steer` says.
   */
  realtime?<FrameView, Frame, Input, State>(
    model: Model<FrameView, Frame, Input, State>,
  ): Realtime<State, Input>;
  /**
   * There while a match that is over is looked through: the page leads from step to step, forth and back, `update` shows
   * each, and nobody acts. What a view has of its own to look back with it leaves out.
   */
  replay?: Replay;
}

/** The way through a match that is over. */
export interface Replay {
  /** Leads to the first step whose view passes the test, if there is one. */
  find(test: (view: unknown) => boolean): void;
}

/**
 * A real-time title's rules, as far as the page must know them to follow a match and to run ahead of it. A state is the
 * title's business: a plain value that is never changed, only replaced.
 */
export interface Model<View = unknown, Frame = unknown, Input = unknown, State = unknown> {
  /** The state that a view shows. */
  ofView(view: View): State;
  /** The state after a frame. A frame that tells everything may leave out what came before. */
  ofFrame(before: State, frame: Frame): State;
  /**
   * One tick, by the title's own rules, as the server will compute it: the control of each seat, null where nobody here
   * knows it. A title without it is shown as it was last told, and nothing is predicted.
   */
  step?(before: State, inputs: readonly (Input | null)[]): State;
  /**
   * How it stood `done` of `ticks` ticks after one state on the way to another, both known: for replays, whose steps are
   * ticks apart. Without it, what is drawn leads straight from step to step.
   */
  between?(before: State, after: State, ticks: number, done: number): State;
  /** Frames tell only what their tick changed, so that none may be left out. */
  delta?: boolean;
  /** How many seats the match has. */
  seats: number;
  /** The control of a seat that has touched nothing. */
  idle: Input;
  /** How far apart two states are to the eye of `seat`, in a unit of the title's own: what a correction is measured in. */
  gap?(one: State, other: State, seat: number): number;
}

/** The line to a match that runs in real time. */
export interface Realtime<State = unknown, Input = unknown> {
  /** One's own control from now on; it shows in the next sample, and is sent with the tick it is for. Onlookers have none. */
  steer(input: Input): void;
  /** Where the match stands at this moment: to be asked once for each picture. Null until there is anything to show. */
  sample(): Sample<State> | null;
}

/** A match at one moment. Its three times never go back, and run on evenly whatever the network does. */
export interface Sample<State = unknown> {
  /** Ticks a second. */
  hz: number;
  /** The newest tick the server has told of. */
  known: number;
  /** The tick, with its fraction, up to which everything is known by now: what others do is best shown here. */
  past: number;
  /** The tick at which one's own control has its effect: ahead of the server by the way there. What one does oneself is best shown here. */
  present: number;
  /** The states before and after a tick between the two, and the fraction of the way. After `known` they are predicted. */
  at(tick: number): readonly [before: State, after: State, part: number];
  /** Whether time goes on: false while the match is paused or over, and while nothing comes from the server. */
  running: boolean;
}

/** A mounted view. The page makes one for each match. */
export interface TitleView<View = unknown, Action = unknown, Note = unknown> {
  /** Shows this. Called once right after mounting and then for every event; the same may come twice. */
  update(shown: Shown<View, Action, Note>): void;
  /** Takes the focus to where the player acts; called when the match begins and the focus is nowhere else. */
  focus?(): void;
  /** Stops every timer; the page empties `root` itself. */
  destroy(): void;
}

/** The default export of a view module. */
export type Mount<View = unknown, Action = unknown, Note = unknown> = (
  root: HTMLElement,
  host: Host<Action>,
) => TitleView<View, Action, Note>;

/** A view module. */
export interface TitleModule {
  default: Mount;
  /** What the seats are called, in order, in a word or a letter each: shown beside the names. */
  seats?: readonly string[];
  /**
   * What a step of the match brought, in a sentence or a few; empty if there is nothing to say. `before` is what was shown
   * just before it. For replays: without it, only whose move it was is told.
   */
  told?(now: Shown, before: Shown | null): string;
}

/**
 * Time that runs out, as titles put it into their views: at match time `t` (see `Host.now`) there are
 * `remaining_ms - (t - since_ms)` left.
 */
export interface Countdown {
  remaining_ms: number;
  since_ms: number;
}

/** How time is dealt out at a table: an option of titles with clocks. */
export type TimeControl =
  | { kind: "unlimited" }
  | { kind: "sudden_death"; base_s: number }
  | { kind: "increment"; base_s: number; increment_s: number }
  | { kind: "delay"; base_s: number; delay_s: number }
  | { kind: "byo_yomi"; base_s: number; periods: number; period_s: number }
  | { kind: "per_move"; move_s: number }
  | { kind: "days"; days: number };

/**
 * The clocks of a match. A view that has one under the key `clock` need not draw it: the page does, beside the names. At
 * match time `t` the seat that runs has `remaining_ms - max(0, t - since_ms - free_ms)` left, every other its
 * `remaining_ms`.
 */
export interface ClockFace {
  control: TimeControl;
  /** Whose clock runs. */
  running: number | null;
  /** Since when, in match time. */
  since_ms: number;
  /** How much of the running move is not charged: a delay. */
  free_ms: number;
  /** By seat. */
  seats: SeatTime[];
}

/** The time of one seat when its clock last started or stopped. */
export interface SeatTime {
  /** What is left of the base time, or of the period it is in. */
  remaining_ms: number;
  /** The periods left after that (byo-yomi). */
  periods: number;
}
