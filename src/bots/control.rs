//! What a player holds its control at: what the title's own bot says, asked at each input or now and then.

use bytes::Bytes;
use engine::titles::Mind;

use super::limits::THINK_EVERY;

/// The control of one player in one match.
pub(super) struct Control {
    mind: Box<dyn Mind>,
    /// Inputs between two thoughts.
    every: u32,
    /// Inputs until the next.
    left: u32,
    /// Whether the mind must be told of every frame.
    follows: bool,
    payload: Option<Bytes>,
}

impl Control {
    /// A control in the hands of `mind`, which is asked each time if it is to `think`. One that needs every frame gets them anyway.
    pub(super) fn new(mind: Box<dyn Mind>, think: bool, delta_frames: bool) -> Control {
        let every = if think { 1 } else { THINK_EVERY };
        Control { mind, every, left: 0, follows: think || delta_frames, payload: None }
    }

    pub(super) fn shown(&mut self, payload: &[u8]) {
        self.mind.shown(payload);
    }

    pub(super) fn framed(&mut self, payload: &[u8]) {
        if self.follows || self.left == 0 {
            self.mind.framed(payload);
        }
    }

    /// The control for the next input; `None` if the title's bot has said nothing so far.
    pub(super) fn next(&mut self) -> Option<&Bytes> {
        if self.left == 0 {
            self.left = self.every;
            self.payload = self.mind.steer().or(self.payload.take());
        }
        self.left -= 1;
        self.payload.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says how many frames it has been told.
    struct Counter(u8);

    impl Mind for Counter {
        fn shown(&mut self, _: &[u8]) {}

        fn framed(&mut self, _: &[u8]) {
            self.0 += 1;
        }

        fn steer(&mut self) -> Option<Bytes> {
            Some(Bytes::from(vec![self.0]))
        }
    }

    /// What is held after each of so many frames with one input each.
    fn held(mut control: Control, frames: usize) -> Vec<u8> {
        let mut one = || {
            control.framed(&[]);
            control.next().unwrap()[0]
        };
        (0..frames).map(|_| one()).collect()
    }

    #[test]
    fn who_thinks_is_asked_each_time_and_others_now_and_then() {
        let frames = 2 * THINK_EVERY as usize;
        let counted: Vec<u8> = (1..=frames as u8).collect();
        assert_eq!(held(Control::new(Box::new(Counter(0)), true, false), frames), counted);
        let (first, second) = (vec![1; frames / 2], vec![2; frames / 2]);
        assert_eq!(held(Control::new(Box::new(Counter(0)), false, false), frames), [first, second].concat());
        let (first, second) = (vec![1; frames / 2], vec![frames as u8 / 2 + 1; frames / 2]);
        assert_eq!(held(Control::new(Box::new(Counter(0)), false, true), frames), [first, second].concat());
    }
}
