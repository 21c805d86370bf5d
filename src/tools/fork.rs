//! `turnwheel fork`: asks a running server for a table at which a finished match is played on.

use std::io::Write;

use engine::wire::{Code, Refused};
use serde_json::{Value, json};

use super::{ToolError, arguments::Fork};
use crate::ask::{AskError, Asking};

/// Opens the table and prints its link.
pub async fn fork(arguments: &Fork, out: &mut impl Write) -> Result<(), ToolError> {
    let server = arguments.url;
    let told = |error| match error {
        AskError::Refused(code, reason) => {
            ToolError::Refused(Refused { code: Code(code.into()), reason: reason.into() })
        }
        error => ToolError::Server(server, error),
    };
    let mut asking = Asking::connect(server).await.map_err(told)?;
    let token = asking.guest().await.map_err(told)?;
    let body = json!({ "match_id": arguments.match_id, "at": arguments.at });
    let answer: Value = asking.post("/api/forks", Some(&token), &body).await.map_err(told)?;
    let table = answer["table"].as_str().ok_or_else(|| told(AskError::Foreign))?;
    writeln!(out, "http://{server}/t/{table}").map_err(ToolError::output)
}
