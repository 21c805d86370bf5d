/** The place on the page where a title's view lives. It mounts one view for each match and hands it what is shown. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MatchState } from "../net/matches";
import { client } from "../session";
import type { Host, Player, Shown, TitleModule, TitleView } from "../view";
import { say, sayRefusal } from "./toasts";

interface Props {
  module: TitleModule | null;
  match: MatchState | null;
  players: (Player | null)[];
  /** The place beside the board that the view may use. */
  beside: RefObject<HTMLDivElement | null>;
  /** The view has turned its board: this seat is below now. */
  turned: (seat: number) => void;
  /** What the view gets instead of the match as it runs: a match that is over and looked through. */
  replay?: Host;
}

export function TitleBoard({ module, match, players, beside, turned, replay }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<TitleView | null>(null);
  const match_id = match?.match_id;
  const realtime = match?.hz !== undefined;

  useEffect(() => {
    const place = root.current;
    const aside = beside.current;
    if (module === null || match_id === undefined || place === null) {
      return;
    }
    const hear = (event: Event) => {
      const { detail } = event as CustomEvent<unknown>;
      if (Number.isInteger(detail)) {
        turned(detail as number);
      }
    };
    place.addEventListener("turnwheel:bottom", hear);
    safely(() => {
      const host = replay ?? hostOf(match_id, realtime);
      view.current = module.default(place, { ...host, ...(aside !== null && { beside: aside }) });
    });
    return () => {
      safely(() => view.current?.destroy());
      view.current = null;
      client.lines.hangUp(match_id);
      place.removeEventListener("turnwheel:bottom", hear);
      place.replaceChildren();
      place.className = "title-view";
      aside?.replaceChildren();
    };
  }, [module, match_id]);

  const focusedFor = useRef<string | null>(null);
  const names = JSON.stringify(players);
  useEffect(() => {
    const shownBy = view.current;
    if (shownBy === null || match === null) {
      return;
    }
    safely(() => shownBy.update(shownOf(match, players)));
    if (focusedFor.current !== match.match_id && replay === undefined) {
      focusedFor.current = match.match_id;
      focusIfFree(shownBy, match);
    }
  }, [module, match, names]);

  const paused = match?.paused === true && match.outcome === null;
  const wasPaused = useRef(false);
  useEffect(() => {
    // The hands that pressed Resume come back to the board.
    if (wasPaused.current && !paused && view.current !== null && match !== null) {
      focusIfFree(view.current, match);
    }
    wasPaused.current = paused;
  }, [paused]);

  return <div ref={root} class="title-view" aria-busy={match === null || module === null} inert={paused} />;
}

/** What a view is shown of a match. */
export function shownOf(match: MatchState, players: (Player | null)[]): Shown {
  const { match_id, rev, view, notes, legal, seat, turn, away, outcome, happened } = match;
  return { match_id, rev, view, notes, legal, seat, turn, away, outcome, happened, players };
}

function hostOf(match_id: string, realtime: boolean): Host {
  return {
    async act(action) {
      try {
        await client.command({ type: "act", match_id }, action);
      } catch (thrown) {
        sayRefusal(thrown, "move");
        throw thrown;
      }
    },
    now() {
      const match = client.looking.matches.peek().get(match_id);
      return match === undefined ? 0 : client.matchNow(match);
    },
    ...(realtime && { realtime: (model) => client.lines.open(match_id, model, client.looking.matches.peek().get(match_id)) }),
  };
}

/** A player's hands go to the board when the match begins, unless they are busy elsewhere. */
function focusIfFree(view: TitleView, match: MatchState): void {
  const { activeElement, body } = document;
  const free = activeElement === null || activeElement === body || activeElement.tagName === "H1";
  if (match.seat !== null && match.outcome === null && free) {
    safely(() => view.focus?.());
  }
}

/** Whatever a title's view does, the page around it goes on: who plays, the clocks, the way to resign. */
function safely(run: () => void): void {
  try {
    run();
  } catch (thrown) {
    reportError(thrown);
    say("The board of this game ran into an error. Load the page anew to see it as it stands.");
  }
}
