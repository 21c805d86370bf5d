/**
 * What can be done when a match is over: those who played play again, or give a seat back, theirs or the bot's; everybody
 * may look through it. Every seat is taken then; a table with a free one gathers players again.
 */
import { replayPath } from "../router";
import { CommandButton } from "../ui/command_button";
import { Link } from "../ui/link";
import type { MatchId, TableState } from "../wire/generated";
import { listed } from "../words";
import { numbered, type SeatName } from "./seat_names";

interface Props {
  state: TableState;
  mine: number;
  /** Whether the title knows rematches. */
  again: boolean;
  names: SeatName[];
}

export function AfterMatch({ state, mine, again, names }: Props) {
  const { table } = state;
  const bots = state.seats.flatMap(({ holder }, seat) => (holder?.kind === "bot" ? [seat] : []));
  return (
    <div class="after">
      {again && <Rematch state={state} mine={mine} />}
      <div class="after-seats">
        <CommandButton command={{ type: "stand", table }} look="button-small">
          Stand up
        </CommandButton>
        {bots.map((seat) => (
          <CommandButton key={seat} command={{ type: "unseat_bot", table, seat }} look="button-small">
            {`Send ${bots.length === 1 ? "the bot" : (names[seat] ?? numbered(seat)).called} away`}
          </CommandButton>
        ))}
        <ReplayLink match_id={state.match_id} />
      </div>
    </div>
  );
}

/** The way to the replay of a table's match, once there was one. */
export function ReplayLink({ match_id }: { match_id: MatchId | null }) {
  return match_id === null ? null : (
    <Link to={replayPath(match_id)} class="button button-small replay-link">
      Watch the replay
    </Link>
  );
}

function Rematch({ state, mine }: Pick<Props, "state" | "mine">) {
  const agreed = state.seats[mine]?.rematch === true;
  const others = state.seats.filter((_, seat) => seat !== mine);
  const missing = others.flatMap(({ rematch, holder }) => (rematch || holder === null ? [] : [holder.name]));
  const invited = others.some(({ rematch, holder }) => rematch && holder?.kind === "player");
  return (
    <CommandButton command={{ type: "rematch", table: state.table }} look="button-main after-main" settled={agreed}>
      {agreed ? `Waiting for ${listed(missing)}…` : invited ? "Accept the rematch" : "Rematch"}
    </CommandButton>
  );
}
