/** One player's clock, running between the server's words. What it shows is worked out elsewhere; this draws it. */
import { besideFigures, clockFigures, clockStaysMs, isLow, isUnhurried, shownMs } from "../clock_face";
import type { MatchState } from "../net/matches";
import { client } from "../session";
import type { ClockFace } from "../view";
import { Icon } from "./icons";
import { useWaking } from "./ticker";
import "./clock.css";

interface Props {
  face: ClockFace;
  seat: number;
  match: MatchState;
  /** Whose clock it is, for those who don't see where it stands. */
  name: string;
}

export function Clock({ face, seat, match, name }: Props) {
  const now_ms = client.matchNow(match);
  const replayed = match.replayed === true;
  const stands = match.paused || match.outcome !== null || replayed;
  useWaking(stands ? Number.POSITIVE_INFINITY : clockStaysMs(face, seat, now_ms));
  const ms = shownMs(face, seat, now_ms);
  const low = isLow(face, seat, ms);
  const beside = besideFigures(face, seat, now_ms);
  return (
    <div
      class="clock"
      role="timer"
      aria-label={`${name}: time`}
      data-running={(!stands || (replayed && match.outcome === null)) && face.running === seat}
      data-low={low}
    >
      {low && <Icon name="low" />}
      {low && <span class="unseen">little time: </span>}
      <span class="clock-figures">{clockFigures(ms, isUnhurried(face))}</span>
      {beside !== "" && <span class="clock-beside">{beside}</span>}
    </div>
  );
}
