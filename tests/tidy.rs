//! The house rules, as checks: which room may know which, what each module opens with, calls that are banned, widths,
//! licences. What isn't checked here or by clippy is taste.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// Who may import whom. Nothing else.
const ARROWS: [(&str, &[&str]); 6] = [
    ("title", &[]),
    ("timer", &[]),
    ("games", &["title"]),
    ("engine", &["timer", "title"]),
    ("gateway", &["engine", "timer", "title"]),
    ("turnwheel", &["engine", "games", "gateway", "timer", "title"]),
];

/// The widest line, in characters.
const WIDTH: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--locked".to_string()])
        .exec()
        .unwrap()
}

/// The files of a folder with one of these endings, by their path in the project.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !["target", "node_modules", "dist", "screenshots", "test-results", ".git"].contains(&name.as_str()) {
                    walk(&path, found);
                }
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let named = |path: &PathBuf| endings.iter().any(|ending| path.to_string_lossy().ends_with(ending));
    found
        .iter()
        .filter(|path| named(path))
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn rust_files() -> Vec<(String, String)> {
    ["title", "timer", "games", "engine", "gateway", "src", "tests", "benches"]
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .collect()
}

/// The lines of a file that are code of the product: no comments, nothing from `#[cfg(test)]` on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line.trim()));
    let lines = lines.take_while(|(_, line)| *line != "#[cfg(test)]");
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
}

/// Whether a line has `word`, and not only as the end of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let of_a_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| !word.starts_with(of_a_name) || !line[..at].ends_with(of_a_name))
}

/// Fails with every place where a line of `files` has one of `words`.
fn nowhere(files: &[(String, String)], words: &[&str], why: &str) {
    let found: Vec<String> = files
        .iter()
        .flat_map(|(name, text)| {
            code(text)
                .filter(|(_, line)| words.iter().any(|word| has_word(line, word)))
                .map(move |(number, line)| format!("{name}:{number}: {line}"))
        })
        .collect();
    assert!(found.is_empty(), "{why}:\n{}", found.join("\n"));
}

#[test]
fn arrows_go_one_way() {
    let metadata = metadata();
    let rooms: BTreeSet<&str> = ARROWS.iter().map(|(room, _)| *room).collect();
    for (room, allowed) in ARROWS {
        let package = metadata.workspace_packages().into_iter().find(|package| package.name.as_str() == room).unwrap();
        let normal = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        let found: BTreeSet<&str> =
            normal.map(|dependency| dependency.name.as_str()).filter(|name| rooms.contains(name)).collect();
        assert_eq!(found, allowed.iter().copied().collect(), "the arrows of {room}");
    }
}

#[test]
fn inside_a_room_arrows_go_one_way_too() {
    let wire: Vec<_> = files("engine/src/wire", &[".rs"]);
    for (name, text) in &wire {
        for (number, line) in code(text).filter(|(_, line)| line.contains("crate::")) {
            assert!(line.contains("crate::ids"), "{name}:{number}: the wire imports ids only: {line}");
        }
    }
    let cores: Vec<_> = files("engine/src", &[".rs"])
        .into_iter()
        .filter(|(name, _)| !name.contains("/actors") && !name.contains("/messages"))
        .collect();
    nowhere(&cores, &["actix", "crate::actors"], "a core knows no actor");
    let cores: Vec<_> = files("gateway/src", &[".rs"])
        .into_iter()
        .filter(|(name, _)| {
            ["hub.rs", "look.rs", "effect.rs", "session.rs", "connection.rs", "credit.rs"]
                .iter()
                .any(|core| name.ends_with(core))
        })
        .collect();
    nowhere(&cores, &["actix::", "actix_web"], "a core knows no actor");
    let others: Vec<_> =
        files("gateway/src", &[".rs"]).into_iter().filter(|(name, _)| !name.ends_with("/socket.rs")).collect();
    nowhere(&others, &["actix_web_actors"], "actix-web-actors is superseded upstream; one file knows it");
    let timer = files("timer/src", &[".rs"]);
    nowhere(&timer, &["game", "match_", "player", "seat"], "the timer has no word for game");
}

#[test]
fn nothing_waits_for_time_or_reads_a_clock_but_the_timer() {
    let banned =
        ["sleep(", "interval(", "run_later(", "run_interval(", "Instant::now(", "SystemTime::now(", "timeout("];
    let rooms = ["title", "games", "engine/src", "gateway/src", "src"];
    let files: Vec<_> = rooms
        .iter()
        .flat_map(|folder| files(folder, &[".rs"]))
        .map(|(name, text)| {
            // Matches and tables that sleep wait for nobody's time.
            let others = ["shutdown_timeout(", "user_timeout(", "request_timeout(", "_sleep(", "asleep("];
            (name, others.iter().fold(text, |text, other| text.replace(other, "")))
        })
        .collect();
    nowhere(&files, &banned, "ask the timer for an alarm");
}

#[test]
fn every_module_says_what_it_is_for() {
    for (name, text) in rust_files() {
        assert!(text.starts_with("//! "), "{name} opens without a word about itself");
    }
    let scripts = files("static", &[".ts", ".tsx", ".css"]);
    for (name, text) in scripts.iter().filter(|(name, _)| !name.ends_with(".d.ts")) {
        assert!(text.starts_with("//") || text.starts_with("/*"), "{name} opens without a word about itself");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let all: Vec<_> = rust_files().into_iter().chain(files("static", &[".ts", ".tsx", ".css"])).collect();
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), "todo!(", "unimplemented!(", "#[ignore"];
    for (name, text) in all.iter().filter(|(name, _)| name != "tests/tidy.rs") {
        for (number, line) in text.lines().enumerate() {
            assert!(!marks.iter().any(|mark| line.contains(mark)), "{name}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn lines_have_a_width() {
    let all: Vec<_> =
        rust_files().into_iter().chain(files("docs", &[".md"])).chain(files("static/src", &[".ts", ".tsx"])).collect();
    for (name, text) in all.iter().filter(|(name, _)| !name.ends_with("generated.ts") && name != "docs/PROTOCOL.md") {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('|')) {
            assert!(line.chars().count() <= WIDTH, "{name}:{}: {} characters", number + 1, line.chars().count());
        }
    }
}

#[test]
fn the_shortest_title_is_short() {
    let text = fs::read_to_string(root().join("games/src/tic_tac_toe.rs")).unwrap();
    assert!(code(&text).count() <= 60, "{} lines of code", code(&text).count());
}

#[test]
fn titles_know_no_actor_and_no_runtime() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().unwrap();
    let nodes: BTreeMap<&PackageId, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let games = metadata.workspace_packages().into_iter().find(|package| package.name.as_str() == "games").unwrap();
    let (mut seen, mut queue) = (BTreeSet::new(), vec![&games.id]);
    while let Some(id) = queue.pop() {
        if !seen.insert(id) {
            continue;
        }
        let name = metadata[id].name.as_str();
        assert!(!name.starts_with("actix") && name != "tokio", "games drags in {name}");
        let normal =
            |kinds: &[cargo_metadata::DepKindInfo]| kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
        queue.extend(
            nodes[id].deps.iter().filter(|dependency| normal(&dependency.dep_kinds)).map(|dependency| &dependency.pkg),
        );
    }
    assert!(seen.len() > 3, "the graph was read");
}

/// Whether what is offered under this licence can be had without the GPL's duties.
fn is_free(licence: &str) -> bool {
    licence.split(" OR ").flat_map(|one| one.split('/')).any(|one| !one.contains("GPL"))
}

#[test]
fn no_dependency_binds_those_who_ship_a_server() {
    for package in metadata().packages {
        let licence = package.license.clone().unwrap_or_default();
        assert!(!licence.is_empty() && is_free(&licence), "{} is under {licence:?}", package.name);
    }
    let lock: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(root().join("static/package-lock.json")).unwrap()).unwrap();
    for (name, package) in lock["packages"].as_object().unwrap().iter().filter(|(name, _)| !name.is_empty()) {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(!licence.is_empty() && is_free(licence), "{name} is under {licence:?}");
        assert!(package.get("resolved").is_none(), "{name}: the lock file names a download address");
    }
    assert!(!is_free("GPL-3.0-only") && !is_free("AGPL-3.0 OR GPL-2.0") && is_free("MIT OR GPL-2.0"));
}
