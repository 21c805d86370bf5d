//! What a match is and who runs it.
pub mod ids;
pub mod wire;
