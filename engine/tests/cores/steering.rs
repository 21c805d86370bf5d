//! Bots of real-time matches: they hold their controls by what their seats are shown, whatever is late, lost or fallen.

use engine::{
    bots::{Bots, BotsEffect},
    ids::{Address, Epoch, HubId, SessionId},
    limits::{BOT_FRAMES, INPUT_AGAIN_TICKS},
    messages::{Attach, BotShown, Delivered, Delivery, Sight, Steer, Steered, ToHub, ToWorker},
    steersman::Steersman,
    titles::Titles,
    wire::{HolderKind, from_payload, to_payload},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use title::{Rng, Seat, Seed};

use crate::{
    stage::{PLAYERS, Stage},
    toys::chase::{Chase, Run},
};

/// Milliseconds between two ticks.
const TICK_MS: u64 = 50;

/// A match of Ann, who does nothing, and a bot in seat 1. Each message between worker, bots and steersman is carried by hand.
struct Game<const DELTA: bool> {
    stage: Stage<Chase<DELTA>>,
    hub: HubId,
    bots: Bots,
    steersman: Steersman,
    /// What the bots have sent to the worker and nobody has carried.
    sent: Vec<ToWorker>,
    /// What the steersman is asked and has not answered.
    asked: Vec<Steer>,
    /// The inputs that were carried: their numbers, and what they say.
    inputs: Vec<(u64, i8)>,
}

fn titles() -> Titles {
    Titles::default().with::<Chase<false>>().with::<Chase<true>>()
}

impl<const DELTA: bool> Game<DELTA> {
    fn new(options: Value) -> Game<DELTA> {
        let mut game = Game {
            stage: Stage::new(),
            hub: HubId(90),
            bots: Bots::new(HubId(90), Rng::new(Seed::number(1))),
            steersman: Steersman::new(titles()),
            sent: Vec::new(),
            asked: Vec::new(),
            inputs: Vec::new(),
        };
        let mut create = game.stage.creation("m", options, &PLAYERS);
        create.holders[1].kind = HolderKind::Bot;
        game.stage.tell(ToWorker::Create(create));
        game.seat();
        game.carry();
        game
    }

    fn seat(&mut self) {
        self.tell(ToHub::BotSeated { match_id: self.stage.id("m"), bot: "bob".into() });
    }

    fn tell(&mut self, message: ToHub) {
        let effects = self.bots.handle(self.stage.now, message);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<BotsEffect>) {
        for effect in effects {
            match effect {
                BotsEffect::Worker(_, message) => self.sent.push(message),
                BotsEffect::Steer(steer) => self.asked.push(steer),
                BotsEffect::EveryWorker(ToWorker::BotsUp) | BotsEffect::Timer(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Carries what is between bots and worker, until all is delivered. The steersman isn't heard meanwhile.
    fn carry(&mut self) {
        loop {
            for message in std::mem::take(&mut self.sent) {
                if let ToWorker::Input { player, input, tick, payload, .. } = &message {
                    assert_eq!((player.0.as_str(), *tick), ("bob", 0), "for the next tick");
                    self.inputs.push((*input, from_payload::<Run>(payload).unwrap().0));
                }
                self.stage.tell(message);
            }
            let delivered = std::mem::take(&mut self.stage.delivered);
            if delivered.is_empty() {
                return;
            }
            for (Address { hub, session }, what) in delivered {
                if hub == self.hub {
                    self.deliver(session, what);
                }
            }
        }
    }

    fn deliver(&mut self, session: SessionId, what: Delivered) {
        self.tell(ToHub::Deliver(vec![Delivery { to: vec![session], what }]));
    }

    /// The steersman answers all it is asked, and what comes of it is carried.
    fn steer(&mut self) {
        while !self.asked.is_empty() {
            let steer = self.asked.remove(0);
            let steered = self.steersman.handle(steer);
            self.tell(ToHub::Steered(steered));
        }
        self.carry();
    }

    /// One tick, and all that comes of it but the steersman's answer.
    fn tick(&mut self) {
        self.stage.advance(TICK_MS);
        self.carry();
    }

    /// A tick of which the bot hears, without being answered.
    fn tick_told(&mut self) {
        self.stage.advance(TICK_MS);
        for (Address { session, .. }, what) in std::mem::take(&mut self.stage.delivered) {
            self.deliver(session, what);
        }
    }

    /// A tick of which the bot hears nothing.
    fn tick_unheard(&mut self) {
        self.stage.advance(TICK_MS);
        self.stage.delivered.clear();
    }

    fn play(&mut self, ticks: u64) {
        for _ in 0..ticks {
            self.tick();
            self.steer();
        }
    }

    /// How far the bot is from the hare.
    fn distance(&mut self) -> u64 {
        let seen = self.stage.look();
        self.stage.delivered.clear();
        let number = |value: &Value| value.as_i64().unwrap();
        number(&seen.view()["hare"]).abs_diff(number(&seen.view()["hunters"][1]))
    }

    /// The sights that the steersman is asked about next: `u` an update, `f` a frame.
    fn sights(&self) -> String {
        let shown = self.asked.iter().flat_map(|steer| &steer.shown).flat_map(|shown| &shown.sights);
        shown.map(|sight| if matches!(sight, Sight::Frame(_)) { 'f' } else { 'u' }).collect()
    }

    /// The attachments that nobody has carried.
    fn attached(&self) -> Vec<&Attach> {
        let attached = self.sent.iter().filter_map(|message| match message {
            ToWorker::Attach(attach) => Some(attach),
            _ => None,
        });
        attached.collect()
    }

    fn bots_fall(&mut self) {
        self.stage.tell(ToWorker::HubGone(self.hub));
        self.hub = HubId(self.hub.0 + 1);
        self.bots = Bots::new(self.hub, Rng::new(Seed::number(2)));
        (self.sent, self.stage.delivered) = (Vec::new(), Vec::new());
        let effects = self.bots.start();
        self.perform(effects);
        self.seat();
    }

    fn worker_falls(self) -> Game<DELTA> {
        let mut stage = self.stage.crash();
        let up = stage.every_hub.pop().unwrap();
        let mut game = Game { stage, ..self };
        game.tell(up);
        game
    }

    fn steersman_falls(&mut self) {
        self.steersman = Steersman::new(titles());
        self.asked.clear();
        self.tell(ToHub::SteersmanUp);
    }

    /// It goes on chasing: nothing that happened before is left of it after a while.
    fn goes_on(&mut self) {
        self.play(100);
        let distance = self.distance();
        assert!(distance <= 5, "the bot is {distance} away");
    }
}

fn chase() -> Game<false> {
    Game::new(json!({}))
}

fn chase_by_delta() -> Game<true> {
    Game::new(json!({}))
}

#[test]
fn a_bot_steers_by_what_its_seat_is_shown() {
    let mut game = chase();
    assert_eq!(game.sights(), "u");
    game.play(60);
    let numbers: Vec<u64> = game.inputs.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    assert!(game.inputs.windows(2).all(|two| two[0].1 != two[1].1), "only what is new is said");
    game.goes_on();
    let mut game = chase_by_delta();
    game.goes_on();
    assert_eq!(game.steersman.minds(), 1);
}

#[test]
fn one_thing_is_asked_at_a_time_and_then_the_newest() {
    let mut game = chase();
    (0..5).for_each(|_| game.tick());
    assert_eq!(game.sights(), "u");
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered.clone()));
    assert_eq!(game.sights(), "f", "of five frames the newest");
    let [Sight::Frame(frame)] = &game.asked[0].shown[0].sights[..] else { panic!() };
    assert_eq!(from_payload::<Value>(frame).unwrap()[0], json!(-1 - 1 + 2 - 2), "without its envelope");
    game.tell(ToHub::Steered(steered));
    assert_eq!(game.asked.len(), 1, "an answer counts once");
    game.goes_on();
}

#[test]
fn frames_that_tell_changes_are_kept_one_and_all() {
    let mut game = chase_by_delta();
    (0..5).for_each(|_| game.tick());
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered));
    assert_eq!(game.sights(), "fffff");
    game.goes_on();
}

#[test]
fn an_update_makes_the_frames_before_it_needless() {
    let mut game: Game<true> = Game::new(json!({"note_every": 4}));
    (0..6).for_each(|_| game.tick());
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered));
    assert_eq!(game.sights(), "uff");
}

#[test]
fn of_what_is_more_than_can_be_kept_nothing_is_and_the_match_is_asked_how_things_stand() {
    let mut game = chase_by_delta();
    for _ in 0..BOT_FRAMES {
        game.tick();
    }
    game.tick_told();
    game.tick_told();
    assert_eq!(game.attached().iter().map(|attach| attach.have).collect::<Vec<_>>(), [None]);
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered));
    assert_eq!(game.sights(), "", "what came after it is of no use either");
    game.carry();
    assert_eq!(game.sights(), "u");
    game.tick();
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered));
    assert_eq!(game.sights(), "f");
    game.goes_on();
}

#[test]
fn a_frame_that_is_missed_is_made_up_for_by_an_update() {
    let mut game = chase_by_delta();
    game.play(3);
    game.tick_unheard();
    game.tick();
    assert_eq!(game.sights(), "u");
    game.goes_on();
    let mut game = chase();
    game.play(3);
    game.tick_unheard();
    game.tick();
    assert_eq!(game.sights(), "f", "the newest says all");
}

#[test]
fn an_input_that_is_lost_is_said_again() {
    let mut game = chase();
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.tell(ToHub::Steered(steered));
    assert!(matches!(game.sent.pop(), Some(ToWorker::Input { input: 1, .. })), "this meets a full mailbox");
    // The steersman has nothing to add.
    (1..INPUT_AGAIN_TICKS).for_each(|_| game.tick());
    assert_eq!(game.inputs, []);
    game.tick();
    assert_eq!(game.inputs, [(2, -1)]);
    (0..2 * INPUT_AGAIN_TICKS).for_each(|_| game.tick());
    assert_eq!(game.inputs.len(), 1, "now it was heard");
}

#[test]
fn a_steersman_that_falls_steers_on() {
    let mut game = chase_by_delta();
    game.play(10);
    game.tick();
    game.steersman_falls();
    assert_eq!(game.attached().iter().map(|attach| attach.have).collect::<Vec<_>>(), [None]);
    game.carry();
    assert_eq!(game.sights(), "u");
    game.goes_on();
}

#[test]
fn what_a_fallen_steersman_answered_before_is_dropped() {
    let mut game = chase();
    let steered = game.steersman.handle(game.asked.pop().unwrap());
    game.steersman_falls();
    game.carry();
    assert_eq!(game.sights(), "u");
    game.tell(ToHub::Steered(steered));
    game.tick();
    assert_eq!(game.sights(), "u", "it isn't the answer to this");
    game.goes_on();
}

#[test]
fn bots_that_fall_steer_on_and_nobody_keeps_their_minds() {
    let mut game = chase_by_delta();
    game.play(10);
    game.bots_fall();
    game.carry();
    game.goes_on();
    assert_eq!(game.steersman.minds(), 1);
}

#[test]
fn in_a_match_that_comes_back_from_the_store_a_bot_steers_on() {
    let mut game = chase_by_delta();
    game.play(10);
    game.tick();
    let mut game = game.worker_falls();
    assert_eq!(game.attached().iter().map(|attach| attach.have).collect::<Vec<_>>(), [None]);
    let before = game.inputs.len();
    game.carry();
    game.steer();
    assert!(game.inputs.len() > before, "it says what it may not have heard");
    game.goes_on();
}

#[test]
fn what_a_fallen_worker_said_last_is_dropped() {
    let mut game = chase();
    game.play(10);
    game.stage.advance(TICK_MS);
    let late = std::mem::take(&mut game.stage.delivered);
    let mut game = game.worker_falls();
    game.carry();
    game.steer();
    for (Address { session, .. }, mut what) in late {
        if let Delivered::Frame { epoch, tick, .. } = &mut what {
            (*epoch, *tick) = (Epoch(1), 1_000);
        }
        game.deliver(session, what);
    }
    assert_eq!(game.sights(), "");
    game.goes_on();
}

#[test]
fn a_bot_whose_match_is_over_is_forgotten() {
    let mut game: Game<false> = Game::new(json!({"end_at": 20}));
    game.play(19);
    assert_eq!((game.bots.playing(), game.steersman.minds()), (1, 1));
    game.play(1);
    assert_eq!((game.bots.playing(), game.steersman.minds()), (0, 0));
}

#[test]
fn all_that_comes_at_once_is_one_question() {
    let mut game = chase();
    let mut create = game.stage.creation("n", json!({}), &PLAYERS);
    create.holders[1].kind = HolderKind::Bot;
    game.stage.tell(ToWorker::Create(create));
    game.tell(ToHub::BotSeated { match_id: game.stage.id("n"), bot: "bob".into() });
    game.carry();
    game.steer();
    game.stage.advance(TICK_MS);
    let delivered = std::mem::take(&mut game.stage.delivered).into_iter();
    let deliveries = delivered.map(|(who, what)| Delivery { to: vec![who.session], what }).collect();
    game.tell(ToHub::Deliver(deliveries));
    assert_eq!(game.asked.len(), 1);
    let asked: Vec<_> = game.asked[0].shown.iter().map(|shown| shown.bot).collect();
    assert_eq!(asked, [SessionId(1), SessionId(2)]);
}

#[test]
fn a_mind_is_made_by_an_update_alone() {
    let mut steersman = Steersman::new(titles());
    let shown = |sights| BotShown { bot: SessionId(1), generation: 7, sights };
    let mut ask = |hub, sights| steersman.handle(Steer { hub: HubId(hub), left: vec![], shown: vec![shown(sights)] });
    let update = |title: &str| {
        let payload = json!({"view": {"hare": 5, "hunters": [0, 0]}, "notes": [], "legal": null});
        let payload = to_payload(&payload).unwrap();
        Sight::Update { title: title.to_string(), seat: Seat(1), seed: Seed::number(1), payload }
    };
    let frame = |hare: i64| Sight::Frame(to_payload(&json!([hare, [0, 0]])).unwrap());
    let says = |answer: Vec<Steered>| answer[0].input.is_some();
    assert!(!says(ask(1, vec![frame(9)])), "nobody it knows");
    assert!(!says(ask(1, vec![update("chess")])), "nor does it know the title");
    assert!(says(ask(1, vec![update("chase"), frame(9)])));
    assert!(!says(ask(2, vec![frame(-9)])), "bots that came up anew are others");
}

/// What may go wrong.
#[derive(Clone, Copy, Debug)]
enum Mishap {
    Nothing,
    Unheard,
    SlowSteersman,
    InputsLost,
    SteersmanFalls,
    BotsFall,
    WorkerFalls,
}

fn mishaps() -> impl Strategy<Value = Vec<Mishap>> {
    use Mishap::*;
    let mishap = prop_oneof![
        10 => Just(Nothing),
        3 => Just(Unheard),
        10 => Just(SlowSteersman),
        2 => Just(InputsLost),
        1 => Just(SteersmanFalls),
        1 => Just(BotsFall),
        1 => Just(WorkerFalls),
    ];
    prop::collection::vec(mishap, 1..120)
}

fn survives<const DELTA: bool>(mishaps: Vec<Mishap>) {
    let mut game: Game<DELTA> = Game::new(json!({"note_every": 37}));
    for mishap in mishaps {
        match mishap {
            Mishap::Nothing => game.play(1),
            Mishap::Unheard => game.tick_unheard(),
            Mishap::SlowSteersman => game.tick(),
            Mishap::InputsLost => {
                game.stage.advance(TICK_MS);
                game.sent.retain(|message| !matches!(message, ToWorker::Input { .. }));
            }
            Mishap::SteersmanFalls => game.steersman_falls(),
            Mishap::BotsFall => game.bots_fall(),
            Mishap::WorkerFalls => game = game.worker_falls(),
        }
        assert!(game.asked.iter().all(|steer| steer.shown.iter().all(|shown| shown.sights.len() <= BOT_FRAMES + 1)));
    }
    game.carry();
    game.steer();
    // Whatever is to be asked or said again is so within a few seconds.
    game.play(200);
    game.goes_on();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_goes_wrong_a_bot_steers_on(mishaps in mishaps()) {
        survives::<false>(mishaps.clone());
        survives::<true>(mishaps);
    }
}
