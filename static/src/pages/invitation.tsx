/** What stands in the board's place until the game begins: the link for those who sit, a seat for those who come. */
import type { Title } from "../net/http";
import { CommandButton } from "../ui/command_button";
import type { TableState } from "../wire/generated";
import { freeSeats } from "../words";
import { ShareCode, ShareLink } from "./share_link";

export function Invitation({ state, mine, title }: { state: TableState; mine: number | null; title: Title | null }) {
  const { table } = state;
  const free = freeSeats(state) > 0;
  if (mine === null) {
    return (
      <div class="card invitation">
        <h2>{free ? "You are invited to play" : "Every seat is taken"}</h2>
        {title !== null && <p class="soft">{title.summary}</p>}
        {free && (
          <CommandButton command={{ type: "sit", table }} look="button-main invitation-sit">
            Take a seat
          </CommandButton>
        )}
        <p class="soft small">Or stay and watch.</p>
      </div>
    );
  }
  const open = state.offer === "open";
  return (
    <div class="card invitation">
      <h2>{open ? "Your table is listed in the lobby" : "Invite a friend"}</h2>
      <p class="soft">
        {open
          ? "Anyone can join it there. You can send the link to somebody, too."
          : "Send them this link. Whoever opens it can take the free seat."}
      </p>
      <ShareLink table={table} label="Link to this table" />
      {state.code !== null && <ShareCode code={state.code} />}
      {title !== null && title.bot !== null && free && (
        <p class="invitation-bot">
          <span class="soft">Nobody around?</span>
          <CommandButton command={{ type: "seat_bot", table }}>Play the bot</CommandButton>
        </p>
      )}
    </div>
  );
}
