//! The titles a server offers. The one place where a title's type is erased: behind its name stand functions that know it.

mod mind;
mod think;

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;
use title::{Case, Info, Plan, Play, Seat, Seed, Title, schemars};

pub use self::mind::Mind;
use crate::{
    ids::{MatchId, Rev, WorkerId},
    limits::OPTIONS_BYTES,
    match_state::can_be_had,
    panics,
    replay::{self, Asked, Checked, ExportError, Position, Replay},
    store::History,
    wire::Refused,
    worker::{Worker, WorkerCore},
};

/// The titles of a server, by name.
#[derive(Clone, Default)]
pub struct Titles {
    titles: BTreeMap<&'static str, Offered>,
}

/// A title on offer.
#[derive(Clone)]
pub struct Offered {
    /// What is true of it at every table.
    pub info: Info,
    /// The JSON schema of its options.
    pub schema: Value,
    /// Its default options.
    pub defaults: Value,
    /// What follows from the default options.
    pub plan: Plan,
    /// What quick match offers: a label, which may be empty, and complete options.
    pub presets: Vec<(&'static str, Value)>,
    /// The name of the bot that can play it: the title's own, or one that picks from the legal actions if the title lists
    /// them.
    pub bot: Option<&'static str>,
    check: fn(&Value) -> Result<(Value, Plan), Refused>,
    worker: fn(WorkerId) -> Box<dyn WorkerCore>,
    think: fn(&[u8], Seat, Seed) -> Option<Bytes>,
    mind: fn(Seat, Seed) -> Box<dyn Mind>,
    replay: fn(&MatchId, &History, &Asked) -> Result<Replay, Refused>,
    check_history: fn(&MatchId, &History) -> Checked,
    export: fn(&MatchId, &History) -> Result<Case, ExportError>,
    position: fn(&MatchId, &History, Rev) -> Result<Position, Refused>,
}

/// What a bot is called that plays by chance.
const RANDOM_BOT: &str = "Random bot";

impl Titles {
    /// Offers `T` too.
    ///
    /// # Panics
    /// If its default options or a preset don't work, or its name is taken or isn't fit for an address: a server can't offer
    /// it.
    pub fn with<T: Title>(mut self) -> Titles {
        let name = T::INFO.name;
        let fit = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        assert!(!name.is_empty() && name.chars().all(fit), "{name:?} can't name a title: use a-z, 0-9 and _");
        let defaults = T::Options::default();
        let plan = T::plan(&defaults).expect("a title accepts its default options");
        assert!(
            can_be_had(&plan),
            "{name} can't be played: {plan:?} has no seats, too many, or ticks that can't be had"
        );
        let offered = Offered {
            info: T::INFO,
            schema: schemars::schema_for!(T::Options).to_value(),
            defaults: serde_json::to_value(defaults).expect("options are made for the wire"),
            plan,
            presets: T::presets().into_iter().map(|preset| (preset.label, complete::<T>(preset.options))).collect(),
            bot: T::INFO.bot.or_else(|| lists_actions::<T>().then_some(RANDOM_BOT)),
            check: check::<T>,
            worker: |id| Box::new(Worker::<T>::new(id)),
            think: think::think::<T>,
            mind: mind::mind::<T>,
            replay: replay::replay::<T>,
            check_history: replay::check::<T>,
            export: replay::export::<T>,
            position: replay::position::<T>,
        };
        assert!(self.titles.insert(name, offered).is_none(), "two titles are called {name}");
        self
    }

    /// The title called `name`.
    pub fn get(&self, name: &str) -> Result<&Offered, Refused> {
        self.titles.get(name).ok_or(Refused::UNKNOWN_TITLE)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Offered> {
        self.titles.values()
    }
}

impl Offered {
    /// Completes the options a table asked for, and tells what follows from them.
    pub fn check(&self, options: &Value) -> Result<(Value, Plan), Refused> {
        (self.check)(options)
    }

    /// A worker for this title.
    pub fn worker(&self, id: WorkerId) -> Box<dyn WorkerCore> {
        (self.worker)(id)
    }

    /// What a bot in `seat` does when it is shown this payload of an `update`, with the chance that `seed` stands for. It may
    /// take as long as the title's own bot does. `None` if there is nothing to do.
    pub fn think(&self, payload: &[u8], seat: Seat, seed: Seed) -> Option<Bytes> {
        (self.think)(payload, seat, seed)
    }

    /// The mind of the title's own bot in `seat` of a real-time match, with the chance that `seed` stands for. A title that
    /// doesn't steer has one that never says anything.
    pub fn mind(&self, seat: Seat, seed: Seed) -> Box<dyn Mind> {
        (self.mind)(seat, seed)
    }

    /// A stored match step by step, as far as whoever asks may see it.
    pub fn replay(&self, id: &MatchId, history: &History, asked: &Asked) -> Result<Replay, Refused> {
        (self.replay)(id, history, asked)
    }

    /// Whether a stored match is what its snapshots say.
    pub fn check_history(&self, id: &MatchId, history: &History) -> Checked {
        (self.check_history)(id, history)
    }

    /// A stored match as a case for the tests of its rules.
    pub fn export(&self, id: &MatchId, history: &History) -> Result<Case, ExportError> {
        (self.export)(id, history)
    }

    /// The moment after the event `at` of a finished match, to begin another from.
    pub fn position(&self, id: &MatchId, history: &History, at: Rev) -> Result<Position, Refused> {
        (self.position)(id, history, at)
    }
}

/// A preset as a table would choose it.
fn complete<T: Title>(options: T::Options) -> Value {
    let options = serde_json::to_value(options).expect("options are made for the wire");
    check::<T>(&options).expect("a title accepts its presets").0
}

fn check<T: Title>(options: &Value) -> Result<(Value, Plan), Refused> {
    if options.to_string().len() > OPTIONS_BYTES {
        return Err(Refused::BAD_OPTIONS);
    }
    let mut complete = serde_json::to_value(T::Options::default()).map_err(|_| Refused::BAD_OPTIONS)?;
    match (options, complete.as_object_mut()) {
        (Value::Null, _) => {}
        (Value::Object(chosen), Some(complete)) => {
            for (name, value) in chosen {
                // An option of another name is a mistake that would otherwise be played under the default.
                *complete.get_mut(name).ok_or(Refused::BAD_OPTIONS)? = value.clone();
            }
        }
        _ => return Err(Refused::BAD_OPTIONS),
    }
    let options: T::Options = serde_json::from_value(complete).map_err(|_| Refused::BAD_OPTIONS)?;
    let planned = panics::caught(|| T::plan(&options)).ok_or(Refused::TITLE_FAILED)?;
    let plan = planned.map_err(|rejection| Refused::by_rules(&rejection))?;
    if !can_be_had(&plan) {
        return Err(Refused::BAD_OPTIONS);
    }
    let complete = serde_json::to_value(options).map_err(|_| Refused::BAD_OPTIONS)?;
    Ok((complete, plan))
}

/// Whether the title lists what may be done at the start of a match.
fn lists_actions<T: Title>() -> bool {
    Play::<T>::start(T::Options::default(), Seed::number(0), 0).is_ok_and(|begun| {
        let state = begun.play.state();
        begun.play.turn().iter().any(|seat| !state.legal(seat).actions().is_empty())
    })
}
