//! All games of reversi: published counts of them, and random ones beside a naive board.

use proptest::{prop_assert, prop_assert_eq, proptest};
use title::{Play, Seed};

use super::*;

/// How many lines of so many plies there are, a pass being a ply.
fn count(game: &Play<Reversi>, depth: u32) -> usize {
    let seat = game.turn().iter().next().unwrap();
    let moves = game.state().legal(seat).actions();
    if depth == 1 {
        return moves.len();
    }
    let lines = moves.into_iter().map(|one| {
        let next = game.act(0, seat, one).ok().unwrap().play;
        match next.state().view(ALL).passed {
            Some(_) if depth == 2 => 1,
            Some(_) => count(&next, depth - 2),
            None => count(&next, depth - 1),
        }
    });
    lines.sum()
}

#[test]
fn there_are_390216_games_of_eight_moves() {
    // The published counts.
    let game = Play::start(Options::default(), Seed::number(0), 0).ok().unwrap().play;
    for (depth, lines) in (1..).zip([4, 12, 56, 244, 1_396, 8_200, 55_092, 390_216]) {
        assert_eq!(count(&game, depth), lines, "{depth} moves");
    }
}

/// The discs that one of `seat` in `cell` would turn over, found by walking.
fn turned(cells: &[Option<Seat>], seat: Seat, cell: usize) -> Vec<usize> {
    let mut turned = Vec::new();
    if cells[cell].is_some() {
        return turned;
    }
    for (right, down) in [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)] {
        let (mut column, mut row) = ((cell % 8) as i32, (cell / 8) as i32);
        let mut passed = Vec::new();
        loop {
            (column, row) = (column + right, row + down);
            if !(0..8).contains(&column) || !(0..8).contains(&row) {
                break;
            }
            let at = (row * 8 + column) as usize;
            match cells[at] {
                None => break,
                Some(other) if other != seat => passed.push(at),
                Some(_) => {
                    turned.extend(passed);
                    break;
                }
            }
        }
    }
    turned
}

proptest! {
    #[test]
    fn in_any_game_all_that_is_legal_is_accepted_and_nothing_else(seed: u64) {
        let mut rng = Rng::new(Seed::number(seed));
        let mut game = Play::<Reversi>::start(Options::default(), Seed::number(0), 0).ok().unwrap().play;
        let mut cells = game.state().view(ALL).cells;
        while let Some(seat) = game.turn().iter().next() {
            let legal = game.state().legal(seat).actions();
            for cell in 0..64 {
                let fine = !turned(&cells, seat, cell).is_empty();
                prop_assert_eq!(legal.contains(&put(cell)), fine);
                prop_assert_eq!(game.act(0, seat, put(cell)).is_ok(), fine);
            }
            prop_assert!(game.act(0, seat, put(64)).is_err());
            let chosen = rng.choose(&legal).copied().unwrap();
            for cell in turned(&cells, seat, chosen.cell).into_iter().chain([chosen.cell]) {
                cells[cell] = Some(seat);
            }
            game = game.act(0, seat, chosen).ok().unwrap().play;
            let view = game.state().view(ALL);
            prop_assert_eq!(&view.cells, &cells);
            prop_assert_eq!(view.last, Some(chosen.cell));

            let can = [BLACK, WHITE].map(|seat| (0..64).any(|cell| !turned(&cells, seat, cell).is_empty()));
            let other = seat.next(2);
            let next = if can[other.index()] { other } else { seat };
            prop_assert_eq!(game.outcome().is_some(), can == [false, false]);
            prop_assert!(game.outcome().is_some() || game.turn() == Seats::only(next));
            prop_assert_eq!(view.passed, (game.turn() == Seats::only(seat)).then_some(other));
        }
    }
}
