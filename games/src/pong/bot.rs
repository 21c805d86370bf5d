//! Pong's own bot: where it holds its paddle when it sees the court. It knows what a player sees and nothing else.

use title::Seat;

use super::{
    Control, Court, Strength,
    step::{BALL_HALF, FACE, LONG, WIDE},
};

/// How far into the court, in parts of a hundred from its own end, the bot looks at a ball that comes; and by how much it
/// misjudges where the steepest goes. A paddle with the ball reaches 1,050 to either side: whoever errs by more at times
/// misses.
fn habits(strength: Strength) -> (i32, i32) {
    match strength {
        Strength::Easy => (45, 2_400),
        Strength::Normal => (65, 1_800),
        Strength::Hard => (100, 1_400),
    }
}

/// The control at which the bot holds the paddle of `seat`.
pub(super) fn steer(court: &Court, strength: Strength, seat: Seat) -> Control {
    let (looks, errs) = habits(strength);
    let comes = if seat == Seat(0) { court.vx < 0 } else { court.vx > 0 };
    let face = FACE + BALL_HALF;
    let way = if seat == Seat(0) { court.x - face } else { LONG - face - court.x };
    if !comes || way < 0 || way > LONG * looks / 100 {
        return to(WIDE / 2);
    }
    let at = folded(court.y + court.vy * (way / court.vx.abs().max(1)));
    to(at + misjudged(court, at, errs))
}

/// Where a ball is that would be at `y` if the edges didn't send it back.
fn folded(y: i32) -> i32 {
    let span = WIDE - 2 * BALL_HALF;
    let along = (y - BALL_HALF).rem_euclid(2 * span);
    BALL_HALF + if along > span { 2 * span - along } else { along }
}

/// By how much it misjudges where the ball goes that will be `at`: the same for as long as the ball flies the same way, so
/// that the paddle doesn't tremble, and hardly ever the same again, so that two bots don't play one rally for ever. Of the
/// most by which it errs three fifths are at stake when the ball comes straight on, and all of it when it comes as steeply
/// as a paddle can send it.
fn misjudged(court: &Court, at: i32, errs: i32) -> i32 {
    // A bounce at an edge turns `vy` and must not change the bot's mind.
    let (along, across) = (court.vx.abs().max(1), court.vy.abs());
    let mixed = (along * 7_919 + across * 104_729 + at * 613) % 1_009;
    let most = errs * (12 * along + 10 * across) / (20 * along);
    mixed * 2 * most / 1_008 - most
}

fn to(at: i32) -> Control {
    Control::To(i16::try_from(at.clamp(0, WIDE)).unwrap_or(0))
}
