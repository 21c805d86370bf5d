//! What a player needs to know of a server's message, read without decoding the rest of it.

use super::scan::Scan;

/// A server's message, as far as a dummy player listens. Whatever isn't in here is of no use to one.
#[derive(Debug, PartialEq)]
pub(super) enum Heard<'a> {
    Welcome,
    Ok { seq: u64, table: Option<&'a str> },
    Error { seq: Option<u64>, code: &'a str },
    Table { phase: &'a str },
    Update(Shown<'a>),
    Frame { match_id: &'a str, tick: u64, input: u64, payload: &'a [u8] },
    Other,
}

/// What an update says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shown<'a> {
    pub(super) match_id: &'a str,
    pub(super) seat: Option<u8>,
    /// Whose action led here, if one's did.
    pub(super) actor: Option<u8>,
    pub(super) paused: bool,
    pub(super) over: bool,
    /// Whether the match waits for this seat.
    pub(super) my_turn: bool,
    pub(super) tick: Option<u64>,
    pub(super) hz: Option<u32>,
    pub(super) payload: &'a [u8],
}

/// The fields of all messages together, as they are found. Bytes are gone through once, in whatever order the server has them.
#[derive(Default)]
struct Found<'a> {
    kind: &'a str,
    seq: Option<u64>,
    code: &'a str,
    /// A table's id, in an answer.
    table: Option<&'a str>,
    phase: &'a str,
    input: u64,
    turn: u64,
    shown: Shown<'a>,
}

/// Reads a message. `None` if it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Heard<'_>> {
    let mut scan = Scan::new(bytes);
    let mut found = Found::default();
    for _ in 0..scan.map()? {
        let name = scan.text()?;
        found.field(name, &mut scan)?;
    }
    found.shown.payload = scan.rest();
    Some(found.heard())
}

impl<'a> Found<'a> {
    fn field(&mut self, name: &str, scan: &mut Scan<'a>) -> Option<()> {
        let shown = &mut self.shown;
        match name {
            "type" => self.kind = scan.text()?,
            "match_id" => shown.match_id = scan.text()?,
            "tick" => shown.tick = number(scan),
            "input" => self.input = scan.number()?,
            "seq" => self.seq = number(scan),
            "code" => self.code = scan.text()?,
            "paused" => shown.paused = scan.flag()?,
            "seat" => shown.seat = number(scan).and_then(|seat| u8::try_from(seat).ok()),
            "hz" => shown.hz = number(scan).and_then(|hz| u32::try_from(hz).ok()),
            "outcome" => {
                shown.over = !scan.nil();
                if shown.over {
                    scan.skip()?;
                }
            }
            "turn" => {
                for _ in 0..scan.list()? {
                    self.turn |= 1 << scan.number()?.min(63);
                }
            }
            "happened" => shown.actor = happened(scan)?,
            // An answer has a table's id, a table's message the table itself.
            "table" => match scan.clone().text() {
                Some(_) => self.table = scan.text(),
                None => self.phase = phase(scan)?,
            },
            _ => scan.skip()?,
        }
        Some(())
    }

    fn heard(self) -> Heard<'a> {
        let Found { kind, seq, code, table, phase, input, turn, shown } = self;
        match (kind, seq) {
            ("frame", _) => Heard::Frame {
                match_id: shown.match_id,
                tick: shown.tick.unwrap_or_default(),
                input,
                payload: shown.payload,
            },
            ("update", _) => {
                let my_turn = shown.seat.is_some_and(|seat| turn >> seat.min(63) & 1 == 1);
                Heard::Update(Shown { my_turn, ..shown })
            }
            ("ok", Some(seq)) => Heard::Ok { seq, table },
            ("error", seq) => Heard::Error { seq, code },
            ("table", _) => Heard::Table { phase },
            ("welcome", _) => Heard::Welcome,
            _ => Heard::Other,
        }
    }
}

/// A number, or nothing.
fn number(scan: &mut Scan<'_>) -> Option<u64> {
    if scan.nil() { None } else { scan.number() }
}

/// Who acted, of what `happened`; the outer option is whether it could be read.
fn happened(scan: &mut Scan<'_>) -> Option<Option<u8>> {
    let (mut cause, mut seat) = ("", None);
    for _ in 0..scan.map()? {
        match scan.text()? {
            "cause" => cause = scan.text()?,
            "seat" => seat = number(scan),
            _ => scan.skip()?,
        }
    }
    Some(seat.filter(|_| cause == "action").and_then(|seat| u8::try_from(seat).ok()))
}

fn phase<'a>(scan: &mut Scan<'a>) -> Option<&'a str> {
    let mut phase = "";
    for _ in 0..scan.map()? {
        match scan.text()? {
            "phase" => phase = scan.text()?,
            _ => scan.skip()?,
        }
    }
    Some(phase)
}

/// One of the actions that an update's payload lists, as it is to be sent: the one that `choose` picks of so many.
pub(super) fn listed(payload: &[u8], choose: impl FnOnce(usize) -> usize) -> Option<&[u8]> {
    let mut scan = Scan::new(payload);
    for _ in 0..scan.map()? {
        if scan.text()? != "legal" {
            scan.skip()?;
            continue;
        }
        let count = if scan.nil() { 0 } else { scan.list()? };
        if count == 0 {
            return None;
        }
        for _ in 0..choose(count) {
            scan.skip()?;
        }
        return scan.raw();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;

    /// One of the protocol's own examples.
    fn server(name: &str) -> Vec<u8> {
        fs::read(format!("{}/docs/protocol/server/{name}.msgpack", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn the_examples_of_the_protocol_are_understood() {
        assert_eq!(read(&server("welcome")), Some(Heard::Welcome));
        assert!(matches!(read(&server("ok_table")), Some(Heard::Ok { seq: 1.., table: Some(_) })));
        assert!(matches!(read(&server("ok")), Some(Heard::Ok { table: None, .. })));
        assert!(matches!(read(&server("error")), Some(Heard::Error { seq: Some(_), code }) if !code.is_empty()));
        assert!(matches!(read(&server("table")), Some(Heard::Table { phase }) if !phase.is_empty()));
        assert_eq!(read(&server("pong")), Some(Heard::Other));
        let frame = server("frame");
        let Some(Heard::Frame { match_id, tick, payload, .. }) = read(&frame) else { panic!("no frame") };
        assert!(match_id.contains('.') && tick > 0 && !payload.is_empty());
    }

    #[test]
    fn an_update_tells_whose_turn_it_is_and_what_may_be_done() {
        let update = server("update");
        let Some(Heard::Update(shown)) = read(&update) else { panic!("no update") };
        assert!(!shown.paused && !shown.match_id.is_empty() && !shown.payload.is_empty());
        let payload =
            rmp_serde::to_vec_named(&json!({ "view": { "x": 1 }, "legal": [{ "cell": 3 }, "pass"] })).unwrap();
        let pass = rmp_serde::to_vec_named("pass").unwrap();
        assert_eq!(listed(&payload, |count| count - 1), Some(&pass[..]));
        let none = rmp_serde::to_vec_named(&json!({ "view": null, "legal": null })).unwrap();
        assert_eq!(listed(&none, |_| 0), None);
    }

    #[test]
    fn what_is_cut_is_no_message() {
        let update = server("update");
        let Some(Heard::Update(shown)) = read(&update) else { panic!("no update") };
        let envelope = update.len() - shown.payload.len();
        assert!((0..envelope).all(|cut| read(&update[..cut]).is_none()));
    }
}
