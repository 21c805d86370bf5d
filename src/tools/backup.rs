//! `turnwheel backup`: a copy of the store, made while it is used.

use std::io::Write;

use super::{ToolError, arguments::Backup};

/// Copies the store.
pub fn backup(arguments: &Backup, out: &mut impl Write) -> Result<(), ToolError> {
    engine::store::backup(&arguments.data, &arguments.file)?;
    let bytes = std::fs::metadata(&arguments.file).map_or(0, |file| file.len());
    writeln!(out, "{} bytes in {}", bytes, arguments.file.display()).map_err(ToolError::output)
}
