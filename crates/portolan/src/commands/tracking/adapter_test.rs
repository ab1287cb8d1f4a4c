//! `portolan adapter test`: what the samples of a folder give, beside what is expected of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use portolan_tracking::adapter::sample::{self, Outcome};

use super::adapters;
use crate::output;

/// Differences of one sample that are shown before the rest is only counted.
const DIFFERENCES_SHOWN_MAX: usize = 30;

/// Read an adapter's samples and tell what is other than expected
#[derive(Debug, Args)]
pub struct TestAdapter {
    /// The adapter's folder
    pub folder: PathBuf,
    /// Keep what the samples give as what is expected from now on
    #[arg(long)]
    pub accept: bool,
}

/// Reads every sample, and shows or keeps what it gives.
pub fn run(args: &TestAdapter) -> anyhow::Result<ExitCode> {
    if args.accept {
        for path in accept(&args.folder)? {
            output::line(&format!("{}: written: read it line by line", path.display()))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let outcomes = outcomes_of(&args.folder)?;
    let mut wrong = 0_usize;
    for outcome in &outcomes {
        if outcome.is_right() {
            output::line(&format!("{}: right, {} lines", outcome.path, outcome.lines.len()))?;
        } else {
            wrong += 1;
            show(outcome)?;
        }
    }
    let shown: BTreeSet<sample::Case> =
        outcomes.iter().flat_map(|outcome| outcome.cases.iter().copied()).collect();
    let missing = sample::REQUIRED.iter().filter(|case| !shown.contains(case));
    let missing: Vec<&str> = missing.map(|case| case.as_str()).collect();
    if !missing.is_empty() {
        output::note(&format!("no sample shows: {}", missing.join(", ")))?;
    }
    output::line(&format!("{} samples right, {wrong} wrong", outcomes.len() - wrong))?;
    Ok(if wrong == 0 && !outcomes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One sample that does not give what is expected.
fn show(outcome: &Outcome) -> anyhow::Result<()> {
    let expected = sample::expected_path(&outcome.path);
    if outcome.expected.is_none() {
        output::line(&format!("{}: {expected} is missing; the sample gives:", outcome.path))?;
        for line in &outcome.lines {
            output::line(&format!("    {line}"))?;
        }
        output::line("    keep it with --accept if that is right")?;
    } else {
        output::line(&format!("{}: other than {expected} says:", outcome.path))?;
        let differences = outcome.differences();
        for difference in differences.iter().take(DIFFERENCES_SHOWN_MAX) {
            output::line(&format!("    {difference}"))?;
        }
        if let Some(more) = differences.len().checked_sub(DIFFERENCES_SHOWN_MAX + 1) {
            output::line(&format!("    and {} more differences", more + 1))?;
        }
    }
    for fault in &outcome.faults {
        output::line(&format!("    {fault}"))?;
    }
    Ok(())
}

fn outcomes_of(folder: &Path) -> anyhow::Result<Vec<Outcome>> {
    let files = adapters::read_folder(folder)?;
    let adapter = adapters::load(&folder.display().to_string(), &files)?;
    Ok(sample::check(&adapter, &adapters::slices(&files)))
}

/// Writes what every sample gives as what is expected of it; tells the files that changed.
pub fn accept(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for outcome in outcomes_of(folder)?.iter().filter(|outcome| !outcome.is_right()) {
        let path = folder.join(sample::expected_path(&outcome.path));
        let text: String = outcome.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect();
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        written.push(path);
    }
    Ok(written)
}
