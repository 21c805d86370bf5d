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

/** Frames after which a client tells what it has seen, unless an input told it: the protocol's rule. */
export const ACK_FRAMES = 3;

/**
 * Frames that are kept for a view that is not there yet. The server sends 64 at most that nobody has told of, and as many
 * once more when its ping is answered. Further ones are dropped: it shows the whole before it goes on.
 */
export const EARLY_FRAMES = 128;

/** Ticks of a real-time match whose states are kept: over four seconds at 60 a second; older ones are forgotten. */
export const STATES_KEPT = 256;

/** Ticks predicted at most past the last one told: two seconds at 60 a second; what would lie beyond is not shown. */
export const PREDICTED_MAX = 128;

/** Inputs that may be on their way: no more than are sent in the time predicted; the oldest is forgotten. */
export const INPUTS_PENDING_MAX = 256;

/**
 * Inputs sent for the same tick: the second is for a key that goes down while the pointer moves. A third waits for the
 * next tick, so that no pointer, however busy, meets the server's limit of messages.
 */
export const INPUTS_A_TICK = 2;

/** Nothing told for this long means that the match has stalled: the present waits instead of running ahead for nothing. */
export const STALLED_MS = 600;

/** Arrivals remembered for their lateness: a second and a half at 60 a second; the oldest is forgotten. */
export const ARRIVALS_KEPT = 96;

/** Messages that come closer together than this were held up together, and count as one arrival. */
export const BURST_MS = 3;

/** The share of arrivals that the buffer is to be long enough for; the few later ones are not worth everybody's delay. */
export const IN_TIME_SHARE = 0.95;

/** How much the buffer shrinks in a second: at least this many milliseconds, or this share of what there is too much. */
export const SHRINK_MS_A_S = 10;
export const SHRINK_SHARE_A_S = 0.25;

/** The earliest arrival is looked for in this many spans of this length: long enough for chance, short enough for drift. */
export const SPANS = 8;
export const SPAN_MS = 250;

/** When all arrivals of two spans are later than the earliest by this, the match itself is later, or the way longer. */
export const SHIFTED_MS = 60;

/** While a match runs, the way to the server is measured this often: prediction leads by it. */
export const REALTIME_PING_MS = 500;

/** Round trips remembered for real time; the shortest is believed. */
export const ROUND_TRIPS_KEPT = 6;

/** The round trip before any is measured. */
export const ROUND_TRIP_GUESS_MS = 60;

/** How much earlier than needed an input is to arrive at least: the server's own unevenness. */
export const LEAD_MIN_MS = 6;

/** The most that is given for inputs to be in time; a way so uneven is played with late inputs. */
export const LEAD_MAX_MS = 150;

/** How fast what late inputs added to the lead is taken back. */
export const LEAD_SHRINK_MS_A_S = 4;

/** How much faster or slower than time itself a shown tick runs while it makes up for a small error. */
export const SLEW_MAX = 0.1;

/** Errors up to this are made up for so; larger ones, after a stall, at the rate below, and at once past the last. */
export const SLEW_MS = 150;
export const CATCH_UP_MAX = 0.5;
export const JUMP_MS = 1_000;

/** A small error is made up for in about this time. */
export const SLEW_OVER_MS = 400;

/** Pictures farther apart than this are a page that was hidden: it goes on from where things are. */
export const HIDDEN_MS = 300;

/** Own games that the lobby lists at first, besides those that wait for the player; the rest comes when asked for. */
export const OWN_GAMES_SHOWN = 4;

/** Parts of a replay that are kept, each as long as the server makes it; the one unused for longest is forgotten. */
export const REPLAY_PARTS_KEPT = 6;

/** A replay that plays asks for the next part when no more steps than this are left in the one it is in. */
export const REPLAY_AHEAD_STEPS = 200;

/** How long a replay shows each step of a match that is played in turns. */
export const REPLAY_STEP_MS = 1_000;

/** Messages shown at once in the corner; the oldest makes room. */
export const TOASTS_MAX = 3;

/** A message in the corner goes away after this, unless the pointer or the focus rests on it. */
export const TOAST_MS = 8_000;

/** How deep the generic view unfolds a value; what lies deeper is shown as text. */
export const GENERIC_DEPTH_MAX = 6;

/** Entries of one list that the generic view shows; the rest is only counted. */
export const GENERIC_ENTRIES_MAX = 200;
