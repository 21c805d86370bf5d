/** The way back into a match that is over: a new table, at which it is played on from the step that is looked at. */
import { useState } from "preact/hooks";
import { forkMatch } from "../net/http";
import type { Head } from "../replay/film";
import type { Watching } from "../replay/watching";
import { navigate, tablePath } from "../router";
import { sayRefusal } from "../ui/toasts";

export function PlayOn({ watching, head }: { watching: Watching; head: Head }) {
  const [busy, setBusy] = useState(false);
  const step = watching.shown.value;
  // Where it was over there is nothing to play on.
  const over = step === null || (head.outcome !== null && step.step === head.steps_total - 1);
  const press = () => {
    if (busy || over) {
      return;
    }
    setBusy(true);
    watching.player.pause();
    forkMatch(head.match_id, step.rev)
      .then(({ table }) => navigate(tablePath(table)))
      .catch((thrown: unknown) => {
        setBusy(false);
        sayRefusal(thrown);
      });
  };
  return (
    <div class="play-on">
      <button type="button" class="button" aria-disabled={busy || over} aria-describedby="play-on" onClick={press}>
        Play on from here
      </button>
      <p id="play-on" class="soft small">
        Opens a new table at this position; the finished game stays as it is.
      </p>
    </div>
  );
}
