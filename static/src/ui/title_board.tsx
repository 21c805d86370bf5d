/** The place on the page where a title's view lives. It mounts one view for each match and hands it what is shown. */
import { useEffect, useRef } from "preact/hooks";
import type { MatchState } from "../net/matches";
import { client } from "../session";
import type { Host, Player, Shown, TitleModule, TitleView } from "../view";
import { sayRefusal } from "./toasts";

interface Props {
  module: TitleModule | null;
  match: MatchState | null;
  players: (Player | null)[];
}

export function TitleBoard({ module, match, players }: Props) {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<TitleView | null>(null);
  const match_id = match?.match_id;

  useEffect(() => {
    const place = root.current;
    if (module === null || match_id === undefined || place === null) {
      return;
    }
    view.current = module.default(place, hostOf(match_id));
    return () => {
      view.current?.destroy();
      view.current = null;
      place.replaceChildren();
      place.className = "title-view";
    };
  }, [module, match_id]);

  const focusedFor = useRef<string | null>(null);
  const names = JSON.stringify(players);
  useEffect(() => {
    if (view.current === null || match === null) {
      return;
    }
    view.current.update(shownOf(match, players));
    if (focusedFor.current !== match.match_id) {
      focusedFor.current = match.match_id;
      focusIfFree(view.current, match);
    }
  }, [module, match, names]);

  return <div ref={root} class="title-view" aria-busy={match === null || module === null} />;
}

function shownOf(match: MatchState, players: (Player | null)[]): Shown {
  const { match_id, rev, view, notes, legal, seat, turn, away, outcome, happened } = match;
  return { match_id, rev, view, notes, legal, seat, turn, away, outcome, happened, players };
}

function hostOf(match_id: string): Host {
  return {
    async act(action) {
      try {
        await client.command({ type: "act", match_id }, action);
      } catch (thrown) {
        sayRefusal(thrown);
        throw thrown;
      }
    },
    now: () => client.now(),
  };
}

/** A player's hands go to the board when the match begins, unless they are busy elsewhere. */
function focusIfFree(view: TitleView, match: MatchState): void {
  const { activeElement, body } = document;
  const free = activeElement === null || activeElement === body || activeElement.tagName === "H1";
  if (match.seat !== null && match.outcome === null && free) {
    view.focus?.();
  }
}
