//! The vectors that hold the browser's step of the court to the server's. `BLESS=1` writes them anew after a change that is
//! meant; the browser's own test then fails until its step has changed too.

use std::{env, fs, path::Path};

use serde::{Deserialize, Serialize};

use super::super::step::{BALL_HALF, Control, Court, HELD, LONG, PADDLE_HALF, SERVE_SPEED, WIDE, step};

/// What the browser's step is held to: a long run of the court under controls that follow from one number.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vectors {
    seed: u32,
    steps: u32,
    every: u32,
    /// The court after every so many steps.
    courts: Vec<Court>,
    /// The step and the seat of each point.
    points: Vec<(u32, usize)>,
    /// Single steps from anywhere, likely or not.
    single: Vec<Single>,
}

/// A single step: the court before it, the controls, the court after it and who scored.
type Single = (Court, [Control; 2], Court, Option<usize>);

/// The same in both languages: a linear congruential generator, whose upper bits are good enough for this.
fn drawn(state: &mut u32) -> u32 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    *state >> 8
}

fn run(seed: u32, steps: u32, every: u32) -> Vectors {
    let mut state = seed;
    let mut court = Court::serve(SERVE_SPEED, 40, [WIDE / 2; 2], 5);
    let mut controls = [Control::Stay; 2];
    let (mut courts, mut points) = (Vec::new(), Vec::new());
    for at in 1..=steps {
        for control in &mut controls {
            let near = court.y - 800 + i32::try_from(drawn(&mut state) % 1_600).unwrap();
            match drawn(&mut state) % 24 {
                0 => *control = Control::Stay,
                1 => *control = Control::Up,
                2 => *control = Control::Down,
                3 => *control = Control::To(i16::try_from(drawn(&mut state) % 10_000).unwrap()),
                4..=9 => *control = Control::To(i16::try_from(near).unwrap()),
                _ => {}
            }
        }
        if let Some(seat) = step(&mut court, controls) {
            points.push((at, seat));
            let across = i32::try_from(drawn(&mut state) % 181).unwrap() - 90;
            court = Court::serve(if seat == 0 { SERVE_SPEED } else { -SERVE_SPEED }, across, court.paddles, 5);
        }
        if at % every == 0 {
            courts.push(court);
        }
    }
    let single = (0..SINGLE_STEPS).map(|_| single(&mut state)).collect();
    Vectors { seed, steps, every, courts, points, single }
}

/// How many single steps the vectors hold.
const SINGLE_STEPS: usize = 300;

/// A step from anywhere: beside the paddles, at the edges, outside, held, as fast as nothing ever is.
fn single(state: &mut u32) -> Single {
    let mut between = |least: i32, most: i32| {
        let span = u32::try_from(most - least + 1).unwrap();
        least + i32::try_from(drawn(state) % span).unwrap()
    };
    let x = match between(0, 3) {
        0 => between(-300, 1_200),
        1 => between(LONG - 1_200, LONG + 300),
        _ => between(0, LONG),
    };
    let mut court = Court::serve(between(-400, 400), between(-400, 400), [0; 2], 0);
    court.x = x;
    court.y = between(BALL_HALF, WIDE - BALL_HALF);
    court.paddles = [0; 2].map(|_| (court.y + between(-1_600, 1_600)).clamp(PADDLE_HALF, WIDE - PADDLE_HALF));
    court.wait = match between(0, 7) {
        0 => HELD,
        1 => 1,
        2 => 2,
        _ => 0,
    };
    let controls = [0; 2].map(|_| match between(0, 4) {
        0 => Control::Stay,
        1 => Control::Up,
        2 => Control::Down,
        _ => Control::To(i16::try_from(between(-32_768, 32_767)).unwrap()),
    });
    let before = court;
    let scored = step(&mut court, controls);
    (before, controls, court, scored)
}

#[test]
fn the_vectors_are_what_the_step_makes_of_them() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/pong.json");
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, serde_json::to_string(&run(2_026, 12_000, 20)).unwrap() + "\n").unwrap();
    }
    let vectors: Vectors = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(vectors.courts.len() >= 500 && vectors.points.len() >= 5, "too little is shown");
    assert_eq!(vectors.single.len(), SINGLE_STEPS);
    assert_eq!(run(vectors.seed, vectors.steps, vectors.every), vectors);
}
