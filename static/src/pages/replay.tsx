/** The page on which a match that is over is looked through: the title's own board, the steps, and the way on from there. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { catalogue, titleNamed } from "../catalogue";
import { optionsInWords } from "../forms/schema";
import { replayPart } from "../net/http";
import type { Head } from "../replay/film";
import { matchAt, Watching } from "../replay/watching";
import { tablePath } from "../router";
import { client } from "../session";
import { Heading } from "../ui/heading";
import { Link } from "../ui/link";
import { usePageTitle } from "../ui/page_title";
import { shownOf, TitleBoard } from "../ui/title_board";
import { useTitleModule } from "../ui/title_module";
import type { Player, TitleModule } from "../view";
import type { MatchId, TableState } from "../wire/generated";
import { humanise } from "../words";
import { resultOf } from "../words/result";
import { stepInWords } from "../words/step";
import { Gone } from "./gone";
import { PlayerBar } from "./player_bar";
import { PlayOn } from "./play_on";
import { ReplayDesk } from "./replay_desk";
import { seatNames } from "./seat_names";
import { Seats } from "./seats";
import { playersOf } from "./status";
import "./table.css";
import "./replay.css";

const WORLD = {
  part: replayPart,
  now: () => performance.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** In place of a replay that is not to be had. */
const HEADLINES: Record<string, string> = {
  unknown_match: "No such match",
  match_running: "This game isn't over yet",
};

export function Replay({ match_id }: { match_id: MatchId }) {
  const watching = useMemo(() => new Watching(match_id, WORLD), [match_id]);
  useEffect(() => {
    client.looking.close();
    return () => watching.stop();
  }, [watching]);
  const film = watching.film.value;
  const head = film.head.value;
  const refusal = film.refusal.value;
  if (head !== null) {
    return <Open watching={watching} head={head} />;
  }
  if (refusal === null) {
    return <p class="soft table-opening">Opening the replay…</p>;
  }
  const unknown = refusal.code === "unknown_match";
  const headline = HEADLINES[refusal.code] ?? "The replay can't be shown";
  return <Gone headline={headline} reason={refusal.reason} again={unknown ? undefined : () => watching.again()} />;
}

function Open({ watching, head }: { watching: Watching; head: Head }) {
  const me = client.me.value?.player;
  const match = watching.match.value;
  const state = tableOf(head, match === null || match.outcome !== null);
  const players = playersOf(state, me);
  const title = catalogue.value.kind === "loading" ? undefined : titleNamed(head.title);
  const module = useTitleModule(head.title, title);
  const label = title?.label ?? humanise(head.title);
  const options = title ? optionsInWords(title.options, title.defaults, head.options) : "";
  const names = seatNames(state.seats.length, module?.seats ?? [], title?.sides ?? []);
  const beside = useRef<HTMLDivElement>(null);
  const { below, turned } = useBelow(watching.seat.value);
  const bars = state.seats.length === 2;
  const bar = { state, match, me, names };
  const result = head.outcome === null ? null : resultOf(head.outcome, null, players);
  const host = useMemo(
    () => (head.real_time === null ? watching.host : watching.realtimeHost(head.real_time.hz)),
    [watching, head],
  );
  const called = names.map(({ called }, seat) => players[seat]?.name ?? called);

  usePageTitle(`Replay · ${label}`);

  return (
    <div class="table table-in-play replay">
      <header class="table-head">
        <div class="table-what">
          <Heading quiet>{`Replay · ${label}`}</Heading>
          {options !== "" && <p class="soft small">{options}</p>}
        </div>
        <div class="table-status">
          <p class="table-headline">{result?.headline ?? "The game is over"}</p>
          <p class="table-detail soft">{result === null || result.detail === "" ? "" : `${result.detail.replace(/\.$/, "")}.`}</p>
        </div>
      </header>
      <div class="table-board">
        {bars && <PlayerBar key="above" {...bar} seat={1 - below} place="above" />}
        <div key="board" class="board-place">
          <TitleBoard module={module} match={match} players={players} beside={beside} turned={turned} replay={host} />
        </div>
        {bars && <PlayerBar key="below" {...bar} seat={below} place="below" />}
      </div>
      {!bars && <Seats state={state} match={match} me={me} title={title ?? null} names={names} />}
      <div class="table-asks">
        <ReplayDesk watching={watching} head={head} called={called} words={wordsOf(watching, head, module, players)} />
        <PlayOn watching={watching} head={head} />
      </div>
      <div ref={beside} class="table-beside" />
      <footer class="table-more">
        <div class="table-foot">
          <Link to="/" class="button button-bare table-home">
            Back to all games
          </Link>
          <Link to={tablePath(head.table)} class="button button-bare table-home">
            To the table
          </Link>
        </div>
      </footer>
    </div>
  );
}

/** What is told of the step that is shown. */
function wordsOf(watching: Watching, head: Head, module: TitleModule | null, players: (Player | null)[]): string {
  const step = watching.shown.value;
  if (step === null) {
    return "";
  }
  const seat = watching.seat.value;
  const before = watching.film.value.step(step.step - 1);
  const shown = (at: typeof step) => shownOf(matchAt(head, at, seat), players);
  return stepInWords(step, toldBy(module, () => [shown(step), before === null ? null : shown(before)]), players);
}

/** What the title tells; a view module that fails at it tells nothing. */
function toldBy(module: TitleModule | null, shown: () => Parameters<NonNullable<TitleModule["told"]>>): string {
  try {
    return module?.told?.(...shown()) ?? "";
  } catch (thrown) {
    reportError(thrown);
    return "";
  }
}

/** Which of the two seats is below the board: that of who looks, the first for those who watch, or as the view says. */
function useBelow(seen: number | null): { below: number; turned: (seat: number) => void } {
  const [said, setSaid] = useState<{ seen: number | null; seat: number } | null>(null);
  const below = said !== null && said.seen === seen ? said.seat : (seen ?? 0);
  return { below: below === 1 ? 1 : 0, turned: (seat) => setSaid({ seen, seat }) };
}

/** The table as it was while they played, as far as a match says. */
function tableOf({ table, title, options, holders, match_id, outcome }: Head, over: boolean): TableState {
  return {
    table,
    title,
    options,
    offer: "private",
    sides: "chosen",
    code: null,
    seats: holders.map((holder) => ({ holder, rematch: false, here: true })),
    phase: over ? "finished" : "playing",
    match_id,
    games: 1,
    outcome: over ? outcome : null,
    turn: [],
    spectators: 0,
  };
}
