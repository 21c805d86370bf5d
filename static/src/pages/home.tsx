/** The lobby: the quickest ways into a game, who waits for somebody, what can be watched, and one's own games. */
import { useEffect, useState } from "preact/hooks";
import { catalogue, loadCatalogue } from "../catalogue";
import type { Title } from "../net/http";
import { client } from "../session";
import { Heading } from "../ui/heading";
import { usePageTitle } from "../ui/page_title";
import type { Opponent } from "./creating";
import { JoinByCode } from "./join_by_code";
import { LiveNow, OpenTables } from "./lobby_lists";
import { NewTable } from "./new_table";
import { ownGames } from "./own_games";
import { SeekBar } from "./seek_bar";
import { TitleCard } from "./title_card";
import { YourGames } from "./your_games";
import "./home.css";

export function Home() {
  useEffect(() => {
    client.looking.close();
    client.lobby.watch();
    return () => {
      client.lobby.unwatch();
      client.seeking.cancel();
    };
  }, []);
  const games = ownGames(client.lobby.state.value?.mine ?? [], client.me.value?.player);
  usePageTitle("Turnwheel", games.filter(({ due }) => due).length);
  const list = catalogue.value;
  const [making, setMaking] = useState<{ title: Title; opponent: Opponent } | null>(null);
  const first = list.kind === "ready" ? list.titles[0] : undefined;
  return (
    <div class="home">
      <div class="home-head">
        <Heading>Play a game</Heading>
        <p class="soft">No account needed. Press a time to play whoever comes along, or send a friend the link.</p>
      </div>
      <YourGames games={games} />
      <div class="home-columns">
        <div class="home-main">
          <Titles make={(title) => setMaking({ title, opponent: "friend" })} />
        </div>
        <div class="home-aside">
          <OpenTables
            makeOne={first === undefined ? null : () => setMaking({ title: first, opponent: "anyone" })}
          />
          <LiveNow />
          <JoinByCode />
        </div>
      </div>
      {making !== null && <NewTable {...making} close={() => setMaking(null)} />}
      <SeekBar />
    </div>
  );
}

function Titles({ make }: { make: (title: Title) => void }) {
  const list = catalogue.value;
  switch (list.kind) {
    case "loading":
      return <div class="card title-card title-featured titles-coming soft">Looking…</div>;
    case "failed":
      return (
        <div class="card home-failed" role="alert">
          <p>{list.refusal.reason}</p>
          <button type="button" class="button" onClick={() => void loadCatalogue()}>
            Try again
          </button>
        </div>
      );
    case "ready":
      return (
        <section aria-labelledby="games">
          <h2 id="games" class="unseen">
            Games
          </h2>
          <ul class="titles">
            {list.titles.map((title, index) => (
              <TitleCard key={title.name} title={title} featured={index === 0} choose={() => make(title)} />
            ))}
          </ul>
        </section>
      );
  }
}
