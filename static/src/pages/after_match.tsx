/**
 * What those who played can do when a match is over: play again, or give the seat back, theirs or the bot's. Every seat
 * is taken then; a table with a free one gathers players again.
 */
import { CommandButton } from "../ui/command_button";
import type { TableState } from "../wire/generated";
import { listed } from "../words";

interface Props {
  state: TableState;
  mine: number;
  /** Whether the title knows rematches. */
  again: boolean;
}

export function AfterMatch({ state, mine, again }: Props) {
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
            Send the bot away
          </CommandButton>
        ))}
      </div>
    </div>
  );
}

function Rematch({ state, mine }: Omit<Props, "again">) {
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
