//! What a bot that looks ahead owes to whoever plays it, for the tests of the titles that have one.

use std::fmt::Debug;

use title::{Play, Rng, Seat, Seed, Title, Viewer};

/// A title that can be tried so: its moves can be listed and compared.
pub(crate) trait Tried: Title<Options: Default, Action: Copy + PartialEq + Debug> {}
impl<T: Title<Options: Default, Action: Copy + PartialEq + Debug>> Tried for T {}

/// In so many positions, each at most so many moves before the end of a random game, the bot does what is legal, wins
/// if it can at once, and doesn't let the other win at once if it can help it. In how many it won so, and helped it.
pub(crate) fn sees_what_is_near<T: Tried>(positions: u64, before_end: u64) -> [u32; 2] {
    let mut rng = Rng::new(Seed::number(1));
    let (mut won, mut helped) = (0, 0);
    for _ in 0..positions {
        let (game, seat) = some_position::<T>(&mut rng, before_end);
        let legal = listed(&game, seat);
        let chosen = T::bot(&seen(&game, seat), seat, &mut rng).unwrap();
        assert!(legal.contains(&chosen), "{chosen:?} of {legal:?}");
        if legal.iter().any(|action| wins(&game, seat, *action)) {
            won += 1;
            assert!(wins(&game, seat, chosen), "{chosen:?} of {legal:?}");
            continue;
        }
        let losing = legal.iter().filter(|action| loses(&game, seat, **action)).count();
        if losing > 0 && losing < legal.len() {
            helped += 1;
            assert!(!loses(&game, seat, chosen), "{chosen:?} of {legal:?}");
        }
    }
    [won, helped]
}

/// How many of so many games a bot wins against chance, sitting now in one seat and now in the other.
pub(crate) fn wins_against_chance<T: Tried>(
    games: u8,
    bot: impl Fn(&T::View, Seat, &mut Rng) -> Option<T::Action>,
) -> u8 {
    let mut rng = Rng::new(Seed::number(2));
    let mut won = 0;
    for side in (0..games).map(|number| Seat(number % 2)) {
        let mut game = begin::<T>();
        while let Some(seat) = awaited(&game) {
            let action = if seat == side {
                bot(&seen(&game, seat), seat, &mut rng).unwrap()
            } else {
                *rng.choose(&listed(&game, seat)).unwrap()
            };
            game = after(&game, seat, action);
        }
        won += u8::from(game.outcome().unwrap().winners().contains(side));
    }
    won
}

/// A position of a random game, at most `before_end` moves before its end, and who is awaited in it.
fn some_position<T: Tried>(rng: &mut Rng, before_end: u64) -> (Play<T>, Seat) {
    let mut game = begin::<T>();
    let mut positions = Vec::new();
    while let Some(seat) = awaited(&game) {
        positions.push((game.clone(), seat));
        let action = *rng.choose(&listed(&game, seat)).unwrap();
        game = after(&game, seat, action);
    }
    let back = 1 + rng.below(before_end.min(positions.len() as u64)) as usize;
    positions.swap_remove(positions.len() - back)
}

fn wins<T: Tried>(game: &Play<T>, seat: Seat, action: T::Action) -> bool {
    after(game, seat, action).outcome().is_some_and(|outcome| outcome.winners().contains(seat))
}

/// Whether the other may win at once after this, or has won by it.
fn loses<T: Tried>(game: &Play<T>, seat: Seat, action: T::Action) -> bool {
    let next = after(game, seat, action);
    let other = seat.next(2);
    next.outcome().is_some_and(|outcome| outcome.winners().contains(other))
        || next.turn().contains(other) && listed(&next, other).into_iter().any(|answer| wins(&next, other, answer))
}

fn begin<T: Tried>() -> Play<T> {
    Play::start(T::Options::default(), Seed::number(0), 0).ok().unwrap().play
}

fn after<T: Tried>(game: &Play<T>, seat: Seat, action: T::Action) -> Play<T> {
    game.act(0, seat, action).ok().unwrap().play
}

fn awaited<T: Tried>(game: &Play<T>) -> Option<Seat> {
    game.turn().iter().next()
}

fn listed<T: Tried>(game: &Play<T>, seat: Seat) -> Vec<T::Action> {
    game.state().legal(seat).actions()
}

fn seen<T: Tried>(game: &Play<T>, seat: Seat) -> T::View {
    game.state().view(Viewer::Seat(seat))
}
