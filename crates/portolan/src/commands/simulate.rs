//! `portolan simulate`: moves the parcels booked at a server, and tells it as their carriers would.
//!
//! The world speaks to the server from outside, over HTTP, and knows of it only what any client may. It is
//! for a server of one's own with test data: what it tells is made up.

mod journeys;
mod motion;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use portolan_api::Client;
use portolan_server::Clock;

pub use motion::Motion;

use crate::args::NetworkArgs;
use crate::{networks, output, settings};

/// How often the world looks at what was booked and tells what happened: often enough that a person sees
/// parcels move, seldom enough to be no load.
pub const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Fastest simulated time, in days a second: beyond it one look would tell a year.
const SPEED_MAX: u32 = 864_000;
/// Longest stretch told at once, in days: the timetable is asked no further ahead.
const DAYS_MAX: i64 = 400;

/// Most journeys written at once: a file of some gigabytes.
const PARCELS_MAX: u32 = 1_000_000;

/// Move booked parcels over a network and tell it as their carriers would
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// Address of the server
    #[arg(long, default_value = "http://127.0.0.1:8080", env = "PORTOLAN_SERVER")]
    pub server: String,
    /// API key
    #[arg(
        long,
        env = "PORTOLAN_KEY",
        hide_env_values = true,
        required_unless_present = "journeys"
    )]
    pub key: Option<String>,
    #[command(flatten)]
    pub network: NetworkArgs,
    /// What chance is drawn from: the same seed and parcels give the same world
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many times faster than real time; what it tells then lies in the server's future
    #[arg(long, value_name = "TIMES", default_value_t = 1, conflicts_with = "days",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(SPEED_MAX)))]
    pub speed: u32,
    /// Tell at once what happens until so many days from now, and end
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=DAYS_MAX))]
    pub days: Option<i64>,
    /// Without a server: write so many journeys of parcels drawn by the seed, with their scans and their truth
    #[arg(long, value_name = "FILE", conflicts_with_all = ["speed", "days"])]
    pub journeys: Option<PathBuf>,
    /// How many journeys are written
    #[arg(long, default_value_t = 5_000, requires = "journeys",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(PARCELS_MAX)))]
    pub parcels: u32,
    /// From when on parcels of the journeys are ready, over 120 days
    #[arg(
        long,
        value_name = "INSTANT",
        default_value = "2026-03-02T00:00:00Z",
        requires = "journeys"
    )]
    pub start: Timestamp,
}

pub fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(&args.network.folders)?;
    if let Some(file) = &args.journeys {
        let (parcels, start, seed) = (args.parcels, args.start, args.seed);
        return journeys::write(snapshot, &journeys::Wanted { file, parcels, start, seed });
    }
    settings::runtime()?.block_on(async {
        let key = args.key.as_deref().unwrap_or_default();
        let client = Client::new(&args.server, key)?;
        let mut motion = Motion::new(client, snapshot, args.seed)?;
        let start = Clock::System.now();
        if let Some(days) = args.days {
            motion.look().await?;
            let until = start.checked_add(SignedDuration::from_hours(24 * days))?;
            let told = motion.tell_until(until).await?;
            output::line(&told.in_words(until))?;
            ensure!(motion.count() > 0, "no parcel is booked at {}", args.server);
            return Ok(ExitCode::SUCCESS);
        }
        output::note("moving booked parcels; press Ctrl-C to stop")?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted?,
            ended = go_on(&mut motion, start, args.speed) => ended?,
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Looks and tells until something fails.
async fn go_on(motion: &mut Motion, start: Timestamp, speed: u32) -> anyhow::Result<()> {
    loop {
        let elapsed = Clock::System.now().duration_since(start);
        let ahead = elapsed.checked_mul(i32::try_from(speed)?).unwrap_or(SignedDuration::MAX);
        let until = start.saturating_add(ahead)?;
        motion.look().await?;
        let told = motion.tell_until(until).await?;
        if told.reports > 0 {
            output::line(&told.in_words(until))?;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
