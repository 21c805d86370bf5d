//! The bots: players like any other, by the same door.

use engine::{
    arrange::Arrange,
    bots::{Bots, BotsEffect},
    ids::{Address, HubId, Seq, SessionId},
    limits::BOT_THINK_MS,
    messages::{Act, Delivered, Delivery, ToHub, ToLobby, ToWorker},
    wire::{HolderKind, Refused},
};
use serde_json::json;
use timer::{Due, DueAlarm, Key};
use title::{Rng, Seed};

use crate::{
    stage::{ANN, PLAYERS, Stage},
    toys::{Counter, Do},
};

const BOTS: HubId = HubId(0);

/// Ann against a bot in seat 1, each message between the bots and the worker carried by hand.
struct Game {
    stage: Stage<Counter>,
    bots: Bots,
    alarm: Option<(u64, u64, u64)>,
    sent: Vec<ToWorker>,
}

impl Game {
    fn new() -> Game {
        let mut stage = Stage::<Counter>::new();
        let mut create = stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS);
        create.holders[1].kind = HolderKind::Bot;
        stage.tell(ToWorker::Create(create));
        stage.attach("m", ANN);
        let bots = Bots::new(BOTS, Rng::new(Seed::number(1)));
        let mut game = Game { stage, bots, alarm: None, sent: Vec::new() };
        game.seat();
        game.carry();
        game
    }

    fn seat(&mut self) {
        let seated = ToHub::BotSeated { match_id: self.stage.id("m"), bot: "bob".into() };
        self.tell(seated);
    }

    fn tell(&mut self, message: ToHub) {
        let effects = self.bots.handle(self.stage.now, message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<BotsEffect>) {
        for effect in effects {
            match effect {
                BotsEffect::Worker(_, message) => self.sent.push(message),
                BotsEffect::Timer(Arrange::Alarm { key, at_ms, generation }) => {
                    self.alarm = Some((key, at_ms, generation))
                }
                BotsEffect::Timer(Arrange::Cancel { .. }) => self.alarm = None,
                BotsEffect::Timer(Arrange::Ticks { .. }) => panic!("bots don't tick"),
                BotsEffect::Lobby(message) => panic!("nobody asked the bots to start: {message:?}"),
            }
        }
    }

    /// Carries messages to and fro until all are delivered.
    fn carry(&mut self) {
        loop {
            for message in std::mem::take(&mut self.sent) {
                self.stage.tell(message);
            }
            let (bots, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.stage.delivered).into_iter().partition(|(who, _)| who.hub == BOTS);
            self.stage.delivered = others;
            if bots.is_empty() {
                return;
            }
            for (Address { session, .. }, what) in bots {
                self.tell(ToHub::Deliver(vec![Delivery { to: vec![session], what }]));
            }
        }
    }

    /// Lets the bot's alarm ring, if it is set, and keeps what the bot sends.
    fn think(&mut self) {
        if let Some((key, at_ms, generation)) = self.alarm.take() {
            self.stage.now = self.stage.now.max(at_ms);
            let alarms = vec![DueAlarm { key: Key(key), generation, planned_us: at_ms * 1000 }];
            let effects = self.bots.due(self.stage.now, &Due { beat_us: 0, alarms, ticks: Vec::new() });
            self.perform(effects);
        }
    }

    fn ann(&mut self, seq: u64, number: u64) {
        self.stage.act("m", ANN, seq, Do::Add(number));
        self.carry();
    }

    /// The actions the bot has sent and nobody has carried yet.
    fn acts(&self) -> Vec<Act> {
        let acts = self.sent.iter().filter_map(|message| match message {
            ToWorker::Act(act) => Some(act.clone()),
            _ => None,
        });
        acts.collect()
    }
}

#[test]
fn a_bot_thinks_and_then_acts_by_the_door_of_all() {
    let mut game = Game::new();
    assert_eq!(game.alarm, None, "it isn't its turn");
    game.ann(1, 1);
    assert_eq!(game.alarm.map(|(_, at_ms, _)| at_ms), Some(game.stage.now + BOT_THINK_MS));
    game.think();
    let act = game.acts().pop().unwrap();
    assert_eq!((act.player.0.as_str(), act.command.1), ("bob", Seq(1)));
    game.carry();
    let log = game.stage.look().log();
    assert!(log[1].starts_with("1 adds"), "{log:?}");
    assert_eq!(game.alarm, None);
}

#[test]
fn a_game_against_a_bot_comes_to_its_end_and_the_bot_leaves() {
    let mut game = Game::new();
    for seq in 1..=20 {
        game.ann(seq, 1);
        game.think();
        game.carry();
    }
    assert_eq!(game.stage.look().log().len(), 40);
    assert_eq!(game.bots.playing(), 1);
    game.ann(21, 1000);
    assert_eq!((game.bots.playing(), game.alarm), (0, None));
    game.seat();
    game.carry();
    assert_eq!(game.bots.playing(), 0, "there is nothing left to play");
}

#[test]
fn a_bot_is_seated_once_however_often_it_is_said() {
    let mut game = Game::new();
    game.seat();
    assert!(game.sent.is_empty());
    assert_eq!(game.bots.playing(), 1);
}

#[test]
fn a_refused_bot_thinks_again() {
    let mut game = Game::new();
    game.ann(1, 1);
    game.think();
    let act = game.acts().pop().unwrap();
    game.sent.clear();
    // The worker's mailbox was full.
    game.tell(act.refused_as_busy().into());
    assert!(game.alarm.is_some());
    game.think();
    assert_eq!(game.acts()[0].command.1, Seq(2), "the refused number is spent");
    game.carry();
    assert_eq!(game.stage.look().log().len(), 2);
}

#[test]
fn a_bot_says_again_what_a_fallen_worker_may_not_have_heard() {
    for heard in [false, true] {
        let mut game = Game::new();
        game.ann(1, 1);
        game.think();
        let act = game.acts().pop().unwrap();
        game.sent.clear();
        if heard {
            game.stage.tell(ToWorker::Act(act.clone()));
        }
        game.stage = game.stage.crash();
        let up = game.stage.every_hub.pop().unwrap();
        game.tell(up);
        let again = game.acts().pop().unwrap();
        assert_eq!((again.command, again.payload), (act.command, act.payload));
        game.carry();
        assert_eq!(game.stage.look().log().len(), 2, "it counts once");
    }
}

#[test]
fn an_alarm_of_an_older_thought_is_dropped() {
    let mut game = Game::new();
    game.ann(1, 1);
    let old = game.alarm.unwrap();
    // The worker falls and comes up: the bot is shown its situation once more.
    game.stage = game.stage.crash();
    let up = game.stage.every_hub.pop().unwrap();
    game.tell(up);
    game.carry();
    let new = game.alarm.replace(old).unwrap();
    assert_ne!(old.2, new.2);
    game.think();
    assert!(game.acts().is_empty());
    game.alarm = Some(new);
    game.think();
    assert_eq!(game.acts().len(), 1);
}

#[test]
fn a_bot_whose_match_is_gone_leaves() {
    let mut game = Game::new();
    let what = Delivered::NoMatch { match_id: game.stage.id("m"), why: Refused::UNKNOWN_MATCH };
    game.tell(ToHub::Deliver(vec![Delivery { to: vec![SessionId(1)], what }]));
    assert_eq!(game.bots.playing(), 0);
}

#[test]
fn bots_that_come_up_ask_where_they_sit() {
    let mut bots = Bots::new(BOTS, Rng::new(Seed::number(1)));
    assert!(matches!(bots.start()[..], [BotsEffect::Lobby(ToLobby::BotsUp)]));
}
