//! All games of connect four: published counts of them, and random ones beside a naive look at the cells.

use std::collections::HashSet;

use proptest::{prop_assert, prop_assert_eq, proptest};
use title::{Play, Seed};

use super::*;

/// The rows of four, found by walking from every cell of a view in four directions.
pub(super) fn rows_of_four() -> Vec<[usize; 4]> {
    let mut rows = Vec::new();
    for from in 0..COLUMNS * ROWS {
        for (right, down) in [(1, 0), (0, 1), (1, 1), (-1, 1)] {
            let walk = |step: i32| {
                let column = i32::try_from(from % COLUMNS).unwrap() + right * step;
                let row = i32::try_from(from / COLUMNS).unwrap() + down * step;
                ((0..7).contains(&column) && (0..6).contains(&row)).then(|| (row * 7 + column) as usize)
            };
            if let [Some(a), Some(b), Some(c), Some(d)] = [0, 1, 2, 3].map(walk) {
                rows.push([a, b, c, d]);
            }
        }
    }
    rows
}

/// How many games there are of so many moves; those that are over before are not among them.
fn count(game: &Play<ConnectFour>, depth: u32) -> usize {
    let seat = game.turn().iter().next();
    let moves = seat.map_or(Vec::new(), |seat| game.state().legal(seat).actions());
    if depth == 1 {
        return moves.len();
    }
    let after = |one| game.act(0, seat.unwrap(), one).ok().unwrap().play;
    moves.into_iter().map(|one| count(&after(one), depth - 1)).sum()
}

#[test]
fn there_are_823536_games_of_seven_moves() {
    let game = Play::start(Options::default(), Seed::number(0), 0).ok().unwrap().play;
    for (depth, games) in (1..).zip([7, 49, 343, 2_401, 16_807, 117_649, 823_536]) {
        assert_eq!(count(&game, depth), games, "{depth} moves");
    }
}

#[test]
fn there_are_184275_positions_after_eight_moves() {
    // The published counts of positions (OEIS A212693).
    let mut boards = HashSet::from([Board::default()]);
    for positions in [7, 49, 238, 1_120, 4_263, 16_422, 54_859, 184_275] {
        boards = boards.iter().flat_map(|board| board.columns().map(|column| board.put(column))).collect();
        assert_eq!(boards.len(), positions);
    }
}

proptest! {
    #[test]
    fn in_any_game_all_that_is_legal_is_accepted_and_nothing_else(seed: u64) {
        let rows = rows_of_four();
        let mut rng = Rng::new(Seed::number(seed));
        let mut game = Play::<ConnectFour>::start(Options::default(), Seed::number(0), 0).ok().unwrap().play;
        while let Some(seat) = game.turn().iter().next() {
            let legal = game.state().legal(seat).actions();
            for column in (0..9).chain([usize::MAX]) {
                prop_assert_eq!(game.act(0, seat, put(column)).is_ok(), legal.contains(&put(column)));
                prop_assert!(game.act(0, seat.next(2), put(column)).is_err());
            }
            let chosen = rng.choose(&legal).copied().unwrap();
            game = game.act(0, seat, chosen).ok().unwrap().play;
            let view = game.state().view(ALL);
            prop_assert_eq!(Board::of(&view.cells), game.state().board);
            // Told by a walk over the cells that everyone sees.
            let four = rows.iter().any(|row| row.iter().all(|cell| view.cells[*cell] == Some(seat)));
            let full = view.cells.iter().all(Option::is_some);
            let outcome = match (four, full) {
                (true, _) => Some(Outcome::win(seat, 2, "four_in_a_row")),
                (false, true) => Some(Outcome::draw(2, "full_board")),
                (false, false) => None,
            };
            prop_assert_eq!(game.outcome(), outcome.as_ref());
        }
        prop_assert!((0..2).all(|seat| game.state().legal(Seat(seat)).actions().is_empty()));
    }
}
