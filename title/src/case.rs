//! A match written down for tests: how it began, all that happened in it, and what must come out. What was once played on a
//! server so becomes a test of the rules, for as long as they are the same. It knows no players and no journal: whoever
//! keeps one makes the case.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Around, Effects, Forfeit, Next, Outcome, Play, Presence, Refusal, Rejection, Seat, Seed, Title, Viewer,
    play::guarded,
};

/// A match written down.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// # use title::*;
/// # #[derive(Clone, Serialize, Deserialize)]
/// # struct One;
/// # impl Title for One {
/// #     const INFO: Info = Info::new("one", "One", "Whoever moves first wins.");
/// #     type Options = NoOptions; type Action = (); type View = (); type Note = (); type Alarm = ();
/// #     type Input = (); type Frame = ();
/// #     fn plan(_: &NoOptions) -> Result<Plan, Rejection> { Ok(Plan::turn_based(2)) }
/// #     fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> { Ok(One) }
/// #     fn turn(&self) -> Seats { Seats::only(Seat(0)) }
/// #     fn act(&mut self, seat: Seat, _: (), cx: &mut Cx<Self>) -> Result<(), Rejection> {
/// #         cx.end(Outcome::win(seat, 2, "moved")); Ok(())
/// #     }
/// #     fn view(&self, _: Viewer) {}
/// # }
/// let case: Case = r#"{
///   "title": "one", "rules_version": 1, "options": {}, "seed": [], "seats": 2, "start_ms": 0,
///   "events": [ { "at_ms": 5, "event": "action", "seat": 0, "action": null } ],
///   "outcome": { "places": [1, 2], "reason": "moved" }, "view": null
/// }"#.parse().unwrap();
/// case.run::<One>().unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The title's name.
    pub title: String,
    /// The rules it was played by. Under others it says nothing.
    pub rules_version: u32,
    /// The title's options, complete.
    pub options: Value,
    /// Where its chance starts from: 32 bytes; those left out at the end are 0.
    #[serde(with = "short")]
    pub seed: Seed,
    /// How many seats it has.
    pub seats: u8,
    /// The match time at its start, in milliseconds.
    pub start_ms: u64,
    /// In real time: the match time from which ticks are counted, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticks_from_ms: Option<u64>,
    /// The whole game to begin from, for a match that didn't begin with the title's first position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Value>,
    /// All that happened, in order; what was taken back is not in it.
    pub events: Vec<CaseEvent>,
    /// How it must end; none if it goes on.
    pub outcome: Option<Outcome>,
    /// What an onlooker must see at the end.
    pub view: Value,
}

/// A game as a case has it.
#[derive(Serialize, Deserialize)]
struct Position<S, A> {
    state: S,
    around: A,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseEvent {
    /// Its match time, in milliseconds.
    pub at_ms: u64,
    /// How many ticks had run before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tick: u64,
    /// What seats came to hold at those of the ticks that had not run at the event before: the tick, the seat, the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<(u64, Seat, Value)>,
    /// What it was.
    #[serde(flatten)]
    pub what: CaseWhat,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CaseWhat {
    /// A seat acted.
    Action {
        /// Which.
        seat: Seat,
        /// The title's action.
        action: Value,
    },
    /// An alarm came due.
    Alarm {
        /// The title's name of it.
        alarm: Value,
    },
    /// A player came or went.
    Presence {
        /// Whose seat.
        seat: Seat,
        /// Here or away.
        presence: Presence,
    },
    /// These seats gave the match up.
    Forfeit {
        /// Which.
        seats: Vec<Seat>,
        /// Why.
        forfeit: Forfeit,
    },
    /// These seats were given time.
    TimeAdded {
        /// Which.
        seats: Vec<Seat>,
    },
    /// After a pause ticks were counted anew from here.
    Resumed,
    /// So many ticks were left out.
    Skipped {
        /// How many.
        count: u64,
    },
    /// Nothing but time passed, and the ticks in it.
    Passed,
    /// The last of the ticks failed, and the match ended of it.
    Faulted,
    /// The match ended from outside the rules.
    Ended {
        /// How.
        outcome: Outcome,
    },
}

/// Why a case doesn't hold.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseError {
    /// It is a match of another title.
    OtherTitle(String),
    /// It was played by other rules.
    OtherRules {
        /// The version it was played by.
        case: u32,
        /// The version of the title.
        title: u32,
    },
    /// The title can't start it any more.
    Start(String),
    /// An event can't happen any more.
    Event {
        /// Its place in the list, from 0.
        number: usize,
        /// What the title says.
        why: String,
    },
    /// It ends otherwise.
    Outcome {
        /// As it should.
        expected: Option<Outcome>,
        /// As it does.
        found: Option<Outcome>,
    },
    /// An onlooker sees something else at the end.
    View {
        /// What they should.
        expected: Value,
        /// What they do.
        found: Value,
    },
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CaseError::OtherTitle(title) => write!(f, "this is a match of {title}"),
            CaseError::OtherRules { case, title } => write!(
                f,
                "played by version {case} of the rules, which are at version {title} now: take the case away, or play it again"
            ),
            CaseError::Start(why) => write!(f, "it doesn't start: {why}"),
            CaseError::Event { number, why } => write!(f, "event {number} fails: {why}"),
            CaseError::Outcome { expected, found } => write!(f, "it ends with {found:?} instead of {expected:?}"),
            CaseError::View { expected, found } => write!(f, "an onlooker sees {found} instead of {expected}"),
        }
    }
}

impl std::error::Error for CaseError {}

impl Case {
    /// Plays it again with the rules of `T`, and holds them to what must come out.
    pub fn run<T: Title>(&self) -> Result<(), CaseError> {
        let play = self.play::<T>()?;
        let found = play.outcome().cloned();
        if found != self.outcome {
            return Err(CaseError::Outcome { expected: self.outcome.clone(), found });
        }
        let number = self.events.len();
        let view = guarded(|| play.state().view(Viewer::Spectator));
        let found = view.and_then(|view| Case::written(&view)).map_err(|why| CaseError::Event { number, why })?;
        if found == self.view { Ok(()) } else { Err(CaseError::View { expected: self.view.clone(), found }) }
    }

    /// The game that it leads to.
    pub fn play<T: Title>(&self) -> Result<Play<T>, CaseError> {
        if self.title != T::INFO.name {
            return Err(CaseError::OtherTitle(self.title.clone()));
        }
        if self.rules_version != T::INFO.rules_version {
            return Err(CaseError::OtherRules { case: self.rules_version, title: T::INFO.rules_version });
        }
        let mut play = self.start::<T>().map_err(CaseError::Start)?;
        let mut held = vec![T::Input::default(); usize::from(play.seats())];
        for (number, event) in self.events.iter().enumerate() {
            play = event.happen(play, &mut held).map_err(|why| CaseError::Event { number, why })?;
        }
        Ok(play)
    }

    /// A value as a case has it: what is written to a file and read again says the same.
    pub fn written(value: &impl Serialize) -> Result<Value, String> {
        // Numbers with a point may change in their last digit on the way; so what is compared has gone it once.
        let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }

    /// A game as [`Case::position`].
    pub fn position_of<T: Title>(play: &Play<T>) -> Result<Value, String> {
        Case::written(&Position { state: play.state(), around: play.around() })
    }

    fn start<T: Title>(&self) -> Result<Play<T>, String> {
        let mut play = match &self.position {
            Some(position) => {
                let Position { state, around } = read::<Position<T, Around<T::Alarm>>>(position)?;
                Play::join(state, around)
            }
            None => {
                let begun = Play::start(read(&self.options)?, self.seed, self.start_ms);
                begun.map_err(|error| format!("{error:?}"))?.play
            }
        };
        if play.seats() != self.seats {
            return Err(format!("it has {} seats instead of {}", play.seats(), self.seats));
        }
        if let Some(origin_ms) = self.ticks_from_ms {
            play.restart_ticks(origin_ms);
        }
        Ok(play)
    }
}

impl CaseEvent {
    fn happen<T: Title>(&self, mut play: Play<T>, held: &mut [T::Input]) -> Result<Play<T>, String> {
        while play.ticks() < self.tick {
            let tick = play.ticks() + 1;
            for (_, seat, input) in self.inputs.iter().filter(|(at, ..)| *at == tick) {
                *held.get_mut(seat.index()).ok_or("there is no such seat")? = read(input)?;
            }
            match play.tick(held) {
                Err(refusal) if self.what != CaseWhat::Faulted || tick != self.tick => return Err(said(refusal)),
                Ok(Effects { .. }) | Err(_) => {}
            }
        }
        let at_ms = self.at_ms;
        let next: Result<Next<T>, Refusal> = match &self.what {
            CaseWhat::Action { seat, action } => play.act(at_ms, *seat, read(action)?),
            CaseWhat::Alarm { alarm } => play.fire_alarm(at_ms, read(alarm)?).next,
            CaseWhat::Presence { seat, presence } => play.presence(at_ms, *seat, *presence),
            CaseWhat::Forfeit { seats, forfeit } => play.forfeit(at_ms, seats.iter().copied().collect(), *forfeit),
            CaseWhat::TimeAdded { seats } => play.add_time(at_ms, seats.iter().copied().collect()),
            CaseWhat::Resumed | CaseWhat::Skipped { .. } | CaseWhat::Passed => Ok(play.unchanged(at_ms)),
            CaseWhat::Faulted | CaseWhat::Ended { .. } => Ok(play.unchanged(0)),
        };
        let mut play = next.map_err(said)?.play;
        match &self.what {
            CaseWhat::Resumed => play.restart_ticks(at_ms),
            CaseWhat::Skipped { count } => play.skip_ticks(*count),
            CaseWhat::Faulted => play.end(Outcome::void("faulted")),
            CaseWhat::Ended { outcome } => play.end(outcome.clone()),
            _ => {}
        }
        Ok(play)
    }
}

/// One line for each event, in the order they happened: a case is read by people, and kept under version control.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What takes a line of its own is taken out, and written in its place.
        let fields = serde_json::to_value(Case { events: Vec::new(), ..self.clone() }).map_err(|_| fmt::Error)?;
        let field = |name: &str| fields.get(name).map(|value| format!("  \"{name}\": {value}"));
        const BEFORE: [&str; 8] =
            ["title", "rules_version", "options", "seed", "seats", "start_ms", "ticks_from_ms", "position"];
        writeln!(f, "{{")?;
        for line in BEFORE.into_iter().filter_map(field) {
            writeln!(f, "{line},")?;
        }
        writeln!(f, "  \"events\": [")?;
        for (number, event) in self.events.iter().enumerate() {
            let comma = if number + 1 < self.events.len() { "," } else { "" };
            writeln!(f, "    {}{comma}", serde_json::to_string(event).map_err(|_| fmt::Error)?)?;
        }
        writeln!(f, "  ],")?;
        let after: Vec<String> = ["outcome", "view"].into_iter().filter_map(field).collect();
        writeln!(f, "{}\n}}", after.join(",\n"))
    }
}

impl std::str::FromStr for Case {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Case, serde_json::Error> {
        serde_json::from_str(text)
    }
}

fn read<V: serde::de::DeserializeOwned>(value: &Value) -> Result<V, String> {
    V::deserialize(value).map_err(|error| error.to_string())
}

fn said(refusal: Refusal) -> String {
    match refusal {
        Refusal::Over => "the match is over".to_string(),
        Refusal::NotYourTurn => "it isn't this seat's turn".to_string(),
        Refusal::Rejected(Rejection { code, reason, .. }) => format!("{code}: {reason}"),
        Refusal::Panicked(message) => format!("the title panicked: {message}"),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

mod short {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::Seed;

    pub(super) fn serialize<S: Serializer>(seed: &Seed, serializer: S) -> Result<S::Ok, S::Error> {
        let length = seed.0.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        seed.0[..length].serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Seed, D::Error> {
        let bytes = Vec::<u8>::deserialize(deserializer)?;
        let mut seed = [0; 32];
        seed.get_mut(..bytes.len()).ok_or_else(|| D::Error::custom("a seed has 32 bytes"))?.copy_from_slice(&bytes);
        Ok(Seed(seed))
    }
}
