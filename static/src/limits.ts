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

/** Messages shown at once in the corner; the oldest makes room. */
export const TOASTS_MAX = 3;

/** A message in the corner goes away after this, unless the pointer or the focus rests on it. */
export const TOAST_MS = 8_000;

/** How deep the generic view unfolds a value; what lies deeper is shown as text. */
export const GENERIC_DEPTH_MAX = 6;

/** Entries of one list that the generic view shows; the rest is only counted. */
export const GENERIC_ENTRIES_MAX = 200;
