//! Every refusal of the server: a stable code for programs and a sentence for people, in one table. A title's own
//! refusals pass through as `rules.CODE`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use title::Rejection;
use ts_rs::TS;

/// A stable code a program can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct Code(pub Cow<'static, str>);

/// A refusal: the code, and the sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// What a program acts on.
    pub code: Code,
    /// What a person reads.
    pub reason: Cow<'static, str>,
}

macro_rules! refusals {
    ($($name:ident = $code:literal, $reason:literal;)+) => {
        impl Refused {
            $(#[doc = concat!("`", $code, "`: ", $reason)]
            pub const $name: Refused =
                Refused { code: Code(Cow::Borrowed($code)), reason: Cow::Borrowed($reason) };)+

            /// All of them, in the order of docs/PROTOCOL.md.
            pub const ALL: &[Refused] = &[$(Refused::$name),+];
        }
    };
}

refusals! {
    MALFORMED = "malformed", "This message can't be read; see the protocol's description of its type.";
    UNKNOWN_TYPE = "unknown_type", "There is no message of this type; see the protocol's list.";
    HELLO_FIRST = "hello_first", "Say hello before anything else.";
    HELLO_AGAIN = "hello_again", "This connection has said hello already; open another for another client.";
    BAD_CLIENT = "bad_client", "A client id has 8 to 64 letters, digits, - or _.";
    STALE_SEQ = "stale_seq", "This command's number is too old to be answered again; go on from the last one.";
    SEQ_GAP = "seq_gap", "This command's number leaves a hole; send the missing ones first.";
    TOO_MANY_UNANSWERED = "too_many_unanswered", "Too many commands wait for their answer; wait for one before you send the next.";
    TOO_FAST = "too_fast", "Too many messages in a short time; slow down and send it again.";
    BUSY = "busy", "The server has more to do than it can take on; try again in a moment.";
    STORAGE_UNAVAILABLE = "storage_unavailable", "The server can't store moves just now; try again in a moment.";
    STOPPING = "stopping", "The server is about to stop; the page will come back by itself.";
    UNKNOWN_TITLE = "unknown_title", "There is no game of this name here; choose one from the list.";
    BAD_OPTIONS = "bad_options", "These options don't fit the game; check their names and values.";
    UNKNOWN_TABLE = "unknown_table", "There is no such table; it may have been closed. Make a new one.";
    TOO_MANY_TABLES = "too_many_tables", "You sit at as many tables as you can; leave one first.";
    TABLES_FULL = "tables_full", "The server has as many tables as it can hold; try again later.";
    TABLE_FULL = "table_full", "Every seat is taken; you can watch.";
    SEAT_TAKEN = "seat_taken", "Somebody sits there; choose a free seat.";
    NO_SUCH_SEAT = "no_such_seat", "The table has no seat of this number.";
    ALREADY_SEATED = "already_seated", "You sit at this table already.";
    NOT_SEATED = "not_seated", "Only those who sit at the table can do this; take a seat first.";
    NOT_A_BOT = "not_a_bot", "There is no bot in this seat.";
    NO_BOT = "no_bot", "This game has no bot.";
    MATCH_RUNNING = "match_running", "A match is being played here; wait for its end.";
    NOTHING_TO_REPEAT = "nothing_to_repeat", "There is no finished match to play again.";
    UNKNOWN_MATCH = "unknown_match", "There is no such match.";
    OTHER_RULES = "other_rules", "This match was begun under other rules than the server plays by now. It is kept as it is.";
    ASLEEP = "asleep", "Nobody needs this match now; it is brought back when somebody does.";
    NOT_YOUR_MATCH = "not_your_match", "You have no seat in this match; only its players can act.";
    NOT_YOUR_TURN = "not_your_turn", "Wait for your turn.";
    MATCH_OVER = "match_over", "The match is over.";
    PAUSED = "paused", "The match is paused; resume it first.";
    NOT_PAUSED = "not_paused", "The match isn't paused.";
    NO_COURTESY = "no_courtesy", "This game doesn't know this courtesy.";
    TOO_LATE_TO_ABORT = "too_late_to_abort", "Both sides have moved; resign or offer a draw instead.";
    NOT_GONE = "not_gone", "Nobody the match waits for has been gone long enough; wait for the countdown.";
    NO_OFFER = "no_offer", "Nobody proposes this just now; it may have expired.";
    OFFER_STANDS = "offer_stands", "You have proposed this already; wait for the answer.";
    OFFER_TOO_SOON = "offer_too_soon", "You proposed this a moment ago; make a move before you ask again.";
    BOT_DECLINES = "bot_declines", "A bot doesn't agree to this; play on.";
    NOTHING_TO_UNDO = "nothing_to_undo", "You have made no move that could be taken back.";
    UNDO_PAST_CHANCE = "undo_past_chance", "Chance was drawn or something revealed since; that can't be taken back.";
    ENOUGH_GIVEN = "enough_given", "You have given as much time as one match allows.";
    NO_SEEK = "no_seek", "You aren't waiting for a partner.";
    SEEK_REPLACED = "seek_replaced", "You are waiting in another tab, or for another game.";
    SEEK_LEFT = "seek_left", "You left the queue.";
    ALREADY_PLAYING = "already_playing", "You are in the middle of a match; finish it or resign first.";
    NOT_FOR_SEEKERS = "not_for_seekers", "This game can't be found a partner for; make a table instead.";
    UNKNOWN_CODE = "unknown_code", "No table is waiting under this code; check the letters, or ask for the link.";
    SECRETS = "secrets", "What this seat saw is still a secret; look at the match as an onlooker.";
    TOO_LONG = "too_long", "This match is too long to be played again here.";
    NO_SUCH_MOMENT = "no_such_moment", "The match has no moment of this number that it could go on from; choose an earlier one.";
    BAD_ACTION = "bad_action", "The game doesn't know an action like this; see its list of actions.";
    BAD_INPUT = "bad_input", "The game doesn't know an input like this.";
    TITLE_FAILED = "title_failed", "The game failed on this; nothing was changed, and its author has a record of it.";
    NO_TOKEN = "no_token", "Say who you are: ask /api/guest for a token first.";
    BAD_TOKEN = "bad_token", "This token wasn't made by this server; ask /api/guest for a new one.";
    EXPIRED_TOKEN = "expired_token", "This token has run out; ask /api/guest for a new one.";
    FOREIGN_ORIGIN = "foreign_origin", "Pages of other sites can't speak to this server.";
    BEARER_NEEDED = "bearer_needed", "A request without an Origin header must carry its token as a bearer.";
    BAD_SUBPROTOCOL = "bad_subprotocol", "Ask for the subprotocol turnwheel.v1.msgpack or turnwheel.v1.json.";
    TOO_MANY_SOCKETS = "too_many_sockets", "Too many connections from this address; close one first.";
    TOO_MANY_SESSIONS = "too_many_sessions", "The server holds as many sessions as it can; try again later.";
    TOO_LARGE = "too_large", "This is larger than the server takes.";
    NOT_FOUND = "not_found", "There is nothing at this address.";
}

impl Refused {
    /// The rules' no, under a name that no code of the protocol has.
    pub fn by_rules(rejection: &Rejection) -> Refused {
        Refused {
            code: Code(Cow::Owned(format!("rules.{}", rejection.code))),
            reason: Cow::Owned(rejection.reason.to_string()),
        }
    }
}

impl From<&'static str> for Code {
    fn from(code: &'static str) -> Code {
        Code(Cow::Borrowed(code))
    }
}
