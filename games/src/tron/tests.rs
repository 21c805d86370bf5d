//! Tron by its rules: what is a wall, who is out and in which place, what follows from frames, and what a bot is good for.

use proptest::prelude::*;
use serde_json::json;
use title::{Rng, Seed, Table};

use super::*;

const ALL: Viewer = Viewer::Spectator;

/// A match whose countdown is over: the next tick moves the riders.
fn riding(riders: u8) -> Table<Tron> {
    let mut table = Table::<Tron>::start(Options { riders });
    (0..WAIT).for_each(|_| table.tick());
    assert_eq!(table.view(ALL).wait, 0);
    table
}

/// Lets each rider go these ways, one letter (`u`, `r`, `d`, `l`) a tick; who has no more goes on as before.
fn ride(table: &mut Table<Tron>, ways: &[&str]) {
    for tick in 0..ways.iter().map(|ways| ways.len()).max().unwrap() {
        for (seat, ways) in (0u8..).zip(ways) {
            if let Some(way) = ways.as_bytes().get(tick) {
                table.input(seat, control(*way));
            }
        }
        table.tick();
    }
}

fn control(letter: u8) -> Control {
    match letter {
        b'u' => Control::Up,
        b'r' => Control::Right,
        b'd' => Control::Down,
        b'l' => Control::Left,
        _ => Control::Straight,
    }
}

fn heads(table: &Table<Tron>) -> Vec<Cell> {
    table.view(ALL).riders.iter().map(Rider::head).collect()
}

fn places(table: &Table<Tron>) -> Vec<Option<u8>> {
    table.view(ALL).riders.iter().map(|rider| rider.place).collect()
}

#[test]
fn nobody_moves_before_the_countdown_is_over() {
    let mut table = Table::<Tron>::start(Options::default());
    table.input(0, Control::Up);
    table.advance(2_999);
    assert_eq!((table.view(ALL).wait, heads(&table)), (1, vec![Cell(8, 15), Cell(39, 16)]));
    table.advance(68);
    assert_eq!(heads(&table), [Cell(8, 14), Cell(38, 16)], "the way that was chosen meanwhile");
}

#[test]
fn riders_go_straight_on_and_turn_but_not_back() {
    let mut table = riding(2);
    ride(&mut table, &["ssrlllurr", ""]);
    let first = &table.view(ALL).riders[0];
    let corners = [Cell(8, 15), Cell(14, 15), Cell(14, 14), Cell(16, 14)];
    assert_eq!((&first.trail[..], first.direction), (&corners[..], Direction::Right));
    assert_eq!(table.view(ALL).riders[1].trail, [Cell(39, 16), Cell(30, 16)]);
}

#[test]
fn the_edge_a_wall_and_ones_own_wall_put_a_rider_out() {
    let mut table = riding(2);
    ride(&mut table, &["uuuuuuuuuuuuuuu", ""]);
    assert_eq!((heads(&table)[0], table.outcome()), (Cell(8, 0), None), "the first row is still inside");
    table.tick();
    assert_eq!(table.outcome(), Some(&Outcome::win(Seat(1), 2, "last_one_riding")));
    assert_eq!((heads(&table)[0], places(&table)), (Cell(8, 0), vec![Some(2), None]));
    assert_eq!(table.notes(ALL), [Note::Crashed { seats: vec![Seat(0)] }]);

    let mut table = riding(2);
    ride(&mut table, &["", "rruld"]);
    assert_eq!(table.outcome().map(Outcome::winners), None, "back is no way");
    ride(&mut table, &["", "drul"]);
    assert_eq!(table.outcome().map(Outcome::winners), Some(Seats::only(Seat(0))), "a turn into one's own wall");

    // The second rider goes up in front of the first, which rides into that wall later.
    let mut table = riding(2);
    ride(&mut table, &["", "uuuul"]);
    while table.outcome().is_none() {
        table.tick();
    }
    assert_eq!((heads(&table)[0], table.outcome().map(Outcome::winners)), {
        (Cell(38, 15), Some(Seats::only(Seat(1))))
    });
}

#[test]
fn two_who_enter_the_same_cell_are_both_out() {
    let mut table = riding(2);
    // Towards each other in one row. From the starts it is always an even way, so nobody meets another between two cells.
    ride(&mut table, &["d", ""]);
    table.input(0, Control::Right);
    while table.outcome().is_none() {
        table.tick();
    }
    assert_eq!(heads(&table), [Cell(22, 16), Cell(24, 16)]);
    assert_eq!(table.outcome(), Some(&Outcome::draw(2, "crashed_together")));
    assert_eq!(places(&table), [Some(1), Some(1)]);
    assert_eq!(table.notes(ALL), [Note::Crashed { seats: vec![Seat(0), Seat(1)] }]);
}

#[test]
fn places_follow_from_who_was_out_first_and_those_out_together_share_one() {
    let mut table = riding(4);
    ride(&mut table, &["", "", "u"]);
    // Down is where the third came from: it goes on, turns right and meets the edge at the top of the field.
    ride(&mut table, &["u", "d", "r"]);
    ride(&mut table, &["l", "r", "u"]);
    while table.outcome().is_none() {
        table.tick();
    }
    let outcome = table.outcome().unwrap();
    let mut sorted = outcome.places.clone();
    sorted.sort_unstable();
    assert_eq!((outcome.places[2], sorted), (4, vec![1, 2, 2, 4]), "{outcome:?}");
}

#[test]
fn who_gives_up_is_out_and_the_others_ride_on() {
    let mut table = riding(3);
    table.tick();
    table.forfeit(1, Forfeit::Resigned).unwrap();
    table.forfeit(1, Forfeit::Resigned).unwrap();
    assert_eq!((table.outcome(), places(&table)), (None, vec![None, Some(3), None]));
    let wall = heads(&table)[1];
    table.tick();
    assert_eq!((heads(&table)[1], heads(&table)[0]), (wall, Cell(10, 15)));
    table.forfeit(0, Forfeit::Left).unwrap();
    assert_eq!(table.outcome(), Some(&Outcome::ranked(vec![2, 3, 1], "left")));
}

#[test]
fn who_is_gone_rides_on() {
    let mut table = riding(2);
    table.leave(0);
    table.advance(1_000);
    assert_eq!((table.outcome(), heads(&table)[0]), (None, Cell(23, 15)));
}

#[test]
fn views_and_frames_look_like_this() {
    let mut table = Table::<Tron>::start(Options::default());
    assert_eq!(serde_json::to_value(table.frame(ALL)).unwrap(), json!([]));
    (0..WAIT).for_each(|_| table.tick());
    ride(&mut table, &["ru", ""]);
    assert_eq!(serde_json::to_value(table.frame(ALL)).unwrap(), json!(["up", "left"]));
    let first = json!({ "trail": [[8, 15], [9, 15], [9, 14]], "direction": "up", "place": null });
    let second = json!({ "trail": [[39, 16], [37, 16]], "direction": "left", "place": null });
    let view = json!({ "columns": 48, "rows": 32, "wait": 0, "riders": [first, second] });
    assert_eq!(serde_json::to_value(table.view(ALL)).unwrap(), view);
    assert_eq!(serde_json::to_value(Control::Straight).unwrap(), json!("straight"));
    assert_eq!(serde_json::to_value(Frame(vec![Went::Crashed, Went::Out])).unwrap(), json!(["crashed", "out"]));
    let notes = [Note::Crashed { seats: vec![Seat(1)] }, Note::GaveUp { seat: Seat(0) }];
    let told = json!([{ "type": "crashed", "seats": [1] }, { "type": "gave_up", "seat": 0 }]);
    assert_eq!(serde_json::to_value(notes).unwrap(), told);
}

#[test]
fn two_to_four_may_ride() {
    for (riders, fits) in [(1, false), (2, true), (3, true), (4, true), (5, false)] {
        assert_eq!(Tron::plan(&Options { riders }).is_ok(), fits, "{riders}");
    }
    for Preset { label, options } in Tron::presets() {
        assert!(Tron::plan(&options).is_ok(), "{label}");
    }
}

/// Plays a match in which the bot holds some seats and chance turns the others now and then.
fn played(seed: u64, riders: u8, bots: Seats) -> Outcome {
    let mut rng = Rng::new(Seed::number(seed));
    let mut table = Table::<Tron>::start_seeded(Options { riders }, Seed::number(seed));
    while table.outcome().is_none() {
        for seat in 0..riders {
            if bots.contains(Seat(seat)) {
                table.steer(seat, &mut rng);
            } else if rng.below(8) == 0 {
                table.input(seat, control(*rng.choose(b"urdl").unwrap()));
            }
        }
        table.tick();
    }
    table.outcome().unwrap().clone()
}

#[test]
fn the_bot_beats_chance() {
    let side = |seed| Seats::only(Seat(u8::from(seed % 2 == 1)));
    let won = (0..100).filter(|seed| played(*seed, 2, side(*seed)).winners() == side(*seed)).count();
    assert!(won >= 95, "{won} of 100");
}

#[test]
fn a_table_full_of_bots_ends_its_match() {
    for riders in 2..=4 {
        let outcome = played(u64::from(riders), riders, Seats::all(riders));
        assert!(outcome.places.contains(&1), "{outcome:?}");
    }
}

#[test]
fn bots_among_themselves_use_the_field() {
    let (mut cells, mut draws) = (0, 0);
    for seed in 0..40 {
        let mut rng = Rng::new(Seed::number(seed));
        let mut table = Table::<Tron>::start_seeded(Options::default(), Seed::number(seed));
        while table.outcome().is_none() {
            (0..2).for_each(|seat| table.steer(seat, &mut rng));
            table.tick();
        }
        let mut walls = Field::default();
        table.view(ALL).riders.iter().for_each(|rider| walls.take_trail(&rider.trail));
        cells += walls.count();
        draws += u32::from(table.outcome().unwrap().winners().is_empty());
    }
    assert!(cells / 40 > 400 && draws <= 20, "{cells} cells in 40 matches, {draws} draws");
}

fn any_control() -> impl Strategy<Value = Control> {
    prop::sample::select(&b"surdl"[..]).prop_map(control)
}

proptest! {
    #[test]
    fn who_follows_every_frame_knows_the_view_and_every_match_ends(
        riders in 2u8..=4,
        from in 0u32..120,
        turns in prop::collection::vec((1u32..6, 0u8..4, any_control()), 1..400),
        gives_up in prop::option::of((50u32..150, 0u8..4)),
    ) {
        let mut table = Table::<Tron>::start(Options { riders });
        let mut followed = table.view(ALL);
        let mut turns = turns.into_iter();
        let (mut tick, mut next) = (0, turns.next());
        while table.outcome().is_none() {
            if let Some((0, seat, control)) = next {
                if seat < riders {
                    table.input(seat, control);
                }
                next = turns.next();
            }
            next = next.map(|(ticks, seat, control)| (ticks.saturating_sub(1), seat, control));
            if gives_up.is_some_and(|(at, seat)| at == tick && seat < riders) {
                table.forfeit(gives_up.unwrap().1, Forfeit::Resigned).unwrap();
                followed = table.view(ALL);
                decided_or_not(&table)?;
                if table.outcome().is_some() {
                    break;
                }
            }
            let before = table.view(ALL);
            table.tick();
            tick += 1;
            let frame = table.frame(ALL).unwrap();
            prop_assert_eq!(frame.0.is_empty(), tick <= u32::from(WAIT));
            let sent = rmp_serde::to_vec_named(&frame).unwrap();
            prop_assert!(sent.len() <= 33, "{} bytes", sent.len());
            Tron::follow(&mut followed, &rmp_serde::from_slice(&sent).unwrap());
            if tick == from {
                // Who comes late, or missed a frame.
                followed = table.view(ALL);
            }
            prop_assert_eq!(&followed, &table.view(ALL));
            check(&before, &followed)?;
            prop_assert!(tick <= u32::from(WAIT) + 48 * 32, "no field has room for more");
        }
        decided_or_not(&table)?;
    }
}

/// The match goes on as long as two ride, and its places are those of its riders.
fn decided_or_not(table: &Table<Tron>) -> Result<(), TestCaseError> {
    let places = places(table);
    let riding = places.iter().filter(|place| place.is_none()).count();
    match table.outcome() {
        None => prop_assert!(riding >= 2),
        Some(outcome) => {
            prop_assert!(riding <= 1);
            let told: Vec<u8> = places.into_iter().map(|place| place.unwrap_or(1)).collect();
            prop_assert_eq!(&outcome.places, &told);
        }
    }
    Ok(())
}

/// Trails consist of stretches along the field, lie inside, cross nothing, and grow by a cell or not at all.
fn check(before: &View, after: &View) -> Result<(), TestCaseError> {
    let cells = |view: &View| -> Vec<u32> {
        let counted = view.riders.iter().map(|rider| {
            let mut field = Field::default();
            field.take_trail(&rider.trail);
            field.count()
        });
        counted.collect()
    };
    let (was, is) = (cells(before), cells(after));
    let mut all = Field::default();
    for (seat, rider) in after.riders.iter().enumerate() {
        all.take_trail(&rider.trail);
        let head = rider.head();
        prop_assert!((0..COLUMNS).contains(&head.0) && (0..ROWS).contains(&head.1));
        prop_assert!(rider.trail.windows(2).all(|ends| (ends[0].0 == ends[1].0) != (ends[0].1 == ends[1].1)));
        let rides = rider.place.is_none() && after.wait == 0 && before.wait == 0;
        prop_assert_eq!(is[seat] - was[seat], u32::from(rides));
    }
    prop_assert_eq!(all.count(), is.iter().sum::<u32>(), "two trails have a cell in common");
    Ok(())
}
