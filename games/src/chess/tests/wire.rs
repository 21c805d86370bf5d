//! The shapes that others rely on: what is sent as JSON, and a game as it is stored.

use serde_json::{Value, from_value, json, to_value};

use super::*;

#[test]
fn actions_are_read_as_a_page_sends_them() {
    let cases = [
        (json!({ "move": "e2e4" }), Action::Move("e2e4".into())),
        (json!({ "claim": null }), Action::Claim(None)),
        (json!({ "claim": "g1f3" }), Action::Claim(Some("g1f3".into()))),
    ];
    for (sent, action) in cases {
        assert_eq!(from_value::<Action>(sent.clone()).unwrap(), action);
        assert_eq!(to_value(&action).unwrap(), sent);
    }
}

#[test]
fn options_are_read_as_a_form_sends_them() {
    let sent = json!({ "time": { "kind": "increment", "base_s": 600, "increment_s": 5 }, "chess960": false });
    assert_eq!(to_value(Options::default()).unwrap(), sent);
    assert!(from_value::<Options>(sent).is_ok());
    let schema = to_value(title::schemars::schema_for!(Options)).unwrap();
    let keys: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["chess960", "time"]);
}

#[test]
fn a_view_shows_moves_so_that_a_page_needs_no_rules() {
    let mut table = from("r3k2r/3p4/8/4P3/8/8/8/R3K2R w KQkq - 7 30");
    play(&mut table, "e1g1 d7d5 e5d6 e8c8");
    let view = to_value(table.view(SPECTATOR)).unwrap();
    assert_eq!(
        view,
        json!({
            "start": "r3k2r/3p4/8/4P3/8/8/8/R3K2R w KQkq - 7 30",
            "fen": "2kr3r/8/3P4/8/8/8/8/R4RK1 w - - 1 32",
            "chess960": false,
            "moves": [
                { "uci": "e1g1", "san": "O-O", "king": ["e1", "g1"], "rook": ["h1", "f1"] },
                { "uci": "d7d5", "san": "d5" },
                { "uci": "e5d6", "san": "exd6", "takes": "d5" },
                { "uci": "e8c8", "san": "O-O-O", "king": ["e8", "c8"], "rook": ["a8", "d8"] },
            ],
            "check": false,
            "claim": null,
            "clock": table.view(SPECTATOR).clock,
        })
    );
    assert_eq!(from_value::<View>(view).unwrap(), table.view(SPECTATOR));
}

#[test]
fn a_view_names_the_claim_and_a_note_its_move() {
    let mut table = new();
    play(&mut table, "g1f3 g8f6 f3g1 f6g8 g1f3 g8f6 f3g1 f6g8");
    assert_eq!(to_value(table.view(SPECTATOR)).unwrap()["claim"], "threefold");
    assert_eq!(to_value(&table.notes(SPECTATOR)[0]).unwrap(), json!({ "san": "Nf3", "seat": 0, "ply": 0 }));
    let fifty = from("4k2r/8/8/8/8/8/8/R3K3 w - - 100 80");
    assert_eq!(to_value(fifty.view(SPECTATOR)).unwrap()["claim"], "fifty_moves");
}

/// A game that has just seen these moves, out of its table.
fn game(start: &str, form: Form, moves: &str) -> Chess {
    let mut game = Chess::begin(start.to_string(), form, Clock::new(TimeControl::Unlimited, 2)).unwrap();
    moves.split_whitespace().for_each(|text| _ = game.play(text).unwrap());
    game
}

#[test]
fn a_stored_game_goes_on_as_it_was() {
    let games = [
        game("4k3/8/8/8/8/8/8/R3K2R w KQ - 140 90", Form::Standard, "e1g1 e8d7 f1f2 d7e8 f2f1 e8d7 f1f2 d7e8"),
        game(&scharnagl::fen(17), Form::Chess960, "e2e4 e7e5"),
        game("8/8/8/8/R2p3k/8/4P3/7K w - - 0 1", Form::Standard, "e2e4"),
    ];
    for game in games {
        let stored = to_value(&game).unwrap();
        let back: Chess = from_value(stored.clone()).unwrap();
        assert_eq!(back.view(SPECTATOR), game.view(SPECTATOR));
        assert_eq!(back.position, game.position, "with all that repetition needs");
        assert_eq!(to_value(&back).unwrap(), stored);
    }
}

#[test]
fn a_game_is_stored_as_its_start_and_its_moves() {
    let stored = to_value(game("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", Form::Standard, "e2e4 e8e7")).unwrap();
    assert_eq!(stored["moves"], json!(["e2e4", "e8e7"]));
    let keys: Vec<&String> = stored.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["chess960", "clock", "moves", "start"]);
}

#[test]
fn a_stored_game_that_could_not_have_been_is_refused() {
    let stored = to_value(game("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", Form::Standard, "e2e4")).unwrap();
    let with = |key: &str, value: Value| {
        let mut stored = stored.clone();
        stored[key] = value;
        from_value::<Chess>(stored).is_err()
    };
    assert!(with("moves", json!(["e2e5"])) && with("moves", json!(["e2e4e5e6"])) && with("start", json!("nowhere")));
    assert!(!with("moves", json!(["e2e3"])));
}
