//! The bundled titles: rules only, a file or a folder each. No actor, no clock, no IO in here; the test table plays them.

mod chess;
mod connect_four;
mod duel;
mod pong;
mod reversi;
mod search;
mod tic_tac_toe;
mod tron;

pub use chess::Chess;
pub use connect_four::ConnectFour;
pub use duel::Duel;
pub use pong::Pong;
pub use reversi::Reversi;
pub use tic_tac_toe::TicTacToe;
pub use tron::Tron;
