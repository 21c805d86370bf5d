//! Whatever is played, the journal leads to the same match, byte for byte.

use engine::{
    event::{Entry, Start},
    ids::{ClientId, Epoch, MatchId, Rev, Seq},
    limits::{LAG_QUOTA_MS, RELEASE_TOLD_MS, SETTLE_MS},
    match_state::{Match, MatchEffect, RebuildError},
    messages::{Act, Attach, Delivered, Doing},
    outbox::Post,
    store::{Snapshot, Stored},
    wire::{Proposal, json_of, to_payload},
};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;
use title::{Seats, Seed, TimeControl, Title};

use crate::{
    past::holds,
    stage::{PLAYERS, holders, player_of, session, worker_id},
    toys::{
        Counter, CounterOptions, Do, Part, Push, Rally, RallyOptions, Stroke,
        blitz::{Blitz, BlitzOptions, Move},
        trail::{Stamp, Trail, TrailOptions},
    },
};

/// Something that happens in a random play.
#[derive(Clone, Debug)]
enum Step<A> {
    Act(u64, A),
    /// Acts from this far away.
    ActFrom(u64, u64, A),
    Ask(u64, Doing),
    /// Proposes something, and the other agrees.
    Agree(u64, Proposal),
    /// The next commit takes this long.
    Slow(u64),
    Come(u64),
    Go(u64),
    /// Holds this from so many ticks on: 0 for the next one, or one that has run.
    Hold(u64, i8, u64),
    Wait(u64),
    Tick(u64),
}

/// A match driven by hand, and its journal.
struct Played<T: Title> {
    game: Match<T>,
    journal: Vec<Entry>,
    now: u64,
    seq: u64,
    /// The last tick.
    ticks: u64,
    /// How long the next commit takes.
    slow_ms: u64,
    /// The match as it was stored last.
    saved: Option<Snapshot>,
}

fn id() -> MatchId {
    MatchId { worker: worker_id("any"), code: "m".to_string() }
}

impl<T: Title> Played<T> {
    fn start(options: impl Serialize) -> Played<T> {
        let start = Start {
            table: "t".into(),
            rules_version: T::INFO.rules_version,
            options: serde_json::to_value(options).unwrap(),
            seed: Seed::number(3),
            holders: holders(&PLAYERS),
            away: Seats::none(),
            position: None,
        };
        let (game, effects) = Match::start(id(), Epoch(1), start, 1_000).unwrap();
        let mut played = Played { game, journal: Vec::new(), now: 1_000, seq: 0, ticks: 0, slow_ms: 0, saved: None };
        played.keep(effects);
        played
    }

    fn step<A: Serialize>(&mut self, step: Step<A>) {
        let now = self.now;
        self.seq += 1;
        let effects = match step {
            Step::Act(who, action) => self.game.act(act(who, self.seq, now, &action), now),
            Step::ActFrom(who, lag_ms, action) => {
                self.game.act(Act { lag_ms, ..act(who, self.seq, now, &action) }, now)
            }
            Step::Ask(who, what) => self.game.act(Act { what, ..act(who, self.seq, now, &()) }, now),
            Step::Agree(who, what) => {
                self.step(Step::<A>::Ask(who, Doing::Offer(what)));
                return self.step(Step::<A>::Ask(3 - who, Doing::Answer(what, true)));
            }
            Step::Slow(ms) => {
                self.slow_ms = ms;
                Vec::new()
            }
            Step::Come(who) => self.game.attach(attach(who), now),
            Step::Go(who) => self.game.detach(session(who), now),
            Step::Hold(who, push, ahead) => {
                let tick = if ahead == 0 { 0 } else { self.ticks + ahead };
                self.game.input(session(who), &player_of(who), self.seq, tick, &to_payload(&Push(push)).unwrap());
                Vec::new()
            }
            Step::Wait(ms) => {
                self.now += ms;
                self.game.due(self.now, self.now)
            }
            Step::Tick(count) => {
                self.now += 50 * count;
                let mut effects = self.game.due(self.now, self.now);
                effects.extend(self.game.tick(count, self.now));
                self.ticks = self.ticks.max(look(&mut self.game, self.now)["tick"].as_u64().unwrap_or(0));
                effects
            }
        };
        self.keep(effects);
    }

    fn keep(&mut self, effects: Vec<MatchEffect>) {
        let mut held = false;
        for effect in effects {
            match effect {
                MatchEffect::Record { entry, holds, .. } => {
                    assert_eq!(entry.index, self.journal.len() as u64, "a journal has no holes");
                    self.journal.push(entry);
                    held |= holds;
                }
                MatchEffect::Save(snapshot) => {
                    assert_eq!(snapshot.entries, self.journal.len() as u64);
                    self.saved = Some(snapshot);
                }
                MatchEffect::Post { .. } => {}
            }
        }
        if held {
            let slow_ms = std::mem::take(&mut self.slow_ms);
            if slow_ms > 0 {
                self.now += slow_ms;
                // The timer has its say before the store: nothing may come of it but what was due when the time stood still.
                let effects = self.game.due(self.now, self.now);
                self.keep(effects);
            }
            let effects = self.game.released(self.now);
            self.keep(effects);
        }
    }

    /// The match as its journal tells it; `None` while ticks have run that aren't journalled.
    fn rebuilt(&mut self) -> Option<Match<T>> {
        let tick = look(&mut self.game, self.now)["tick"].as_u64();
        let last = self.journal.last().unwrap();
        if tick.is_some_and(|tick| tick != last.tick) {
            return None;
        }
        Some(Match::rebuild(id(), Epoch(1), &self.journal, self.now).unwrap())
    }

    /// Has the match stored as a whole, and checks that its journal leads to the same.
    fn save(&mut self) {
        let effects = self.game.save(self.now).unwrap();
        self.keep(effects);
        let mut again = Match::<T>::rebuild(id(), Epoch(1), &self.journal, self.now).unwrap();
        let again = again.save(self.now).unwrap().pop();
        let Some(MatchEffect::Save(again)) = again else { panic!("{again:?}") };
        assert_eq!(again.hash, self.saved.as_ref().unwrap().hash);
    }

    /// The match as it was stored last, with what came after.
    fn restored(&self) -> Match<T> {
        let entries = self.journal[self.saved.as_ref().map_or(0, |saved| saved.entries as usize)..].to_vec();
        let stored = Stored { snapshot: self.saved.clone(), entries, wake_ms: None };
        Match::restore(id(), Epoch(1), &stored, self.now).unwrap().0
    }
}

fn act(who: u64, seq: u64, received_ms: u64, action: &impl Serialize) -> Act {
    let command = (ClientId(format!("client{who}")), Seq(seq));
    let payload = to_payload(action).unwrap();
    Act {
        match_id: id(),
        who: session(who),
        player: player_of(who),
        command,
        received_ms,
        lag_ms: 0,
        what: Doing::Action(payload),
    }
}

fn attach(who: u64) -> Attach {
    Attach { match_id: id(), who: session(who), player: player_of(who), have: None }
}

/// All that an onlooker can be shown.
fn look<T: Title>(game: &mut Match<T>, now: u64) -> Value {
    let mut seen = shown(game.attach(attach(999), now)).pop().unwrap();
    game.detach(session(999), now);
    if !seen["outcome"].is_null() {
        // When the end was seen moves nobody's clock any more.
        seen["offset_ms"].take();
    }
    seen
}

fn shown(effects: Vec<MatchEffect>) -> Vec<Value> {
    let update = |effect| match effect {
        MatchEffect::Post { post: Post::Sessions(_, Delivered::Update { message, .. }), .. } => {
            Some(serde_json::from_str(&json_of(&message).unwrap()).unwrap())
        }
        _ => None,
    };
    effects.into_iter().filter_map(update).collect()
}

/// Plays the steps; after each, the journal must lead to the same position, to the same alarms, and to the same chance.
fn check<T: Title, A: Serialize + Clone>(
    options: impl Serialize,
    steps: Vec<Step<A>>,
    draw: A,
) -> Result<(), TestCaseError> {
    let mut played = Played::<T>::start(options);
    let mut revs = vec![Rev(0)];
    let mut compared = 0;
    let last = steps.len() - 1;
    for (at, step) in steps.into_iter().enumerate() {
        played.step(step);
        revs.extend(played.journal.last().map(|entry| entry.rev).filter(|rev| rev.0 > revs.last().unwrap().0));
        // A rebuilding plays all of it again: not after each step.
        if at % 6 != 0 && at != last {
            continue;
        }
        if at % 5 == 0 {
            played.save();
        }
        let Some(mut again) = played.rebuilt() else { continue };
        compared += 1;
        let mut restored = played.restored();
        prop_assert_eq!(look(&mut restored, played.now), look(&mut played.game, played.now));
        prop_assert_eq!(look(&mut again, played.now), look(&mut played.game, played.now));
        prop_assert_eq!(again.outcome(), played.game.outcome());
        prop_assert_eq!(again.ticks_from_ms(), played.game.ticks_from_ms());
        prop_assert_eq!(restored.ticks_from_ms(), played.game.ticks_from_ms());
        // Whatever is to happen within the settling of either is to happen in both.
        let (first, second) = (1_000 + SETTLE_MS, played.now + SETTLE_MS);
        let settled = if played.now < first { first } else { second };
        let soon = |due: Option<u64>| due.filter(|due| *due < settled);
        prop_assert_eq!(soon(again.next_due_ms()), soon(played.game.next_due_ms()));
    }
    holds::<T>(&played.journal, played.saved.as_ref(), played.game.outcome().is_some());
    // From here on both must go the same way, with the same chance.
    if let Some(mut again) = played.rebuilt() {
        let now = played.now + 10_000;
        for game in [&mut again, &mut played.game] {
            [1, 2].iter().for_each(|who| {
                game.input(session(*who), &player_of(*who), 999_999, 0, &to_payload(&Push(0)).unwrap())
            });
        }
        for who in [1, 2] {
            let drawn = [&mut again, &mut played.game].map(|game| {
                game.act(act(who, 1_000_000, now, &draw), now);
                // A control that no tick has run with yet is lost in a crash; its player holds it again.
                game.input(session(who), &player_of(who), 1_000_000, 0, &to_payload(&Push(1)).unwrap());
                game.released(now);
                game.tick(1, now);
                look(game, now)["payload"].clone()
            });
            prop_assert_eq!(&drawn[0], &drawn[1]);
        }
    }
    let gaps = revs.windows(2).filter(|pair| pair[1].0 > pair[0].0 + 64).count();
    prop_assert_eq!(gaps, 0);
    prop_assert!(compared > 0 || matches!(T::INFO.name, "rally" | "trail"), "a turn-based match can always be rebuilt");
    Ok(())
}

fn who() -> impl Strategy<Value = u64> {
    1u64..=2
}

fn coming_and_going<A: Clone + std::fmt::Debug + 'static>() -> impl Strategy<Value = Step<A>> {
    prop_oneof![
        who().prop_map(Step::Come),
        who().prop_map(Step::Go),
        (1u64..3_000).prop_map(Step::Wait),
        (1u64..60).prop_map(Step::Wait),
    ]
}

fn deed() -> impl Strategy<Value = Do> {
    let name = prop::sample::select(vec!["tea", "egg", "boom"]).prop_map(str::to_string);
    prop_oneof![
        9 => (0u64..30).prop_map(Do::Add),
        4 => Just(Do::Roll),
        2 => (name.clone(), 0u64..2_000).prop_map(|(name, in_ms)| Do::Set(name, in_ms)),
        1 => name.prop_map(Do::Cancel),
        1 => (0u64..9).prop_map(Do::Give),
        1 => Just(Do::Explode),
        1 => Just(Do::Break(Part::View)),
    ]
}

fn counter_step() -> impl Strategy<Value = Step<Do>> {
    prop_oneof![3 => (who(), deed()).prop_map(|(who, deed)| Step::Act(who, deed)), 1 => coming_and_going()]
}

fn proposal() -> impl Strategy<Value = Proposal> {
    prop::sample::select(vec![Proposal::Draw, Proposal::Undo, Proposal::Pause])
}

fn courtesy() -> impl Strategy<Value = Doing> {
    prop_oneof![
        8 => proposal().prop_map(Doing::Offer),
        8 => (proposal(), prop::bool::weighted(0.5)).prop_map(|(what, yes)| Doing::Answer(what, yes)),
        8 => Just(Doing::Resume),
        4 => Just(Doing::AddTime),
        1 => prop::sample::select(vec![Doing::Claim, Doing::Claim, Doing::Abort, Doing::Resign]),
    ]
}

fn blitz_step() -> impl Strategy<Value = Step<Move>> {
    let name = prop::sample::select(vec!["tea", "egg", "roll"]).prop_map(str::to_string);
    let deed = prop_oneof![
        9 => (1u64..9).prop_map(Move::Add),
        1 => Just(Move::Roll),
        1 => Just(Move::Show),
        2 => (name, 0u64..5_000).prop_map(|(name, in_ms)| Move::Set(name, in_ms)),
    ];
    prop_oneof![
        8 => (who(), 0..2 * LAG_QUOTA_MS, deed).prop_map(|(who, lag_ms, deed)| Step::ActFrom(who, lag_ms, deed)),
        6 => (who(), courtesy()).prop_map(|(who, what)| Step::Ask(who, what)),
        3 => (who(), prop::sample::select(vec![Proposal::Undo, Proposal::Undo, Proposal::Pause]))
            .prop_map(|(who, what)| Step::Agree(who, what)),
        2 => (RELEASE_TOLD_MS..9_000).prop_map(Step::Slow),
        3 => coming_and_going(),
        1 => (1u64..40_000).prop_map(Step::Wait),
    ]
}

fn hold<A: Clone + std::fmt::Debug + 'static>() -> impl Strategy<Value = Step<A>> {
    (who(), -2i8..=2, 0u64..6).prop_map(|(who, push, ahead)| Step::Hold(who, push, ahead))
}

fn trail_step() -> impl Strategy<Value = Step<Stamp>> {
    prop_oneof![
        6 => (1u64..4).prop_map(Step::Tick),
        1 => (4u64..40).prop_map(Step::Tick),
        4 => hold(),
        1 => who().prop_map(|who| Step::Act(who, Stamp)),
        2 => who().prop_map(|who| Step::Agree(who, Proposal::Pause)),
        4 => who().prop_map(|who| Step::Ask(who, Doing::Resume)),
        2 => coming_and_going(),
    ]
}

fn rally_step() -> impl Strategy<Value = Step<Stroke>> {
    let stroke = prop_oneof![Just(Stroke::Serve), (0u64..1_000).prop_map(Stroke::Lob)];
    prop_oneof![
        6 => (1u64..4).prop_map(Step::Tick),
        1 => (4u64..40).prop_map(Step::Tick),
        4 => hold(),
        2 => (who(), stroke).prop_map(|(who, stroke)| Step::Act(who, stroke)),
        2 => coming_and_going(),
    ]
}

fn rally_options() -> impl Strategy<Value = RallyOptions> {
    (any::<bool>(), 0u64..20, 0u64..9, prop_oneof![Just(0u64), 20u64..200], prop_oneof![Just(0u64), 20u64..200])
        .prop_map(|(when_stored, checkpoint_every, note_every, panic_at, end_at)| RallyOptions {
            when_stored,
            checkpoint_every,
            note_every,
            panic_at,
            end_at,
            ..RallyOptions::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_turn_based_match_is_rebuilt_to_the_byte(steps in prop::collection::vec(counter_step(), 1..80)) {
        check::<Counter, _>(CounterOptions::default(), steps, Do::Roll)?;
    }

    #[test]
    fn a_match_with_courtesies_and_a_slow_store_is_rebuilt_to_the_byte(
        time in prop::sample::select(vec![
            TimeControl::Increment { base_s: 60, increment_s: 2 },
            TimeControl::ByoYomi { base_s: 5, periods: 5, period_s: 10 },
            TimeControl::Unlimited,
        ]),
        steps in prop::collection::vec(blitz_step(), 1..120),
    ) {
        check::<Blitz, _>(BlitzOptions { time, ..BlitzOptions::default() }, steps, Move::Roll)?;
    }

    #[test]
    fn a_real_time_match_is_rebuilt_to_the_byte(
        options in rally_options(),
        steps in prop::collection::vec(rally_step(), 1..120),
    ) {
        check::<Rally, _>(options, steps, Stroke::Serve)?;
    }

    #[test]
    fn a_real_time_match_with_pauses_is_rebuilt_to_the_byte(
        hz in prop::sample::select(vec![20u32, 60]),
        checkpoint_every in 0u64..20,
        steps in prop::collection::vec(trail_step(), 1..120),
    ) {
        check::<Trail, _>(TrailOptions { hz, checkpoint_every, ..TrailOptions::default() }, steps, Stamp)?;
    }
}

#[test]
fn a_journal_that_leads_nowhere_is_an_error_and_no_panic() {
    let mut played = Played::<Counter>::start(CounterOptions::default());
    played.step(Step::Act(1, Do::Add(1)));
    let rebuild = |journal: Vec<Entry>| Match::<Counter>::rebuild(id(), Epoch(2), &journal, 0).err();
    assert_eq!(rebuild(played.journal.clone()), None);
    assert_eq!(rebuild(Vec::new()), Some(RebuildError::NoStart));
    assert_eq!(rebuild(played.journal[1..].to_vec()), Some(RebuildError::NoStart));
    let mut twice = played.journal.clone();
    twice.push(played.journal[1].clone());
    assert!(matches!(rebuild(twice), Some(RebuildError::Event { rev: 1, .. })), "not her turn any more");
    let mut other_rules = played.journal.clone();
    if let engine::event::Event::Start(start) = &mut other_rules[0].event {
        start.rules_version = 9;
    }
    assert_eq!(rebuild(other_rules), Some(RebuildError::OtherRules(9)));
}
