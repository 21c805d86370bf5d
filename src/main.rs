//! The command line of the stock server. It reads arguments and calls the library, and nothing else.

use std::{io, net::SocketAddr, path::PathBuf, process::ExitCode, str::FromStr};

use actix_rt::signal::unix::{SignalKind, signal};
use clap::{Parser, Subcommand};
use engine::{
    limits::{DISK_BUDGET_BYTES, KEEP_FINISHED_DAYS},
    store::{SqliteSettings, SqliteStore},
};
use ipnet::IpNet;
use rustix::process::Signal;
use tracing_subscriber::EnvFilter;
use turnwheel::{Server, Settings, bots, titles, tools};

const MIB: u64 = 1 << 20;

/// A game server for the browser: board games and real-time matches.
#[derive(Parser)]
#[command(version, about, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    instead: Option<Instead>,
    /// Where to listen.
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where to serve /metrics, for Prometheus; `off` for nowhere.
    #[arg(long, env = "METRICS", default_value = "127.0.0.1:9464", value_name = "ADDRESS|off")]
    metrics: MetricsAt,
    /// The folder for what must outlive the process.
    #[arg(long, env = "DATA", default_value = "data")]
    data: PathBuf,
    /// For how many days a finished match is kept; then it is deleted.
    #[arg(long, default_value_t = KEEP_FINISHED_DAYS, value_name = "DAYS")]
    keep_finished: u64,
    /// How much of the disk the database may fill, in MiB; above that the oldest finished matches are deleted.
    #[arg(long, default_value_t = DISK_BUDGET_BYTES / MIB, value_name = "MIB")]
    disk_budget: u64,
    /// How many workers share the matches of each title.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    workers_per_title: u16,
    /// How many threads serve sockets.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=64))]
    gateway_threads: u16,
    /// A network of proxies whose word about clients' addresses is believed; may be given several times.
    #[arg(long = "trusted-proxy", value_name = "NETWORK")]
    trusted_proxies: Vec<IpNet>,
    /// The origin of another site whose pages may speak to this server; may be given several times.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
}

/// Where the metrics are served, if they are.
#[derive(Clone)]
struct MetricsAt(Option<SocketAddr>);

impl FromStr for MetricsAt {
    type Err = String;

    fn from_str(text: &str) -> Result<MetricsAt, String> {
        match text {
            "off" => Ok(MetricsAt(None)),
            address => match address.parse() {
                Ok(address) => Ok(MetricsAt(Some(address))),
                Err(_) => Err("neither an address with a port nor `off`".to_string()),
            },
        }
    }
}

/// What else the program does, if it isn't to serve.
#[derive(Subcommand)]
enum Instead {
    Bots(bots::Arguments),
    Verify(tools::Verify),
    Replay(tools::Replay),
    Export(tools::Export),
    Fork(tools::Fork),
    Backup(tools::Backup),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    actix::System::new().block_on(async {
        match arguments.instead {
            None => serve(arguments).await,
            Some(Instead::Bots(arguments)) => play(arguments).await,
            Some(Instead::Verify(arguments)) => verify(&arguments),
            Some(Instead::Replay(arguments)) => ended(tools::replay(&titles(), &arguments, &mut io::stdout().lock())),
            Some(Instead::Export(arguments)) => ended(tools::export(&titles(), &arguments, &mut io::stdout().lock())),
            Some(Instead::Fork(arguments)) => ended(tools::fork(&arguments, &mut io::stdout()).await),
            Some(Instead::Backup(arguments)) => ended(tools::backup(&arguments, &mut io::stdout().lock())),
        }
    })
}

#[expect(clippy::disallowed_macros, reason = "this is where the program speaks to whoever started it")]
async fn serve(arguments: Arguments) -> ExitCode {
    let kept = SqliteSettings {
        keep_finished_days: arguments.keep_finished,
        disk_budget_bytes: arguments.disk_budget.saturating_mul(MIB),
    };
    let store = match SqliteStore::open(&arguments.data, kept) {
        Ok(store) => store,
        Err(error) => {
            eprintln!("turnwheel: {error}");
            return ExitCode::FAILURE;
        }
    };
    let settings = Settings {
        store: Box::new(store),
        metrics: arguments.metrics.0,
        workers_per_title: arguments.workers_per_title,
        gateway_threads: usize::from(arguments.gateway_threads),
        trusted_proxies: arguments.trusted_proxies,
        origins: arguments.origins,
        ..Settings::new(arguments.listen, arguments.data)
    };
    let (Ok(signalled), Ok(())) = (signalled(), outlive_size_limits()) else {
        eprintln!("turnwheel: can't listen for signals");
        return ExitCode::FAILURE;
    };
    let mut server = match Server::start(settings).await {
        Ok(server) => server,
        Err(error) => {
            eprintln!("turnwheel: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("turnwheel serves http://{}", server.address());
    if let Some(metrics) = server.metrics_address() {
        tracing::info!("metrics at http://{metrics}/metrics");
    }
    tokio::select! {
        () = signalled => tracing::info!("stopping"),
        () = server.recorder_fell() => {
            tracing::error!("nothing can be stored any more; ending, so that the next start goes on from what is stored");
            return ExitCode::FAILURE;
        }
    }
    server.limit_stop(|| {
        tracing::error!("a role doesn't stop; giving up on it");
        std::process::exit(1);
    });
    server.stop().await;
    ExitCode::SUCCESS
}

#[expect(clippy::disallowed_macros, reason = "this is where the program speaks to whoever started it")]
async fn play(arguments: bots::Arguments) -> ExitCode {
    let Ok(signalled) = signalled() else {
        eprintln!("turnwheel: can't listen for signals");
        return ExitCode::FAILURE;
    };
    let json = arguments.json();
    let (plan, target) = arguments.plan();
    match bots::run(plan, target, signalled).await {
        Ok(report) if json => println!("{}", serde_json::to_string(&report).expect("a report has text keys")),
        Ok(report) => print!("{report}"),
        Err(failed) => {
            eprintln!("turnwheel: {failed}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Exits with 0 when the store is as it should be, with 1 when it isn't, and with 2 when nobody can say.
#[expect(clippy::disallowed_macros, reason = "this is where the program speaks to whoever started it")]
fn verify(arguments: &tools::Verify) -> ExitCode {
    match tools::verify(&titles(), arguments, &mut io::stdout().lock()) {
        Ok(verdict) if verdict.is_clean() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("turnwheel: {error}");
            ExitCode::from(2)
        }
    }
}

/// How a tool ended, as an exit status.
#[expect(clippy::disallowed_macros, reason = "this is where the program speaks to whoever started it")]
fn ended(result: Result<(), tools::ToolError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("turnwheel: {error}");
            ExitCode::FAILURE
        }
    }
}

/// From now on a file that may not grow fails whoever writes it, as a full disk does, and doesn't end the program.
fn outlive_size_limits() -> io::Result<()> {
    // A signal that somebody has once listened for does nothing else any more.
    signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).map(drop)
}

/// Resolves when the program is asked to end.
fn signalled() -> io::Result<impl Future<Output = ()> + 'static> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(std::future::poll_fn(move |context| {
        // Whichever comes first; both are polled, so that both can wake this task.
        match (terminate.poll_recv(context), interrupt.poll_recv(context)) {
            (std::task::Poll::Pending, std::task::Poll::Pending) => std::task::Poll::Pending,
            _ => std::task::Poll::Ready(()),
        }
    }))
}
