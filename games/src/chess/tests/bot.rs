//! The bot, from views alone: it mates, takes and keeps what a club beginner does, and is never at a loss for a move.

use title::Rng;

use super::*;
use crate::chess::bot;

/// Positions looked at where the test is about many moves. The bot has more for each of its own.
const FEW: u32 = 2_000;

fn rng(seed: u64) -> Rng {
    Rng::new(Seed::number(seed))
}

/// What the bot does for who is to move.
fn choose(table: &Table<Chess>, nodes: u32, rng: &mut Rng) -> Action {
    let seat = table.turn().iter().next().unwrap();
    bot::choose(&table.view(Viewer::Seat(seat)), seat, nodes, rng).expect("whoever is to move has a move")
}

fn choose_and_act(table: &mut Table<Chess>, nodes: u32, rng: &mut Rng) -> Action {
    let action = choose(table, nodes, rng);
    act(table, action.clone()).unwrap_or_else(|error| panic!("{action:?}: {error:?}"));
    action
}

fn random_move(table: &mut Table<Chess>, rng: &mut Rng) {
    let moves = listed(table);
    play(table, rng.choose(&moves).unwrap());
}

/// The bot in seat `seat` against moves made by chance, for at most `plies`. How it ended.
fn against_chance(table: &mut Table<Chess>, seat: u8, nodes: u32, plies: usize, rng: &mut Rng) -> Option<Outcome> {
    for _ in 0..plies {
        let Some(mover) = table.turn().iter().next() else { break };
        if mover == Seat(seat) {
            choose_and_act(table, nodes, rng);
        } else {
            random_move(table, rng);
        }
    }
    table.outcome().cloned()
}

#[test]
fn it_mates_in_one() {
    let positions = [
        "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1",
        "6rk/6pp/8/6N1/8/8/8/6K1 w - - 0 1",
        "6br/5Ppk/6pp/8/8/8/8/K7 w - - 0 1",
        "3k4/2R1R3/8/8/8/8/8/R3K3 w Q - 0 1",
        "r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR w KQkq - 4 4",
        "7k/8/6K1/8/8/8/8/5Q2 w - - 99 80",
    ];
    for fen in positions {
        for (fen, ..) in both(fen, "") {
            let mut table = from(&fen);
            choose_and_act(&mut table, bot::NODES, &mut rng(1));
            assert_eq!(reason(&table), Some("checkmate"), "{fen}");
        }
    }
}

#[test]
fn it_mates_in_two_whatever_is_answered() {
    let positions = [
        "kbK5/pp6/1P6/8/8/8/8/R7 w - - 0 1",
        "r6k/6pp/7N/8/2Q5/8/8/6K1 w - - 0 1",
        "3r2k1/5ppp/8/8/8/8/4RPPP/4R1K1 w - - 0 1",
        "7k/8/5K2/8/8/8/8/R7 w - - 0 1",
    ];
    for fen in positions {
        for (fen, ..) in both(fen, "") {
            let mut table = from(&fen);
            choose_and_act(&mut table, bot::NODES, &mut rng(1));
            let after = table.view(SPECTATOR).fen;
            for answer in listed(&table) {
                let mut table = from(&after);
                play(&mut table, &answer);
                choose_and_act(&mut table, bot::NODES, &mut rng(1));
                assert_eq!(reason(&table), Some("checkmate"), "{fen}, {answer}");
            }
        }
    }
}

#[test]
fn it_takes_what_hangs_and_moves_what_would() {
    let positions = [
        ("a queen to take", "rnb1kbnr/ppp1pppp/8/3q4/8/2N5/PPPP1PPP/R1BQKBNR w KQkq - 2 3", &["c3d5"][..]),
        ("a rook to take", "6k1/5ppp/8/3r4/8/8/5PPP/3R2K1 w - - 0 1", &["d1d5"]),
        ("a knight to take", "r1bqkb1r/pppp1ppp/2n5/4p3/4n3/3P1N2/PPP2PPP/RNBQKB1R w KQkq - 0 5", &["d3e4"]),
        ("a pawn to make a queen of", "8/P6k/8/8/8/8/7P/7K w - - 0 1", &["a7a8q"]),
    ];
    for (name, fen, wanted) in positions {
        for (fen, wanted, _) in both(fen, &wanted.join(" ")) {
            let action = choose(&from(&fen), bot::NODES, &mut rng(1));
            assert_eq!(action, Action::Move(wanted), "{name}: {fen}");
        }
    }
    for (fen, ..) in both("rnb1kbnr/ppp1pppp/8/3q4/8/2N5/PPPP1PPP/R1BQKBNR b KQkq - 2 3", "") {
        let mut table = from(&fen);
        choose_and_act(&mut table, bot::NODES, &mut rng(1));
        let now = position(&table.view(SPECTATOR).fen);
        let queen = now.board().colored_pieces(!now.mover(), cozy_chess::Piece::Queen).next_square().unwrap();
        assert!(!listed(&table).iter().any(|text| text[2..4] == queen.to_string()), "the queen hangs on {queen}");
    }
}

#[test]
fn it_does_not_walk_into_mate_in_one() {
    let mates = |table: &Table<Chess>| {
        let fen = table.view(SPECTATOR).fen;
        listed(table).into_iter().any(|text| {
            let mut table = from(&fen);
            play(&mut table, &text);
            reason(&table) == Some("checkmate")
        })
    };
    let positions = [
        ("the scholar's", "rnbqkbnr/pppp1ppp/8/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR b KQkq - 3 3"),
        ("on the back rank", "3r2k1/5ppp/8/8/8/8/1p3PPP/1R4K1 w - - 0 1"),
        ("the fool's", "rnbqkbnr/pppp1ppp/8/4p3/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2"),
    ];
    for (name, fen) in positions {
        for (fen, ..) in both(fen, "") {
            for seed in 0..3 {
                let mut table = from(&fen);
                choose_and_act(&mut table, bot::NODES, &mut rng(seed));
                assert!(!mates(&table), "{name}: {fen}");
            }
        }
    }
}

#[test]
fn it_mates_with_a_queen_and_with_a_rook() {
    for fen in ["8/8/8/3k4/8/8/8/Q3K3 w - - 0 1", "8/8/8/3k4/8/8/8/R3K3 w - - 0 1"] {
        for (fen, _, [bot, _]) in both(fen, "") {
            for seed in 0..2 {
                let mut table = from(&fen);
                let outcome = against_chance(&mut table, bot, 2 * FEW, 100, &mut rng(seed));
                assert_eq!(outcome, Some(Outcome::win(Seat(bot), 2, "checkmate")), "{fen}, seed {seed}");
            }
        }
    }
}

#[test]
fn it_beats_chance_in_every_game() {
    for (seed, seat) in [(1, 0), (2, 1), (3, 0), (4, 1)] {
        let mut table = new();
        let outcome = against_chance(&mut table, seat, FEW, 200, &mut rng(seed));
        assert_eq!(outcome, Some(Outcome::win(Seat(seat), 2, "checkmate")), "seed {seed}");
    }
}

#[test]
fn it_has_a_legal_answer_to_whatever_chance_has_led_to() {
    for seed in 0..12 {
        let mut rng = rng(seed);
        let options = Options { time: TimeControl::Unlimited, chess960: seed % 2 == 1, ..Options::default() };
        let mut table: Table<Chess> = Table::start_seeded(options, Seed::number(seed));
        while table.outcome().is_none() && table.view(SPECTATOR).moves.len() < 300 {
            // A budget that is used up at once still gives a move.
            choose(&table, 0, &mut rng);
            if table.view(SPECTATOR).moves.len().is_multiple_of(16) {
                choose_and_act(&mut table, 100, &mut rng);
            } else {
                random_move(&mut table, &mut rng);
            }
        }
    }
}

#[test]
fn it_claims_a_draw_when_it_stands_worse_and_only_then() {
    for (fen, ..) in both("8/8/8/3k4/8/8/8/Q3K3 b - - 100 90", "") {
        assert_eq!(choose(&from(&fen), FEW, &mut rng(1)), Action::Claim(None));
    }
    for (fen, ..) in both("8/8/8/3k4/8/8/P7/Q3K3 w - - 100 90", "") {
        assert!(matches!(choose(&from(&fen), FEW, &mut rng(1)), Action::Move(_)));
    }
}

#[test]
fn behind_it_checks_for_ever_and_claims_the_draw() {
    let positions = [
        ("White comes back to the start", "1R6/Q7/7k/8/7q/8/6P1/6K1 b - - 0 1", false),
        ("its own check is the first to come again", "1R6/Q7/7k/8/8/6q1/6P1/6K1 b - - 0 1", true),
    ];
    for (name, fen, by_a_move) in positions {
        for (fen, ..) in both(fen, "") {
            let mut table = from(&fen);
            let mut last = choose_and_act(&mut table, bot::NODES, &mut rng(1));
            while let [only] = &listed(&table)[..] {
                play(&mut table, only);
                last = choose_and_act(&mut table, bot::NODES, &mut rng(1));
            }
            assert_eq!(reason(&table), Some("threefold"), "{name}: {fen}");
            assert_eq!(matches!(last, Action::Claim(Some(_))), by_a_move, "{name}: {last:?}");
        }
    }
}

#[test]
fn its_openings_differ() {
    let first: std::collections::BTreeSet<String> =
        (0..12).map(|seed| format!("{:?}", choose(&new(), FEW, &mut rng(seed)))).collect();
    assert!(first.len() > 1, "{first:?}");
}

#[test]
fn it_waits_for_its_turn() {
    assert_eq!(bot::choose(&new().view(Viewer::Seat(Seat(1))), Seat(1), FEW, &mut rng(1)), None);
}
