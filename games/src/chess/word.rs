//! A short text held in place: a square, a move as sent, a move as written. Every action copies the whole game, so what
//! a move keeps must copy without asking for memory. It knows nothing of chess.

use std::fmt::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Text of at most [`Word::LENGTH_MAX`] bytes; on the wire it is a plain text.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Word {
    bytes: [u8; Word::LENGTH_MAX],
    length: u8,
}

impl Word {
    /// The longest that a move gets: `Qa1xb2#`, `axb8=Q+`.
    pub(super) const LENGTH_MAX: usize = 7;

    /// `text` as a word; `None` if it is too long for one.
    pub(super) fn of(text: impl fmt::Display) -> Option<Word> {
        let mut word = Word::default();
        write!(word, "{text}").ok()?;
        Some(word)
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("whole texts were put in")
    }
}

impl Write for Word {
    /// Fails where the text would not fit, and leaves the word as it was.
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let from = usize::from(self.length);
        let to = from + text.len();
        self.bytes.get_mut(from..to).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = u8::try_from(to).map_err(|_| fmt::Error)?;
        Ok(())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word, D::Error> {
        let text = String::deserialize(deserializer)?;
        Word::of(&text).ok_or_else(|| de::Error::custom("a text of at most 7 bytes"))
    }
}
