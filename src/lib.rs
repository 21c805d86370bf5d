//! turnwheel
