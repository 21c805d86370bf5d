//! What happens on the court in a sixtieth of a second: whole numbers only, no chance and no state but the court itself, so
//! that a browser computes the same from the same frame. Its twin is `static/src/titles/pong/step.ts`; the vectors of
//! `games/vectors/pong.json` hold both to each other. It knows no scores, no seats' players and no time but its own steps.

use serde::{Deserialize, Serialize};

/// The court from one player's end to the other's, in units of length.
pub(super) const LONG: i32 = 16_000;
/// The court across.
pub(super) const WIDE: i32 = 10_000;
/// How far the face of a paddle is from its end of the court.
pub(super) const FACE: i32 = 600;
/// The half of a paddle's length.
pub(super) const PADDLE_HALF: i32 = 900;
/// How far a paddle moves in a step: from one edge to the other in a second.
pub(super) const PADDLE_SPEED: i32 = 140;
/// The half of the ball's width.
pub(super) const BALL_HALF: i32 = 150;
/// How far the ball flies along the court in a step when it is served: from face to face in 1.6 seconds.
pub(super) const SERVE_SPEED: i32 = 154;
/// How much faster each hit makes it.
pub(super) const HIT_FASTER: i32 = 8;
/// The fastest it gets: from face to face in 0.77 seconds.
pub(super) const FASTEST: i32 = 320;
/// The steps of a second.
pub(super) const STEPS_PER_S: u32 = 60;
/// In the place of a countdown: nothing moves until the rules say so.
pub(super) const HELD: u16 = u16::MAX;

/// How a player holds the paddle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// Where it is.
    #[default]
    Stay,
    /// Towards the edge where positions across the court begin.
    Up,
    /// Away from it.
    Down,
    /// Towards this position of its middle, no faster than otherwise.
    To(i16),
}

/// The court at one moment. On the wire it is the list of its fields, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Court {
    /// The middle of the ball along the court, 0 at the end of seat 0.
    pub x: i32,
    /// The middle of the ball across the court.
    pub y: i32,
    /// How far the ball flies in a step along the court; of the serve to come while there is a countdown.
    pub vx: i32,
    /// And across.
    pub vy: i32,
    /// The middle of each seat's paddle across the court.
    pub paddles: [i32; 2],
    /// Steps until the ball flies; 0 while it does; [`HELD`] when nobody knows.
    pub wait: u16,
}

impl Court {
    /// A court before the serve: the ball lies in the middle and will fly like this after `wait` steps.
    pub fn serve(vx: i32, vy: i32, paddles: [i32; 2], wait: u16) -> Court {
        Court { x: LONG / 2, y: WIDE / 2, vx, vy, paddles, wait }
    }

    /// Whether the ball has left the court: then it stays where it is until the next serve.
    pub fn is_out(&self) -> bool {
        self.x + BALL_HALF < 0 || self.x - BALL_HALF > LONG
    }
}

/// One step. Returns the seat that scores, when the ball leaves the court.
pub(super) fn step(court: &mut Court, controls: [Control; 2]) -> Option<usize> {
    for (paddle, control) in court.paddles.iter_mut().zip(controls) {
        *paddle = moved(*paddle, control);
    }
    if court.wait > 0 {
        if court.wait != HELD {
            court.wait -= 1;
        }
        return None;
    }
    if court.is_out() {
        return None;
    }
    let before = court.x;
    court.x += court.vx;
    court.y += court.vy;
    if court.y < BALL_HALF {
        court.y = 2 * BALL_HALF - court.y;
        court.vy = -court.vy;
    } else if court.y > WIDE - BALL_HALF {
        court.y = 2 * (WIDE - BALL_HALF) - court.y;
        court.vy = -court.vy;
    }
    let near = FACE + BALL_HALF;
    let far = LONG - near;
    if court.vx < 0 && before > near && court.x <= near {
        hit(court, 0, near);
    } else if court.vx > 0 && before < far && court.x >= far {
        hit(court, 1, far);
    }
    match court.is_out() {
        true if court.x < 0 => Some(1),
        true => Some(0),
        false => None,
    }
}

/// The ball has come to the face of a paddle: it is sent back if the paddle is there. The farther from its middle, the steeper.
fn hit(court: &mut Court, seat: usize, face: i32) {
    let reach = PADDLE_HALF + BALL_HALF;
    let off = court.y - court.paddles[seat];
    if off.abs() > reach {
        return;
    }
    let speed = (court.vx.abs() + HIT_FASTER).min(FASTEST);
    court.x = 2 * face - court.x;
    court.vx = if seat == 0 { speed } else { -speed };
    court.vy = off * speed * 4 / (reach * 5);
}

fn moved(paddle: i32, control: Control) -> i32 {
    let by = match control {
        Control::Stay => 0,
        Control::Up => -PADDLE_SPEED,
        Control::Down => PADDLE_SPEED,
        Control::To(at) => (i32::from(at) - paddle).clamp(-PADDLE_SPEED, PADDLE_SPEED),
    };
    (paddle + by).clamp(PADDLE_HALF, WIDE - PADDLE_HALF)
}

/// Seven numbers that fit into sixteen bits each: at most 22 bytes of MessagePack.
type Row = (i16, i16, i16, i16, i16, i16, u16);

impl Serialize for Court {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let short = |number: i32| i16::try_from(number).map_err(serde::ser::Error::custom);
        let [one, two] = self.paddles;
        let row: Row =
            (short(self.x)?, short(self.y)?, short(self.vx)?, short(self.vy)?, short(one)?, short(two)?, self.wait);
        row.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Court {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Court, D::Error> {
        let (x, y, vx, vy, one, two, wait) = Row::deserialize(deserializer)?;
        let paddles = [i32::from(one), i32::from(two)];
        Ok(Court { x: x.into(), y: y.into(), vx: vx.into(), vy: vy.into(), paddles, wait })
    }
}
