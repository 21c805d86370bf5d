/** What one line says of a seat: its sign, who sits there and whether they are here, and their clock. */
import type { MatchState } from "../net/matches";
import { clockOf } from "../clock_face";
import { Clock } from "../ui/clock";
import type { SeatState } from "../wire/generated";
import { numbered, type SeatName } from "./seat_names";

/** How many seats have a colour of their own; see style/tokens.css. */
const COLOURS = 4;

interface Props {
  state: SeatState;
  seat: number;
  name: SeatName | undefined;
  you: boolean;
  match: MatchState | null;
  /** What is said of the seat now: that it is to move, say. */
  said: string | null;
}

export function SeatLine({ state, seat, name = numbered(seat), you, match, said }: Props) {
  const face = clockOf(match?.view);
  const holder = state.holder?.name ?? name.called;
  return (
    <>
      <span class="seat-badge" data-colour={seat % COLOURS} data-side={name.side?.toLowerCase()} aria-hidden="true">
        {name.badge}
      </span>
      <Who state={state} you={you} name={name} />
      {said !== null && <span class="seat-turn small">{said}</span>}
      {face !== null && match !== null && face.seats[seat] !== undefined && (
        <Clock face={face} seat={seat} match={match} name={holder} />
      )}
    </>
  );
}

function Who({ state, you, name }: { state: SeatState; you: boolean; name: SeatName }) {
  const { holder, here } = state;
  if (holder === null) {
    return <span class="seat-who soft">Free</span>;
  }
  const away = holder.kind === "player" && !here;
  const beside = [...(name.side === null ? [] : [name.side]), ...(you ? ["you"] : []), ...(away ? ["away"] : [])];
  return (
    <>
      <span class={here ? "dot dot-good seat-dot" : "dot seat-dot"} title={here ? "Here" : "Away"} aria-hidden="true" />
      <span class="seat-who">
        <span class="seat-name">{holder.name}</span>
        {beside.length > 0 && <span class="seat-side soft small">{beside.join(", ")}</span>}
        {name.side === null && <span class="unseen">, {name.called}</span>}
      </span>
    </>
  );
}
