/** A title on the home page: what it is, and every way into a game of it, the quickest first. */
import { useState } from "preact/hooks";
import { isTimeControl, timeSpelt } from "../forms/time_control";
import type { Preset, Title } from "../net/http";
import { tablePath } from "../router";
import { client } from "../session";
import { Icon } from "../ui/icons";
import { Link } from "../ui/link";
import { sayRefusal } from "../ui/toasts";
import { counted } from "../words";
import { createTable, type Opponent } from "./creating";
import { isLive } from "./lobby_lists";

interface Props {
  title: Title;
  /** The first of all: it has more room. */
  featured?: boolean;
  choose: () => void;
}

export function TitleCard({ title, featured, choose }: Props) {
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
    <li class={featured ? "card title-card title-featured" : "card title-card"}>
      <div class="title-head">
        <h3 id={heading}>{title.label}</h3>
        <Watch title={title} />
        <p class="soft">{title.summary}</p>
      </div>
      <div class="title-ways" role="group" aria-labelledby={heading}>
        {title.presets.length > 0 && (
          <div class="presets">
            {title.presets.map((preset) => (
              <PresetButton key={preset.label} title={title} preset={preset} />
            ))}
          </div>
        )}
        <button type="button" class="button" aria-disabled={busy} onClick={() => begin("friend")}>
          Play with a friend
        </button>
        {title.bot !== null && (
          <button type="button" class="button" aria-disabled={busy} title={title.bot} onClick={() => begin("bot")}>
            Play the bot
          </button>
        )}
        <button type="button" class="button button-bare title-new" aria-haspopup="dialog" onClick={choose}>
          <Icon name="sliders" />
          <span>New table…</span>
        </button>
      </div>
    </li>
  );
}

/** Waits for whoever presses the same; pressed again, it doesn't wait any more. */
function PresetButton({ title, preset }: { title: Title; preset: Preset }) {
  const label = preset.label === "" ? "Quick match" : preset.label;
  const seek = client.seeking.state.value;
  const waiting = seek.kind === "seeking" && seek.sought.options === preset.options;
  const time = Object.values(preset.options).find(isTimeControl);
  const press = () => {
    if (waiting) {
      client.seeking.cancel();
    } else {
      const sought = `${title.label}${preset.label === "" ? "" : ` ${preset.label}`}`;
      client.seeking.seek({ title: title.name, options: preset.options, label: sought });
    }
  };
  return (
    <button
      type="button"
      class="button button-tint preset"
      aria-pressed={waiting}
      title={time === undefined ? "Play whoever comes along" : timeSpelt(time)}
      onClick={press}
    >
      {label}
    </button>
  );
}

/** The way to the live game of this title that most people watch. */
function Watch({ title }: { title: Title }) {
  const live = (client.lobby.state.value?.tables ?? []).filter((table) => table.title === title.name && isLive(table));
  const most = live.toSorted((a, b) => b.spectators - a.spectators)[0];
  return most === undefined ? null : (
    <Link class="title-watch small" to={tablePath(most.table)} name={`Watch ${title.label}`}>
      Watch {counted(live.length, "live game", "live games")}
    </Link>
  );
}
