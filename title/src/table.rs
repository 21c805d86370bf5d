//! The test table: one game of a title in virtual time, for tests of rules. It shows a test what players would see and
//! runs the title through [`Play`], as the engine does.

use crate::{
    Audience, Forfeit, Next, Outcome, Play, Presence, Refusal, Rejection, Rng, Seat, Seats, Seed, Title, Viewer,
};

/// A game driven by hand. Methods that the engine would refuse without asking the rules return a [`Rejection`] with the
/// engine's code (`not_your_turn`, `match_over`); a title's panic is the test's.
///
/// See [`Title`] for an example.
pub struct Table<T: Title> {
    play: Play<T>,
    now_ms: u64,
    notes: Vec<(Audience, T::Note)>,
    inputs: Vec<T::Input>,
}

impl<T: Title> Table<T> {
    /// Starts a game with a fixed seed; panics if the rules refuse the options.
    pub fn start(options: T::Options) -> Table<T> {
        Table::start_seeded(options, Seed::number(0))
    }

    /// Starts a game with this seed; panics if the rules refuse the options.
    pub fn start_seeded(options: T::Options, seed: Seed) -> Table<T> {
        let next = match Play::start(options, seed, 0) {
            Ok(next) => next,
            Err(error) => panic!("the match can't start: {error:?}"),
        };
        let inputs = vec![T::Input::default(); usize::from(next.play.seats())];
        Table { play: next.play, now_ms: 0, notes: next.effects.notes, inputs }
    }

    /// The player of `seat` does `action` now.
    pub fn act(&mut self, seat: u8, action: T::Action) -> Result<(), Rejection> {
        self.take(self.play.act(self.now_ms, Seat(seat), action))
    }

    /// Lets `ms` milliseconds pass, and every alarm and tick that comes due in them happen at its time.
    pub fn advance(&mut self, ms: u64) {
        let until = self.now_ms + ms;
        loop {
            let alarm = self.play.next_alarm_ms().filter(|at| *at <= until);
            let tick = self.play.next_tick_ms().filter(|at| *at <= until);
            // Alarms go before ticks of the same time, as in the engine.
            match (alarm, tick) {
                (Some(at), tick) if tick.is_none_or(|tick| at <= tick) => {
                    self.now_ms = self.now_ms.max(at);
                    let fired = self.play.fire(self.now_ms).expect("its next alarm is due");
                    match fired.next {
                        Ok(next) => {
                            self.play = next.play;
                            self.notes.extend(next.effects.notes);
                        }
                        Err(refusal) => panic!("alarm {:?}: {refusal:?}", fired.alarm),
                    }
                }
                (_, Some(at)) => {
                    self.now_ms = self.now_ms.max(at);
                    match self.play.tick(&self.inputs) {
                        Ok(effects) => self.notes.extend(effects.notes),
                        Err(refusal) => panic!("tick: {refusal:?}"),
                    }
                }
                (_, None) => break,
            }
        }
        self.now_ms = until;
    }

    /// Lets time pass up to the next tick and that happen, with the alarms that are due before it. Nothing happens where
    /// there are no ticks any more.
    pub fn tick(&mut self) {
        if let Some(at_ms) = self.play.next_tick_ms() {
            self.advance(at_ms.saturating_sub(self.now_ms));
        }
    }

    /// The player of `seat` holds this control from now on.
    pub fn input(&mut self, seat: u8, input: T::Input) {
        self.inputs[usize::from(seat)] = input;
    }

    /// The player of `seat` goes away.
    pub fn leave(&mut self, seat: u8) {
        self.presence(seat, Presence::Away);
    }

    /// The player of `seat` comes back.
    pub fn come_back(&mut self, seat: u8) {
        self.presence(seat, Presence::Here);
    }

    /// The player of `seat` gives the match up.
    pub fn forfeit(&mut self, seat: u8, forfeit: Forfeit) -> Result<(), Rejection> {
        self.take(self.play.forfeit(self.now_ms, Seats::only(Seat(seat)), forfeit))
    }

    /// Somebody gives `seat` time.
    pub fn add_time(&mut self, seat: u8) -> Result<(), Rejection> {
        self.take(self.play.add_time(self.now_ms, Seats::only(Seat(seat))))
    }

    fn take(&mut self, next: Result<Next<T>, Refusal>) -> Result<(), Rejection> {
        let next = next.map_err(rejection_of)?;
        self.play = next.play;
        self.notes.extend(next.effects.notes);
        Ok(())
    }

    fn presence(&mut self, seat: u8, presence: Presence) {
        match self.play.presence(self.now_ms, Seat(seat), presence) {
            Ok(next) => {
                self.play = next.play;
                self.notes.extend(next.effects.notes);
            }
            Err(Refusal::Over) => {}
            Err(refusal) => panic!("{presence:?} of seat {seat}: {refusal:?}"),
        }
    }

    /// What `viewer` sees.
    pub fn view(&self, viewer: Viewer) -> T::View {
        self.play.state().view(viewer)
    }

    /// What `viewer` is sent after the last tick, if anything.
    pub fn frame(&self, viewer: Viewer) -> Option<T::Frame> {
        self.play.state().frame(viewer)
    }

    /// What `viewer` was told since the start, in order.
    pub fn notes(&self, viewer: Viewer) -> Vec<T::Note> {
        self.notes.iter().filter(|(audience, _)| audience.includes(viewer)).map(|(_, note)| note.clone()).collect()
    }

    /// Whom the match waits for.
    pub fn turn(&self) -> Seats {
        self.play.turn()
    }

    /// What the title lists as legal for `seat`.
    pub fn legal(&self, seat: u8) -> Vec<T::Action> {
        self.play.state().legal(Seat(seat)).actions()
    }

    /// What the title's bot would do in `seat`.
    pub fn bot(&self, seat: u8, rng: &mut Rng) -> Option<T::Action> {
        T::bot(&self.view(Viewer::Seat(Seat(seat))), Seat(seat), rng)
    }

    /// The title's bot holds the control of `seat` as it likes from now on.
    pub fn steer(&mut self, seat: u8, rng: &mut Rng) {
        if let Some(input) = T::steer(&self.view(Viewer::Seat(Seat(seat))), Seat(seat), rng) {
            self.input(seat, input);
        }
    }

    /// How it ended, if it has.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.play.outcome()
    }
}

fn rejection_of(refusal: Refusal) -> Rejection {
    match refusal {
        Refusal::Over => Rejection::new("match_over", "The match is over."),
        Refusal::NotYourTurn => Rejection::new("not_your_turn", "Wait for your turn."),
        Refusal::Rejected(rejection) => rejection,
        Refusal::Panicked(message) => panic!("{message}"),
    }
}
