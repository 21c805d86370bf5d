//! The command line of `turnwheel bots`.

use std::{net::SocketAddr, num::ParseIntError};

use clap::Args;
use serde_json::Value;

use super::{Lasting, Plan, Target};
use crate::ask;

/// Plays matches with dummy players over real sockets, and reports how the server bears it.
#[derive(Args)]
pub struct Arguments {
    /// Which title to play.
    #[arg(long)]
    title: String,
    /// Its options, as JSON; what is left out takes its default.
    #[arg(long, default_value = "{}", value_parser = options)]
    options: Value,
    /// How many matches, each with players of its own.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    matches: u32,
    /// How many look on at each match.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    spectators: u32,
    /// How long to measure: `15s`, `500ms`, `2m`, or `600frames` for each player.
    #[arg(long = "for", value_name = "SPAN", default_value = "15s", value_parser = lasting)]
    lasting: Lasting,
    /// Ask the title's own bot for every input and action, and not only now and then.
    #[arg(long)]
    think: bool,
    /// Inputs a second of each player, or actions at most; as many as there are ticks, or 10 actions, if left out.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=240))]
    rate: Option<u32>,
    /// The server to play at.
    #[arg(long, required_unless_present = "spawn", conflicts_with = "spawn", value_parser = ask::address)]
    url: Option<SocketAddr>,
    /// Start a server for it, and end it after.
    #[arg(long)]
    spawn: bool,
    /// Cores that only the started server gets, such as `0` or `0,1`; the players get the others.
    #[arg(long, value_delimiter = ',', requires = "spawn")]
    server_cores: Vec<usize>,
    /// Report as JSON.
    #[arg(long)]
    json: bool,
    /// What to tell the started server on its command line.
    #[arg(last = true, value_name = "SERVER'S ARGUMENTS")]
    server: Vec<String>,
}

impl Arguments {
    /// Whether the report is to be JSON.
    pub fn json(&self) -> bool {
        self.json
    }

    /// What they ask for, and where.
    pub fn plan(self) -> (Plan, Target) {
        let target = match self.url {
            Some(address) => Target::Address(address),
            None => Target::Spawned { arguments: self.server, cores: self.server_cores },
        };
        let plan = Plan {
            titles: crate::titles(),
            title: self.title,
            options: self.options,
            matches: self.matches as usize,
            spectators: self.spectators as usize,
            lasting: self.lasting,
            think: self.think,
            rate: self.rate,
        };
        (plan, target)
    }
}

fn options(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text)
}

fn lasting(text: &str) -> Result<Lasting, String> {
    let split = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number.parse().map_err(|error: ParseIntError| error.to_string())?;
    let ms = |each: u64| number.checked_mul(each).map(Lasting::Ms).ok_or("longer than time".to_string());
    match unit {
        "ms" => ms(1),
        "s" => ms(1000),
        "m" => ms(60_000),
        "frames" => Ok(Lasting::Told(number)),
        _ => Err("give a unit: ms, s, m or frames".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Program::try_parse_from(["bots"].into_iter().chain(line.split(' '))).map(|program| program.arguments)
    }

    #[test]
    fn spans_have_a_unit() {
        let spans = [("15s", Lasting::Ms(15_000)), ("250ms", Lasting::Ms(250)), ("2m", Lasting::Ms(120_000))];
        for (text, meant) in spans.into_iter().chain([("600frames", Lasting::Told(600))]) {
            assert_eq!(lasting(text), Ok(meant));
        }
        for wrong in ["", "15", "s", "1.5s", "-1s", "99999999999999999999s", "999999999999999999m"] {
            assert!(lasting(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_server_is_named_or_started() {
        let (plan, target) = parse("--title chess --matches 3 --url http://127.0.0.1:8080/").unwrap().plan();
        assert_eq!((plan.title.as_str(), plan.matches, plan.lasting), ("chess", 3, Lasting::Ms(15_000)));
        assert!(matches!(target, Target::Address(address) if address.port() == 8080));
        let line = "--title chess --spawn --server-cores 0,1 -- --gateway-threads 1";
        let (_, target) = parse(line).unwrap().plan();
        let Target::Spawned { arguments, cores } = target else { panic!("it is started") };
        assert_eq!((arguments.join(" ").as_str(), &cores[..]), ("--gateway-threads 1", &[0, 1][..]));
        for wrong in ["--title chess", "--title chess --url https://x:1", "--title chess --spawn --url http://x:1"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
