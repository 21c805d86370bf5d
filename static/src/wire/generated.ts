// Made from engine/src/wire by `make generate`; change it there.

export type PlayerId = string;

export type ClientId = string;

export type TableId = string;

export type MatchId = string;

export type Seq = number;

export type Rev = number;

export type Epoch = number;

export type Code = string;

export type ClientMessage = { "type": "hello", 
/**
 * Which tab speaks: 8 to 64 letters, digits, `-` or `_`, random.
 */
client: ClientId, 
/**
 * The last update this client saw, if it comes back: it then gets what it missed since.
 */
have?: Have, } | { "type": "command", 
/**
 * The number of the command, one more than the last.
 */
seq: Seq, 
/**
 * What to do.
 */
command: Command, } | { "type": "input", 
/**
 * The match it is for.
 */
match_id: MatchId, 
/**
 * The number of the input, rising; frames name the last one they applied.
 */
input: number, } | { "type": "ping", 
/**
 * Comes back as it is.
 */
echo: number, };

export type Command = { "type": "create_table", 
/**
 * The title's name.
 */
title: string, 
/**
 * The title's options; what is left out takes its default.
 */
options: Record<string, unknown>, 
/**
 * Who may find it.
 */
offer: Offer, } | { "type": "open_table", 
/**
 * Which.
 */
table: TableId, } | { "type": "close_table" } | { "type": "sit", 
/**
 * At which table.
 */
table: TableId, 
/**
 * Which seat; the first free one if left out.
 */
seat?: number, } | { "type": "stand", 
/**
 * At which table.
 */
table: TableId, } | { "type": "seat_bot", 
/**
 * At which table.
 */
table: TableId, 
/**
 * Which seat; the first free one if left out.
 */
seat?: number, } | { "type": "unseat_bot", 
/**
 * At which table.
 */
table: TableId, 
/**
 * Which seat.
 */
seat: number, } | { "type": "rematch", 
/**
 * At which table.
 */
table: TableId, } | { "type": "act", 
/**
 * In which match.
 */
match_id: MatchId, };

export type Have = { 
/**
 * Of which match.
 */
match_id: MatchId, 
/**
 * Its epoch.
 */
epoch: Epoch, 
/**
 * Its revision.
 */
rev: Rev, };

export type Offer = "private" | "open";

export type ServerMessage = { "type": "welcome", 
/**
 * Who this client is to the server.
 */
player: PlayerId, 
/**
 * The name others see.
 */
name: string, 
/**
 * The number of the last command the server knows of this client; null if it knows none. The next new
 * command follows it; unanswered ones may be sent again under their numbers.
 */
last_seq: Seq | null, 
/**
 * The server's clock in milliseconds, to which all times in messages refer.
 */
now_ms: number, } | { "type": "ok", 
/**
 * Which.
 */
seq: Seq, 
/**
 * The table it made, for `create_table`.
 */
table?: TableId, 
/**
 * The event it became, for `act`.
 */
rev?: Rev, } | { "type": "error", 
/**
 * Which command; left out if it was none.
 */
seq?: Seq, 
/**
 * A stable code: one of the protocol's, or `rules.` and the title's own.
 */
code: Code, 
/**
 * A sentence that says what to do.
 */
reason: string, } | { "type": "table", 
/**
 * All there is to see of it.
 */
table: TableState, } | { "type": "table_closed", 
/**
 * Which.
 */
table: TableId, 
/**
 * Why, in a sentence.
 */
reason: string, } | { "type": "update", 
/**
 * Which match.
 */
match_id: MatchId, 
/**
 * Who sends it: a client drops what comes from a smaller epoch than it has seen.
 */
epoch: Epoch, 
/**
 * The number of the event. One that isn't above the last seen of the same epoch is a repeat to drop.
 */
rev: Rev, 
/**
 * The seat it is shown from; null for a spectator.
 */
seat: number | null, 
/**
 * What led here.
 */
happened: Happened, 
/**
 * The server's clock at the event, in milliseconds.
 */
now_ms: number, 
/**
 * The seats the match waits for.
 */
turn: Array<number>, 
/**
 * The seats whose player is away.
 */
away: Array<number>, 
/**
 * How it ended, if it has.
 */
outcome: Standing | null, 
/**
 * In a real-time match, the ticks that have run.
 */
tick?: number, } | { "type": "frame", 
/**
 * Which match.
 */
match_id: MatchId, 
/**
 * As in `update`.
 */
epoch: Epoch, 
/**
 * The number of the tick.
 */
tick: number, 
/**
 * The last input of this client's seat that was applied; 0 for none.
 */
input: number, } | { "type": "notice", 
/**
 * A stable code.
 */
code: Code, 
/**
 * A sentence.
 */
reason: string, } | { "type": "pong", 
/**
 * As it was sent.
 */
echo: number, 
/**
 * The server's clock, in milliseconds.
 */
now_ms: number, };

export type Happened = { 
/**
 * What kind of event it was.
 */
cause: Cause, 
/**
 * Whose, if one seat's.
 */
seat: number | null, };

export type Cause = "snapshot" | "start" | "action" | "alarm" | "presence" | "checkpoint" | "fault";

export type Standing = { 
/**
 * The place of each seat, 1 the best, equal places a tie; empty if the match counts for nobody.
 */
places: Array<number>, 
/**
 * Why it ended: a stable code of the title, or `faulted`.
 */
reason: string, };

export type TableState = { 
/**
 * The word in its link.
 */
table: TableId, 
/**
 * Which game is played here.
 */
title: string, 
/**
 * The title's options, complete.
 */
options: Record<string, unknown>, 
/**
 * Who may find it.
 */
offer: Offer, 
/**
 * Its seats, in order.
 */
seats: Array<SeatState>, 
/**
 * What is going on.
 */
phase: Phase, 
/**
 * The match being played, or the last one.
 */
match_id: MatchId | null, 
/**
 * How many matches were started here.
 */
games: number, 
/**
 * How the last match ended, once it has.
 */
outcome: Standing | null, 
/**
 * How many people look on without a seat.
 */
spectators: number, };

export type SeatState = { 
/**
 * Who sits there.
 */
holder: Holder | null, 
/**
 * Whether they agreed to play again.
 */
rematch: boolean, 
/**
 * Whether they look at the table now. A bot always does.
 */
here: boolean, };

export type Holder = { 
/**
 * Their id; compare it with that of `welcome` to find oneself.
 */
player: PlayerId, 
/**
 * Their name.
 */
name: string, 
/**
 * A person or a bot.
 */
kind: HolderKind, };

export type HolderKind = "player" | "bot";

export type Phase = "gathering" | "starting" | "playing" | "finished";
