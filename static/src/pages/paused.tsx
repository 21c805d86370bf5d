/** What lies over the board while the match stands still by consent. */
import { useEffect, useRef } from "preact/hooks";
import type { MatchState } from "../net/matches";
import { CommandButton } from "../ui/command_button";

export function Paused({ match }: { match: MatchState }) {
  const place = useRef<HTMLDivElement>(null);
  const may = match.courtesies.includes("resume");
  // Whoever had the hands on the board, or on the button that brought the pause, finds them on the way out of it.
  useEffect(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) {
      place.current?.querySelector("button")?.focus();
    }
  }, []);
  return (
    <div ref={place} class="paused">
      <p class="paused-word">Paused</p>
      <p class="soft">The clocks stand still.</p>
      {may && (
        <CommandButton command={{ type: "resume", match_id: match.match_id }} look="button-main">
          Resume
        </CommandButton>
      )}
    </div>
  );
}
