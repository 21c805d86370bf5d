/** The lobby: what can be played here, the quickest ways to begin, and who waits for somebody. */
import { useEffect, useState } from "preact/hooks";
import { catalogue, loadCatalogue } from "../catalogue";
import type { Title } from "../net/http";
import { client } from "../session";
import { Heading } from "../ui/heading";
import { sayRefusal } from "../ui/toasts";
import { createTable, type Opponent } from "./creating";
import { NewTable } from "./new_table";
import { OpenTables } from "./open_tables";
import "./home.css";

export function Home() {
  useEffect(() => {
    document.title = "Turnwheel";
    client.closeTable();
  }, []);
  return (
    <div class="home">
      <div class="home-head">
        <Heading>Play a game</Heading>
        <p class="soft">No account needed. Pick a game, share the link, play.</p>
      </div>
      <Titles />
      <OpenTables />
    </div>
  );
}

function Titles() {
  const list = catalogue.value;
  const [chosen, setChosen] = useState<Title | null>(null);
  switch (list.kind) {
    case "loading":
      return <p class="soft">Looking…</p>;
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
            {list.titles.map((title) => (
              <TitleCard key={title.name} title={title} choose={() => setChosen(title)} />
            ))}
          </ul>
          {chosen !== null && <NewTable title={chosen} close={() => setChosen(null)} />}
        </section>
      );
  }
}

function TitleCard({ title, choose }: { title: Title; choose: () => void }) {
  const [busy, setBusy] = useState(false);
  const begin = (opponent: Opponent) => {
    if (busy) {
      return;
    }
    setBusy(true);
    createTable(title.name, {}, opponent)
      .catch(sayRefusal)
      .finally(() => setBusy(false));
  };
  const heading = `title-${title.name}`;
  return (
    <li class="card title-card">
      <div>
        <h3 id={heading}>{title.label}</h3>
        <p class="soft">{title.summary}</p>
      </div>
      <div class="title-ways" role="group" aria-labelledby={heading}>
        <button type="button" class="button button-main" aria-disabled={busy} onClick={() => begin("friend")}>
          Play a friend
        </button>
        {title.bot && (
          <button type="button" class="button" aria-disabled={busy} onClick={() => begin("bot")}>
            Play the bot
          </button>
        )}
        <button type="button" class="button button-bare" aria-haspopup="dialog" onClick={choose}>
          New table…
        </button>
      </div>
    </li>
  );
}
