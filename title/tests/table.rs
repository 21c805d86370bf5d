//! What a title may rely on, told by a title that relies on all of it: alarms, chance, notes, presence, ticks, and that
//! whatever is refused has not happened.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use proptest::{prop_assert_eq, proptest};
use serde::{Deserialize, Serialize};
use title::*;

/// Does what it is asked, and keeps a log.
#[derive(Clone, Serialize, Deserialize)]
struct Diary {
    log: Vec<String>,
    hz: Option<u32>,
}

#[derive(Default, Serialize, Deserialize, schemars::JsonSchema)]
struct Options {
    hz: Option<u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Do {
    Set(u8, u64),
    Cancel(u8),
    Draw,
    Whisper,
    ChangeAndRefuse,
    ChangeAndPanic,
    End,
}

#[derive(Serialize, Deserialize)]
struct View {
    log: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Heard(String);

Wire!(Options, Do, View, Heard);

impl Title for Diary {
    const INFO: Info = Info::new("diary", "Diary", "Keeps a log.");
    type Options = Options;
    type Action = Do;
    type View = View;
    type Note = Heard;
    type Alarm = u8;
    type Input = ();
    type Frame = ();

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        Ok(options.hz.map_or(Plan::turn_based(2), |hz| Plan::real_time(2, hz)))
    }

    fn start(options: Options, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Diary { log: Vec::new(), hz: options.hz })
    }

    fn turn(&self) -> Seats {
        Seats::only(Seat(0))
    }

    fn act(&mut self, _: Seat, action: Do, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.log.push(format!("{} {action:?}", cx.now()));
        match action {
            Do::Set(alarm, at_ms) => cx.set_alarm(alarm, at_ms),
            Do::Cancel(alarm) => cx.cancel_alarm(alarm),
            Do::Draw => {
                let drawn = cx.rng().below(1_000);
                self.log.push(format!("drew {drawn}"));
            }
            Do::Whisper => cx.note(Audience::Only(Seats::only(Seat(1))), Heard("psst".into())),
            Do::ChangeAndRefuse => {
                cx.set_alarm(9, 1);
                cx.rng().bits();
                cx.note(Audience::Everyone, Heard("never".into()));
                return Err(Rejection::new("no", "Not like this."));
            }
            Do::ChangeAndPanic => {
                cx.set_alarm(9, 1);
                panic!("a defect");
            }
            Do::End => cx.end(Outcome::draw(2, "asked")),
        }
        Ok(())
    }

    fn alarm(&mut self, alarm: u8, cx: &mut Cx<Self>) {
        self.log.push(format!("{} alarm {alarm}", cx.now()));
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        self.log.push(format!("{} seat {seat} {presence:?}", cx.now()));
    }

    fn tick(&mut self, _: &[()], cx: &mut Cx<Self>) {
        self.log.push(format!("{} tick", cx.now()));
    }

    fn view(&self, _: Viewer) -> View {
        View { log: self.log.clone() }
    }
}

fn diary() -> Table<Diary> {
    Table::start(Options::default())
}

fn log(table: &Table<Diary>) -> Vec<String> {
    table.view(Viewer::Spectator).log
}

#[test]
fn alarms_fire_at_their_time_and_in_their_order() {
    let mut table = diary();
    for (alarm, at_ms) in [(3, 50), (1, 50), (2, 20)] {
        table.act(0, Do::Set(alarm, at_ms)).unwrap();
    }
    table.advance(49);
    assert_eq!(log(&table)[3..], ["20 alarm 2"]);
    table.advance(1);
    assert_eq!(log(&table)[3..], ["20 alarm 2", "50 alarm 1", "50 alarm 3"]);
}

#[test]
fn a_replaced_alarm_fires_once_and_a_cancelled_one_never() {
    let mut table = diary();
    for action in [Do::Set(1, 10), Do::Set(1, 30), Do::Set(2, 20), Do::Cancel(2), Do::Cancel(7)] {
        table.act(0, action).unwrap();
    }
    table.advance(1_000);
    assert_eq!(log(&table)[5..], ["30 alarm 1"]);
}

#[test]
fn nothing_happens_after_the_end() {
    let mut table = diary();
    table.act(0, Do::Set(1, 10)).unwrap();
    table.act(0, Do::End).unwrap();
    table.advance(1_000);
    table.leave(1);
    assert_eq!(log(&table).len(), 2);
    assert_eq!(table.act(0, Do::Draw).unwrap_err().code, "match_over");
    assert!(table.turn().is_empty());
}

#[test]
fn a_refused_action_has_not_happened() {
    let (mut refused, mut other) = (diary(), diary());
    assert_eq!(refused.act(0, Do::ChangeAndRefuse).unwrap_err().code, "no");
    assert_eq!(refused.act(1, Do::Draw).unwrap_err().code, "not_your_turn");
    for table in [&mut refused, &mut other] {
        table.act(0, Do::Draw).unwrap();
        table.advance(100);
    }
    assert_eq!(log(&refused), log(&other), "chance and alarms are as if it had never been tried");
    assert!(refused.notes(Viewer::Spectator).is_empty());
}

#[test]
fn a_panic_in_an_action_has_not_happened_either() {
    let begun = Play::<Diary>::start(Options::default(), Seed::number(0), 0).ok().unwrap().play;
    let refusal = begun.act(5, Seat(0), Do::ChangeAndPanic).err().unwrap();
    assert_eq!(refusal, Refusal::Panicked("a defect".to_string()));
    assert_eq!((begun.next_alarm_ms(), begun.now_ms()), (None, 0));
}

#[test]
fn a_whisper_is_heard_by_its_audience_alone() {
    let mut table = diary();
    table.act(0, Do::Whisper).unwrap();
    assert_eq!(table.notes(Viewer::Seat(Seat(1))), [Heard("psst".into())]);
    assert!(table.notes(Viewer::Seat(Seat(0))).is_empty());
    assert!(table.notes(Viewer::Spectator).is_empty());
}

#[test]
fn an_hour_of_ticks_does_not_drift() {
    for hz in [60, 30, 7] {
        let mut table = Table::<Diary>::start(Options { hz: Some(hz) });
        table.advance(60_000);
        let ticks = log(&table);
        assert_eq!(ticks.len(), usize::try_from(hz).unwrap() * 60);
        assert_eq!(ticks.last().unwrap(), "60000 tick");
    }
}

#[test]
fn alarms_go_before_ticks_of_the_same_time() {
    let mut table = Table::<Diary>::start(Options { hz: Some(10) });
    table.act(0, Do::Set(1, 100)).unwrap();
    table.advance(100);
    assert_eq!(log(&table)[1..], ["100 alarm 1", "100 tick"]);
}

#[test]
fn skipped_ticks_belong_to_later_times() {
    let mut play = Play::<Diary>::start(Options { hz: Some(10) }, Seed::number(0), 0).ok().unwrap().play;
    play.tick(&[(), ()]).unwrap();
    play.skip_ticks(5);
    assert_eq!((play.ticks(), play.next_tick_ms()), (1, Some(700)));
    play.tick(&[(), ()]).unwrap();
    assert_eq!((play.now_ms(), play.state().hz), (700, Some(10)));
}

proptest! {
    #[test]
    fn the_same_seed_and_events_give_the_same_bytes(
        seed: u64,
        events in proptest::collection::vec((0u8..5, 0u8..4, 0u64..500), 0..40),
    ) {
        let play = || {
            let mut now_ms = 0;
            let mut play = Play::<Diary>::start(Options::default(), Seed::number(seed), 0).ok().unwrap().play;
            for (kind, alarm, ms) in &events {
                now_ms += ms;
                while let Some(fired) = play.fire(now_ms) {
                    play = fired.next.ok().unwrap().play;
                }
                let action = match kind {
                    0 => Do::Set(*alarm, now_ms + ms),
                    1 => Do::Cancel(*alarm),
                    2 => Do::Draw,
                    3 => Do::ChangeAndRefuse,
                    _ => Do::Whisper,
                };
                if let Ok(next) = play.act(now_ms, Seat(0), action) {
                    play = next.play;
                }
            }
            play
        };
        let parts = |play: &Play<Diary>| rmp_serde::to_vec_named(&(play.state(), play.around())).unwrap();
        let stored = parts(&play());
        prop_assert_eq!(&stored, &parts(&play()));
        // A game put together from what was read back is the same game.
        let (state, around): (Diary, Around<_>) = rmp_serde::from_slice(&stored).unwrap();
        prop_assert_eq!(parts(&Play::join(state, around)), stored);
    }
}
