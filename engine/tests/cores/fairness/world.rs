//! The world of one game: a match, a mailbox in which everything waits its turn, a worker that may be busy, a store that may be
//! slow, a timer that is never late. Virtual time throughout.

use std::{cmp::Reverse, collections::BinaryHeap};

use engine::{
    event::{Entry, Event, Start},
    ids::{ClientId, Epoch, MatchId, Seq},
    match_state::{Match, MatchEffect},
    messages::{Act, Attach, Delivered, Doing},
    outbox::Post,
    wire::{Cause, Happened, Standing, from_payload, to_payload},
};
use serde::Deserialize;
use title::{ClockFace, Rng, Seat, Seats, Seed};

use super::model::{Purse, Script};
use crate::{
    stage::{EVE, PLAYERS, holders, player_of, session, worker_id},
    toys::blitz::{Blitz, BlitzOptions, Move},
};

/// How the server fares in a game.
pub(super) struct Fare {
    busy_ms: Vec<u64>,
    commit_ms: Vec<u64>,
    /// Every so many messages a copy of the match is kept; 0 for never.
    pub(super) look_in: u64,
}

impl Fare {
    /// Everything is done at once.
    pub(super) fn prompt() -> Fare {
        Fare { busy_ms: vec![0], commit_ms: vec![0], look_in: 0 }
    }

    /// Now and then the worker has more to do, and the disk is slow.
    pub(super) fn random(rng: &mut Rng) -> Fare {
        let mut delays = |most: u64| {
            (0..7).map(|_| if rng.below(3) == 0 { rng.below(most) } else { rng.below(4) }).collect::<Vec<u64>>()
        };
        Fare { busy_ms: delays(900), commit_ms: delays(600), look_in: 0 }
    }
}

/// What became of a game.
#[derive(Default)]
pub(super) struct Played {
    /// What each move cost its clock, and the flag at the end.
    pub(super) costs: Vec<u64>,
    pub(super) flag: Option<Seat>,
    /// What the clocks show at the end.
    pub(super) left_ms: [u64; 2],
    pub(super) journal: Vec<Entry>,
    pub(super) moments: Vec<Moment>,
}

impl Played {
    /// The match time that ran from the first time a clock was started until it was stopped for the last.
    pub(super) fn ran_ms(&self) -> u64 {
        let of_the_clock = |entry: &&Entry| matches!(entry.event, Event::Action { .. } | Event::Alarm { .. });
        let mut moves = self.journal.iter().filter(of_the_clock).skip(1).map(|entry| entry.at_ms);
        let first_ms = moves.next().unwrap();
        moves.last().unwrap_or(first_ms) - first_ms
    }
}

/// The match at some moment.
pub(super) struct Moment {
    pub(super) now_ms: u64,
    pub(super) match_ms: u64,
    pub(super) journal: Vec<Entry>,
    /// Since when it waits for the store, if it does.
    pub(super) held_since_ms: Option<u64>,
    /// Whether the journal has told of the last release, or of an event since.
    pub(super) told: bool,
    pub(super) over: bool,
}

/// Something in the worker's mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mail {
    Committed,
    Detach(u8),
    Attach(u8),
    Due { generation: u64 },
    Act,
    LateDue { generation: u64 },
}

struct World<'a> {
    script: &'a Script,
    fare: &'a Fare,
    game: Match<Blitz>,
    /// By the time they came, and then by their kind: a mailbox is a queue.
    mailbox: BinaryHeap<Reverse<(u64, Mail)>>,
    handled: usize,
    committed: usize,
    now_ms: u64,
    armed: Option<u64>,
    generation: u64,
    held_since_ms: Option<u64>,
    told: bool,
    ply: usize,
    left_ms: [u64; 2],
    played: Played,
}

/// An update, as far as it matters here.
#[derive(Deserialize)]
struct Update {
    happened: Happened,
    outcome: Option<Standing>,
}

/// Its payload.
#[derive(Deserialize)]
struct Payload {
    view: View,
}

#[derive(Deserialize)]
struct View {
    clock: ClockFace,
}

pub(super) fn id() -> MatchId {
    MatchId { worker: worker_id("blitz"), code: "m".to_string() }
}

/// Plays a script to its end.
pub(super) fn play(script: &Script, fare: &Fare) -> Played {
    let options = BlitzOptions { time: script.time, quiet: true, ..BlitzOptions::default() };
    let start = Start {
        table: "t".into(),
        rules_version: 1,
        options: serde_json::to_value(options).unwrap(),
        seed: Seed::number(1),
        holders: holders(&PLAYERS),
        away: Seats::none(),
        position: None,
    };
    let (game, effects) = Match::start(id(), Epoch(1), start, 1_000).unwrap();
    let mut world = World {
        script,
        fare,
        game,
        mailbox: BinaryHeap::new(),
        handled: 0,
        committed: 0,
        now_ms: 1_000,
        armed: None,
        generation: 0,
        held_since_ms: None,
        told: false,
        ply: 0,
        left_ms: [0, 0],
        played: Played::default(),
    };
    for who in [1, 2, EVE] {
        world.game.attach(attach(who), 1_000);
    }
    world.perform(effects);
    while let Some(Reverse((came_ms, mail))) = world.mailbox.pop() {
        world.handle(came_ms, mail);
        if world.played.flag.is_some() || (world.ply > script.plies.len() && world.held_since_ms.is_none()) {
            break;
        }
    }
    Played { left_ms: world.left_ms, ..world.played }
}

impl World<'_> {
    fn handle(&mut self, came_ms: u64, mail: Mail) {
        let busy_ms = self.fare.busy_ms[self.handled % self.fare.busy_ms.len()];
        self.handled += 1;
        self.now_ms = self.now_ms.max(came_ms) + busy_ms;
        let now_ms = self.now_ms;
        let effects = match mail {
            Mail::Committed => {
                let before = self.held_since_ms.take();
                self.told &= before.is_none();
                let effects = self.game.released(now_ms);
                self.told |= !effects.is_empty();
                self.begin_ply();
                effects
            }
            Mail::Detach(seat) => self.game.detach(session(u64::from(seat) + 1), now_ms),
            Mail::Attach(seat) => self.game.attach(attach(u64::from(seat) + 1), now_ms),
            Mail::Due { generation } | Mail::LateDue { generation } => {
                if generation != self.generation || self.armed.take().is_none() {
                    return;
                }
                self.game.due(came_ms, now_ms)
            }
            Mail::Act => self.game.act(self.act(came_ms), now_ms),
        };
        self.perform(effects);
        if self.fare.look_in > 0 && (self.handled as u64).is_multiple_of(self.fare.look_in) {
            self.look();
        }
    }

    fn perform(&mut self, effects: Vec<MatchEffect>) {
        let mut holds_now = false;
        for effect in effects {
            match effect {
                MatchEffect::Record { entry, holds, .. } => {
                    self.told = !holds;
                    holds_now |= holds;
                    self.played.journal.push(entry);
                }
                MatchEffect::Save(_) => {}
                MatchEffect::Post { post: Post::Sessions(to, Delivered::Update { message, .. }), .. } => {
                    if to == [session(EVE)] {
                        self.read(&message);
                    }
                }
                MatchEffect::Post { .. } => {}
            }
        }
        if holds_now {
            self.held_since_ms = Some(self.now_ms);
            let commit_ms = self.fare.commit_ms[self.committed % self.fare.commit_ms.len()];
            self.committed += 1;
            self.mailbox.push(Reverse((self.now_ms + commit_ms, Mail::Committed)));
        }
        let due = self.game.next_due_ms();
        if due != self.armed {
            self.generation += 1;
            let generation = self.generation;
            let first = self.script.timer_first;
            let mail = if first { Mail::Due { generation } } else { Mail::LateDue { generation } };
            self.mailbox.extend(due.map(|at_ms| Reverse((at_ms.max(self.now_ms), mail))));
            self.armed = due;
        }
    }

    /// The position is on its way to whoever is to move.
    fn begin_ply(&mut self) {
        let ply = self.script.plies.get(self.ply).copied();
        self.ply += 1;
        let Some(ply) = ply else { return };
        self.mailbox.push(Reverse((self.now_ms + ply.out_ms(), Mail::Act)));
        if let Some((seat, at_ms, for_ms)) = ply.cut {
            self.mailbox.push(Reverse((self.now_ms + at_ms, Mail::Detach(seat))));
            self.mailbox.push(Reverse((self.now_ms + at_ms + for_ms, Mail::Attach(seat))));
        }
    }

    fn act(&self, received_ms: u64) -> Act {
        let number = self.ply - 1;
        let who = 1 + number as u64 % 2;
        Act {
            match_id: id(),
            who: session(who),
            player: player_of(who),
            command: (ClientId(format!("client{who}")), Seq(number as u64)),
            received_ms,
            lag_ms: self.script.plies[number].lag_ms,
            what: Doing::Action(to_payload(&Move::Add(1)).unwrap()),
        }
    }

    /// What an onlooker sees of the clocks.
    fn read(&mut self, message: &[u8]) {
        let mut rest = message;
        let update = Update::deserialize(&mut rmp_serde::Deserializer::new(&mut rest)).unwrap();
        let Update { happened, outcome } = update;
        let face = from_payload::<Payload>(rest).unwrap().view.clock;
        let shown = [0, 1].map(|seat: usize| face.seats[seat].remaining_ms);
        let bonus_ms = Purse::of(self.script.time).bonus_ms;
        match (happened.seat, &outcome) {
            _ if happened.cause == Cause::Presence => {}
            (Some(seat), None) if self.ply > 2 => {
                let seat = usize::from(seat);
                self.played.costs.push(self.left_ms[seat] + bonus_ms - shown[seat]);
            }
            (None, Some(outcome)) => {
                assert_eq!(outcome.reason, "time");
                let seat = outcome.places.iter().position(|place| *place == 2).unwrap();
                self.played.costs.push(self.left_ms[seat] - shown[seat]);
                self.played.flag = Some(Seat(seat as u8));
            }
            _ => {}
        }
        self.left_ms = shown;
    }

    fn look(&mut self) {
        let (now_ms, journal) = (self.now_ms, self.played.journal.clone());
        let (match_ms, over) = (self.game.time_ms(now_ms), self.game.outcome().is_some());
        let (held_since_ms, told) = (self.held_since_ms, self.told);
        self.played.moments.push(Moment { now_ms, match_ms, journal, held_since_ms, told, over });
    }
}

fn attach(who: u64) -> Attach {
    Attach { match_id: id(), who: session(who), player: player_of(who), have: None }
}
