//! Pong's rules: what is promised of the court at every step, of points, pauses and bots.

mod vectors;

use proptest::prelude::*;
use title::{Rng, Seat, Seed, Table, Title, Viewer};

use super::{
    GRACE_MS, Note, Options, POINTS_TO_WIN, Pong, Rate, Strength, View, bot,
    step::{BALL_HALF, Control, Court, FACE, FASTEST, HELD, LONG, PADDLE_HALF, PADDLE_SPEED, SERVE_SPEED, WIDE, step},
};

/// A frame at most, in bytes: what leaves room in one packet for everything around it.
const FRAME_BYTES: usize = 24;

fn any_control() -> impl Strategy<Value = Control> {
    prop_oneof![
        Just(Control::Stay),
        Just(Control::Up),
        Just(Control::Down),
        any::<i16>().prop_map(Control::To),
        (0i16..10_000).prop_map(Control::To),
    ]
}

fn court_of(table: &Table<Pong>) -> Court {
    table.view(Viewer::Spectator).court
}

proptest! {
    #[test]
    fn the_court_stays_a_court_and_a_frame_small(
        vy in -500i32..=500,
        left in any::<bool>(),
        controls in proptest::collection::vec((any_control(), any_control(), 1usize..40), 1..60),
    ) {
        let mut court = Court::serve(if left { -SERVE_SPEED } else { SERVE_SPEED }, vy, [WIDE / 2; 2], 3);
        for (one, two, steps) in controls {
            for _ in 0..steps {
                let before = court;
                let scored = step(&mut court, [one, two]);
                prop_assert!((BALL_HALF..=WIDE - BALL_HALF).contains(&court.y), "{court:?}");
                prop_assert!(court.vx.abs() <= FASTEST && court.vx != 0, "{court:?}");
                for (now, then) in court.paddles.iter().zip(before.paddles) {
                    prop_assert!((PADDLE_HALF..=WIDE - PADDLE_HALF).contains(now), "{court:?}");
                    prop_assert!((now - then).abs() <= PADDLE_SPEED, "{before:?} {court:?}");
                }
                // No ball goes through a paddle: who is passed was too far away.
                for (seat, face) in [(0, FACE + BALL_HALF), (1, LONG - FACE - BALL_HALF)] {
                    let side = |court: &Court| if seat == 0 { court.x > face } else { court.x < face };
                    if side(&before) && !side(&court) {
                        prop_assert!((court.y - court.paddles[seat]).abs() > PADDLE_HALF + BALL_HALF, "{before:?} {court:?}");
                    }
                }
                prop_assert_eq!(scored.is_some(), court.is_out() && !before.is_out());
                let frame = rmp_serde::to_vec_named(&court).unwrap();
                prop_assert!(frame.len() <= FRAME_BYTES, "{} bytes: {court:?}", frame.len());
                prop_assert_eq!(rmp_serde::from_slice::<Court>(&frame).unwrap(), court);
            }
        }
    }

    #[test]
    fn who_follows_the_frames_knows_the_view(seed in 0u64..1_000, ticks in 1u64..600) {
        let mut table = Table::<Pong>::start_seeded(Options::default(), Seed::number(seed));
        let mut followed = table.view(Viewer::Spectator);
        for tick in 0..ticks {
            let scores = table.view(Viewer::Spectator).scores;
            table.input(0, if tick % 90 < 45 { Control::Up } else { Control::Down });
            table.advance(17);
            if table.outcome().is_some() {
                break;
            }
            let view = table.view(Viewer::Spectator);
            // A point comes with a view of its own; what lies between follows by frames.
            if view.scores != scores {
                followed = view;
            } else {
                Pong::follow(&mut followed, &court_of(&table));
                prop_assert_eq!(&followed, &view);
            }
        }
    }
}

#[test]
fn a_hit_off_the_middle_is_steeper_and_each_is_faster() {
    let back = |off: i32| {
        let mut court = Court::serve(-SERVE_SPEED, 0, [WIDE / 2 - off, WIDE / 2], 0);
        while court.vx < 0 {
            assert_eq!(step(&mut court, [Control::Stay; 2]), None);
        }
        (court.vx, court.vy)
    };
    assert_eq!(back(0), (SERVE_SPEED + 8, 0));
    let steepness: Vec<i32> = [-1_050, -600, -200, 200, 600, 1_050].map(|off| back(off).1).to_vec();
    assert!(steepness.is_sorted(), "{steepness:?}");
    assert_eq!(steepness[0], -steepness[5]);
    assert!(steepness[5] * 5 <= (SERVE_SPEED + 8) * 4);
}

#[test]
fn a_ball_that_nobody_meets_is_a_point_and_the_loser_is_served_to() {
    let mut table = Table::<Pong>::start(Options::default());
    let first = court_of(&table);
    let (loser, winner) = if first.vx < 0 { (0, 1) } else { (1, 0) };
    // Away from the ball.
    table.input(loser, if first.vy < 0 { Control::Down } else { Control::Up });
    while table.view(Viewer::Spectator).scores == [0, 0] {
        table.advance(17);
    }
    let view = table.view(Viewer::Spectator);
    assert_eq!(view.scores[usize::from(winner)], 1);
    assert_eq!(table.notes(Viewer::Spectator), [Note::Point { seat: Seat(winner) }]);
    assert_eq!((view.court.x, view.court.y), (LONG / 2, WIDE / 2));
    assert_eq!(view.court.vx.signum(), first.vx.signum());
    assert!(view.court.wait > 0, "there is a countdown");
}

#[test]
fn eleven_points_win() {
    let mut table = Table::<Pong>::start(Options::default());
    for _ in 0..4_000 {
        if table.outcome().is_some() {
            break;
        }
        let court = court_of(&table);
        table.input(0, Control::To(i16::try_from(court.y).unwrap()));
        table.input(1, if court.y < WIDE / 2 { Control::Down } else { Control::Up });
        table.advance(17);
    }
    let outcome = table.outcome().expect("it ends");
    assert_eq!((outcome.reason.as_ref(), outcome.winners().contains(Seat(0))), ("eleven_points", true));
    assert_eq!(table.view(Viewer::Spectator).scores[0], POINTS_TO_WIN);
}

#[test]
fn the_ball_is_held_while_a_player_is_gone_and_flies_on_after_a_countdown() {
    let mut table = Table::<Pong>::start(Options::default());
    table.advance(2_000);
    let before = court_of(&table);
    table.leave(1);
    table.advance(GRACE_MS - 1);
    let view = table.view(Viewer::Spectator);
    assert_eq!((view.court.x, view.court.wait), (before.x, HELD));
    assert_eq!(view.waiting.map(|waiting| waiting.remaining_ms), Some(GRACE_MS));
    table.come_back(1);
    table.advance(1_000);
    assert_eq!(court_of(&table).x, before.x, "a breath before it goes on");
    table.advance(600);
    assert_ne!(court_of(&table).x, before.x);
    assert_eq!(table.notes(Viewer::Spectator)[..2], [Note::Held, Note::Resumed]);
}

#[test]
fn two_who_never_came_play_for_nobody() {
    let mut table = Table::<Pong>::start(Options::default());
    table.advance(5_000);
    table.leave(0);
    table.leave(1);
    table.advance(GRACE_MS);
    assert_eq!(table.outcome().map(|outcome| outcome.reason.as_ref()), Some("no_show"));
    assert!(table.outcome().unwrap().places.is_empty());
}

#[test]
fn who_stays_away_has_lost() {
    for gone in [0, 1] {
        let mut table = Table::<Pong>::start(Options::default());
        table.advance(500);
        table.leave(gone);
        // The other comes and goes: that gives nobody more time.
        table.leave(1 - gone);
        table.come_back(1 - gone);
        table.advance(GRACE_MS);
        let outcome = table.outcome().expect("it ends");
        assert_eq!((outcome.reason.as_ref(), outcome.winners().contains(Seat(1 - gone))), ("left", true));
    }
}

#[test]
fn thirty_ticks_a_second_play_the_same_match() {
    let played = |rate| {
        let mut table = Table::<Pong>::start(Options { rate, bot: Strength::Normal });
        table.input(0, Control::Up);
        table.input(1, Control::To(2_000));
        table.advance(10_000);
        (court_of(&table), table.view(Viewer::Spectator).scores)
    };
    assert_eq!(played(Rate::Sixty), played(Rate::Thirty));
}

/// Plays bots against each other; returns how many matches each won.
fn bots(one: Strength, two: Strength, matches: u64) -> [u32; 2] {
    let mut won = [0; 2];
    for seed in 0..matches {
        let mut rng = Rng::new(Seed::number(seed));
        let mut table = Table::<Pong>::start_seeded(Options::default(), Seed::number(seed));
        let mut ticks = 0;
        while table.outcome().is_none() {
            let view = table.view(Viewer::Spectator);
            for (seat, bot) in [(0, one), (1, two)] {
                let control = Pong::steer(&View { bot, ..view.clone() }, Seat(seat), &mut rng).unwrap();
                table.input(seat, control);
            }
            table.tick();
            ticks += 1;
            assert!(ticks < 60 * 60 * 30, "half an hour and no end");
        }
        won[usize::from(table.outcome().unwrap().winners().contains(Seat(1)))] += 1;
    }
    won
}

#[test]
fn a_stronger_bot_beats_a_weaker_one() {
    for (strong, weak) in [(Strength::Normal, Strength::Easy), (Strength::Hard, Strength::Normal)] {
        let [won, lost] = bots(strong, weak, 20);
        assert!(won >= 4 * lost.max(1), "{strong:?} won {won} and lost {lost} against {weak:?}");
        let [lost, won] = bots(weak, strong, 20);
        assert!(won >= 4 * lost.max(1), "{strong:?} won {won} and lost {lost} against {weak:?}");
    }
}

#[test]
fn the_hardest_bot_gets_every_ball_that_comes_straight_on() {
    for vy in -40..=40 {
        for at in (BALL_HALF..=WIDE - BALL_HALF).step_by(97) {
            let served = Court::serve(FASTEST, vy, [WIDE / 2; 2], 0);
            let mut court = Court { x: FACE + BALL_HALF, y: at, ..served };
            while court.vx > 0 {
                let control = bot::steer(&court, Strength::Hard, Seat(1));
                assert_eq!(step(&mut court, [Control::Stay, control]), None, "at {at}, {vy} across");
            }
        }
    }
}

#[test]
fn the_hardest_bot_can_be_beaten() {
    // Against a player who always gets there and always sends the ball back as steeply as it goes.
    let mut points = 0;
    for seed in 0..5 {
        let mut table = Table::<Pong>::start_seeded(Options::default(), Seed::number(seed));
        let mut rng = Rng::new(Seed::number(seed));
        for _ in 0..60 * 60 {
            let view = table.view(Viewer::Spectator);
            if table.outcome().is_some() {
                break;
            }
            let edge = if view.court.y < WIDE / 2 { -900 } else { 900 };
            table.input(0, Control::To(i16::try_from(view.court.y + edge).unwrap()));
            let hard = View { bot: Strength::Hard, ..view };
            table.input(1, Pong::steer(&hard, Seat(1), &mut rng).unwrap());
            table.advance(17);
        }
        points += u32::from(table.view(Viewer::Spectator).scores[0]);
    }
    assert!(points >= 5, "only {points} points in five minutes of five matches");
}
