//! Every message between the roles, grouped by who receives it. All of them are owned and answered, if at all, by another
//! message, so that each could cross a machine. Addresses are ids; only shells know actors.

mod minds;

use std::collections::BTreeMap;

use actix::Message;
use bytes::Bytes;
use title::{Outcome, Seats, Seed};

pub use self::minds::{BotShown, Sight, Steer, Steered, Think};
use crate::{
    ids::{Address, ClientId, Epoch, HubId, MatchId, PlayerId, Rev, Seq, SessionId, TableId, WorkerId},
    player::Player,
    store::{Find, History, Record, StoreError, Stored},
    table::{Fork, TableRecord},
    wire::{Holder, Offer, Proposal, Refused, Sides, TableState},
};

/// To a worker.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum ToWorker {
    /// From the lobby: start this match. Sent again when the worker came back and the lobby doesn't know how far it got;
    /// answered by `Created`, `CreateRefused` or `Ended`, whatever is true by then.
    Create(Create),
    /// From the lobby: say how far this match got. Answered like `Create`.
    Report(MatchId, TableId),
    /// From the lobby: end this match, nobody came back to it.
    Abandon(MatchId),
    /// From a hub: show this match to a session from now on.
    Attach(Attach),
    /// From a hub: no more.
    Detach {
        /// Which match.
        match_id: MatchId,
        /// Which session.
        who: Address,
    },
    /// From a hub: a player acts.
    Act(Act),
    /// From a hub: a player's newest control.
    Input {
        /// Which match.
        match_id: MatchId,
        /// From which session, however often it attaches.
        who: Address,
        /// Whose.
        player: PlayerId,
        /// Its number among those of the session.
        input: u64,
        /// The tick it is for; one that has run means the next.
        tick: u64,
        /// The title's input.
        payload: Bytes,
    },
    /// From a hub's place: the hub is gone, and all its sessions with it.
    HubGone(HubId),
    /// From the recorder: what the worker asked to store is stored, or isn't and won't be.
    Committed {
        /// The number the worker gave it. Everything with a smaller one was answered before.
        ticket: u64,
        /// How it went.
        result: Result<(), StoreError>,
    },
    /// From the recorder: the worker owns its matches, under this epoch.
    Claimed(Result<Epoch, StoreError>),
    /// From the recorder: a match that was asked for.
    Loaded {
        /// Which.
        match_id: MatchId,
        /// What is stored of it, if there is such a match.
        stored: Result<Option<Stored>, StoreError>,
    },
    /// From the recorder: the matches that must be woken first of all, each with the time by which it must be in memory: the
    /// earliest first.
    Wakes(Result<Vec<(u64, MatchId)>, StoreError>),
    /// From the recorder: the past of the match from which another is to begin.
    Source {
        /// The match that is to begin.
        match_id: MatchId,
        /// All there is of the other, if there is such a match.
        source: Result<Option<History>, StoreError>,
    },
    /// From the bots: they have come up, and know of no match.
    BotsUp,
    /// From the lobby: it has come up, and knows of no match but by its tables. Each that goes on is said to it.
    LobbyUp,
    /// From the server: it is about to stop, so store every match as a whole.
    Stopping,
}

/// A match to start.
#[derive(Clone, Debug)]
pub struct Create {
    /// Its name.
    pub match_id: MatchId,
    /// The table it is played at.
    pub table: TableId,
    /// The title's options, complete.
    pub options: serde_json::Value,
    /// Where its chance starts from.
    pub seed: Seed,
    /// Who sits where.
    pub holders: Vec<Holder>,
    /// The seats whose players aren't there now.
    pub away: Seats,
    /// Where it begins, if not at the title's first position.
    pub fork: Option<Fork>,
    /// Whether it may have been created already.
    pub again: bool,
}

/// A session that wants to see a match.
#[derive(Clone, Debug)]
pub struct Attach {
    /// Which match.
    pub match_id: MatchId,
    /// Which session.
    pub who: Address,
    /// Whose session.
    pub player: PlayerId,
    /// The last update it has.
    pub have: Option<(Epoch, Rev)>,
}

/// Something a player does in a match.
#[derive(Clone, Debug)]
pub struct Act {
    /// In which match.
    pub match_id: MatchId,
    /// Whom to answer.
    pub who: Address,
    /// Who acts.
    pub player: PlayerId,
    /// The command's name for ever.
    pub command: (ClientId, Seq),
    /// When the gateway received it, in milliseconds of service time.
    pub received_ms: u64,
    /// How long the way from the server to the player and back takes, in milliseconds, by the server's own pings.
    pub lag_ms: u64,
    /// What is done.
    pub what: Doing,
}

/// What a player does in a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// The title's action.
    Action(Bytes),
    /// Give up.
    Resign,
    /// End the match for nobody.
    Abort,
    /// Claim the win.
    Claim,
    /// Give the others time.
    AddTime,
    /// End a pause.
    Resume,
    /// Propose something.
    Offer(Proposal),
    /// Agree to a proposal, or don't.
    Answer(Proposal, bool),
}

/// To whoever holds sessions: a hub, or the bots.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum ToHub {
    /// From a worker or the lobby: pass these on, in this order.
    Deliver(Vec<Delivery>),
    /// From a worker: it has come up, anew perhaps. What was sent to it before may be lost.
    WorkerUp(WorkerId),
    /// From the lobby: it has come up anew. What was sent to it before may be lost.
    LobbyUp,
    /// From a worker, to the bots only: a bot sits in a match that is in memory.
    BotSeated {
        /// In which match.
        match_id: MatchId,
        /// As whom.
        bot: PlayerId,
    },
    /// From the thinker, to the bots only: a bot has thought.
    Thought {
        /// Which.
        session: SessionId,
        /// As it was asked under.
        generation: u64,
        /// The title's action; `None` if there is nothing it could do.
        action: Option<Bytes>,
    },
    /// From the thinker, to the bots only: it has come up, anew perhaps. What it was asked before may be lost.
    ThinkerUp,
    /// From the steersman, to the bots only: how bots hold their controls, for each that was asked about.
    Steered(Vec<Steered>),
    /// From the steersman, to the bots only: it has come up, anew perhaps, and knows no bot.
    SteersmanUp,
}

/// Something for sessions of one hub.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Which.
    pub to: Vec<SessionId>,
    /// What.
    pub what: Delivered,
}

impl Delivery {
    /// One delivery for each hub that holds some of these sessions, in the order of the hubs.
    pub fn by_hub(to: Vec<Address>, what: &Delivered) -> impl Iterator<Item = (HubId, Delivery)> {
        let mut hubs: BTreeMap<HubId, Vec<SessionId>> = BTreeMap::new();
        for address in to {
            hubs.entry(address.hub).or_default().push(address.session);
        }
        hubs.into_iter().map(|(hub, to)| (hub, Delivery { to, what: what.clone() }))
    }
}

impl From<Delivery> for ToHub {
    fn from(delivery: Delivery) -> ToHub {
        ToHub::Deliver(vec![delivery])
    }
}

impl Act {
    /// What the player is told when the worker's mailbox is full.
    pub fn refused_as_busy(self) -> Delivery {
        let what = Delivered::Answer { command: self.command, result: Err(Refused::BUSY) };
        Delivery { to: vec![self.who.session], what }
    }
}

/// What a session is brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivered {
    /// An encoded `update`.
    Update {
        /// Of which match.
        match_id: MatchId,
        /// Its epoch.
        epoch: Epoch,
        /// Its revision.
        rev: Rev,
        /// In a real-time match, the ticks that have run.
        tick: Option<u64>,
        /// The whole message as MessagePack.
        message: Bytes,
    },
    /// An encoded `frame`.
    Frame {
        /// Of which match.
        match_id: MatchId,
        /// Its epoch.
        epoch: Epoch,
        /// The number of the tick.
        tick: u64,
        /// The ticks a second.
        hz: u32,
        /// Whether it tells only what this tick has changed, so that it is of use only to who has the one before.
        delta: bool,
        /// The whole message as MessagePack.
        message: Bytes,
    },
    /// The answer to a command.
    Answer {
        /// Which.
        command: (ClientId, Seq),
        /// How it went.
        result: Result<Done, Refused>,
    },
    /// There is no such match, or it can't be shown.
    NoMatch {
        /// Which.
        match_id: MatchId,
        /// Why.
        why: Refused,
    },
    /// The table looked at.
    Table(Box<TableState>),
    /// It is no more.
    TableClosed {
        /// Which.
        table: TableId,
        /// Why, in a sentence.
        reason: String,
    },
    /// An encoded `lobby`.
    Lobby(Bytes),
    /// Partners were found: they are at this table.
    Seated(TableId),
    /// The session doesn't wait for partners any more, and found none.
    SeekEnded(Refused),
}

/// What a command came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The table it made.
    pub table: Option<TableId>,
    /// The event it became.
    pub rev: Option<Rev>,
}

/// To the lobby.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum ToLobby {
    /// From a hub: a player asks for something.
    Ask {
        /// Whom to answer.
        who: Address,
        /// Who asks.
        player: Player,
        /// The command's name for ever.
        command: (ClientId, Seq),
        /// What for.
        what: TableCommand,
    },
    /// From a hub: a session looks at a table and no other, as far as the lobby knows by this message; `None`: at none.
    Look {
        /// Which session.
        who: Address,
        /// Whose.
        player: PlayerId,
        /// At which table.
        table: Option<TableId>,
    },
    /// From a hub: a session is to be told of the public tables from now on, the whole list first.
    Watch {
        /// Which session.
        who: Address,
        /// Whose.
        player: PlayerId,
    },
    /// From a hub: no more.
    Unwatch(Address),
    /// From a hub, to a lobby that has come up: a session still waits for partners.
    SeekOn {
        /// Which session.
        who: Address,
        /// Whose.
        player: Player,
        /// For what.
        wish: Wish,
    },
    /// From a hub: a session doesn't wait for partners any more, for its connection is gone.
    Unseek {
        /// Which session.
        who: Address,
        /// Whose.
        player: PlayerId,
    },
    /// From a worker: the match of a table has begun.
    Created(MatchId, TableId),
    /// From a worker: the match of a table can't be started.
    CreateRefused(MatchId, TableId, Refused),
    /// From a worker: the match of a table has ended.
    Ended(MatchId, TableId, Outcome),
    /// From a worker: whom the match of a table waits for now. Said of matches that may take days.
    Turn(MatchId, TableId, Seats),
    /// From the recorder: what the lobby asked to store is stored, or isn't and won't be.
    Kept {
        /// The number the lobby gave it.
        ticket: u64,
        /// How it went.
        result: Result<(), StoreError>,
    },
    /// From the recorder: tables that were asked for.
    Found {
        /// Which.
        find: Find,
        /// All of them.
        tables: Result<Vec<TableRecord>, StoreError>,
    },
    /// From a worker: it has come up, anew perhaps.
    WorkerUp(WorkerId),
    /// From a worker: whether it is so late with its ticks that it should get no new matches.
    Late(WorkerId, bool),
    /// From a hub's place: the hub is gone, and all its sessions with it.
    HubGone(HubId),
}

/// What a player may ask of the lobby.
#[derive(Clone, Debug, PartialEq)]
pub enum TableCommand {
    /// Make a table and sit down.
    Create(NewTable),
    /// Look at a table.
    Open(TableId),
    /// Take a seat.
    Sit(TableId, Option<u8>),
    /// Give the seat back.
    Stand(TableId),
    /// Seat a bot.
    SeatBot(TableId, Option<u8>),
    /// Send a bot away.
    UnseatBot(TableId, u8),
    /// Agree to play again.
    Rematch(TableId),
    /// Wait for partners for this. The session that asks is the one that is told of them.
    Seek(Wish),
    /// Don't wait any more, if it was this session that asked.
    CancelSeek,
}

/// A table to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTable {
    /// The title's name.
    pub title: String,
    /// The title's options, as asked for.
    pub options: serde_json::Value,
    /// Who may find it.
    pub offer: Offer,
    /// Which seat its maker takes; `None`: the first.
    pub seat: Option<u8>,
    /// Who plays which side in the first match.
    pub sides: Sides,
    /// Where its matches begin, if not at the title's first position. Nobody is seated at such a table: its maker may choose a
    /// side like everybody else, and `seat` is not looked at.
    pub fork: Option<Fork>,
}

/// What a player wants to play.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The title's name.
    pub title: String,
    /// The title's options, as asked for.
    pub options: serde_json::Value,
}

/// To the recorder.
#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum ToRecorder {
    /// From a worker: store this, then say so.
    Record {
        /// Who asks.
        worker: WorkerId,
        /// The worker's number for it.
        ticket: u64,
        /// What to store.
        records: Vec<Record>,
    },
    /// From the lobby: store this, then say so.
    Keep {
        /// The lobby's number for it.
        ticket: u64,
        /// What to store.
        records: Vec<Record>,
    },
    /// From the lobby: bring me these tables.
    Find(Find),
    /// From a worker: make me the owner of my matches.
    Claim(WorkerId),
    /// From a worker: bring me this match.
    Load(MatchId),
    /// From a worker: bring me the past of a match, for another begins from it.
    Source {
        /// The match that is to begin.
        match_id: MatchId,
        /// The match it begins from.
        source: MatchId,
    },
    /// From a worker: which of my matches must be woken first?
    Wakes {
        /// Who asks.
        worker: WorkerId,
        /// How many at most.
        limit: usize,
    },
}
