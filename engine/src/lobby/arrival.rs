//! What comes to the lobby from outside: who says it, what of the tables must be in memory for it, and how it is refused.

use super::LobbyEffect;
use crate::{
    ids::{Address, HubId, PlayerId, TableId},
    messages::{Delivered, NewTable, TableCommand, ToLobby},
    player::Player,
    store::Find,
    wire::Refused,
};

/// A question of a page or a program, answered by a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// How does this table stand?
    Table(TableId),
    /// How does the table stand that gathers players under this short code?
    Code(String),
    /// Make a table.
    Make(Player, NewTable),
}

/// Something that has come.
#[derive(Clone, Debug)]
pub(super) enum Arrival {
    /// A message of another role.
    Said(ToLobby),
    /// A question, and its number.
    Asked(u64, Question),
}

/// Who says something. What one says is handled in the order in which it was said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sender {
    /// A session.
    Session(Address),
    /// The worker of the match at this table.
    Match(TableId),
    /// Whoever has this question.
    Question(u64),
}

/// What must be in memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// A table, if it is one.
    Table(TableId),
    /// All tables of a player.
    Of(PlayerId),
}

impl Need {
    /// What is asked of the store for it.
    pub(super) fn find(&self) -> Find {
        match self {
            Need::Table(table) => Find::Table(table.clone()),
            Need::Of(player) => Find::Of(player.clone()),
        }
    }

    /// What was asked for by this, if it was a need.
    pub(super) fn behind(find: Find) -> Option<Need> {
        match find {
            Find::Table(table) => Some(Need::Table(table)),
            Find::Of(player) => Some(Need::Of(player)),
            Find::Awake | Find::Due { .. } | Find::All => None,
        }
    }
}

impl Arrival {
    /// Who says it; `None` for a role that speaks of itself, which needs no table.
    pub(super) fn sender(&self) -> Option<Sender> {
        match self {
            Arrival::Asked(question, _) => Some(Sender::Question(*question)),
            Arrival::Said(said) => match said {
                ToLobby::Ask { who, .. }
                | ToLobby::Look { who, .. }
                | ToLobby::Watch { who, .. }
                | ToLobby::Unwatch(who)
                | ToLobby::SeekOn { who, .. }
                | ToLobby::Unseek { who, .. } => Some(Sender::Session(*who)),
                ToLobby::Created(_, table)
                | ToLobby::CreateRefused(_, table, _)
                | ToLobby::Ended(_, table, _)
                | ToLobby::Turn(_, table, _) => Some(Sender::Match(table.clone())),
                ToLobby::WorkerUp(_)
                | ToLobby::Late(..)
                | ToLobby::HubGone(_)
                | ToLobby::Kept { .. }
                | ToLobby::Found { .. } => None,
            },
        }
    }

    /// What must be in memory before it is handled.
    pub(super) fn needs(&self) -> Vec<Need> {
        match self {
            // A table that gathers players doesn't sleep, so all codes are known.
            Arrival::Asked(_, Question::Code(_)) => Vec::new(),
            Arrival::Asked(_, Question::Table(table)) => vec![Need::Table(table.clone())],
            Arrival::Asked(_, Question::Make(player, _)) => vec![Need::Of(player.id.clone())],
            Arrival::Said(said) => match said {
                ToLobby::Ask { player, what, .. } => {
                    let table = table_of(what).map(|table| Need::Table(table.clone()));
                    [Need::Of(player.id.clone())].into_iter().chain(table).collect()
                }
                ToLobby::Watch { player, .. } => vec![Need::Of(player.clone())],
                ToLobby::SeekOn { player, .. } => vec![Need::Of(player.id.clone())],
                ToLobby::Look { table: Some(table), .. }
                | ToLobby::Created(_, table)
                | ToLobby::CreateRefused(_, table, _)
                | ToLobby::Ended(_, table, _)
                | ToLobby::Turn(_, table, _) => vec![Need::Table(table.clone())],
                _ => Vec::new(),
            },
        }
    }

    /// How whoever waits for an answer to it is told no; `None` if nobody does.
    pub(super) fn refused(&self, why: Refused) -> Option<LobbyEffect> {
        match self {
            Arrival::Asked(question, _) => Some(LobbyEffect::Reply { question: *question, result: Err(why) }),
            Arrival::Said(ToLobby::Ask { who, command, .. }) => {
                let answer = Delivered::Answer { command: command.clone(), result: Err(why) };
                Some(LobbyEffect::deliver(vec![*who], answer))
            }
            Arrival::Said(ToLobby::SeekOn { who, .. }) => {
                Some(LobbyEffect::deliver(vec![*who], Delivered::SeekEnded(why)))
            }
            Arrival::Said(_) => None,
        }
    }

    /// Whether it is said only once: nobody says it again to a lobby that has come up anew while an answer is owed.
    pub(super) fn asks_once(&self) -> bool {
        matches!(self, Arrival::Asked(..) | Arrival::Said(ToLobby::Ask { .. }))
    }

    /// Whether somebody waits for an answer to it.
    pub(super) fn is_answered(&self) -> bool {
        self.refused(Refused::BUSY).is_some()
    }

    /// Whether a session of this hub says it.
    pub(super) fn is_of(&self, hub: HubId) -> bool {
        matches!(self.sender(), Some(Sender::Session(who)) if who.hub == hub)
    }
}

/// The table that a command is about.
fn table_of(what: &TableCommand) -> Option<&TableId> {
    match what {
        TableCommand::Open(table)
        | TableCommand::Sit(table, _)
        | TableCommand::Stand(table)
        | TableCommand::SeatBot(table, _)
        | TableCommand::UnseatBot(table, _)
        | TableCommand::Rematch(table) => Some(table),
        TableCommand::Create(_) | TableCommand::Seek(_) | TableCommand::CancelSeek => None,
    }
}
