/**
 * What a player may ask of the match beside the game's own actions. Which courtesies there are is the title's list,
 * which of them may be asked for now is the match's; those that may not stay in their place, so that nothing moves under
 * a finger.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { clockOf } from "../clock_face";
import type { Title } from "../net/http";
import type { MatchState } from "../net/matches";
import { CommandButton } from "../ui/command_button";
import { Icon, type IconName } from "../ui/icons";
import type { Ask, Command, MatchId } from "../wire/generated";
import "./courtesies.css";

interface Courtesy {
  ask: Ask;
  icon: IconName;
  label: string;
  /** The accessible name, where the label is too short for one. */
  name?: string;
  command(match_id: MatchId): Command;
}

/** In the order they stand in. To resign ends the match, so it is asked for twice, and stands elsewhere. */
const COURTESIES: Courtesy[] = [
  {
    ask: "undo",
    icon: "undo",
    label: "Take back",
    command: (match_id) => ({ type: "offer", match_id, what: "undo" }),
  },
  {
    ask: "draw",
    icon: "draw",
    label: "Offer draw",
    command: (match_id) => ({ type: "offer", match_id, what: "draw" }),
  },
  {
    ask: "add_time",
    icon: "time",
    label: "+15 s",
    name: "Give 15 seconds",
    command: (match_id) => ({ type: "add_time", match_id }),
  },
  {
    ask: "pause",
    icon: "pause",
    label: "Pause",
    command: (match_id) => ({ type: "offer", match_id, what: "pause" }),
  },
];

export function Courtesies({ match, title }: { match: MatchState; title: Title | null }) {
  const [resigning, setResigning] = useState(false);
  const { match_id, courtesies } = match;
  const may = (ask: Ask) => courtesies.includes(ask);
  const knows = (ask: Ask) => may(ask) || (title?.courtesies.includes(ask) ?? false);
  const group = useRef<HTMLDivElement>(null);
  const stopResigning = () => {
    setResigning(false);
    requestAnimationFrame(() => group.current?.querySelector<HTMLElement>("[data-ask='resign']")?.focus());
  };
  // Where no clock is drawn there is none to add time to.
  const clocked = clockOf(match.view) !== null;
  const shown = COURTESIES.filter(({ ask }) => knows(ask) && (clocked || may(ask) || ask !== "add_time"));
  if (resigning && may("resign")) {
    return <Resigning match_id={match_id} cancel={stopResigning} />;
  }
  if (shown.length === 0 && !knows("resign") && !knows("abort")) {
    return null;
  }
  return (
    <div ref={group} class="courtesies" role="group" aria-label="Courtesies">
      {shown.map(({ ask, icon, label, name, command }) => (
        <CommandButton key={ask} command={command(match_id)} look="courtesy" name={name} settled={!may(ask)}>
          <Icon name={icon} />
          <span>{label}</span>
        </CommandButton>
      ))}
      {may("abort") && (
        <CommandButton key="abort" command={{ type: "abort", match_id }} look="courtesy">
          <Icon name="cross" />
          <span>Abort</span>
        </CommandButton>
      )}
      {knows("resign") && (may("resign") || !may("abort")) && (
        <button
          key="resign"
          type="button"
          class="button courtesy"
          data-ask="resign"
          aria-disabled={!may("resign")}
          onClick={() => may("resign") && setResigning(true)}
        >
          <Icon name="flag" />
          <span>Resign</span>
        </button>
      )}
    </div>
  );
}

/** Asks again, in the same place; the focus is on the way back, so that a second press by accident costs no game. */
function Resigning({ match_id, cancel }: { match_id: MatchId; cancel: () => void }) {
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <div
      class="courtesies-sure"
      role="group"
      aria-label="Resign this game?"
      onKeyDown={(event) => event.key === "Escape" && cancel()}
    >
      <p>Resign this game?</p>
      <CommandButton command={{ type: "resign", match_id }} look="button-danger">
        Yes, resign
      </CommandButton>
      <button ref={back} type="button" class="button" onClick={cancel}>
        Play on
      </button>
    </div>
  );
}
