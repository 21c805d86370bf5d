//! 10,000 games with random controls, thinking times and gifts: at every moment the clock says what the model says, and
//! the sums are right to the millisecond.

use title::{ClockFace, Rng, Seat, Seed, Table, TimeControl};

use super::{
    arbiter::{Arbiter, Do, Fell, face, falls, watch},
    model::Model,
};

const GAMES: u64 = 10_000;
const MOVES: u64 = 16;

#[test]
fn ten_thousand_games_are_right_to_the_millisecond() {
    let mut fallen = 0u64;
    for seed in 0..GAMES {
        let mut game = Game::start(seed);
        while !game.over && game.moves < MOVES {
            game.one_move();
        }
        game.finish();
        fallen += u64::from(game.over);
    }
    // Both kinds of ends are there in numbers, or the games would prove little.
    assert!((GAMES / 4..GAMES * 3 / 4).contains(&fallen), "{fallen} flags fell");
}

/// One game, its model, and books of all that came and went.
struct Game {
    seed: u64,
    rng: Rng,
    control: TimeControl,
    seats: u64,
    table: Table<Arbiter>,
    model: Model,
    now_ms: u64,
    moves: u64,
    over: bool,
    books: Vec<Books>,
}

/// What a seat got and used.
#[derive(Clone, Default)]
struct Books {
    moves: u64,
    gifts_ms: u64,
    thinks_ms: Vec<u64>,
}

impl Game {
    fn start(seed: u64) -> Game {
        let mut rng = Rng::new(Seed::number(seed));
        let control = loop {
            let control = some_control(&mut rng);
            if control.check().is_ok() {
                break control;
            }
        };
        let seats = 2 + rng.below(2);
        let count = u8::try_from(seats).unwrap();
        let (table, model) = (watch(control, count), Model::new(control, count));
        let books = vec![Books::default(); usize::from(count)];
        Game { seed, rng, control, seats, table, model, now_ms: 0, moves: 0, over: false, books }
    }

    /// A seat is awaited, thinks, and moves if it still can; people look, store and give meanwhile.
    fn one_move(&mut self) {
        let seat = self.rng.below(self.seats);
        self.table.act(0, Do::Start(byte(seat))).unwrap();
        self.model.start(index(seat));
        let mut thought_ms = 0;
        for _ in 0..1 + self.rng.below(3) {
            thought_ms += self.think(seat);
            if self.over {
                return;
            }
            match self.rng.below(4) {
                0 => self.give(),
                1 => self.table.act(0, Do::Store).unwrap(),
                _ => {}
            }
            self.look();
        }
        let books = &mut self.books[index(seat)];
        books.thinks_ms.push(thought_ms);
        if self.rng.below(12) == 0 {
            self.table.act(0, Do::Stop).unwrap();
            self.model.stop();
        } else {
            self.table.act(0, Do::Press).unwrap();
            self.model.press();
            books.moves += 1;
        }
        self.moves += 1;
        self.look();
        self.balance();
    }

    /// Time passes: some of what there is, or to one of its edges or just about.
    fn think(&mut self, seat: u64) -> u64 {
        let (stretch_ms, all_ms) = self.model.edges_ms();
        let ms = match self.rng.below(120) {
            0..4 => 0,
            4..8 => stretch_ms - stretch_ms.min(1),
            8 => stretch_ms,
            9 => stretch_ms + 1,
            10 => all_ms - all_ms.min(1),
            11 => all_ms,
            12 => all_ms + self.rng.below(5_000),
            13..30 => self.rng.below(stretch_ms + 1),
            _ => self.rng.below(stretch_ms / 6 + 1),
        };
        let began_ms = self.now_ms;
        self.table.advance(ms);
        self.now_ms += ms;
        let fell = self.model.pass(ms).map(|passed_ms| Fell { seat: Seat(byte(seat)), at_ms: began_ms + passed_ms });
        assert_eq!(falls(&self.table), Vec::from_iter(fell.clone()), "{self}");
        self.over = fell.is_some();
        ms
    }

    fn give(&mut self) {
        let to = self.rng.below(self.seats);
        let ms = if self.rng.below(20) == 0 { 6 * 3_600_000 - self.rng.below(10_000) } else { self.rng.below(15_001) };
        let taken = self.model.give(index(to), ms);
        assert_eq!(self.table.act(0, Do::Give(byte(to), ms)).is_ok(), taken, "{self}");
        if taken {
            self.books[index(to)].gifts_ms += ms;
        }
    }

    /// The face shows what the model has.
    fn look(&self) {
        let face = face(&self.table);
        for seat in 0..self.seats {
            let shown = (shown_ms(&face, seat, self.now_ms), usize::from(face.seats[index(seat)].periods));
            assert_eq!(shown, self.model.left(index(seat)), "seat {seat} of {self}");
        }
    }

    /// Where time is a sum, it is the right one.
    fn balance(&self) {
        let (base_s, increment_s, delay_s) = match self.control {
            TimeControl::SuddenDeath { base_s } => (base_s, 0, 0),
            TimeControl::Increment { base_s: 0, increment_s } => (increment_s, increment_s, 0),
            TimeControl::Increment { base_s, increment_s } => (base_s, increment_s, 0),
            TimeControl::Delay { base_s, delay_s } => (base_s, 0, delay_s),
            _ => return,
        };
        let face = face(&self.table);
        for (seat, books) in self.books.iter().enumerate() {
            let got_ms = u64::from(base_s) * 1000 + u64::from(increment_s) * 1000 * books.moves + books.gifts_ms;
            let delay_ms = u64::from(delay_s) * 1000;
            let used_ms: u64 = books.thinks_ms.iter().map(|ms| ms.saturating_sub(delay_ms)).sum();
            assert_eq!(face.seats[seat].remaining_ms, got_ms - used_ms, "seat {seat} of {self}");
        }
    }

    /// Whatever comes after the end, nothing falls any more, and who has fallen has nothing.
    fn finish(&mut self) {
        let before = falls(&self.table);
        self.table.act(0, Do::Press).unwrap();
        let faced = face(&self.table);
        self.table.advance(100 * 86_400_000);
        assert_eq!(falls(&self.table), before, "{self}");
        assert_eq!(face(&self.table), faced, "{self}");
        assert_eq!((faced.running, before.len()), (None, usize::from(self.over)), "{self}");
        assert!(before.iter().all(|fell| faced.seats[fell.seat.index()].remaining_ms == 0), "{self}");
    }
}

impl std::fmt::Display for Game {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "game {} with {:?}, move {}, at {} ms", self.seed, self.control, self.moves, self.now_ms)
    }
}

fn some_control(rng: &mut Rng) -> TimeControl {
    let mut s = |most: u64| u32::try_from(rng.below(most + 1)).unwrap();
    match s(5) {
        0 => TimeControl::SuddenDeath { base_s: s(30) },
        1 => TimeControl::Increment { base_s: s(20), increment_s: s(5) },
        2 => TimeControl::Delay { base_s: s(20), delay_s: s(5) },
        3 => TimeControl::ByoYomi { base_s: s(20), periods: byte(u64::from(s(4))), period_s: s(10) },
        4 => TimeControl::PerMove { move_s: s(20) },
        _ => TimeControl::Days { days: s(3) },
    }
}

/// What a page shows for a seat at this match time.
fn shown_ms(face: &ClockFace, seat: u64, now_ms: u64) -> u64 {
    let remaining_ms = face.seats[index(seat)].remaining_ms;
    if face.running != Some(Seat(byte(seat))) {
        return remaining_ms;
    }
    remaining_ms.saturating_sub(now_ms.saturating_sub(face.since_ms + face.free_ms))
}

fn byte(number: u64) -> u8 {
    u8::try_from(number).unwrap()
}

fn index(seat: u64) -> usize {
    usize::try_from(seat).unwrap()
}
