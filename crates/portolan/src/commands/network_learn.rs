//! `portolan network learn`: how long legs really take, from a file of journeys; shown, and kept in a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use jiff::Timestamp;
use portolan_network::Snapshot;
use portolan_routing::Live;
use portolan_routing::learning::{Learned, Learner, Lessons, SubjectReport, day_of, sights_of};
use portolan_server::{ApiError, find_learning, read_lessons as read_lessons_of};
use serde_json::json;

use crate::args::{Format, NetworkArgs, StoreArgs, Teachers};
use crate::journeys::{self, Journey};
use crate::output::Table;
use crate::{networks, output, settings};

/// Learn from scans how long legs really take
#[derive(Debug, Args)]
pub struct NetworkLearnArgs {
    #[command(flatten)]
    pub network: NetworkArgs,
    /// Journeys with their scans, one JSON object a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub journeys: Option<PathBuf>,
    /// What was learned before, of other parcels: added to; may be given again
    #[arg(long, value_name = "FILE")]
    pub lessons: Vec<PathBuf>,
    /// What a server's store has learned by itself from live or from test parcels: shown, added to, kept
    #[arg(long, value_enum, value_name = "MODE")]
    pub from_store: Option<Teachers>,
    #[command(flatten)]
    pub store: StoreArgs,
    /// Where to keep what was learned
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day that age is counted from (RFC 3339 instant); without it that of the newest scan, or today
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<Timestamp>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

pub fn run(args: &NetworkLearnArgs) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(&args.network.folders)?;
    let mut lessons = Lessons::default();
    for path in &args.lessons {
        lessons.merge(&read_lessons(path)?);
    }
    if let Some(teachers) = args.from_store {
        lessons.merge(&stored_lessons(&args.store, teachers)?);
    }
    let journeys = match &args.journeys {
        Some(path) => journeys::read_all(path, &snapshot)?,
        None => Vec::new(),
    };
    let until = args.until.or_else(|| newest(&journeys));
    let until = until.unwrap_or_else(|| portolan_server::Clock::System.now());
    let learned = learn(&snapshot, &journeys, until, &mut lessons);
    if let Some(path) = &args.output {
        std::fs::write(path, lessons.to_text())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let report = lessons.report(&snapshot, day_of(until));
    match args.format {
        Format::Json => print_json(&learned, until, &report)?,
        Format::Table => print_table(&learned, &report)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a file that `--output` wrote.
pub fn read_lessons(path: &Path) -> anyhow::Result<Lessons> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    Lessons::read(&text).with_context(|| path.display().to_string())
}

/// What a server has learned, with a note of when.
fn stored_lessons(store: &StoreArgs, teachers: Teachers) -> anyhow::Result<Lessons> {
    settings::runtime()?.block_on(async {
        let (store, mode) = (store.open().await?, teachers.mode());
        let told = |error: ApiError| anyhow::anyhow!("{}", error.into_problem().detail);
        let learning = find_learning(&store, mode).await.map_err(told)?;
        let (lessons, unreadable) = read_lessons_of(&store, mode).await.map_err(told)?;
        store.close().await;
        match learning {
            Some(learning) => output::note(&format!(
                "the store learned from {} pairs of scans of {} parcels, last at {}",
                learning.counts.pairs,
                mode.as_str(),
                learning.updated_at
            ))?,
            None => output::note(&format!("no {} parcel has taught anything yet", mode.as_str()))?,
        }
        if unreadable > 0 {
            output::note(&format!("{unreadable} days of lessons cannot be read and are left out"))?;
        }
        Ok(lessons)
    })
}

/// The instant of the newest scan.
pub fn newest(journeys: &[Journey]) -> Option<Timestamp> {
    let scans = journeys.iter().flat_map(|journey| &journey.scans);
    scans.filter_map(|scan| scan.occurred.instant()).max()
}

/// Everything together, with scans that were left out because clocks disagree.
#[derive(Debug, Default)]
pub struct Sum {
    pub journeys: usize,
    pub learned: Learned,
    pub out_of_order: usize,
}

/// Learns from what was told up to an instant.
pub fn learn(
    snapshot: &Snapshot,
    journeys: &[Journey],
    until: Timestamp,
    lessons: &mut Lessons,
) -> Sum {
    let live = Live::none();
    let mut learner = Learner::new(snapshot, &live, until);
    let mut sum = Sum { journeys: journeys.len(), ..Sum::default() };
    for journey in journeys {
        let (mut sights, left_out) = sights_of(snapshot, &journey.chain, &journey.scans);
        sights.retain(|sight| sight.at <= until);
        let one = learner.learn(&journey.chain, &sights, lessons);
        sum.out_of_order += left_out;
        sum.learned.pairs += one.pairs;
        sum.learned.single += one.single;
        sum.learned.young += one.young;
        sum.learned.unexplained += one.unexplained;
    }
    sum
}

fn print_table(sum: &Sum, report: &[SubjectReport]) -> anyhow::Result<()> {
    let Learned { pairs, single, young, unexplained } = sum.learned;
    output::line(&format!(
        "{} journeys: {pairs} pairs of scans learned from, {single} of them over one leg or work \
         alone; left out {young} too young, {unexplained} that no way explains, {} scans out of order",
        sum.journeys, sum.out_of_order
    ))?;
    output::line("\np50 and p90 in hours; worth: samples aged, those of one day together\n")?;
    let mut table =
        Table::new(&["", "key", ">published", ">learned", ">samples", ">worth", "of late"]);
    for one in report.iter().filter(|one| one.samples > 0.0) {
        table.row(vec![
            one.subject.kind().to_owned(),
            one.subject.key().to_owned(),
            both(one.published_seconds),
            both(one.learned_seconds),
            format!("{:.1}", one.samples),
            format!("{:.1}", one.worth),
            drift(one),
        ]);
    }
    table.print("nothing was learned")?;
    let leaning = report.iter().filter(|one| one.samples <= 0.0).count();
    output::line(&format!(
        "\n{leaning} more were not seen themselves and take what their lane or mode taught"
    ))
}

fn both((p50, p90): (f64, f64)) -> String {
    format!("{:.1} / {:.1}", p50 / 3_600.0, p90 / 3_600.0)
}

fn drift(one: &SubjectReport) -> String {
    let Some(drift) = one.drift else { return "too little seen".to_owned() };
    let told = both((drift.median_before_seconds, drift.median_now_seconds)).replace('/', "→");
    if drift.is_change { format!("{told} changed") } else { told }
}

fn print_json(sum: &Sum, until: Timestamp, report: &[SubjectReport]) -> anyhow::Result<()> {
    let hours = |seconds: f64| (seconds / 36.0).round() / 100.0;
    let subjects: Vec<_> = report
        .iter()
        .map(|one| {
            json!({
                "kind": one.subject.kind(),
                "key": one.subject.key(),
                "published_p50_hours": hours(one.published_seconds.0),
                "published_p90_hours": hours(one.published_seconds.1),
                "learned_p50_hours": hours(one.learned_seconds.0),
                "learned_p90_hours": hours(one.learned_seconds.1),
                "samples": one.samples,
                "worth": one.worth,
                "drift": one.drift.map(|drift| json!({
                    "median_before_hours": hours(drift.median_before_seconds),
                    "median_now_hours": hours(drift.median_now_seconds),
                    "is_change": drift.is_change,
                })),
            })
        })
        .collect();
    output::json(&json!({
        "until": until.to_string(),
        "journeys": sum.journeys,
        "pairs": sum.learned.pairs,
        "pairs_single": sum.learned.single,
        "pairs_young": sum.learned.young,
        "pairs_unexplained": sum.learned.unexplained,
        "scans_out_of_order": sum.out_of_order,
        "subjects": subjects,
    }))
}
