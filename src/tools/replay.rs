//! `turnwheel replay`: a match, step by step, for people.

use std::io::{self, Write};

use engine::{
    replay::{Asked, By, Step},
    titles::Titles,
};
use title::Seat;

use super::{ToolError, arguments::Replay, find};

/// Prints a match.
pub fn replay(titles: &Titles, arguments: &Replay, out: &mut impl Write) -> Result<(), ToolError> {
    let (offered, history) = find(titles, &arguments.data, &arguments.match_id)?;
    let seat = arguments.seat.map(Seat);
    let (mut from, mut begun_ms) = (0, None);
    loop {
        let asked = Asked { by: By::Operator, seat, from, steps: u64::MAX };
        let replay = offered.replay(&arguments.match_id, &history, &asked).map_err(ToolError::Refused)?;
        if from == 0 {
            let names: Vec<&str> = replay.holders.iter().map(|holder| holder.name.as_str()).collect();
            writeln!(out, "{}: {} with {}", replay.match_id, replay.title, names.join(", "))
                .map_err(ToolError::output)?;
            writeln!(out, "options {}", replay.options).map_err(ToolError::output)?;
        }
        for step in &replay.steps {
            let begun_ms = *begun_ms.get_or_insert(step.at_ms);
            print(step, begun_ms, arguments.views, out).map_err(ToolError::output)?;
        }
        from += replay.steps.len() as u64;
        if replay.steps.is_empty() || from >= replay.steps_total {
            let end = match &replay.outcome {
                Some(outcome) => format!("ended: {}, places {:?}", outcome.reason, outcome.places),
                None => "goes on".to_string(),
            };
            return writeln!(out, "{end}").map_err(ToolError::output);
        }
    }
}

/// One step, its match time counted from the first.
fn print(step: &Step, begun_ms: u64, view: bool, out: &mut impl Write) -> io::Result<()> {
    let ms = step.at_ms.saturating_sub(begun_ms);
    write!(out, "{:>5}  rev {:<5} {:>6}.{:03} s", step.step, step.rev.0, ms / 1000, ms % 1000)?;
    if let Some(tick) = step.tick {
        write!(out, "  tick {tick}")?;
    }
    if let Some(seat) = step.seat {
        write!(out, "  seat {seat}")?;
    }
    match step.courtesy {
        Some(courtesy) => write!(out, "  courtesy {}", serde_json::to_string(&courtesy)?)?,
        None => write!(out, "  {}", step.cause)?,
    }
    if let Some(action) = &step.action {
        write!(out, " {action}")?;
    }
    for note in &step.notes {
        write!(out, "  note {note}")?;
    }
    writeln!(out)?;
    if view { writeln!(out, "       {}", step.view) } else { Ok(()) }
}
