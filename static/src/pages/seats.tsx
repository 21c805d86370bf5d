/** Who sits where and who is to move; while players gather, the buttons that fill the seats. */
import type { Title } from "../net/http";
import type { MatchState } from "../net/matches";
import { CommandButton } from "../ui/command_button";
import type { Command, PlayerId, SeatState, TableState } from "../wire/generated";
import { seatOf } from "./status";
import "./seats.css";

/** How many seats have a colour of their own; see style/tokens.css. */
const COLOURS = 4;

interface Props {
  state: TableState;
  match: MatchState | null;
  me: PlayerId | undefined;
  title: Title | null;
  /** What the title calls its seats, in order; numbers stand in where it doesn't say. */
  names: readonly string[];
}

export function Seats({ state, match, me, title, names }: Props) {
  const mine = seatOf(state, me);
  const gathering = state.phase === "gathering";
  const turn = state.phase === "playing" && match?.outcome === null ? match.turn : [];
  return (
    <ul class={gathering ? "seats" : "seats seats-in-play"} aria-label="Seats">
      {state.seats.map((seat, index) => (
        <li key={index} class="seat" data-turn={turn.includes(index)} data-seat={index}>
          <span class="seat-badge" data-colour={index % COLOURS} aria-hidden="true">
            {names[index] ?? index + 1}
          </span>
          <Who seat={seat} you={index === mine} called={names[index] ?? `seat ${index + 1}`} />
          {turn.includes(index) && <span class="seat-turn small">to move</span>}
          {state.phase === "finished" && seat.rematch && <span class="seat-turn small">plays again</span>}
          {gathering && <SeatButton state={state} index={index} mine={mine} bot={title?.bot ?? false} />}
        </li>
      ))}
    </ul>
  );
}

function Who({ seat, you, called }: { seat: SeatState; you: boolean; called: string }) {
  const { holder, here } = seat;
  if (holder === null) {
    return <span class="seat-who soft">Free</span>;
  }
  const away = holder.kind === "player" && !here;
  return (
    <>
      <span class={here ? "dot dot-good seat-dot" : "dot seat-dot"} title={here ? "Here" : "Away"} aria-hidden="true" />
      <span class="seat-who">
        <span class="seat-name">{holder.name}</span>
        {(you || away) && <span class="soft small">{you ? "you" : "away"}</span>}
        <span class="unseen">, {called}</span>
      </span>
    </>
  );
}

function SeatButton(props: { state: TableState; index: number; mine: number | null; bot: boolean }) {
  const offered = offeredFor(props.state, props.index, props.mine, props.bot);
  return offered === null ? null : (
    <CommandButton command={offered.command} look="button-small">
      {offered.label}
    </CommandButton>
  );
}

/** What may be done about a seat while players gather. */
function offeredFor(
  { table, seats }: TableState,
  seat: number,
  mine: number | null,
  bot: boolean,
): { label: string; command: Command } | null {
  const holder = seats[seat]?.holder ?? null;
  if (holder === null && mine === null) {
    return { label: "Sit here", command: { type: "sit", table, seat } };
  }
  if (holder === null && bot) {
    return { label: "Seat a bot", command: { type: "seat_bot", table, seat } };
  }
  if (holder !== null && seat === mine) {
    return { label: "Stand up", command: { type: "stand", table } };
  }
  if (holder?.kind === "bot" && mine !== null) {
    return { label: "Send away", command: { type: "unseat_bot", table, seat } };
  }
  return null;
}
