//! Published counts of lines of moves, reproduced by the functions behind `legal` and `act`.

use super::*;

const COUNTS: &str = include_str!("perft.txt");

/// How many lines of `depth` moves there are. The last moves are counted, not played.
fn lines(position: &Position, depth: u32) -> usize {
    let moves = position.legal();
    if depth == 1 {
        return moves.len();
    }
    moves.iter().map(|word| lines(&position.after(position.read(word.as_str()).unwrap()), depth - 1)).sum()
}

fn check(name: &str) {
    let rows = COUNTS.lines().filter(|line| !line.starts_with('#'));
    let mut rows = rows.map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == name).unwrap();
    let position = Position::from_fen(row[2], Form::of(row[1] == "chess960")).unwrap();
    assert_eq!(lines(&position, row[3].parse().unwrap()), row[4].parse::<usize>().unwrap(), "{row:?}");
}

/// One test for each position, so that they run side by side.
macro_rules! counts {
    ($($name:ident),+) => { $(#[test] fn $name() { check(stringify!($name)) })+ };
}
counts!(start, kiwipete, position_3, position_4, position_5, position_6);
counts!(chess960_1, chess960_2, chess960_3, chess960_4, chess960_5);
