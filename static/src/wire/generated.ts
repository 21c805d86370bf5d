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
have?: Have, 
/**
 * The last number this client has given a command, if it comes back. Of those up to it that it sends again, the ones
 * left out were answered, by a server that is gone perhaps: they are no hole.
 */
last_seq?: Seq, } | { "type": "command", 
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
input: number, 
/**
 * The tick it is for: it holds from that tick on. One that has run already, or 0, means the next.
 */
tick: number, 
/**
 * As in `seen`: 0 says nothing.
 */
seen: number, } | { "type": "seen", 
/**
 * The match it is shown.
 */
match_id: MatchId, 
/**
 * The tick of the frame.
 */
tick: number, } | { "type": "ping", 
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
offer: Offer, 
/**
 * Which seat to take; the first if left out.
 */
seat?: number, 
/**
 * Who plays which side in the first match.
 */
sides: Sides, } | { "type": "open_table", 
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
match_id: MatchId, } | { "type": "resign", 
/**
 * Which.
 */
match_id: MatchId, } | { "type": "abort", 
/**
 * Which.
 */
match_id: MatchId, } | { "type": "claim", 
/**
 * In which match.
 */
match_id: MatchId, } | { "type": "add_time", 
/**
 * In which match.
 */
match_id: MatchId, } | { "type": "resume", 
/**
 * In which match.
 */
match_id: MatchId, } | { "type": "offer", 
/**
 * In which match.
 */
match_id: MatchId, 
/**
 * What.
 */
what: Proposal, } | { "type": "answer", 
/**
 * In which match.
 */
match_id: MatchId, 
/**
 * Which proposal.
 */
what: Proposal, 
/**
 * Yes or no.
 */
accept: boolean, } | { "type": "watch_lobby" } | { "type": "unwatch_lobby" } | { "type": "seek", 
/**
 * The title's name.
 */
title: string, 
/**
 * The title's options; what is left out takes its default.
 */
options: Record<string, unknown>, } | { "type": "cancel_seek" };

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

export type Sides = "chosen" | "random";

export type Proposal = "draw" | "undo" | "pause";

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
reason: string, } | { "type": "lobby", 
/**
 * Whether `tables` are all there are; else only those that are new or have changed.
 */
whole: boolean, 
/**
 * Public tables, those made last first.
 */
tables: Array<TableState>, 
/**
 * Tables that are no longer public or no more.
 */
gone: Array<TableId>, 
/**
 * The tables at which this player waits for others or plays, public or not: those that wait for the player first,
 * then those made last. Told with a whole list, and all of them anew when one has changed; else left out.
 */
mine?: Array<TableState>, } | { "type": "seated", 
/**
 * Which.
 */
table: TableId, } | { "type": "seek_ended", 
/**
 * A stable code.
 */
code: Code, 
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
 * The match's time at the event, in milliseconds, to which every time in the view refers.
 */
now_ms: number, 
/**
 * While it runs, the match's time is the server's clock less this, in milliseconds.
 */
offset_ms: number, 
/**
 * Whether the match's time stands still, at `now_ms`: the players have agreed to pause.
 */
paused: boolean, 
/**
 * The proposals that wait for an answer.
 */
offers: Array<Offering>, 
/**
 * What this viewer may ask of the match now.
 */
courtesies: Array<Ask>, 
/**
 * The seats the match waits for whose players are away.
 */
gone: Array<Gone>, 
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
tick?: number, 
/**
 * In a real-time match, the ticks a second.
 */
hz?: number, } | { "type": "frame", 
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
seat: number | null, 
/**
 * Which courtesy it was, if it was one.
 */
courtesy?: Courteous, };

export type Cause = "snapshot" | "start" | "action" | "alarm" | "presence" | "checkpoint" | "courtesy" | "released" | "fault";

export type Courteous = { 
/**
 * What was done.
 */
deed: Deed, 
/**
 * Of which proposal, if of one.
 */
what?: Proposal, };

export type Deed = "resigned" | "aborted" | "claimed" | "time_added" | "resumed" | "offered" | "agreed" | "accepted" | "declined" | "withdrawn" | "expired" | "no_show";

export type Ask = "resign" | "abort" | "draw" | "undo" | "pause" | "add_time" | "resume" | "claim";

export type Offering = { 
/**
 * What is proposed.
 */
what: Proposal, 
/**
 * By which seat.
 */
by: number, 
/**
 * When it expires, by the server's clock in milliseconds.
 */
until_ms: number, };

export type Gone = { 
/**
 * Which.
 */
seat: number, 
/**
 * From when on the win may be claimed, by the server's clock in milliseconds.
 */
claim_ms: number, };

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
 * Who plays which side in the first match.
 */
sides: Sides, 
/**
 * A few letters to find it by while it gathers players; null once a match has begun.
 */
code: string | null, 
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
 * The seats that a match which may take days waits for. Of other matches nothing is told here.
 */
turn: Array<number>, 
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
