/** One of the two players of a match, in a bar above or below the board: who, which side, whose turn, whose clock. */
import type { MatchState } from "../net/matches";
import type { PlayerId, TableState } from "../wire/generated";
import { SeatLine } from "./seat_line";
import type { SeatName } from "./seat_names";
import { saidOf, seatOf, turnShown } from "./status";

interface Props {
  state: TableState;
  match: MatchState | null;
  me: PlayerId | undefined;
  seat: number;
  names: SeatName[];
  place: "above" | "below";
}

export function PlayerBar({ state, match, me, seat, names, place }: Props) {
  const held = state.seats[seat];
  if (held === undefined) {
    return null;
  }
  const turn = turnShown(state, match).includes(seat);
  return (
    <div class={`seat player-bar player-bar-${place}`} data-turn={turn} data-seat={seat}>
      <SeatLine
        state={held}
        seat={seat}
        name={names[seat]}
        you={seat === seatOf(state, me)}
        match={match}
        said={saidOf(state, match, seat)}
      />
    </div>
  );
}
