//! Nobody's clock pays for the network within the quota, for a busy worker or for a slow store, and nobody gains by them.
//! Whole games are played in virtual time against a model that knows nothing of matches: what a move costs is how long it was
//! with its player, less what is given back.

mod model;
mod stories;
mod world;

use engine::{limits::RELEASE_TOLD_MS, match_state::Match};
use title::{Rng, Seed, TimeControl};

use self::{
    model::{Ply, Script},
    world::{Fare, Played},
};
use crate::toys::blitz::Blitz;

/// So many games the first property is tried on; the others, which play each of theirs more than once, on a tenth.
const GAMES: u64 = 10_000;

/// Plays many scripts, and says of which game it was when one goes wrong.
fn of_many(games: u64, check: impl Fn(&Script, &mut Rng)) {
    for number in 0..games {
        let mut rng = Rng::new(Seed::number(number));
        let script = Script::random(&mut rng);
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&script, &mut rng)));
        assert!(told.is_ok(), "game {number}: {script:?}");
    }
}

fn costs_what_the_model_says(script: &Script, played: &Played) {
    assert_eq!(played.flag.map(|seat| seat.0), script.flag, "who ran out of time");
    assert_eq!(played.costs, script.costs, "what each move cost");
}

#[test]
fn a_move_costs_how_long_it_was_with_its_player_less_what_is_given_back() {
    of_many(GAMES, |script, rng| {
        // Of two at the same millisecond the worker's order decides, and a timer that is told late is late.
        let played = if script.tie || rng.below(2) == 0 {
            world::play(script, &Fare::prompt())
        } else {
            world::play(&script.uncut(), &Fare::random(rng))
        };
        costs_what_the_model_says(script, &played);
        for (ply, cost_ms) in script.plies.iter().skip(2).zip(&played.costs) {
            assert!(*cost_ms <= ply.out_ms(), "never more than the way there, the thought and the way back");
        }
        if !matches!(script.time, TimeControl::Delay { .. }) {
            assert_eq!(played.costs.iter().sum::<u64>(), played.ran_ms(), "all the match time that ran, and no other");
        }
        let rises = played.journal.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms);
        assert!(rises, "a match's time never runs backwards");
    });
}

#[test]
fn a_busy_worker_and_a_slow_store_change_nothing_in_what_anyone_pays() {
    of_many(GAMES / 10, |script, rng| {
        if script.tie {
            return;
        }
        let [prompt, slow] = [Fare::prompt(), Fare::random(rng)].map(|fare| world::play(&script.uncut(), &fare));
        assert_eq!((slow.costs, slow.flag), (prompt.costs, prompt.flag));
    });
}

#[test]
fn a_journal_leads_to_the_same_clocks_but_for_a_release_that_was_too_quick_to_be_told() {
    of_many(GAMES / 10, |script, rng| {
        let mut fare = Fare::random(rng);
        fare.look_in = 1 + rng.below(3);
        for moment in world::play(script, &fare).moments {
            let rebuilt = Match::<Blitz>::rebuild(world::id(), engine::ids::Epoch(2), &moment.journal, moment.now_ms);
            let ahead_ms = rebuilt.unwrap().time_ms(moment.now_ms).checked_sub(moment.match_ms);
            let ahead_ms = ahead_ms.expect("nobody gains by a crash");
            if moment.held_since_ms.is_some() || moment.over {
                // What nobody has seen is seen late: the rest of the delay is not known to any journal.
                continue;
            }
            assert!(ahead_ms < RELEASE_TOLD_MS, "{ahead_ms} ms");
            assert!(ahead_ms == 0 || !moment.told, "{ahead_ms} ms though it was told");
        }
    });
}

#[test]
fn the_model_is_right_about_a_game_reckoned_by_hand() {
    let ply = Ply { down_ms: 40, think_ms: 500, up_ms: 60, lag_ms: 80, cut: None };
    let time = TimeControl::Increment { base_s: 2, increment_s: 1 };
    let script =
        Script { time, plies: vec![ply; 5], timer_first: true, tie: false, costs: vec![520, 520, 520], flag: None };
    let played = world::play(&script, &Fare::prompt());
    costs_what_the_model_says(&script, &played);
    assert_eq!(played.left_ms, [2_000 - 2 * 520 + 2 * 1_000, 2_000 - 520 + 1_000]);
}
