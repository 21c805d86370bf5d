//! Reads MessagePack without decoding it: a frame is looked at for its tick and its input, and everything else is skipped. That
//! is what makes one core of players enough for a server. It knows MessagePack and no message.

/// A place in MessagePack bytes. What can't be read ends it: every method then says `None`.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Scan<'a> {
        Scan { rest: bytes }
    }

    /// What hasn't been read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The number of entries of a map, which follow: a key and a value each.
    pub(super) fn map(&mut self) -> Option<usize> {
        match self.byte()? {
            tag @ 0x80..=0x8f => Some(usize::from(tag & 0x0f)),
            0xde => self.length(2),
            0xdf => self.length(4),
            _ => None,
        }
    }

    /// The number of items of a list, which follow.
    pub(super) fn list(&mut self) -> Option<usize> {
        match self.byte()? {
            tag @ 0x90..=0x9f => Some(usize::from(tag & 0x0f)),
            0xdc => self.length(2),
            0xdd => self.length(4),
            _ => None,
        }
    }

    /// A text.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = match self.byte()? {
            tag @ 0xa0..=0xbf => usize::from(tag & 0x1f),
            0xd9 => self.length(1)?,
            0xda => self.length(2)?,
            0xdb => self.length(4)?,
            _ => return None,
        };
        std::str::from_utf8(self.take(length)?).ok()
    }

    /// A whole number that isn't negative.
    pub(super) fn number(&mut self) -> Option<u64> {
        match self.byte()? {
            tag @ 0x00..=0x7f => Some(u64::from(tag)),
            0xcc => self.unsigned(1),
            0xcd => self.unsigned(2),
            0xce => self.unsigned(4),
            0xcf => self.unsigned(8),
            _ => None,
        }
    }

    /// Yes or no.
    pub(super) fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0xc2 => Some(false),
            0xc3 => Some(true),
            _ => None,
        }
    }

    /// Whether the next value is nothing; if so, it is read.
    pub(super) fn nil(&mut self) -> bool {
        let nil = self.rest.first() == Some(&0xc0);
        if nil {
            self.rest = &self.rest[1..];
        }
        nil
    }

    /// The bytes of the next value, whatever it is.
    pub(super) fn raw(&mut self) -> Option<&'a [u8]> {
        let before = self.rest;
        self.skip()?;
        Some(&before[..before.len() - self.rest.len()])
    }

    /// Passes over the next value, whatever it is. It needs no stack, however deep the value is.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut left: u64 = 1;
        while left > 0 {
            left -= 1;
            let length = match self.byte()? {
                0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => 0,
                tag @ 0x80..=0x8f => {
                    left += 2 * u64::from(tag & 0x0f);
                    0
                }
                tag @ 0x90..=0x9f => {
                    left += u64::from(tag & 0x0f);
                    0
                }
                tag @ 0xa0..=0xbf => usize::from(tag & 0x1f),
                0xc4 | 0xd9 => self.length(1)?,
                0xc5 | 0xda => self.length(2)?,
                0xc6 | 0xdb => self.length(4)?,
                // An extension has a byte for its type beside its bytes.
                0xc7 => self.length(1)? + 1,
                0xc8 => self.length(2)? + 1,
                0xc9 => self.length(4)? + 1,
                0xcc | 0xd0 => 1,
                0xcd | 0xd1 | 0xd4 => 2,
                0xd5 => 3,
                0xca | 0xce | 0xd2 => 4,
                0xd6 => 5,
                0xcb | 0xcf | 0xd3 => 8,
                0xd7 => 9,
                0xd8 => 17,
                0xdc => {
                    left += self.unsigned(2)?;
                    0
                }
                0xdd => {
                    left += self.unsigned(4)?;
                    0
                }
                0xde => {
                    left += 2 * self.unsigned(2)?;
                    0
                }
                0xdf => {
                    left += 2 * self.unsigned(4)?;
                    0
                }
                0xc1 => return None,
            };
            self.take(length)?;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn unsigned(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn length(&mut self, bytes: usize) -> Option<usize> {
        usize::try_from(self.unsigned(bytes)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_value_is_passed_over_whole() {
        let long = "x".repeat(300);
        let many: Vec<u32> = (0..70_000).collect();
        let deep = (0..1000).fold(json!(1), |inner, _| json!([inner]));
        let values = [
            json!(null),
            json!(true),
            json!(0),
            json!(127),
            json!(128),
            json!(65_536),
            json!(u64::MAX),
            json!(-1),
            json!(-200),
            json!(-70_000),
            json!(i64::MIN),
            json!(1.5),
            json!(""),
            json!("short"),
            json!(long),
            json!([1, [2, 3], {}]),
            json!(many),
            json!({ "a": { "b": [null, "c"] } }),
            deep,
        ];
        for value in values {
            let mut bytes = rmp_serde::to_vec_named(&value).unwrap();
            let length = bytes.len();
            bytes.push(0x2a);
            let mut scan = Scan::new(&bytes);
            assert_eq!(scan.raw().map(<[u8]>::len), Some(length));
            assert_eq!((scan.number(), scan.rest().len()), (Some(42), 0));
            for cut in (0..length).step_by(1 + length / 100) {
                assert_eq!(Scan::new(&bytes[..cut]).skip(), None, "cut at {cut}");
            }
        }
    }

    #[test]
    fn values_are_read_as_what_they_are() {
        let value = json!({ "text": "ä", "number": 70_000, "list": [true, null] });
        let bytes = rmp_serde::to_vec_named(&value).unwrap();
        let mut scan = Scan::new(&bytes);
        assert_eq!(scan.map(), Some(3));
        for _ in 0..3 {
            match scan.text().unwrap() {
                "text" => assert_eq!(scan.text(), Some("ä")),
                "number" => assert_eq!(scan.number(), Some(70_000)),
                "list" => {
                    assert_eq!((scan.list(), scan.flag(), scan.nil()), (Some(2), Some(true), true));
                }
                other => panic!("{other}"),
            }
        }
        assert!(scan.rest().is_empty() && !scan.nil());
        assert_eq!(Scan::new(&bytes).number(), None);
    }
}
