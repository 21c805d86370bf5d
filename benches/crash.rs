//! The long form of the crash test: a server is killed while people and bots play at it, many times, and nothing that was
//! acknowledged may be lost or doubled. `make crash` runs it; `--kills N`, `--seed S`, `--data DIR` and `--json` change it.

#[path = "../tests/crash/harness/mod.rs"]
mod harness;

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use harness::{Plan, storm};

/// Kills a server at random moments, and checks that nothing acknowledged is lost.
#[derive(Parser)]
struct Arguments {
    /// How often the server is killed.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    kills: u32,
    /// What the moments and the players' moves are drawn from; another each time if left out.
    #[arg(long)]
    seed: Option<u64>,
    /// The folder of the server's data, new or empty; a temporary one if left out.
    #[arg(long)]
    data: Option<PathBuf>,
    /// End with one line of JSON.
    #[arg(long)]
    json: bool,
    /// What `cargo bench` says to each benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[expect(clippy::disallowed_macros, reason = "a benchmark speaks to whoever started it")]
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder can be made");
    let data = arguments.data.unwrap_or_else(|| folder.path().to_path_buf());
    let seed = arguments.seed.unwrap_or_else(|| u64::from(std::process::id()));
    eprintln!("seed {seed}, data in {}", data.display());
    let plan = Plan { program: env!("CARGO_BIN_EXE_turnwheel").into(), data, kills: arguments.kills, seed };
    let report = match actix::System::new().block_on(storm(plan, |line| eprintln!("{line}"))) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("the run could not go on: {error}");
            return ExitCode::FAILURE;
        }
    };
    report.complaints.iter().for_each(|complaint| eprintln!("{complaint}"));
    match arguments.json {
        true => println!("{}", serde_json::to_string(&report).expect("a report has text keys")),
        false => print!("{report}"),
    }
    if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
