/**
 * The list of seats: while players gather, with the buttons that fill them; in a match, at tables that have more or
 * fewer than the two players who sit above and below the board.
 */
import type { Title } from "../net/http";
import type { MatchState } from "../net/matches";
import { CommandButton } from "../ui/command_button";
import type { Command, PlayerId, TableState } from "../wire/generated";
import { SeatLine } from "./seat_line";
import type { SeatName } from "./seat_names";
import { saidOf, seatOf, turnShown } from "./status";
import "./seats.css";

interface Props {
  state: TableState;
  match: MatchState | null;
  me: PlayerId | undefined;
  title: Title | null;
  names: SeatName[];
}

export function Seats({ state, match, me, title, names }: Props) {
  const mine = seatOf(state, me);
  const gathering = state.phase === "gathering";
  const turn = turnShown(state, match);
  const inMatch = gathering ? null : match;
  return (
    <ul class="seats" aria-label="Seats">
      {state.seats.map((seat, index) => (
        <li key={index} class="seat" data-turn={turn.includes(index)} data-seat={index}>
          <SeatLine
            state={seat}
            seat={index}
            name={names[index]}
            you={index === mine}
            match={inMatch}
            said={saidOf(state, match, index)}
          />
          {gathering && <SeatButton state={state} index={index} mine={mine} bot={title?.bot ?? null} />}
        </li>
      ))}
    </ul>
  );
}

function SeatButton(props: { state: TableState; index: number; mine: number | null; bot: string | null }) {
  const offered = offeredFor(props.state, props.index, props.mine, props.bot !== null);
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
