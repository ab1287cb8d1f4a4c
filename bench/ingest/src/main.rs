//! How fast scans are kept, and how fast a timeline is read, with so many held.
//!
//! Fills a store through the product's own path, then measures in turns: ours (a carrier's message read,
//! its scan and the message itself sealed and kept, answered once on disk) and the engine's raw insert of
//! rows of the same sizes under the same keys and the same durability. Last, timelines of parcels drawn
//! from all of them. See `bench/README.md`.

mod clock;
mod ours;
mod raw;
mod reads;
mod traffic;

use anyhow::Context as _;
use clap::Parser;
use clock::Spent;
use std::path::PathBuf;

/// What to measure
#[derive(Debug, Parser)]
struct Arguments {
    /// Scans held before anything is measured
    #[arg(long, default_value_t = 10_000_000)]
    held: u64,
    /// Scans measured each way
    #[arg(long, default_value_t = 200_000)]
    measured: u64,
    /// Messages, of one scan each, in one append
    #[arg(long, default_value_t = 5_000)]
    batch: u64,
    /// Timelines read
    #[arg(long, default_value_t = 5_000)]
    reads: u64,
    /// Which parcels are told of together
    #[arg(long, value_enum, default_value_t = traffic::Locality::Lots)]
    locality: traffic::Locality,
    /// A folder for the stores, empty or filled by an earlier run
    #[arg(long)]
    dir: PathBuf,
    /// A database on PostgreSQL instead of SQLite; it must be empty
    #[arg(long)]
    postgres: Option<String>,
}

/// Rounds that ours and raw take turns in.
const ROUNDS: u64 = 5;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.dir)?;
    let file = arguments.dir.join("ours.db");
    let url = arguments.postgres.clone();
    let url = url.unwrap_or_else(|| format!("sqlite:{}", file.display()));
    let mut ours = ours::Ours::open(&url, arguments.locality).await?;
    let lacking = arguments.held.saturating_sub(ours.held);
    let filled = ours.keep(lacking, arguments.batch).await?;
    say(&format!("filled | {lacking} scans | {}", rate("scans", lacking, filled)))?;
    let sizes = ours.sizes(&url).await?;
    say(&format!(
        "a row holds {} B of document, {} B sealed, {} B of message",
        sizes.document, sizes.sealed, sizes.message
    ))?;
    let raw_url = if arguments.postgres.is_some() {
        url.clone()
    } else {
        ours.close().await;
        let copy = arguments.dir.join("raw.db");
        std::fs::copy(&file, &copy).context("the store was not copied")?;
        ours.open_again(&url).await?;
        format!("sqlite:{}", copy.display())
    };
    let mut raw = raw::Raw::open(&raw_url, sizes, ours.traffic.clone()).await?;
    let part = arguments.measured / ROUNDS;
    let (mut own, mut same, mut bare) = (Spent::default(), Spent::default(), Spent::default());
    for _ in 0..ROUNDS {
        own += ours.keep(part, arguments.batch).await?;
        same += raw.insert(part, arguments.batch, raw::Table::SameKeys).await?;
        bare += raw.insert(part, arguments.batch, raw::Table::NoKeys).await?;
    }
    let measured = part * ROUNDS;
    let share = |other: Spent| 100.0 * other.wall.as_secs_f64() / own.wall.as_secs_f64();
    say(&format!("ours, in process | {} | 100 %", rate("scans", measured, own)))?;
    say(&format!(
        "raw insert, same keys | {} | ours is {:.0} % of it",
        rate("rows", measured, same),
        share(same)
    ))?;
    say(&format!(
        "raw append, no keys | {} | ours is {:.0} % of it",
        rate("rows", measured, bare),
        share(bare)
    ))?;
    for (what, scans, taken) in ours.over_http(measured / 2).await? {
        say(&format!("ours, over HTTP, {what} | {}", rate("scans", scans, taken)))?;
    }
    reads::measure(&ours, &url, arguments.reads).await?;
    ours.close().await;
    Ok(())
}

/// Prints a line.
fn say(line: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}

/// A rate on the wall, and what one takes of the processors.
fn rate(what: &str, count: u64, spent: Spent) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a rate shown to people")]
    let count = count.max(1) as f64;
    let rate = count / spent.wall.as_secs_f64().max(1e-9);
    let each = spent.processor.as_secs_f64() * 1e6 / count;
    format!("{rate:.0} {what}/s | {each:.1} us of the processors each")
}
