/**
 * Clocks in figures: what a clock face shows at a moment of the match's time, and for how long. Pure; it reads no clock
 * and ends no match. A clock that has run out shows nothing left until the server says that the flag fell.
 */
import type { ClockFace, SeatTime, TimeControl } from "./view";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Below this, tenths are shown. */
const TENTHS_BELOW_MS = 10 * SECOND_MS;
const TENTH_MS = 100;

/** The clocks in a view, if it has any to draw: at a table without limits there are none. */
export function clockOf(view: unknown): ClockFace | null {
  const face = isRecord(view) ? view.clock : null;
  return isClockFace(face) && face.control.kind !== "unlimited" ? face : null;
}

/** Whether a value is a clock face. */
export function isClockFace(value: unknown): value is ClockFace {
  return (
    isRecord(value) &&
    isRecord(value.control) &&
    typeof value.control.kind === "string" &&
    (value.running === null || typeof value.running === "number") &&
    typeof value.since_ms === "number" &&
    typeof value.free_ms === "number" &&
    Array.isArray(value.seats) &&
    value.seats.every(isSeatTime)
  );
}

/** What the clock of `seat` shows at match time `now_ms`, in milliseconds: never below zero. */
export function shownMs(face: ClockFace, seat: number, now_ms: number): number {
  const remaining_ms = face.seats[seat]?.remaining_ms ?? 0;
  const charged_ms = face.running === seat ? Math.max(0, now_ms - face.since_ms - face.free_ms) : 0;
  return Math.max(0, remaining_ms - charged_ms);
}

/** What is left of the part of this move that is not charged, in milliseconds; 0 for a seat whose clock stands. */
export function freeMs(face: ClockFace, seat: number, now_ms: number): number {
  const spent_ms = Math.max(0, now_ms - face.since_ms);
  return face.running === seat ? Math.max(0, face.free_ms - spent_ms) : 0;
}

/**
 * `4:59`, `1:02:03`, `2 days 3 h`, and `0:09.4` in the last seconds. Rounded down: what is shown is there. `0:00.0` is the
 * last tenth, and all there is to show when the server has not spoken yet. `unhurried`: nobody counts seconds before the
 * last hour, `5 h 20 min`.
 */
export function clockFigures(ms: number, unhurried = false): string {
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.floor(ms / HOUR_MS) % 24];
  if (days > 0) {
    const counted = days === 1 ? "1 day" : `${days} days`;
    return hours > 0 ? `${counted} ${hours} h` : counted;
  }
  const minutes = Math.floor(ms / MINUTE_MS) % 60;
  if (hours > 0 && unhurried) {
    return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  }
  const seconds = twoFigures(Math.floor(ms / SECOND_MS) % 60);
  if (hours > 0) {
    return `${hours}:${twoFigures(minutes)}:${seconds}`;
  }
  const tenths = ms < TENTHS_BELOW_MS ? `.${Math.floor(ms / TENTH_MS) % 10}` : "";
  return `${minutes}:${seconds}${tenths}`;
}

/** For how long the figures stay as they are while the time runs, in milliseconds; at nothing left, for ever. */
export function figuresStayMs(ms: number, unhurried = false): number {
  const slow = ms >= DAY_MS ? HOUR_MS : unhurried && ms >= HOUR_MS ? MINUTE_MS : null;
  const step = slow ?? (ms >= TENTHS_BELOW_MS ? SECOND_MS : TENTH_MS);
  return ms <= 0 ? Number.POSITIVE_INFINITY : (ms % step) + 1;
}

/** When the time of a seat is called little: a tenth of what there was, but no less than and no more than so much. */
const LOW_MIN_MS = 20 * SECOND_MS;
const LOW_MAX_MS = 60 * SECOND_MS;
/** Of a time that each move makes whole again, this part is little. */
const LOW_RENEWED_PART = 3;

/** Whether so much on the clock of `seat` is little. */
export function isLow(face: ClockFace, seat: number, ms: number): boolean {
  return ms < lowBelowMs(face.control, face.seats[seat]);
}

function lowBelowMs(control: TimeControl, time: SeatTime | undefined): number {
  switch (control.kind) {
    case "unlimited":
      return 0;
    case "days":
      return (control.days * DAY_MS) / LOW_RENEWED_PART;
    case "per_move":
      return Math.min(LOW_MIN_MS, (control.move_s * SECOND_MS) / LOW_RENEWED_PART);
    case "byo_yomi":
      // With all periods before it, the base time is nothing to worry about.
      return time?.periods === control.periods
        ? 0
        : Math.min(LOW_MIN_MS, (control.period_s * SECOND_MS) / LOW_RENEWED_PART);
    case "sudden_death":
    case "increment":
    case "delay":
      return Math.min(LOW_MAX_MS, Math.max(LOW_MIN_MS, (control.base_s * SECOND_MS) / 10));
  }
}

/** Whether a match may take days: nobody sits in front of such clocks. */
export function isUnhurried({ control }: ClockFace): boolean {
  return control.kind === "days";
}

/** What stands beside the figures: the periods still to come, the seconds of this move that are free. Or nothing. */
export function besideFigures(face: ClockFace, seat: number, now_ms: number): string {
  if (face.control.kind === "byo_yomi") {
    const periods = face.seats[seat]?.periods ?? 0;
    return periods > 0 ? `+${periods}×${face.control.period_s}s` : "last";
  }
  if (face.control.kind === "delay") {
    const free_ms = face.running === seat ? freeMs(face, seat, now_ms) : face.control.delay_s * SECOND_MS;
    return free_ms > 0 ? `+${Math.ceil(free_ms / SECOND_MS)}s` : "";
  }
  return "";
}

/** For how long the clock of `seat` looks as it does at match time `now_ms`, in milliseconds. */
export function clockStaysMs(face: ClockFace, seat: number, now_ms: number): number {
  if (face.running !== seat) {
    return Number.POSITIVE_INFINITY;
  }
  const free_ms = freeMs(face, seat, now_ms);
  // Seconds of a delay are counted rounded up, so they change as they are full.
  return free_ms > 0 ? ((free_ms - 1) % SECOND_MS) + 1 : figuresStayMs(shownMs(face, seat, now_ms), isUnhurried(face));
}

function twoFigures(value: number): string {
  return String(value).padStart(2, "0");
}

function isSeatTime(value: unknown): value is SeatTime {
  return isRecord(value) && typeof value.remaining_ms === "number" && typeof value.periods === "number";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
