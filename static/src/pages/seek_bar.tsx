/** What stands at the foot of the page while one waits for a partner: for what, for how long, and the ways out. */
import { useState } from "preact/hooks";
import { titleNamed } from "../catalogue";
import type { SeekState } from "../net/seeking";
import { client } from "../session";
import { useWaking } from "../ui/ticker";
import { sayRefusal } from "../ui/toasts";
import { createTable } from "./creating";

const SECOND_MS = 1000;

/** Whoever has waited so long is offered the bot: nobody should have to wait for a game. */
const BOT_OFFERED_MS = 10_000;

export function SeekBar() {
  const seek = client.seeking.state.value;
  return (
    <div class="seek-place" role="status" aria-label="Quick match">
      {seek.kind === "seeking" && <Waiting seek={seek} />}
    </div>
  );
}

function Waiting({ seek }: { seek: Extract<SeekState, { kind: "seeking" }> }) {
  const { sought, since_ms } = seek;
  const waited_ms = Math.max(0, client.now() - since_ms);
  useWaking(SECOND_MS - (waited_ms % SECOND_MS));
  const [busy, setBusy] = useState(false);
  const title = titleNamed(sought.title);
  const playBot = () => {
    if (!busy) {
      setBusy(true);
      createTable(sought.title, sought.options, "bot")
        .catch(sayRefusal)
        .finally(() => setBusy(false));
    }
  };
  return (
    <div class="seek-bar">
      <span class="seek-sign" aria-hidden="true" />
      <p class="seek-text">
        <span>
          Looking for a partner: <b>{sought.label}</b>
        </span>
        <span class="seek-time" aria-hidden="true">
          {waitedFigures(waited_ms)}
        </span>
      </p>
      {title !== null && title.bot !== null && waited_ms >= BOT_OFFERED_MS && (
        <button type="button" class="button button-small" aria-disabled={busy} onClick={playBot}>
          Play the bot instead
        </button>
      )}
      <button type="button" class="button button-small" onClick={() => client.seeking.cancel()}>
        Cancel
      </button>
    </div>
  );
}

function waitedFigures(ms: number): string {
  const seconds = Math.floor(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
