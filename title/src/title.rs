//! The trait a game implements. Its methods are the whole of what the engine asks of rules.

use std::fmt::Debug;

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Cx, Forfeit, Info, Legal, Outcome, Plan, Presence, Preset, Rejection, Rng, Seat, Seats, Viewer, Wire};

/// A game: the rules of it, as a value that is one position.
///
/// The engine calls one method at a time, to the end. [`Title::act`] works on a copy: on an `Err` or a panic the copy and
/// all it asked of `cx` is thrown away, so rules may change themselves before they know whether they will refuse. A panic
/// in [`Title::alarm`], [`Title::presence`] or [`Title::tick`] ends the match as `faulted`.
///
/// State must be a function of options, seed and events alone: no clock, no global, no `HashMap` order.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use title::*;
///
/// /// Whoever says the number 3 first wins.
/// #[derive(Clone, Serialize, Deserialize)]
/// struct Three { last: u8, turn: Seat }
///
/// #[derive(Clone, Serialize, Deserialize)]
/// struct Say { number: u8 }
/// #[derive(Serialize, Deserialize)]
/// struct View { last: u8 }
/// Wire!(Say, View);
///
/// impl Title for Three {
///     const INFO: Info = Info::new("three", "Three", "Whoever says 3 wins.");
///     type Options = NoOptions;
///     type Action = Say;
///     type View = View;
///     type Note = ();
///     type Alarm = ();
///     type Input = ();
///     type Frame = ();
///
///     fn plan(_: &NoOptions) -> Result<Plan, Rejection> { Ok(Plan::turn_based(2)) }
///     fn start(_: NoOptions, _: &mut Cx<Self>) -> Result<Self, Rejection> { Ok(Three { last: 0, turn: Seat(0) }) }
///     fn turn(&self) -> Seats { Seats::only(self.turn) }
///     fn act(&mut self, seat: Seat, say: Say, cx: &mut Cx<Self>) -> Result<(), Rejection> {
///         if say.number != self.last + 1 && say.number != self.last + 2 {
///             return Err(Rejection::new("out_of_step", "Add one or two to the last number."));
///         }
///         self.last = say.number;
///         self.turn = seat.next(cx.seats());
///         if say.number >= 3 { cx.end(Outcome::win(seat, cx.seats(), "said_three")) }
///         Ok(())
///     }
///     fn view(&self, _: Viewer) -> View { View { last: self.last } }
/// }
///
/// let mut table = Table::<Three>::start(NoOptions {});
/// table.act(0, Say { number: 2 }).unwrap();
/// assert_eq!(table.act(1, Say { number: 9 }).unwrap_err().code, "out_of_step");
/// table.act(1, Say { number: 3 }).unwrap();
/// assert_eq!(table.outcome().unwrap().winners(), Seats::only(Seat(1)));
/// ```
pub trait Title: Clone + Serialize + DeserializeOwned + Send + 'static {
    /// What is true of this title at every table.
    const INFO: Info;
    /// What a table chooses. The form of the page is made from its schema; doc comments become the labels' help.
    type Options: Wire + Default + JsonSchema;
    /// A discrete thing a seat asks to do.
    type Action: Wire;
    /// A sampled control of a real-time title; the newest of a seat counts. `()` for the others.
    type Input: Wire + Copy + Default + PartialEq;
    /// All that one viewer may see.
    type View: Wire;
    /// The small per-tick message of a real-time title. `()` for the others.
    type Frame: Wire;
    /// What just happened.
    type Note: Wire + Clone;
    /// Names an alarm; its order breaks the tie of two that are due at once.
    type Alarm: Clone + Ord + Debug + Serialize + DeserializeOwned + Send + 'static;

    /// What follows from these options, or why no match can be had with them.
    fn plan(options: &Self::Options) -> Result<Plan, Rejection>;

    /// The first position. `options` have passed [`Title::plan`].
    fn start(options: Self::Options, cx: &mut Cx<Self>) -> Result<Self, Rejection>;

    /// Whom the match waits for: the seats that may act now, several when they choose at the same time. The engine refuses
    /// everyone else, so [`Title::act`] need not ask.
    fn turn(&self) -> Seats;

    /// `seat` does `action`, or is told why not.
    fn act(&mut self, seat: Seat, action: Self::Action, cx: &mut Cx<Self>) -> Result<(), Rejection>;

    /// All that `viewer` may see. The only door out: nothing else of the state is ever sent.
    fn view(&self, viewer: Viewer) -> Self::View;

    /// One step of a real-time match. `inputs` has the newest input of each seat.
    fn tick(&mut self, inputs: &[Self::Input], cx: &mut Cx<Self>) {
        let _ = (inputs, cx);
    }

    /// What `viewer` is sent after a tick; `None` sends nothing.
    fn frame(&self, viewer: Viewer) -> Option<Self::Frame> {
        let _ = viewer;
        None
    }

    /// Brings a view up to date with the frame of a later tick. Who has the view of one tick and follows the frames sent since
    /// knows what the view of the last tick would say; with [`Info::delta_frames`] every frame is needed for that, else the
    /// newest is enough. A title with frames has this too: bots and tests see a match through it.
    fn follow(view: &mut Self::View, frame: &Self::Frame) {
        let _ = (view, frame);
    }

    /// An alarm that was set and not cancelled has come due.
    fn alarm(&mut self, alarm: Self::Alarm, cx: &mut Cx<Self>) {
        let _ = (alarm, cx);
    }

    /// The player of `seat` came or went.
    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        let _ = (seat, presence, cx);
    }

    /// What `seat` could do now. Hints, bots and tests draw on it.
    fn legal(&self, seat: Seat) -> Legal<Self::Action> {
        let _ = seat;
        Legal::Unlisted
    }

    /// `seat` gives the match up. Unless the rules say otherwise that ends it: of two the other wins; of more this seat is
    /// last and the others share the first place.
    fn forfeit(&mut self, seat: Seat, forfeit: Forfeit, cx: &mut Cx<Self>) {
        let places = (0..cx.seats()).map(|other| if Seat(other) == seat { cx.seats() } else { 1 });
        cx.end(Outcome::ranked(places.collect(), forfeit.reason()));
    }

    /// Somebody gives `seat` more time. A title with a [`crate::Clock`] passes it on to that.
    fn add_time(&mut self, seat: Seat, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        let _ = (seat, cx);
        Err(Rejection::new("no_clock", "There is no clock in this match to add time to."))
    }

    /// Whether nothing of this position need stay hidden any more. Of a match that ended so, everybody may see the replay from
    /// every seat.
    fn is_open(&self) -> bool {
        !Self::INFO.views_differ
    }

    /// The same position under these rules, from one that was kept under version `from` of them: `state` is the MessagePack of
    /// what the title was then, its fields by name. `None` if the match can't go on under these rules: then it is kept as it is, and
    /// nobody can play it.
    fn migrate(from: u32, state: &[u8]) -> Option<Self> {
        let _ = (from, state);
        None
    }

    /// The options that quick match offers, those most wanted first.
    fn presets() -> Vec<Preset<Self::Options>> {
        vec![Preset { label: "", options: Self::Options::default() }]
    }

    /// What the title's own bot does in `seat`, for which the match waits, when it sees `view`: no more than a player would.
    /// It may take its time: it runs where it delays no match. `None` plays any of [`Title::legal`].
    fn bot(view: &Self::View, seat: Seat, rng: &mut Rng) -> Option<Self::Action> {
        let _ = (view, seat, rng);
        None
    }

    /// The control at which the title's own bot holds `seat` of a real-time match, when it sees `view`, which has followed the
    /// frames so far. Asked at every tick, so it should take microseconds. `None` changes nothing.
    fn steer(view: &Self::View, seat: Seat, rng: &mut Rng) -> Option<Self::Input> {
        let _ = (view, seat, rng);
        None
    }
}
