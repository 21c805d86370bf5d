//! Matches that were played once, played again by the rules as they are now: every file in `games/cases/`, and at least one for
//! each bundled title.

#![allow(clippy::unwrap_used, reason = "a test may unwrap")]

use std::{collections::BTreeSet, fs, path::Path};

use games::{Chess, ConnectFour, Duel, Pong, Reversi, TicTacToe, Tron};
use title::{Case, CaseError, Title};

/// Plays a case again if it is one of `T`. Whether it is.
fn ran<T: Title>(case: &Case) -> Option<Result<(), CaseError>> {
    (case.title == T::INFO.name).then(|| case.run::<T>())
}

/// Plays a case again with the rules of its title.
fn run(case: &Case) -> Result<(), CaseError> {
    let known = ran::<Chess>(case)
        .or_else(|| ran::<ConnectFour>(case))
        .or_else(|| ran::<Duel>(case))
        .or_else(|| ran::<Pong>(case))
        .or_else(|| ran::<Reversi>(case))
        .or_else(|| ran::<TicTacToe>(case))
        .or_else(|| ran::<Tron>(case));
    known.unwrap_or_else(|| Err(CaseError::OtherTitle(case.title.clone())))
}

#[test]
fn every_case_comes_to_what_it_came_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut titles = BTreeSet::new();
    let mut failed = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let case: Case = fs::read_to_string(&path).unwrap().parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Err(error) = run(&case) {
            failed.push(format!("{name}: {error}"));
        }
        titles.insert(case.title);
    }
    assert!(failed.is_empty(), "{failed:#?}");
    let bundled = ["chess", "connect_four", "duel", "pong", "reversi", "tic_tac_toe", "tron"];
    assert_eq!(titles.iter().map(String::as_str).collect::<Vec<_>>(), bundled);
}
