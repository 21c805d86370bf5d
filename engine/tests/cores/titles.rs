//! The titles on offer, and the options of a table.

use engine::{
    titles::Titles,
    wire::{Codec, Refused, decode, from_payload, to_payload},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use title::{
    Cx, Info, Legal, NoOptions, Plan, Preset, Rejection, Rng, Seat, Seats, Seed, Title, Viewer, Wire,
    schemars::{self, JsonSchema},
};

use crate::toys::{Counter, Rally};

fn titles() -> Titles {
    Titles::default().with::<Counter>().with::<Rally>()
}

fn check(options: Value) -> Result<Value, String> {
    let checked = titles().get("counter").unwrap().check(&options);
    checked.map(|(options, _)| options).map_err(|refused| refused.code.0.to_string())
}

/// A title of which nothing matters but its name and its plan.
macro_rules! dull {
    ($type:ident, $name:literal, $plan:expr) => {
        #[derive(Clone, serde::Serialize, serde::Deserialize)]
        struct $type;
        impl Title for $type {
            const INFO: Info = Info::new($name, "Dull", "Nothing.");
            type Options = NoOptions;
            type Action = ();
            type View = ();
            type Note = ();
            type Alarm = ();
            type Input = ();
            type Frame = ();
            fn plan(_: &NoOptions) -> Result<Plan, Rejection> {
                Ok($plan)
            }
            fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> {
                Ok($type)
            }
            fn turn(&self) -> Seats {
                Seats::none()
            }
            fn act(&mut self, _: Seat, (): (), _: &mut Cx<Self>) -> Result<(), Rejection> {
                Ok(())
            }
            fn view(&self, _: Viewer) {}
            fn legal(&self, _: Seat) -> Legal<()> {
                Legal::Unlisted
            }
        }
    };
}
/// A title with a bot that thinks: 0 leaves it without an idea, 13 is more than it can bear.
#[derive(Clone, Serialize, Deserialize)]
struct Sage;

#[derive(Default, Serialize, Deserialize, JsonSchema)]
struct Wisdom {
    wisdom: u32,
}

#[derive(Serialize, Deserialize)]
struct Question {
    number: u64,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    say: u64,
}
Wire!(Wisdom, Question, Answer);

impl Title for Sage {
    const INFO: Info = Info::new("sage", "Sage", "Asks.").with_bot("Old sage");
    type Options = Wisdom;
    type Action = Answer;
    type View = Question;
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();
    fn plan(_: &Wisdom) -> Result<Plan, Rejection> {
        Ok(Plan::turn_based(2))
    }
    fn start(_: Wisdom, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Sage)
    }
    fn turn(&self) -> Seats {
        Seats::all(2)
    }
    fn act(&mut self, _: Seat, _: Answer, _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }
    fn view(&self, _: Viewer) -> Question {
        Question { number: 0 }
    }
    fn presets() -> Vec<Preset<Wisdom>> {
        let preset = |label, wisdom| Preset { label, options: Wisdom { wisdom } };
        vec![preset("quick", 1), preset("deep", 9)]
    }
    fn bot(view: &Question, seat: Seat, _: &mut Rng) -> Option<Answer> {
        match view.number {
            0 => None,
            13 => panic!("a bot that panics"),
            number => Some(Answer { say: number + u64::from(seat.0) }),
        }
    }
}

/// A title with a preset it doesn't accept.
#[derive(Clone, Serialize, Deserialize)]
struct Fool;

impl Title for Fool {
    const INFO: Info = Info::new("fool", "Fool", "Errs.");
    type Options = Wisdom;
    type Action = ();
    type View = ();
    type Note = ();
    type Alarm = ();
    type Input = ();
    type Frame = ();
    fn plan(wisdom: &Wisdom) -> Result<Plan, Rejection> {
        if wisdom.wisdom > 0 { Err(Rejection::new("wise", "Be a fool.")) } else { Ok(Plan::turn_based(2)) }
    }
    fn start(_: Wisdom, _: &mut Cx<Self>) -> Result<Self, Rejection> {
        Ok(Fool)
    }
    fn turn(&self) -> Seats {
        Seats::none()
    }
    fn act(&mut self, _: Seat, (): (), _: &mut Cx<Self>) -> Result<(), Rejection> {
        Ok(())
    }
    fn view(&self, _: Viewer) {}
    fn presets() -> Vec<Preset<Wisdom>> {
        vec![Preset { label: "wise", options: Wisdom { wisdom: 1 } }]
    }
}

dull!(Nameless, "", Plan::turn_based(1));
dull!(Shouting, "LOUD", Plan::turn_based(1));
dull!(Twin, "counter", Plan::turn_based(1));
dull!(Empty, "empty", Plan::turn_based(0));
dull!(Crowded, "crowded", Plan::turn_based(Seats::MAX + 1));
dull!(Frozen, "frozen", Plan::real_time(1, 0));
dull!(Fine, "fine", Plan::turn_based(Seats::MAX));

/// Whether a server comes up with this title.
fn offers<T: Title>() -> bool {
    std::panic::catch_unwind(|| titles().with::<T>()).is_ok()
}

#[test]
fn a_server_does_not_come_up_with_a_title_it_cant_offer() {
    assert!(!offers::<Nameless>() && !offers::<Shouting>(), "a name must be fit for an address");
    assert!(!offers::<Twin>(), "a name must be free");
    assert!(!offers::<Empty>() && !offers::<Crowded>() && !offers::<Frozen>(), "a match must be possible");
    assert!(offers::<Fine>());
}

#[test]
fn titles_are_found_by_name() {
    assert_eq!(titles().iter().map(|offered| offered.info.name).collect::<Vec<_>>(), ["counter", "rally"]);
    assert_eq!(titles().get("chess").err(), Some(Refused::UNKNOWN_TITLE));
}

#[test]
fn a_title_has_its_own_bot_or_one_that_plays_by_chance() {
    let titles = titles().with::<Sage>();
    let bot = |title| titles.get(title).unwrap().bot;
    assert_eq!((bot("sage"), bot("counter")), (Some("Old sage"), Some("Random bot")));
    assert_eq!(bot("rally"), None, "it lists no legal actions");
}

#[test]
fn presets_are_complete_and_those_that_don_t_work_are_never_offered() {
    let titles = titles().with::<Sage>();
    assert_eq!(titles.get("sage").unwrap().presets, [("quick", json!({"wisdom": 1})), ("deep", json!({"wisdom": 9}))]);
    assert_eq!(titles.get("counter").unwrap().presets, [("", json!({"seats": 2, "goal": 1000}))]);
    assert!(!offers::<Fool>());
}

/// What a bot of the sage does in seat 1 when it is shown this.
fn thought(payload: Value, seed: u64) -> Option<Value> {
    let payload = to_payload(&payload).unwrap();
    let titles = titles().with::<Sage>();
    let thought = titles.get("sage").unwrap().think(&payload, Seat(1), Seed::number(seed));
    thought.map(|action| from_payload(&action).unwrap())
}

fn shown(number: u64) -> Value {
    json!({"view": {"number": number}, "notes": [], "legal": [{"say": 1}, {"say": 2}, {"say": 3}]})
}

#[test]
fn a_bot_does_what_its_title_thinks_best() {
    assert_eq!(thought(shown(40), 1), Some(json!({"say": 41})), "by what it is shown, and where it sits");
    let unlisted = json!({"view": {"number": 40}, "notes": [], "legal": null});
    assert_eq!(thought(unlisted, 1), Some(json!({"say": 41})));
}

#[test]
fn a_bot_without_an_idea_does_anything_legal() {
    for speechless in [0, 13] {
        let all: Vec<Value> = (0..50).filter_map(|seed| thought(shown(speechless), seed)).collect();
        assert_eq!(all.len(), 50);
        for say in 1..=3 {
            assert!(all.contains(&json!({ "say": say })), "{say} of {speechless}");
        }
        assert_eq!(thought(shown(speechless), 7), thought(shown(speechless), 7), "the same chance, the same thought");
    }
}

#[test]
fn a_bot_that_can_do_nothing_does_nothing() {
    let nothing = |legal: Value| json!({"view": {"number": 0}, "notes": [], "legal": legal});
    assert_eq!(thought(nothing(json!([])), 1), None);
    assert_eq!(thought(nothing(Value::Null), 1), None);
    assert_eq!(thought(json!({"view": null, "notes": [], "legal": []}), 1), None, "its title failed");
    assert_eq!(thought(json!("nonsense"), 1), None);
}

#[test]
fn what_is_left_out_takes_its_default() {
    assert_eq!(check(json!({"goal": 5})), Ok(json!({"seats": 2, "goal": 5})));
    assert_eq!(check(json!({})), Ok(json!({"seats": 2, "goal": 1000})));
    assert_eq!(check(Value::Null), Ok(json!({"seats": 2, "goal": 1000})));
}

#[test]
fn options_that_dont_fit_are_refused() {
    let bad = Err("bad_options".to_string());
    assert_eq!(check(json!({"goals": 5})), bad, "an unknown name is a mistake");
    assert_eq!(check(json!({"goal": "five"})), bad);
    assert_eq!(check(json!({"goal": -5})), bad);
    assert_eq!(check(json!({"seats": 256})), bad);
    assert_eq!(check(json!([1])), bad);
    assert_eq!(check(json!({"seats": 0})), bad);
    assert_eq!(check(json!({"seats": Seats::MAX})).map(|_| ()), Ok(()));
    assert_eq!(check(json!({"seats": Seats::MAX + 1})), bad);
    assert_eq!(check(json!({"goal": 0})), Err("rules.no_goal".to_string()));
    assert_eq!(check(json!({"goal": 13})), Err("title_failed".to_string()));
    let rally = |hz: u32| titles().get("rally").unwrap().check(&json!({"hz": hz})).map(|_| ());
    assert_eq!((rally(240), rally(0), rally(241)), (Ok(()), Err(Refused::BAD_OPTIONS), Err(Refused::BAD_OPTIONS)));
}

#[test]
fn options_have_a_size() {
    let sized = |bytes: usize| json!({"goal": "x".repeat(bytes - r#"{"goal":""}"#.len())});
    let titles = titles();
    let refused = |bytes| titles.get("counter").unwrap().check(&sized(bytes)).err();
    // Both are refused, for a text is no goal; neither takes more than the bound to find that out.
    assert_eq!(sized(engine::limits::OPTIONS_BYTES).to_string().len(), engine::limits::OPTIONS_BYTES);
    assert_eq!(refused(engine::limits::OPTIONS_BYTES + 1), Some(Refused::BAD_OPTIONS));
}

#[test]
fn a_message_nested_without_end_is_malformed_and_no_end_of_the_process() {
    let nested = |depth: usize| [vec![0x91; depth], vec![0xc0]].concat();
    assert!(from_payload::<Value>(&nested(100)).is_ok());
    assert!(from_payload::<Value>(&nested(60_000)).is_err());
    let mut message = rmp_serde::to_vec_named(&json!({"type": "command", "seq": 1})).unwrap();
    message[0] += 1;
    message.extend(rmp_serde::to_vec_named("command").unwrap());
    let command = rmp_serde::to_vec_named(&json!({"title": "x", "type": "create_table"})).unwrap();
    message.extend([&[command[0] + 1], &command[1..], &rmp_serde::to_vec_named("options").unwrap()].concat());
    // The smallest stack that the server's threads have is two megabytes.
    let read = |depth| {
        let message = [message.clone(), nested(depth)].concat();
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        thread.spawn(move || decode(Codec::Msgpack, &message).is_ok()).unwrap().join().unwrap()
    };
    assert!(read(100));
    assert!(!read(1_000) && !read(60_000));
}
