//! The bots: players like any other, by the same door.

use engine::{
    arrange::Arrange,
    bots::{Bots, BotsEffect},
    ids::{Address, Epoch, HubId, Rev, Seq, SessionId},
    limits::BOT_THINK_MS,
    messages::{Act, Delivered, Delivery, Doing, Think, ToHub, ToWorker},
    titles::Titles,
    wire::{Cause, Happened, HolderKind, Outbound, Refused, ServerMessage, from_payload, to_payload},
};
use serde_json::{Value, json};
use timer::{Due, DueAlarm, Key};
use title::{Rng, Seat, Seed};

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
    /// What the thinker is asked and has not answered.
    asked: Vec<Think>,
}

impl Game {
    fn new() -> Game {
        let mut stage = Stage::<Counter>::new();
        let mut create = stage.creation("m", json!({"seats": 2, "goal": 1}), &PLAYERS);
        create.holders[1].kind = HolderKind::Bot;
        stage.tell(ToWorker::Create(create));
        stage.attach("m", ANN);
        let bots = Bots::new(BOTS, Rng::new(Seed::number(1)));
        let mut game = Game { stage, bots, alarm: None, sent: Vec::new(), asked: Vec::new() };
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
                BotsEffect::Think(think) => self.asked.push(think),
                BotsEffect::Steer(steer) => panic!("nothing ticks here: {steer:?}"),
                BotsEffect::EveryWorker(message) => panic!("nobody asked the bots to start: {message:?}"),
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

    /// Lets the bot's alarm ring, if it is set, and the thinker answer what it is asked; keeps what the bot sends.
    fn think(&mut self) {
        self.ring();
        while let Some(think) = self.asked.pop() {
            self.ponder(&think);
        }
    }

    /// The thinker answers this.
    fn ponder(&mut self, think: &Think) {
        let titles = Titles::default().with::<Counter>();
        let action = titles.get(&think.title).unwrap().think(&think.payload, think.seat, think.seed);
        self.tell(ToHub::Thought { session: think.who.session, generation: think.generation, action });
    }

    /// Lets the bot's alarm ring, if it is set.
    fn ring(&mut self) {
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
        assert_eq!((again.command, again.what), (act.command, act.what));
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
    assert!(matches!(bots.start()[..], [BotsEffect::EveryWorker(ToWorker::BotsUp)]));
}

/// The bot is in seat 1; this is what it is shown. It may act unless `legal` is empty.
fn update(game: &Game, rev: u64, legal: Value) -> (ServerMessage, Value) {
    let message = ServerMessage::Update {
        match_id: game.stage.id("m"),
        epoch: Epoch(1),
        rev: Rev(rev),
        seat: Some(1),
        happened: Happened::plain(Cause::Presence, None),
        now_ms: 0,
        offset_ms: 0,
        paused: false,
        offers: Vec::new(),
        courtesies: Vec::new(),
        gone: Vec::new(),
        turn: vec![1],
        away: Vec::new(),
        outcome: None,
        tick: None,
        hz: None,
    };
    (message, json!({"view": {"count": 0, "log": [], "secret": 1}, "notes": [], "legal": legal}))
}

impl Game {
    /// Shows the bot this update.
    fn show(&mut self, (message, payload): (ServerMessage, Value)) {
        let ServerMessage::Update { match_id, epoch, rev, .. } = message.clone() else { unreachable!() };
        let message = Outbound { message, payload: Some(to_payload(&payload).unwrap()) }.encode();
        let what = Delivered::Update { match_id, epoch, rev, tick: None, message };
        self.tell(ToHub::Deliver(vec![Delivery { to: vec![SessionId(1)], what }]));
    }

    /// The numbers the bot has added, in actions nobody has carried.
    fn added(&self) -> Vec<Do> {
        let added = self.acts().into_iter().map(|act| match act.what {
            Doing::Action(action) => from_payload(&action).unwrap(),
            other => panic!("a bot does nothing but act: {other:?}"),
        });
        added.collect()
    }
}

fn some() -> Value {
    json!([{"add": 1}])
}

#[test]
fn a_bot_knows_what_its_seat_is_shown_and_no_more() {
    let mut game = Game::new();
    game.ann(1, 1);
    game.ring();
    let think = game.asked.pop().unwrap();
    assert_eq!((think.title.as_str(), think.seat, think.who.hub), ("counter", Seat(1), BOTS));
    let payload: Value = from_payload(&think.payload).unwrap();
    assert!(payload["view"]["secret"].is_u64(), "its own secret");
    assert_eq!(payload["legal"], json!([{"add": 1}, {"add": 2}]));
    assert!(game.acts().is_empty(), "it doesn't act before the thinker has thought");
    game.ponder(&think);
    assert_eq!(game.added().len(), 1);
}

#[test]
fn while_it_waits_for_others_or_pauses_or_can_do_nothing_a_bot_rests() {
    let mut game = Game::new();
    game.show(update(&game, 5, json!([])));
    assert_eq!(game.alarm, None);
    let (mut paused, payload) = update(&game, 6, some());
    if let ServerMessage::Update { paused, .. } = &mut paused {
        *paused = true;
    }
    game.show((paused, payload));
    assert_eq!(game.alarm, None);
    game.show(update(&game, 7, some()));
    assert!(game.alarm.is_some());
    let (mut others, payload) = update(&game, 8, some());
    if let ServerMessage::Update { turn, .. } = &mut others {
        turn.clear();
    }
    game.show((others, payload));
    assert_eq!(game.alarm, None, "it has come too late");
    game.show(update(&game, 9, Value::Null));
    assert!(game.alarm.is_some(), "a title that lists nothing may know all the same");
    game.think();
    assert!(game.acts().is_empty(), "this one doesn't");
}

#[test]
fn a_thought_about_what_has_changed_is_dropped() {
    let mut game = Game::new();
    game.show(update(&game, 5, some()));
    game.ring();
    let old = game.asked.pop().unwrap();
    game.show(update(&game, 6, json!([{"add": 2}])));
    game.ring();
    assert!(game.asked.is_empty(), "one thing at a time");
    game.ponder(&old);
    assert!(game.acts().is_empty());
    let new = game.asked.pop().unwrap();
    game.ponder(&new);
    assert_eq!(game.added(), [Do::Add(2)]);
    game.ponder(&new);
    assert_eq!(game.acts().len(), 1, "a thought counts once");
}

#[test]
fn a_thought_that_comes_when_its_match_waits_for_others_is_dropped() {
    let mut game = Game::new();
    game.show(update(&game, 5, some()));
    game.ring();
    game.show(update(&game, 6, json!([])));
    game.think();
    assert!(game.acts().is_empty());
    game.show(update(&game, 7, some()));
    game.think();
    assert_eq!(game.acts().len(), 1);
}

#[test]
fn whoever_comes_and_goes_doesn_t_keep_a_bot_from_acting() {
    let mut game = Game::new();
    game.show(update(&game, 5, some()));
    let alarm = game.alarm;
    game.stage.now += BOT_THINK_MS / 2;
    game.show(update(&game, 6, some()));
    assert_eq!(game.alarm, alarm, "it has waited for a while already");
    game.ring();
    game.show(update(&game, 7, some()));
    game.think();
    assert_eq!(game.acts().len(), 1, "and goes on with its thought");
    // Once it has acted, the same situation is a new one.
    game.show(update(&game, 8, some()));
    game.think();
    assert_eq!(game.acts().len(), 2);
}

#[test]
fn a_thinker_that_comes_up_is_asked_again() {
    let mut game = Game::new();
    game.show(update(&game, 5, some()));
    game.tell(ToHub::ThinkerUp);
    assert!(game.asked.is_empty(), "nothing was asked yet");
    game.ring();
    let lost = game.asked.pop().unwrap();
    game.tell(ToHub::ThinkerUp);
    let again = game.asked.pop().unwrap();
    assert_eq!((again.generation, &again.payload), (lost.generation, &lost.payload));
    // Or the bot was about to ask about something newer.
    game.show(update(&game, 6, json!([{"add": 2}])));
    game.ring();
    game.tell(ToHub::ThinkerUp);
    assert_eq!(game.asked.len(), 1);
    game.think();
    assert_eq!(game.added(), [Do::Add(2)]);
    game.tell(ToHub::ThinkerUp);
    assert!(game.asked.is_empty(), "all was answered");
}

#[test]
fn a_refusal_of_what_is_past_is_no_reason_to_think() {
    let mut game = Game::new();
    game.show(update(&game, 5, some()));
    game.think();
    let act = game.acts().pop().unwrap();
    game.show(update(&game, 6, json!([])));
    game.tell(act.refused_as_busy().into());
    assert_eq!(game.alarm, None);
}
