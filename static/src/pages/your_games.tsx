/** The games one is in oneself, those that wait for one first; nothing where there are none. */
import { useState } from "preact/hooks";
import { OWN_GAMES_SHOWN } from "../limits";
import { tablePath } from "../router";
import { Link } from "../ui/link";
import { RowText, useNamed } from "./lobby_lists";
import type { OwnGame } from "./own_games";

export function YourGames({ games }: { games: OwnGame[] }) {
  const [all, setAll] = useState(false);
  if (games.length === 0) {
    return null;
  }
  // What waits for the player is shown whatever there is of it.
  const due = games.filter((game) => game.due).length;
  const shown = all ? games : games.slice(0, Math.max(due, OWN_GAMES_SHOWN));
  return (
    <section class="your-games" aria-labelledby="your-games">
      <h2 id="your-games">Your games</h2>
      <ul class="your-list">
        {shown.map((game) => (
          <YourGame key={game.table.table} game={game} />
        ))}
      </ul>
      {shown.length < games.length && (
        <button type="button" class="button button-bare your-all" onClick={() => setAll(true)}>
          Show all {games.length}
        </button>
      )}
    </section>
  );
}

function YourGame({ game: { table, due, live, line } }: { game: OwnGame }) {
  const { label, options } = useNamed(table);
  const said = due ? `Your turn, ${line}` : line;
  return (
    <li class="card lobby-row" data-due={due} data-live={live}>
      <RowText head={label} options={options} before={due && <strong class="your-turn">Your turn</strong>} line={line} />
      <Link
        class={due || live ? "button button-main" : "button"}
        to={tablePath(table.table)}
        name={`${due ? "Play" : "Return to"} ${label}: ${said}`}
      >
        {due ? "Play" : "Return"}
      </Link>
    </li>
  );
}
