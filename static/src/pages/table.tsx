/** The page of one table, from the first seat taken to the rematch: it follows the session's look at the table. */
import { useEffect, useRef, useState } from "preact/hooks";
import { catalogue, titleNamed } from "../catalogue";
import { optionsInWords } from "../forms/schema";
import type { MatchState } from "../net/matches";
import { client } from "../session";
import { Heading } from "../ui/heading";
import { Icon } from "../ui/icons";
import { Link } from "../ui/link";
import { usePageTitle } from "../ui/page_title";
import { useTitleModule } from "../ui/title_module";
import { TitleBoard } from "../ui/title_board";
import type { Player } from "../view";
import type { TableId, TableState } from "../wire/generated";
import { counted, humanise } from "../words";
import { AfterMatch, ReplayLink } from "./after_match";
import { Courtesies } from "./courtesies";
import { Gone } from "./gone";
import { Invitation } from "./invitation";
import { NetPanelPlace } from "./net_panel_place";
import { Offers } from "./offers";
import { Paused } from "./paused";
import { PlayerBar } from "./player_bar";
import { seatNames } from "./seat_names";
import { Seats } from "./seats";
import { ShareLink } from "./share_link";
import { playersOf, seatOf, statusOf } from "./status";
import "./table.css";

export function Table({ table }: { table: TableId }) {
  useEffect(() => client.looking.open(table), [table]);
  const look = client.looking.look.value;
  if (look.kind === "nowhere" || look.table !== table) {
    return null;
  }
  switch (look.kind) {
    case "opening":
      return <p class="soft table-opening">Opening the table…</p>;
    case "open":
      return <OpenTable state={look.state} />;
    case "closed":
      return <Gone headline="This table is closed" reason={look.reason} />;
    case "refused": {
      const { code, reason } = look.refusal;
      return code === "unknown_table" ? (
        <Gone headline="No such table" reason={reason} />
      ) : (
        <Gone headline="The table can't be opened" reason={reason} again={() => client.looking.open(table)} />
      );
    }
  }
}

function OpenTable({ state }: { state: TableState }) {
  const me = client.me.value?.player;
  const match = (state.match_id !== null && client.looking.matches.value.get(state.match_id)) || null;
  const players = useMatchPlayers(state, me);
  const title = catalogue.value.kind === "loading" ? undefined : titleNamed(state.title);
  const module = useTitleModule(state.title, title);
  const status = statusOf(state, match, me, players, client.looking.unseen.value);
  const label = title?.label ?? humanise(state.title);
  const options = title ? optionsInWords(title.options, title.defaults, state.options) : "";
  const gathering = state.phase === "gathering";
  const mine = seatOf(state, me);
  const names = seatNames(state.seats.length, module?.seats ?? [], title?.sides ?? []);
  const beside = useRef<HTMLDivElement>(null);
  const { below, turned } = useBelow(state, match?.seat ?? mine);
  const bars = !gathering && state.seats.length === 2;
  const bar = { state, match, me, names };
  const running = match !== null && match.outcome === null && state.phase === "playing" ? match : null;

  usePageTitle(`${status.headline} · ${label}`, status.mood === "yours" && running !== null ? 1 : 0);

  return (
    <div class={gathering ? "table" : "table table-in-play"}>
      <header class="table-head">
        <div class="table-what">
          <Heading quiet>{label}</Heading>
          {options !== "" && <p class="soft small">{options}</p>}
        </div>
        <div class="table-status" data-mood={status.mood} role="status">
          <p class="table-headline">{status.headline}</p>
          <Detail text={status.detail} />
        </div>
        <p class="unseen" role="status">
          {status.aside}
        </p>
      </header>
      <div class="table-board">
        {gathering && <Invitation key="invitation" state={state} mine={mine} title={title ?? null} />}
        {bars && <PlayerBar key="above" {...bar} seat={1 - below} place="above" />}
        {(!gathering || match !== null) && (
          <div key="board" class="board-place">
            <TitleBoard module={module} match={match} players={players} beside={beside} turned={turned} />
            {running?.paused && <Paused match={running} />}
          </div>
        )}
        {bars && <PlayerBar key="below" {...bar} seat={below} place="below" />}
      </div>
      {!bars && <Seats state={state} match={match} me={me} title={title ?? null} names={names} />}
      <div class="table-asks">
        {status.again === true && (
          <button type="button" class="button" onClick={() => client.looking.open(state.table)}>
            Try again
          </button>
        )}
        {running !== null && <Offers match={running} players={players} />}
        {running !== null && running.seat !== null && <Courtesies match={running} title={title ?? null} />}
        {state.phase === "finished" && mine !== null && (
          <AfterMatch state={state} mine={mine} again={title?.courtesies.includes("rematch") ?? false} names={names} />
        )}
        {state.phase === "finished" && mine === null && <ReplayLink match_id={state.match_id} />}
      </div>
      <div ref={beside} class="table-beside" />
      <footer class="table-more">
        <NetPanelPlace match_id={state.match_id} />
        {!gathering && <ShareLink table={state.table} label="Link to this table" compact />}
        <div class="table-foot">
          <Link to="/" class="button button-bare table-home">
            Back to all games
          </Link>
          <p class="soft small table-watchers">
            {state.spectators > 0 && <Icon name="eye" />}
            {state.spectators > 0 && counted(state.spectators, "person is watching", "people are watching")}
          </p>
        </div>
      </footer>
    </div>
  );
}

/**
 * Which of the two seats is below the board: one's own, the first for those who watch, until the view says that it has
 * turned the board.
 */
function useBelow(state: TableState, mine: number | null): { below: number; turned: (seat: number) => void } {
  const [said, setSaid] = useState<{ match_id: string | null; seat: number } | null>(null);
  const { match_id } = state;
  const turned = (seat: number) => setSaid({ match_id, seat });
  const below = said !== null && said.match_id === match_id ? said.seat : (mine ?? 0);
  return { below: below === 1 ? 1 : 0, turned };
}

/** The line below the headline; while we are away, it says that what was done is not lost. */
function Detail({ text }: { text: string }) {
  const away = client.connection.value.kind !== "open" && client.unanswered.value > 0;
  return <p class="table-detail soft">{away ? "Kept, and sent when you are back online." : text}</p>;
}

/** The players of the current match, who stay its players when one stands up after it and another sits down. */
function useMatchPlayers(state: TableState, me: string | undefined): (Player | null)[] {
  const kept = useRef<{ match_id: MatchState["match_id"] | null; players: (Player | null)[] }>({
    match_id: null,
    players: [],
  });
  const now = playersOf(state, me);
  const sameMatch = kept.current.match_id === state.match_id;
  if (state.phase === "starting" || state.phase === "playing" || !sameMatch) {
    kept.current = { match_id: state.match_id, players: now };
  }
  return kept.current.players;
}
