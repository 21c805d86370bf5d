/**
 * Every bound of the browser client: its number, why it is that number, and what happens when it is met.
 * A limit that isn't here doesn't exist; no other file holds a bare number of this kind.
 */

/** A connection attempt that takes longer is given up and counts as failed; a healthy server answers in a blink. */
export const CONNECT_MS = 10_000;

/** The first pause after a failed connection is at most this, and the bound doubles with each failure in a row. */
export const BACKOFF_FIRST_MS = 500;

/** Pauses never grow beyond this: a player who waits should see the page come back soon after the server does. */
export const BACKOFF_MAX_MS = 15_000;

/** A connection that lived this long was a good one: the next pause starts again from the first. */
export const STEADY_MS = 5_000;

/**
 * The server said it restarts: it is back within a second or two, so the first try comes after this, plus as much
 * again at random so that a full house doesn't come through the door at once.
 */
export const RESTART_MS = 700;

/** While nothing else arrives, a ping goes out this often: a dead line is found before it is needed. */
export const PING_EVERY_MS = 10_000;

/** Everything sent is answered. If nothing at all arrives for this long after a message left, the line is dropped. */
export const SILENCE_MS = 6_000;

/** A line that there is reason to doubt has to answer a ping within this; a slower one is worth dialling again. */
export const PROBE_MS = 2_500;

/** More than this unsent in the browser's own buffer means that the line has stalled: it is dropped. */
export const BUFFERED_BYTES_MAX = 1_000_000;

/** The protocol allows this many commands to wait for their answer; the next are kept back until one is answered. */
export const UNANSWERED_MAX = 16;

/** Commands kept back while away or over the limit above; more are refused, a person can't have meant so many. */
export const KEPT_BACK_MAX = 64;

/** Round trips remembered for the server's clock; the fastest of them is believed, the oldest forgotten. */
export const CLOCK_SAMPLES_MAX = 6;

/** Matches whose last update is kept: the one on the table and its forerunner; the oldest is forgotten. */
export const MATCHES_KEPT = 2;

/** Sockets refused in a row after which the page asks for a new guest token, as the old one may have run out. */
export const REFUSALS_BEFORE_GUEST = 2;

/** A request over HTTP that takes longer is given up and shown as failed. */
export const HTTP_MS = 10_000;

/**
 * A player's absence is told with its countdown when no more than this is left until the win may be claimed: whoever
 * only loads the page anew is back before, and nobody need hear of it.
 */
export const CLAIM_TOLD_MS = 27_000;

/** Frames between two acknowledgements, unless an input tells it anyway: the server sends a line no more than a few ahead. */
export const ACK_FRAMES = 3;

/** In a real-time match the way to the server is measured this often: prediction leads by it. */
export const REALTIME_PING_MS = 500;

/** How long the arrivals of frames are remembered: their earliest is the server's pace, their spread the jitter. */
export const ARRIVALS_MS = 4_000;

/** Pictures run this much behind the jitter that was seen, so that a frame a little later than most is still in time. */
export const BUFFER_SLACK_MS = 4;

/** Pictures run at most this far behind the server's pace; what comes later than that is shown when it comes. */
export const BUFFER_MAX_MS = 150;

/** Inputs leave earlier by the jitter, up to this: what is later still is applied late, and the next leave earlier by a tick. */
export const LEAD_JITTER_MS_MAX = 50;

/** Round trips remembered for real time; the fastest of them is believed. */
export const ROUND_TRIPS_KEPT = 8;

/** How much faster or slower than time itself a picture's time may run, to get back to where it should be. */
export const SLEW_MAX = 0.1;

/** Farther off than this it jumps ahead, or waits: a tab was hidden, or the server left ticks out. */
export const SLEW_MS = 400;

/** Ticks are predicted this far beyond the newest that is known; then one's own seat stands still too. */
export const PREDICTED_MS = 1_000;

/** Known ticks are kept this long, to show the past smoothly. */
export const HISTORY_MS = 1_000;

/** An input that came too late makes the next ones leave earlier by a tick; so many ticks at most. */
export const LEAD_TICKS_MAX = 8;

/** How long inputs must come in time before one of those ticks is given back. */
export const LEAD_BACK_MS = 3_000;

/** Inputs that wait for a frame that applied them; the oldest is forgotten, as the newest counts. */
export const INPUTS_KEPT = 128;

/** Nothing has come from the server for this long: a real-time match stands still on the page. */
export const STALLED_MS = 1_000;

/** Messages shown at once in the corner; the oldest makes room. */
export const TOASTS_MAX = 3;

/** A message in the corner goes away after this, unless the pointer or the focus rests on it. */
export const TOAST_MS = 8_000;

/** How deep the generic view unfolds a value; what lies deeper is shown as text. */
export const GENERIC_DEPTH_MAX = 6;

/** Entries of one list that the generic view shows; the rest is only counted. */
export const GENERIC_ENTRIES_MAX = 200;
