//! The bundled titles: rules only, a file or a folder each. No actor, no clock, no IO in here; the test table plays them.

mod duel;
mod tic_tac_toe;

pub use duel::Duel;
pub use tic_tac_toe::TicTacToe;
