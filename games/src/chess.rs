//! Chess by the laws of FIDE, also from the 960 start positions. Seat 0 is White.
//!
//! Here is the title as the engine meets it. What the pieces may do is `position`'s, how a game ends is `ending`'s, who
//! can still mate is `material`'s; `bot` sees views only.

mod bot;
mod diagram;
mod ending;
mod material;
mod options;
mod played;
mod position;
mod record;
mod scharnagl;
mod word;

use serde::{Deserialize, Serialize};
use title::{
    Audience, Clock, ClockFace, Courtesy, Cx, Forfeit, GIFT_MS, Info, Legal, Outcome, Plan, Preset, Rejection, Rng,
    Seat, Seats, Title, Viewer, Wire,
};

use self::{
    ending::{Claim, SEATS},
    options::Options,
    played::Played,
    position::{Form, Position},
    record::Record,
};

/// Moves that are on no clock: the first of each seat. Who doesn't come to make it is a matter for abort and no-show.
const MOVES_OFF_CLOCK: usize = SEATS as usize;

/// A game. It is stored as where it started and the moves since.
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Record", try_from = "Record")]
pub struct Chess {
    start: String,
    form: Form,
    position: Position,
    moves: Vec<Played>,
    clock: Clock,
}

/// What a player asks to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Play this move (UCI): `e2e4`, `e7e8q`; castling is `e1g1`, and in Chess960 the king takes the rook, `e1h1`.
    Move(String),
    /// Claim a draw by threefold repetition or the fifty-move rule: for the position as it stands, or for the one that
    /// this move would bring about. The move isn't played.
    Claim(Option<String>),
}

/// What everybody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The position at the start (FEN).
    start: String,
    /// The position now (FEN).
    fen: String,
    /// Whether moves and castling rights are named as in Chess960.
    chess960: bool,
    moves: Vec<Played>,
    /// Whether who is to move is in check.
    check: bool,
    /// The draw that who is to move may claim for the position as it stands.
    claim: Option<Claim>,
    clock: ClockFace,
}

/// A move was played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// As it is written: `Nf3+`.
    san: String,
    seat: Seat,
    /// Its place in the view's moves, from 0.
    ply: usize,
}

Wire!(Action, View, Note);

impl Chess {
    /// A game that starts from this FEN. `None` if it is none.
    fn begin(start: String, form: Form, clock: Clock) -> Option<Chess> {
        let position = Position::from_fen(&start, form)?;
        Some(Chess { start, form, position, moves: Vec::new(), clock })
    }

    /// Plays the move that `text` names, or says why not. The clock is not asked.
    fn play(&mut self, text: &str) -> Result<Played, Rejection> {
        let legal = self.position.read(text)?;
        let played = Played::of(legal, &self.position);
        self.position.play(legal);
        self.moves.push(played);
        Ok(played)
    }

    fn mover(&self) -> Seat {
        ending::seat_of(self.position.mover())
    }

    fn end(&mut self, outcome: Outcome, cx: &mut Cx<Self>) {
        self.clock.stop((), cx);
        cx.end(outcome);
    }
}

impl Title for Chess {
    const INFO: Info = Info::new("chess", "Chess", "Attack the king so that he has no way out.")
        .with_courtesies(Courtesy::ALL)
        .with_sides(&["White", "Black"])
        .with_bot("Club beginner");
    type Options = Options;
    type Action = Action;
    type View = View;
    type Note = Note;
    type Alarm = ();
    type Input = ();
    type Frame = ();

    fn plan(options: &Options) -> Result<Plan, Rejection> {
        options.time.check()?;
        let plan = Plan::turn_based(SEATS);
        Ok(if options.time.is_unhurried() { plan.unhurried() } else { plan })
    }

    fn start(options: Options, cx: &mut Cx<Self>) -> Result<Self, Rejection> {
        let start = options.position(cx.rng());
        let clock = Clock::new(options.time, SEATS);
        Ok(Chess::begin(start, Form::of(options.chess960), clock).expect("games start from positions"))
    }

    fn turn(&self) -> Seats {
        Seats::only(self.mover())
    }

    fn act(&mut self, seat: Seat, action: Action, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        let claimed = match action {
            Action::Move(text) => {
                let ply = self.moves.len();
                let san = self.play(&text)?.san.to_string();
                cx.note(Audience::Everyone, Note { san, seat, ply });
                self.clock.press((), cx);
                if let Some(outcome) = ending::outcome(&self.position) {
                    self.end(outcome, cx);
                } else if self.moves.len() >= MOVES_OFF_CLOCK {
                    self.clock.start(self.mover(), (), cx);
                }
                return Ok(());
            }
            Action::Claim(None) => Claim::in_position(&self.position),
            Action::Claim(Some(text)) => Claim::in_position(&self.position.after(self.position.read(&text)?)),
        };
        let refusal = "There is no draw to claim: it takes a position for the third time, or fifty quiet moves.";
        self.end(claimed.ok_or(Rejection::new("no_claim", refusal))?.outcome(), cx);
        Ok(())
    }

    fn alarm(&mut self, (): (), cx: &mut Cx<Self>) {
        if let Some(seat) = self.clock.rang((), cx) {
            self.end(ending::lost_by(seat, &self.position, "time", "time_insufficient"), cx);
        }
    }

    /// Who resigns has lost; who is gone has not if the other side couldn't have mated, as when a flag falls.
    fn forfeit(&mut self, seat: Seat, forfeit: Forfeit, cx: &mut Cx<Self>) {
        let reason = forfeit.reason();
        let outcome = match forfeit {
            Forfeit::Resigned => Outcome::win(seat.next(SEATS), SEATS, reason),
            Forfeit::Left => ending::lost_by(seat, &self.position, reason, reason),
        };
        self.end(outcome, cx);
    }

    fn add_time(&mut self, seat: Seat, cx: &mut Cx<Self>) -> Result<(), Rejection> {
        self.clock.give(seat, GIFT_MS, (), cx)
    }

    fn view(&self, _: Viewer) -> View {
        View {
            start: self.start.clone(),
            fen: self.position.fen(),
            chess960: self.form == Form::Chess960,
            moves: self.moves.clone(),
            check: !self.position.board().checkers().is_empty(),
            claim: Claim::in_position(&self.position),
            clock: self.clock.face(),
        }
    }

    /// All moves, and the claim for the position as it stands. A claim for a move to come stands beside that move.
    fn legal(&self, seat: Seat) -> Legal<Action> {
        if seat != self.mover() {
            return Legal::Listed(Vec::new());
        }
        let moves = self.position.legal().into_iter().map(|word| Action::Move(word.to_string()));
        let claim = Claim::in_position(&self.position).map(|_| Action::Claim(None));
        let actions = moves.chain(claim).collect();
        if Claim::is_near(&self.position) { Legal::Sampled(actions) } else { Legal::Listed(actions) }
    }

    fn presets() -> Vec<Preset<Options>> {
        options::presets()
    }

    fn bot(view: &View, seat: Seat, rng: &mut Rng) -> Option<Action> {
        bot::choose(view, seat, bot::NODES, rng)
    }
}

#[cfg(test)]
mod tests;
