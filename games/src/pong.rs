//! Pong: two paddles and a ball. Where the ball meets the paddle decides how steeply it goes back, each hit makes it faster,
//! and whoever has eleven points first wins.
//!
//! A step of the court is a sixtieth of a second whatever the rate, so that a match is the same at 30 ticks a second, and its
//! browser computes it as the server does (`pong/step.rs`).

mod bot;
mod step;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{
    Audience, Countdown, Courtesy, Cx, Info, Outcome, Plan, Presence, Preset, Rejection, Rng, Seat, Seats, Title,
    Viewer, Wire,
};

use self::step::{Control, Court, HELD, SERVE_SPEED, STEPS_PER_S, WIDE, step};

/// Points that win the match.
const POINTS_TO_WIN: u8 = 11;
/// Steps before the first serve, and after a pause: a breath to find the keys.
const FIRST_WAIT: u16 = 90;
/// Steps before every other.
const SERVE_WAIT: u16 = 60;
/// The steepest serve, across the court in a step.
const SERVE_ACROSS: i32 = 90;
/// How long the others wait for a player who is gone, in milliseconds. Then that player has lost.
const GRACE_MS: u64 = 20_000;

/// A position.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pong {
    options: Options,
    court: Court,
    scores: [u8; 2],
    /// Who is gone, and since when, in match time.
    gone: [Option<u64>; 2],
}

/// What a table chooses.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    /// How well the bot plays, if one is seated.
    #[schemars(title = "Bot")]
    bot: Strength,
    /// Ticks a second: 60, or 30 to spare a slow connection.
    #[schemars(title = "Ticks a second")]
    rate: Rate,
}

/// How well the bot plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It looks late and misses every fourth ball that comes straight on.
    Easy,
    /// It misses hardly any of those, but many a steep one.
    #[default]
    Normal,
    /// It looks at once and gets every ball but some of the steep ones: who hits them with the paddle's end can win.
    Hard,
}

/// Ticks a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
enum Rate {
    /// One step of the court a tick.
    #[default]
    #[serde(rename = "60")]
    Sixty,
    /// Two.
    #[serde(rename = "30")]
    Thirty,
}

impl Default for Options {
    fn default() -> Options {
        Options { bot: Strength::Normal, rate: Rate::Sixty }
    }
}

/// What everyone sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The court; frames bring it up to date.
    pub court: Court,
    /// Points, by seat.
    pub scores: [u8; 2],
    /// Steps of the court in a tick.
    pub steps: u8,
    /// How well the bot plays.
    pub bot: Strength,
    /// While players are gone, the time they have to come back: the one who was gone first.
    pub waiting: Option<Countdown>,
}

/// What just happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Note {
    /// A seat has scored.
    Point {
        /// Which.
        seat: Seat,
    },
    /// The ball is held: a player is gone.
    Held,
    /// Everybody is back, and the ball flies again after a moment.
    Resumed,
}

/// There is nothing to do in pong but to hold the paddle.
#[derive(Debug, Serialize, Deserialize)]
pub enum Nothing {}

Wire!(Options, View, Note, Nothing, Control, Court);

impl Pong {
    fn steps(&self) -> u8 {
        match self.options.rate {
            Rate::Sixty => 1,
            Rate::Thirty => 2,
        }
    }

    fn scored(&mut self, seat: usize, cx: &mut Cx<Self>) {
        let winner = Seat(u8::from(seat == 1));
        self.scores[seat] += 1;
        cx.note(Audience::Everyone, Note::Point { seat: winner });
        cx.checkpoint();
        if self.scores[seat] >= POINTS_TO_WIN {
            return cx.end(Outcome::win(winner, 2, "eleven_points"));
        }
        // To whom the point was lost.
        let vx = if seat == 0 { SERVE_SPEED } else { -SERVE_SPEED };
        self.court = Court::serve(vx, across(cx.rng()), self.court.paddles, SERVE_WAIT);
    }

    fn waiting(&self) -> Option<Countdown> {
        let since_ms = self.gone.iter().flatten().min()?;
        Some(Countdown { remaining_ms: GRACE_MS, since_ms: *since_ms })
    }
}

fn across(rng: &mut Rng) -> i32 {
    let span = 2 * u64::from(SERVE_ACROSS.unsigned_abs()) + 1;
    i32::try_from(rng.below(span)).unwrap_or(0) - SERVE_ACROSS
}

impl Title for Pong {
    const INFO: Info = Info::new("pong", "Pong", "Two paddles and a ball; eleven points win.")
        .with_courtesies(&[Courtesy::Resign, Courtesy::Pause, Courtesy::Rematch])
        .with_bot("Pong bot");
    type Options = Options;
    type Action = Nothing;
    type View = View;
    type Note = Note;
    type Alarm = Seat;
    type Input = Control;
    type Frame = Court;

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        let hz = match options.rate {
            Rate::Sixty => STEPS_PER_S,
            Rate::Thirty => STEPS_PER_S / 2,
        };
        Ok(Plan::real_time(2, hz))
    }

    fn start(options: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        let vx = if cx.rng().below(2) == 0 { SERVE_SPEED } else { -SERVE_SPEED };
        let court = Court::serve(vx, across(cx.rng()), [WIDE / 2; 2], FIRST_WAIT);
        Ok(Pong { options, court, scores: [0; 2], gone: [None; 2] })
    }

    fn turn(&self) -> Seats {
        Seats::none()
    }

    fn act(&mut self, _: Seat, nothing: Nothing, _: &mut Cx<Self>) -> Result<(), Rejection> {
        match nothing {}
    }

    fn tick(&mut self, inputs: &[Control], cx: &mut Cx<Self>) {
        let &[one, two] = inputs else { return };
        for _ in 0..self.steps() {
            if let Some(seat) = step(&mut self.court, [one, two]) {
                self.scored(seat, cx);
                if self.scores[seat] >= POINTS_TO_WIN {
                    return;
                }
            }
        }
    }

    fn frame(&self, _: Viewer) -> Option<Court> {
        Some(self.court)
    }

    fn follow(view: &mut View, frame: &Court) {
        view.court = *frame;
    }

    fn presence(&mut self, seat: Seat, presence: Presence, cx: &mut Cx<Self>) {
        let was_held = self.waiting().is_some();
        match presence {
            Presence::Away => {
                self.gone[seat.index()] = Some(cx.now());
                self.court.wait = HELD;
                cx.set_alarm(seat, cx.now() + GRACE_MS);
                if !was_held {
                    cx.note(Audience::Everyone, Note::Held);
                }
            }
            Presence::Here => {
                self.gone[seat.index()] = None;
                cx.cancel_alarm(seat);
                if was_held && self.waiting().is_none() {
                    self.court.wait = FIRST_WAIT;
                    cx.note(Audience::Everyone, Note::Resumed);
                }
            }
        }
    }

    fn alarm(&mut self, seat: Seat, cx: &mut Cx<Self>) {
        // Two who went at once, or never came, are told apart by nothing.
        let [one, two] = self.gone;
        cx.end(if one == two { Outcome::void("no_show") } else { Outcome::win(seat.next(2), 2, "left") });
    }

    fn view(&self, _: Viewer) -> View {
        let (court, scores) = (self.court, self.scores);
        View { court, scores, steps: self.steps(), bot: self.options.bot, waiting: self.waiting() }
    }

    fn presets() -> Vec<Preset<Options>> {
        vec![Preset { label: "", options: Options::default() }]
    }

    fn steer(view: &View, seat: Seat, _: &mut Rng) -> Option<Control> {
        Some(bot::steer(&view.court, view.bot, seat))
    }
}

#[cfg(test)]
mod tests;
