//! `turnwheel fork`: asks a running server for a table at which a finished match is played on.

use std::io::Write;

use engine::wire::{Code, Refused};
use serde_json::json;
use tokio::net::TcpStream;

use super::{ToolError, arguments::Fork};
use crate::ask::{self, AskError};

/// Opens the table and prints its link.
pub async fn fork(arguments: &Fork, out: &mut impl Write) -> Result<(), ToolError> {
    let table = open(arguments).await.map_err(|error| match error {
        AskError::Refused { code, reason } => {
            ToolError::Refused(Refused { code: Code(code.into()), reason: reason.into() })
        }
        error => ToolError::Server(arguments.url, error),
    })?;
    writeln!(out, "http://{}/t/{table}", arguments.url).map_err(ToolError::output)
}

/// The word in the table's link.
async fn open(Fork { match_id, at, url }: &Fork) -> Result<String, AskError> {
    let mut stream = TcpStream::connect(url).await?;
    let token = ask::guest(&mut stream, *url).await?;
    let body = json!({ "match_id": match_id, "at": at });
    let answer = ask::post(&mut stream, *url, "/api/forks", Some(&token), &body).await?;
    answer["table"].as_str().map(str::to_string).ok_or(AskError::Foreign)
}
