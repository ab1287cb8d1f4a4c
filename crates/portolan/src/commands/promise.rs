//! `portolan promise evaluate` and `promise generate`: promises learned from a history, and histories to learn from.

mod booked;
mod print;
mod scans;
mod scans_print;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{BufWriter, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use portolan_promise::{
    Book, Observation, PromiseError,
    evaluate::{self, Evaluation, Prediction},
    generate::{self, Scenario},
    history::{self, History, ReadOptions},
    limits, plot,
    score::{self, Forecaster, Report},
};
use portolan_server::Clock;

use crate::{
    args::{Format, NetworkArgs},
    output,
};

/// `portolan promise …`
#[derive(Debug, Subcommand)]
pub enum PromiseCommand {
    /// Learn delivery times from a history day by day, and say how well they were told beforehand
    Evaluate(EvaluateArgs),
    /// Make up a history from a seed, and the truth of it
    Generate(GenerateArgs),
}

/// `portolan promise evaluate`
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// The history: CSV with `shipped_at, delivered_at, origin, destination` and more; `-` for standard input
    #[arg(required_unless_present = "scans")]
    pub file: Option<PathBuf>,
    /// Instead: journeys over a network with their scans and what became of them, one JSON object a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "test_from", "predictions", "plot", "beside", "ignore", "strict"])]
    pub scans: Option<PathBuf>,
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Rows shipped from then on are judged (a date or an instant); without it the last 30 %
    #[arg(long, value_name = "DATE")]
    pub test_from: Option<String>,
    /// Where to write `row,p10,p50,p90` of every judged row
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// Where to draw said against happened, as SVG
    #[arg(long, value_name = "FILE")]
    pub plot: Option<PathBuf>,
    /// Somebody else's `row,p10,p50,p90`, to be judged on the same rows; may be given again
    #[arg(long, value_name = "NAME=FILE")]
    pub beside: Vec<String>,
    /// A column that is no feature; may be given again
    #[arg(long, value_name = "COLUMN")]
    pub ignore: Vec<String>,
    /// Refuse a history in which any row cannot be used
    #[arg(long)]
    pub strict: bool,
    /// How the scores are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

/// `portolan promise generate`
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// What is special about it
    #[arg(value_enum)]
    pub scenario: ScenarioName,
    /// The same seed makes the same history
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Shipments
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(10..=2_000_000))]
    pub rows: u32,
    /// Where to write the history; standard output without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Where to write the true quantiles of the last 30 % as `row,p10,p50,p90`
    #[arg(long, value_name = "FILE")]
    pub truth: Option<PathBuf>,
}

/// The scenarios, as one types them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScenarioName {
    /// Transit grows a third faster over the time
    Drift,
    /// Ten days in which half of the regions stand still
    Strike,
    /// The history ends while many are under way; some are lost
    CensoredTail,
    /// Sellers differ in handling and change their habits
    Sellers,
    /// A few large lanes and many small ones, by name
    Lanes,
}

impl ScenarioName {
    fn scenario(self) -> Scenario {
        match self {
            Self::Drift => Scenario::Drift,
            Self::Strike => Scenario::Strike,
            Self::CensoredTail => Scenario::CensoredTail,
            Self::Sellers => Scenario::Sellers,
            Self::Lanes => Scenario::Lanes,
        }
    }
}

/// Share of a generated history whose truth is not asked for.
const TRUTH_FROM: f64 = 0.7;
/// Further forecasters drawn in a plot: past that it cannot be read.
const PLOTTED_MAX: usize = 5;

pub fn run(command: &PromiseCommand) -> anyhow::Result<ExitCode> {
    match command {
        PromiseCommand::Evaluate(args) => match (&args.scans, &args.file) {
            (Some(journeys), _) => scans::run(&args.network.folders, journeys, args.format),
            (None, Some(file)) => evaluate(args, file),
            (None, None) => bail!("give a history, or --scans with a file of journeys"),
        },
        PromiseCommand::Generate(args) => generate(args),
    }
}

fn evaluate(args: &EvaluateArgs, file: &Path) -> anyhow::Result<ExitCode> {
    let test_from = args.test_from.as_deref().map(read_instant).transpose()?;
    let options = ReadOptions { now: Clock::System.now(), ignored: args.ignore.clone() };
    let history = match history::read(&bytes_of(file)?, &options) {
        Ok(history) => history,
        Err(PromiseError::Faulty(faults)) => {
            for fault in &faults {
                output::note(&format!("{}: {fault}", file.display()))?;
            }
            bail!("{} is no history that can be read", file.display());
        }
        Err(error) => return Err(error.into()),
    };
    print::history_notes(file, &history)?;
    if args.strict && history.faults_count > 0 {
        bail!("{} rows cannot be used, and --strict was given", history.faults_count);
    }
    let observations = history.observations();
    let book = Book::new(&observations);
    let Some(from) = test_from.or_else(|| evaluate::default_test_from(&book)) else {
        bail!("{} has no row that can be used", file.display());
    };
    let mut evaluation = evaluate::run(&book, from)?;
    let rows = score::judged(&observations, from);
    let mut forecasters = rules(&observations, from, &evaluation);
    for beside in &args.beside {
        forecasters.push(read_beside(beside, &history)?);
    }
    let report = score::report(&rows, &forecasters);
    if let Some(path) = &args.plot {
        let mut lines = vec![score::calibration(&rows, &evaluation)];
        let others = forecasters.iter().skip(1).filter(|f| f.name != TABLE_PROMISE);
        lines.extend(others.take(PLOTTED_MAX).map(|f| score::calibration_of(&rows, f)));
        let title = "Said against happened";
        std::fs::write(path, plot::draw(title, &lines))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Some(path) = &args.predictions {
        for prediction in &mut evaluation.predictions {
            prediction.row = history.rows[prediction.row].index;
        }
        generate::write_predictions(&evaluation.predictions, create(path)?)?;
    }
    tell(args, &history, from, &report)
}

fn tell(
    args: &EvaluateArgs,
    history: &History,
    from: Timestamp,
    report: &Report,
) -> anyhow::Result<ExitCode> {
    match args.format {
        Format::Json => print::json(history, from, report)?,
        Format::Table => print::tables(history, from, report)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The name under which the table's own promise is told.
const TABLE_PROMISE: &str = "the table's promise";

/// Ours, then the simple rules.
fn rules(
    observations: &[Observation],
    from: Timestamp,
    evaluation: &Evaluation,
) -> Vec<Forecaster> {
    let mut forecasters = vec![Forecaster::of("ours", &evaluation.predictions)];
    let own = score::own_promise(observations, from);
    if !own.forecasts.is_empty() {
        forecasters.push(own);
    }
    forecasters.push(score::global_quantiles(observations, from));
    forecasters.push(score::lane_quantiles(observations, from));
    forecasters
}

fn read_instant(text: &str) -> anyhow::Result<Timestamp> {
    let day = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    let read = text.parse::<Timestamp>().ok().or_else(|| text.parse::<Date>().ok().and_then(day));
    read.with_context(|| format!("--test-from: `{text}` is no date: write it as 2026-11-22"))
}

/// Reads `NAME=FILE` with `row,p10,p50,p90`.
fn read_beside(beside: &str, history: &History) -> anyhow::Result<Forecaster> {
    let (name, path) = beside.split_once('=').with_context(|| {
        format!("--beside: `{beside}` has no name: write it as lightgbm=FILE.csv")
    })?;
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {path}"))?;
    let places: std::collections::BTreeMap<usize, usize> =
        history.rows.iter().enumerate().map(|(at, row)| (row.index, at)).collect();
    let mut predictions = Vec::new();
    for record in reader.deserialize() {
        let (row, p10, p50, p90): (usize, f64, f64, f64) =
            record.with_context(|| format!("{path}: a line is not `row,p10,p50,p90`"))?;
        if ![p10, p50, p90].iter().all(|days| days.is_finite()) {
            bail!("{path}: row {row} has a quantile that is no number: write days as decimals");
        }
        if let Some(&row) = places.get(&row) {
            predictions.push(Prediction { row, p10, p50, p90 });
        }
    }
    Ok(Forecaster::of(name, &predictions))
}

fn generate(args: &GenerateArgs) -> anyhow::Result<ExitCode> {
    let rows = usize::try_from(args.rows)?;
    let truth_from = if args.truth.is_some() { TRUTH_FROM } else { 1.0 };
    let made = generate::generate(args.scenario.scenario(), args.seed, rows, truth_from);
    match &args.output {
        Some(path) => generate::write_history(&made, create(path)?)?,
        None => generate::write_history(&made, std::io::stdout().lock())?,
    }
    if let Some(path) = &args.truth {
        generate::write_predictions(&made.truth, create(path)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}

/// The bytes of a file, one past the limit at most: what is longer is refused and need not be in memory.
fn bytes_of(path: &Path) -> anyhow::Result<Vec<u8>> {
    let limit = limits::FILE_BYTES_MAX as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    file.take(limit)
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}
