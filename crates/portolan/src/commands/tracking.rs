//! `portolan normalize`, `timeline`, `identify` and `adapter`: tracking over files and pipes.

mod adapter_new;
mod adapter_test;
pub mod adapters;
mod fold;

pub use adapters::load_builtin as builtin_adapters;

use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use portolan_server::Clock;
use portolan_tracking::adapter::{Reading, scan_line};
use portolan_tracking::identify::{CheckDigit, identify};

use crate::output;

/// Read a carrier's message into scans
#[derive(Debug, Args)]
pub struct NormalizeArgs {
    /// Which carrier's format: a built-in adapter's name, or a folder
    #[arg(long, value_name = "NAME|DIR")]
    pub adapter: String,
    /// When the message came (RFC 3339); now without it
    #[arg(long, value_name = "INSTANT")]
    pub received: Option<String>,
    /// The message; standard input without it or with `-`
    #[arg(default_value = "-")]
    pub file: PathBuf,
}

/// Fold scans into timelines
#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// Scans, one JSON object a line; standard input without it or with `-`
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Language of the texts, as `en` or a whole `Accept-Language`
    #[arg(long, default_value = "en")]
    pub language: String,
    /// How to print
    #[arg(long, value_enum, default_value_t = crate::args::Format::Table)]
    pub format: crate::args::Format,
    /// Until when silence counts (RFC 3339); now without it
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
}

/// Tell whose numbers these may be
#[derive(Debug, Args)]
pub struct IdentifyArgs {
    /// Tracking numbers
    #[arg(required = true)]
    pub numbers: Vec<String>,
}

/// Work with carriers' formats
#[derive(Debug, Subcommand)]
pub enum AdapterCommand {
    /// Name every fault of adapters and of what their samples give
    Check(AdapterFolders),
    /// List adapters with what they know
    List(AdapterFolders),
    New(adapter_new::NewAdapter),
    Test(adapter_test::TestAdapter),
}

/// Which adapters.
#[derive(Debug, Args)]
pub struct AdapterFolders {
    /// Folders of adapters; the built-in ones without any
    pub folders: Vec<PathBuf>,
}

pub fn normalize(args: &NormalizeArgs) -> anyhow::Result<ExitCode> {
    let adapter = adapters::find(&args.adapter)?;
    let received = instant(args.received.as_deref(), "--received")?;
    let reading = adapter.read(&bytes_of(&args.file)?, received);
    let mut out = BufWriter::new(io::stdout().lock());
    for scan in &reading.scans {
        writeln!(out, "{}", scan_line::write(scan))?;
    }
    out.flush()?;
    tell(&args.file, &reading)
}

/// What was not understood, on standard error.
fn tell(file: &Path, reading: &Reading) -> anyhow::Result<ExitCode> {
    for fault in &reading.faults {
        let event = fault.event.map(|event| format!("event {event}: ")).unwrap_or_default();
        output::note(&format!("{}: {event}{fault}", file.display()))?;
    }
    if reading.faults_untold > 0 {
        output::note(&format!("and {} more faults", reading.faults_untold))?;
    }
    for unknown in &reading.unknown_codes {
        let said = [&unknown.code, &unknown.text].into_iter().flatten();
        let said: Vec<&str> = said.map(portolan_model::ScanText::as_str).collect();
        output::note(&format!("unknown code, {} times: {}", unknown.count, said.join(": ")))?;
    }
    Ok(if reading.is_partial() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub fn timeline(args: &TimelineArgs) -> anyhow::Result<ExitCode> {
    let now = instant(args.now.as_deref(), "--now")?;
    fold::run(args, now)
}

pub fn identify_numbers(args: &IdentifyArgs) -> anyhow::Result<ExitCode> {
    let mut table =
        output::Table::new(&["number", "carrier", "format", "check digit", "confidence"]);
    let mut is_any_unknown = false;
    for number in &args.numbers {
        let candidates = identify(number);
        if candidates.is_empty() {
            is_any_unknown = true;
            output::note(&format!("{number}: no known shape of number fits"))?;
        }
        for one in candidates {
            let issuer = one.issuer.map(|country| format!("post of {country}"));
            let check = match one.check {
                CheckDigit::Right => "right".to_owned(),
                CheckDigit::None => "none".to_owned(),
                CheckDigit::Wrong { expected } => format!("wrong, {expected} expected"),
            };
            table.row(vec![
                one.number,
                one.carrier.map(str::to_owned).or(issuer).unwrap_or_default(),
                one.format.to_owned(),
                check,
                one.confidence.as_str().to_owned(),
            ]);
        }
    }
    if !table.is_empty() {
        table.print("")?;
    }
    Ok(if is_any_unknown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub fn adapter(command: &AdapterCommand) -> anyhow::Result<ExitCode> {
    match command {
        AdapterCommand::Check(args) => adapters::check(&args.folders),
        AdapterCommand::List(args) => adapters::list(&args.folders),
        AdapterCommand::New(args) => adapter_new::run(args),
        AdapterCommand::Test(args) => adapter_test::run(args),
    }
}

fn instant(text: Option<&str>, option: &'static str) -> anyhow::Result<Timestamp> {
    match text {
        None => Ok(Clock::System.now()),
        Some(text) => text.parse().with_context(|| {
            format!("{option}: `{text}` is no instant: write it as 2026-11-22T10:00:00Z")
        }),
    }
}

fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
