//! Duel: both seats choose a hidden number at the same time. The higher number scores, unless it is higher by just one:
//! then it was undercut and the lower one scores. Best of five rounds; who lets the limit pass plays the table's default.
//!
//! It stands here to keep three things honest: simultaneous turns, secrets, and alarms.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use title::{
    Audience, Countdown, Cx, Deadline, Info, Legal, Outcome, Plan, Rejection, Seat, Seats, Title, Viewer, Wire,
};

/// Numbers to choose from: 1 to this.
const HIGHEST: u8 = 5;
/// Rounds of a match; the majority of them wins it early.
const ROUNDS: u8 = 5;

/// A position.
#[derive(Clone, Serialize, Deserialize)]
pub struct Duel {
    round: u8,
    scores: [u8; 2],
    choices: [Option<u8>; 2],
    last: Option<[u8; 2]>,
    default: u8,
    deadline: Deadline<Choose>,
}

/// What a table chooses.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Options {
    /// Seconds to choose a number in each round.
    #[schemars(title = "Seconds to choose", range(min = 5, max = 120))]
    choose_seconds: u32,
    /// The number that is played for who doesn't choose in time.
    #[schemars(title = "Default number", range(min = 1, max = 5))]
    default_number: u8,
}

impl Default for Options {
    fn default() -> Options {
        Options { choose_seconds: 20, default_number: 1 }
    }
}

/// Chooses a number for this round. It can't be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choose {
    number: u8,
}

/// What a viewer sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The round being played, from 1.
    round: u8,
    scores: [u8; 2],
    /// Who has chosen.
    chosen: [bool; 2],
    /// One's own choice.
    mine: Option<u8>,
    /// The numbers of the round before.
    last: Option<[u8; 2]>,
    countdown: Option<Countdown>,
}

/// Both numbers of a round, once both are chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    numbers: [u8; 2],
    /// Who scored.
    winner: Option<Seat>,
}

Wire!(Options, Choose, View, Revealed);

impl Duel {
    fn begin_round(&mut self, cx: &mut Cx<Self>) {
        self.round += 1;
        self.choices = [None; 2];
        self.deadline.start((), Choose { number: self.default }, cx);
    }

    fn end_round(&mut self, numbers: [u8; 2], cx: &mut Cx<Self>) {
        let winner = winner(numbers);
        if let Some(seat) = winner {
            self.scores[seat.index()] += 1;
        }
        self.last = Some(numbers);
        cx.note(Audience::Everyone, Revealed { numbers, winner });
        let majority = self.scores.iter().position(|score| *score > ROUNDS / 2);
        if majority.is_some() || self.round == ROUNDS {
            self.deadline.stop((), cx);
            cx.end(match self.scores {
                [one, two] if one > two => Outcome::win(Seat(0), 2, "best_of_five"),
                [one, two] if one < two => Outcome::win(Seat(1), 2, "best_of_five"),
                _ => Outcome::draw(2, "level"),
            });
        } else {
            self.begin_round(cx);
        }
    }
}

/// Who scores with these numbers.
fn winner([one, two]: [u8; 2]) -> Option<Seat> {
    let higher = if one > two { Seat(0) } else { Seat(1) };
    match one.abs_diff(two) {
        0 => None,
        1 => Some(higher.next(2)),
        _ => Some(higher),
    }
}

impl Title for Duel {
    const INFO: Info =
        Info::new("duel", "Duel", "Choose a number in secret: the higher one scores, unless it is higher by just one.")
            .with_secrets();
    type Options = Options;
    type Action = Choose;
    type View = View;
    type Alarm = ();
    type Note = Revealed;
    type Input = ();
    type Frame = ();

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        if !(5..=120).contains(&options.choose_seconds) {
            return Err(Rejection::new("choose_seconds", "Give 5 to 120 seconds to choose."));
        }
        if !(1..=HIGHEST).contains(&options.default_number) {
            return Err(Rejection::new("default_number", "The default number is one from 1 to 5."));
        }
        Ok(Plan::turn_based(2))
    }

    fn start(options: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        let mut duel = Duel {
            round: 0,
            scores: [0; 2],
            choices: [None; 2],
            last: None,
            default: options.default_number,
            deadline: Deadline::new(options.choose_seconds),
        };
        duel.begin_round(cx);
        Ok(duel)
    }

    fn turn(&self) -> Seats {
        (0..2).map(Seat).filter(|seat| self.choices[seat.index()].is_none()).collect()
    }

    fn act(&mut self, seat: Seat, Choose { number }: Choose, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        if !(1..=HIGHEST).contains(&number) {
            return Err(Rejection::new("no_such_number", "Choose a number from 1 to 5."));
        }
        self.choices[seat.index()] = Some(number);
        if let [Some(one), Some(two)] = self.choices {
            self.end_round([one, two], cx);
        }
        Ok(())
    }

    fn alarm(&mut self, (): (), cx: &mut Cx<Self>) {
        if let Some(Choose { number }) = self.deadline.lapse() {
            let numbers = self.choices.map(|choice| choice.unwrap_or(number));
            self.end_round(numbers, cx);
        }
    }

    fn view(&self, viewer: Viewer) -> View {
        View {
            round: self.round,
            scores: self.scores,
            chosen: self.choices.map(|choice| choice.is_some()),
            mine: match viewer {
                Viewer::Seat(seat) => self.choices[seat.index()],
                Viewer::Spectator => None,
            },
            last: self.last,
            countdown: self.deadline.countdown(),
        }
    }

    /// Of rounds that are over everybody knows both numbers. One that was chosen alone stays hidden, though the match ends there.
    fn is_open(&self) -> bool {
        self.choices.iter().all(Option::is_none) || self.choices.iter().all(Option::is_some)
    }

    fn legal(&self, seat: Seat) -> Legal<Choose> {
        let free = self.choices[seat.index()].is_none();
        Legal::Listed((1..=HIGHEST).filter(|_| free).map(|number| Choose { number }).collect())
    }
}

#[cfg(test)]
mod tests;
