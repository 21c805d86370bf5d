//! Stories of storage: a data folder that can't be used, a disk without room, and one that hangs. Who may not be told
//! something yet is told nothing, and what was told is there.

use std::{
    fs,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Condvar, Mutex},
};

use engine::{
    ids::{Epoch, MatchId, WorkerId},
    store::{Find, History, MemoryStore, OpenError, Record, SqliteSettings, SqliteStore, Store, StoreError, Stored},
    table::TableRecord,
    wire::Codec,
};
use rustix::{
    process::{Pid, Resource, Rlimit, prlimit},
    thread::{CapabilitySet, capabilities, set_capabilities},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use timer::Clock;

use crate::{
    faults::Program,
    titles::Ticker,
    util::{Client, Guest, Raw, Stage, Table, client_id, in_system, staged},
};

const TIC_TAC_TOE: &str = "tic_tac_toe";
const FILE: &str = "turnwheel.sqlite3";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Starts the program on a folder that it must refuse; returns what it says.
fn refusal(data: &Path) -> String {
    let output = Program::command(data).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(output.stdout, b"", "it serves nothing");
    said
}

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    in_system(async {
        let data = folder();
        let (mut first, _) = Program::start(data.path());
        let said = refusal(data.path());
        assert!(said.contains("another server uses the data folder"), "{said}");
        first.terminate();
        first.ended().await;
        // The folder is free again with the end of the first, however it ended.
        let (second, _) = Program::start(data.path());
        drop(second);
        Program::start(data.path());
    });
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let data = folder();
    let text = "Notes on the keeping of bees. ".repeat(40);
    fs::write(data.path().join(FILE), &text).unwrap();
    let said = refusal(data.path());
    assert!(said.contains("is no database of turnwheel") && said.contains("restore a backup"), "{said}");
    assert_eq!(fs::read_to_string(data.path().join(FILE)).unwrap(), text);
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let data = folder();
    drop(SqliteStore::open(data.path(), SqliteSettings::default()).unwrap());
    let file = data.path().join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    // Where the format of SQLite has the user's version.
    bytes[60..64].copy_from_slice(&1_000_u32.to_be_bytes());
    fs::write(&file, &bytes).unwrap();
    let said = refusal(data.path());
    assert!(said.contains("a newer turnwheel (schema 1000"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

/// Does something in a thread that has to ask for permission, whoever runs the tests.
fn as_nobody_special<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    let thread = std::thread::spawn(|| {
        let mut own = capabilities(None).unwrap();
        own.effective -= CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH;
        set_capabilities(None, own).unwrap();
        work()
    });
    thread.join().unwrap()
}

fn permit(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn opened(data: &Path) -> Result<SqliteStore, OpenError> {
    let data = data.to_path_buf();
    as_nobody_special(move || SqliteStore::open(&data, SqliteSettings::default()))
}

#[test]
fn a_read_only_file_or_folder_is_refused() {
    let data = folder();
    drop(opened(data.path()).unwrap());
    permit(&data.path().join(FILE), 0o444);
    let error = opened(data.path()).err().unwrap();
    assert!(matches!(error, OpenError::ReadOnly(_)), "{error}");
    assert!(error.to_string().contains("can't be written; give the server's user the right"), "{error}");
    permit(&data.path().join(FILE), 0o644);

    permit(data.path(), 0o555);
    fs::remove_file(data.path().join("lock")).unwrap();
    let error = opened(data.path()).err().unwrap();
    assert!(matches!(error, OpenError::Folder(..)), "{error}");
    // Tools need nothing but to read.
    let path = data.path().to_path_buf();
    assert_eq!(as_nobody_special(move || SqliteStore::read_only(&path).unwrap().service_ms()), Ok(0));
    permit(data.path(), 0o755);
    opened(data.path()).unwrap();
}

/// A guest of a server in another process.
async fn player(address: SocketAddr) -> Client {
    let json = ("content-type", "application/json");
    let mut door = Raw::connect(address).await;
    let guest = door.request("POST", "/api/guest", &[json], r#"{"bearer": true}"#).await.json();
    let text = |name: &str| guest[name].as_str().unwrap().to_string();
    join(address, Guest { player: text("player"), name: text("name"), token: text("token") }).await
}

async fn join(address: SocketAddr, guest: Guest) -> Client {
    let bearer = format!("Bearer {}", guest.token);
    let mut client = Client::dial(address, Codec::Json, &[("authorization", &bearer)], guest).await;
    client.hello(&client_id(), None).await;
    client
}

/// A match of tic-tac-toe on a server in another process.
async fn tic_tac_toe(address: SocketAddr) -> Table {
    let mut players = vec![player(address).await, player(address).await];
    let table = players[0].create(TIC_TAC_TOE, json!({})).await;
    players[0].open(&table).await;
    players[1].open(&table).await;
    players[1].sit(&table).await;
    let match_id = players[0].playing(&table).await;
    for player in &mut players {
        player.expect("update").await;
    }
    Table { table, match_id, players }
}

async fn get(address: SocketAddr, path: &str) -> u16 {
    Raw::connect(address).await.request("GET", path, &[], "").await.status
}

/// Plays while `hinder` takes the room and `help` gives it back. Returns the match.
async fn short_of_room(address: SocketAddr, hinder: impl FnOnce(), help: impl FnOnce()) -> Table {
    let mut game = tic_tac_toe(address).await;
    // A disk may be so slow that the time it took is told, which is a revision of its own.
    let first = game.act(0, json!({ "cell": 4 })).await;
    let before = game.players[1].update(first).await["epoch"].as_u64();

    hinder();
    let (table, match_id) = (game.table.clone(), game.match_id.clone());
    assert_eq!(game.players[1].act_refused(&match_id, json!({ "cell": 0 })).await, "storage_unavailable");
    // Who wants to look may.
    game.players[0].done(json!({ "type": "watch_lobby" })).await;
    game.players[0].expect("lobby").await;
    for path in ["/api/titles", &format!("/api/tables/{table}")] {
        assert_eq!(get(address, path).await, 200, "{path}");
    }
    let onlooker = player(address).await;

    help();
    // Nobody does anything: the match comes back by itself.
    for player in &mut game.players {
        let again = |update: &Value| update["type"] == "update" && update["epoch"].as_u64() > before;
        let update = player.wait("the match to come back", again).await;
        let cells = update["payload"]["view"]["cells"].as_array().unwrap();
        assert!(update["rev"].as_u64() >= Some(first), "{update}");
        assert_eq!(cells[4], 0, "as it was told");
        assert_eq!(cells.iter().filter(|cell| !cell.is_null()).count(), 1, "and no further: {cells:?}");
    }
    game.act(1, json!({ "cell": 0 })).await;
    game.act(0, json!({ "cell": 8 })).await;
    let mut later = onlooker;
    later.create(TIC_TAC_TOE, json!({})).await;
    game
}

/// Sets how long the files of another process may become.
fn limit_files(process: u32, bytes: Option<u64>) {
    let process = Pid::from_raw(i32::try_from(process).unwrap());
    prlimit(process, Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

#[test]
fn a_server_whose_files_may_not_grow_says_so_and_goes_on_when_they_may() {
    in_system(async {
        let data = folder();
        let (mut program, address) = Program::start(data.path());
        let address = address.parse().unwrap();
        let id = program.id();
        let game = short_of_room(address, || limit_files(id, Some(0)), || limit_files(id, None)).await;
        program.terminate();
        assert_eq!(program.ended().await.code(), Some(0));

        // All that was told before, between and after is there.
        let (_program, address) = Program::start(data.path());
        let mut back = join(address.parse().unwrap(), game.players[0].guest.clone()).await;
        back.open(&game.table).await;
        let update = back.expect("update").await;
        let cells = &update["payload"]["view"]["cells"];
        assert_eq!((&cells[4], &cells[0], &cells[8]), (&json!(0), &json!(1), &json!(0)), "{cells}");
    });
}

/// The command that starts a server on a disk of its own with very little room; `None` where nobody may have one.
fn on_a_small_disk(data: &Path) -> Option<Command> {
    let mine = ["--user", "--map-root-user", "--mount", "sh", "-c"];
    let mount = "mount -t tmpfs -o size=1m tmpfs \"$0\"";
    let allowed = Command::new("unshare").args(mine).arg(mount).arg(data).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let server = Program::command(data);
    let mut command = Command::new("unshare");
    command.args(mine).arg(format!("{mount} && exec \"$@\"")).arg(data);
    command.arg(server.get_program()).args(server.get_args());
    Some(command)
}

#[test]
#[expect(clippy::disallowed_macros, reason = "a story that can't be told here must say so")]
fn a_server_on_a_full_disk_says_so_and_goes_on_when_there_is_room() {
    in_system(async {
        let data = folder();
        let Some(command) = on_a_small_disk(data.path()) else {
            eprintln!("no disk may be made here; the size limit of the other story must do");
            return;
        };
        let (program, address) = Program::run(command);
        // Its disk as the server sees it.
        let root = PathBuf::from(format!("/proc/{}/root", program.id()));
        let filler = root.join(data.path().strip_prefix("/").unwrap()).join("filler");
        let fill = || {
            let mut file = fs::File::create(&filler).unwrap();
            while file.write(&[1; 512]).is_ok_and(|written| written > 0) {}
        };
        short_of_room(address.parse().unwrap(), fill, || fs::remove_file(&filler).unwrap()).await;
    });
}

#[test]
fn a_folder_is_free_when_its_server_has_stopped() {
    in_system(async {
        let mut data = folder();
        let mut game = None;
        for rev in 1..=4 {
            let store = SqliteStore::open(data.path(), SqliteSettings::default()).unwrap();
            let stage = Stage::start(data, |settings| settings.store = Box::new(store)).await;
            let (table, guests) = match game.take() {
                None => {
                    let game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
                    (game.table, game.players.into_iter().map(Client::cut).collect::<Vec<_>>())
                }
                Some(game) => game,
            };
            // The signing key is the folder's too, so everybody is known.
            let mut player = stage.join(&guests[(rev - 1) % 2]).await;
            player.open(&table).await;
            let match_id = player.update(u64::try_from(rev).unwrap() - 1).await["match_id"].clone();
            let acted = player.act(match_id.as_str().unwrap(), json!({ "cell": rev })).await;
            assert_eq!(acted["rev"], rev, "{acted}");
            game = Some((table, guests));
            data = stage.leave().await;
        }
    });
}

/// How a disk takes a commit.
#[derive(Clone, Copy, Default, PartialEq)]
enum Takes {
    #[default]
    AtOnce,
    /// It hangs: commits wait until it is let go.
    Later,
    /// There is a defect in how it is written to.
    Never,
}

/// A disk that does as it is told.
#[derive(Clone, Default)]
struct Disk(Arc<(Mutex<Takes>, Condvar)>);

impl Disk {
    fn set(&self, takes: Takes) {
        *self.0.0.lock().unwrap() = takes;
        self.0.1.notify_all();
    }

    fn wait(&self) {
        let takes = self.0.0.lock().unwrap();
        let takes = *self.0.1.wait_while(takes, |takes| *takes == Takes::Later).unwrap();
        assert!(takes != Takes::Never, "a defect");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A story that fails meanwhile must be able to end.
        self.set(Takes::AtOnce);
    }
}

struct OnDisk(MemoryStore, Disk);

impl Store for OnDisk {
    fn commit(&mut self, now_ms: u64, records: &[Record]) -> Result<(), StoreError> {
        self.1.wait();
        self.0.commit(now_ms, records)
    }

    fn service_ms(&mut self) -> Result<u64, StoreError> {
        self.0.service_ms()
    }

    fn claim(&mut self, worker: &WorkerId) -> Result<Epoch, StoreError> {
        self.0.claim(worker)
    }

    fn load(&mut self, id: &MatchId) -> Result<Option<Stored>, StoreError> {
        self.0.load(id)
    }

    fn history(&mut self, id: &MatchId) -> Result<Option<History>, StoreError> {
        self.0.history(id)
    }

    fn wakes(&mut self, worker: &WorkerId, until_ms: u64, limit: usize) -> Result<Vec<(u64, MatchId)>, StoreError> {
        self.0.wakes(worker, until_ms, limit)
    }

    fn has_live(&mut self) -> Result<bool, StoreError> {
        self.0.has_live()
    }

    fn matches(&mut self, after: Option<&MatchId>, limit: usize) -> Result<Vec<MatchId>, StoreError> {
        self.0.matches(after, limit)
    }

    fn tables(&mut self, find: &Find) -> Result<Vec<TableRecord>, StoreError> {
        self.0.tables(find)
    }
}

/// Lets real time pass, told by the frames of a match that ticks and waits for no disk.
async fn pass(metronome: &mut Client, ms: u64) {
    let end = metronome.round_trip().await + ms;
    while metronome.round_trip().await < end {
        metronome.expect("frame").await;
    }
}

/// Milliseconds left on a seat's clock when it last started or stopped.
fn left_ms(update: &Value, seat: usize) -> u64 {
    update["payload"]["view"]["clock"]["seats"][seat]["remaining_ms"].as_u64().unwrap()
}

#[test]
fn whoever_runs_a_server_is_told_when_its_recorder_falls() {
    let disk = Disk::default();
    let with_disk = |settings: &mut turnwheel::Settings| {
        settings.store = Box::new(OnDisk(MemoryStore::default(), disk.clone()));
    };
    staged(with_disk, async |stage| {
        let mut game = stage.table(TIC_TAC_TOE, json!({}), 2).await;
        disk.set(Takes::Never);
        let act = json!({ "type": "act", "match_id": game.match_id });
        let seq = game.players[0].tell(act, Some(json!({ "cell": 4 }))).await;
        stage.recorder_fell().await;
        game.players[0].round_trip().await;
        assert!(!game.players[0].has_waiting(|message| message["seq"] == seq), "nothing is said to be done that isn't");
    });
}

#[test]
fn no_clock_runs_while_a_disk_hangs() {
    let (disk, hung) = (Disk::default(), 5_000);
    let with_disk = |settings: &mut turnwheel::Settings| {
        settings.clock = Clock::real();
        settings.titles = turnwheel::titles().with::<Ticker>();
        settings.store = Box::new(OnDisk(MemoryStore::default(), disk.clone()));
    };
    staged(with_disk, async |stage| {
        let minute = json!({ "time": { "kind": "sudden_death", "base_s": 60 } });
        let mut game = stage.table("chess", minute, 2).await;
        let mut metronome = stage.table("ticker", json!({}), 2).await;
        game.act(0, json!({ "move": "e2e4" })).await;
        let before = game.act(1, json!({ "move": "e7e5" })).await;
        disk.set(Takes::Later);
        let act = json!({ "type": "act", "match_id": game.match_id });
        let seq = game.players[0].tell(act, Some(json!({ "move": "g1f3" }))).await;
        pass(&mut metronome.players[0], hung).await;
        game.players[0].round_trip().await;
        game.players[1].round_trip().await;
        let acted =
            |message: &Value| message["happened"]["cause"] == "action" && message["rev"].as_u64() > Some(before);
        let shown = |message: &Value| message["type"] == "ok" || acted(message);
        let early = game.players[0].has_waiting(|message| message["seq"] == seq) || game.players[1].has_waiting(shown);
        assert!(!early, "nothing is shown before it is stored");

        disk.set(Takes::AtOnce);
        game.players[0].answer(seq).await;
        let update = game.players[1].wait("the move", acted).await;
        assert!(left_ms(&update, 0) > 60_000 - hung, "who moved has not paid for the disk");
        // Nor does who answers: their clock runs from the moment they could see it.
        let rev = game.act(1, json!({ "move": "b8c6" })).await;
        let update = game.players[0].update(rev).await;
        assert!(left_ms(&update, 1) > 60_000 - hung, "nor has who could not see it: {update}");
    });
}
