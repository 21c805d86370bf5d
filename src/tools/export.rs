//! `turnwheel export`: a stored match as a case.

use std::{fs::OpenOptions, io::Write};

use engine::titles::Titles;

use super::{ToolError, arguments::Export, find};

/// Writes a match down.
pub fn export(titles: &Titles, arguments: &Export, out: &mut impl Write) -> Result<(), ToolError> {
    let (offered, history) = find(titles, &arguments.data, &arguments.match_id)?;
    let case = offered.export(&arguments.match_id, &history)?;
    let Some(path) = &arguments.output else { return write!(out, "{case}").map_err(ToolError::output) };
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| write!(file, "{case}")).map_err(|error| ToolError::Io(path.display().to_string(), error))
}
