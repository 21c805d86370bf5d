//! Chess by its laws: the words that the stories use. Positions stand in tables, each played from both sides.

mod bot;
mod clock;
mod draws;
mod endings;
mod material;
mod moves;
mod perft;
mod san;
mod start;
mod wire;

use title::{Seed, Table, TimeControl};

use super::{word::Word, *};

const SPECTATOR: Viewer = Viewer::Spectator;

fn options(time: TimeControl, chess960: bool, start: &str) -> Options {
    Options { time, chess960, start: Some(start.to_string()) }
}

/// A game from this position that nobody's time is kept of.
fn from(fen: &str) -> Table<Chess> {
    Table::start(options(TimeControl::Unlimited, false, fen))
}

/// The same in Chess960.
fn from_960(fen: &str) -> Table<Chess> {
    Table::start(options(TimeControl::Unlimited, true, fen))
}

/// A game from the start position that nobody's time is kept of.
fn new() -> Table<Chess> {
    Table::start(Options { time: TimeControl::Unlimited, ..Options::default() })
}

fn position(fen: &str) -> Position {
    Position::from_fen(fen, Form::Standard).unwrap_or_else(|| panic!("{fen} is no position"))
}

fn act(table: &mut Table<Chess>, action: Action) -> Result<(), Rejection> {
    let seat = table.turn().iter().next().expect("somebody is to move");
    table.act(seat.0, action)
}

/// Plays moves, parted by spaces, by whoever is to move.
fn play(table: &mut Table<Chess>, moves: &str) {
    for text in moves.split_whitespace() {
        act(table, Action::Move(text.to_string())).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    }
}

/// What becomes of trying this move.
fn try_move(table: &mut Table<Chess>, text: &str) -> Result<(), String> {
    act(table, Action::Move(text.to_string())).map_err(|rejection| rejection.code.into_owned())
}

/// What becomes of claiming a draw, for the position as it stands or for the one after a move.
fn claim(table: &mut Table<Chess>, after: Option<&str>) -> Result<(), String> {
    act(table, Action::Claim(after.map(str::to_string))).map_err(|rejection| rejection.code.into_owned())
}

fn reason(table: &Table<Chess>) -> Option<&str> {
    table.outcome().map(|outcome| &*outcome.reason)
}

/// The moves that `legal` lists for who is to move.
fn listed(table: &Table<Chess>) -> Vec<String> {
    let seats = table.turn();
    let actions = seats.iter().flat_map(|seat| table.legal(seat.0));
    actions
        .filter_map(|action| match action {
            Action::Move(text) => Some(text),
            Action::Claim(_) => None,
        })
        .collect()
}

/// The position with the colours changed over: what White had, Black has, on the other side of the board.
fn mirrored(fen: &str) -> String {
    let swap = |c: char| if c.is_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    let fields: Vec<&str> = fen.split(' ').collect();
    let ranks: Vec<String> = fields[0].split('/').rev().map(|rank| rank.chars().map(swap).collect()).collect();
    let mover = if fields[1] == "w" { "b" } else { "w" };
    let (rights, square) = (fields[2].chars().map(swap).collect::<String>(), mirrored_moves(fields[3]));
    format!("{} {mover} {rights} {square} {} {}", ranks.join("/"), fields[4], fields[5])
}

/// Moves or squares as the other side would play them.
fn mirrored_moves(moves: &str) -> String {
    moves.chars().map(|c| c.to_digit(10).map_or(c, |rank| char::from_digit(9 - rank, 10).unwrap())).collect()
}

/// A position with moves, and the same from the other side. What White does in one, Black does in the other.
fn both(fen: &str, moves: &str) -> [(String, String, [u8; 2]); 2] {
    [(fen.to_string(), moves.to_string(), [0, 1]), (mirrored(fen), mirrored_moves(moves), [1, 0])]
}
