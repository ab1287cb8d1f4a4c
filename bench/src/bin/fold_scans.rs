//! Folds scans into timelines and tells microseconds a parcel, then how the time of one parcel grows with
//! its scans up to a million.
//!
//! `fold_scans MESSAGES ADAPTER_FOLDER...`. A parcel has the scans of a message that `scale_messages.py`
//! wrote, cut to 15 to 40. The best of a few rounds counts
//! (of floods, of fewer), and what counts is time at work.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use portolan_bench::{now, time_at_work};
use portolan_model::{Scan, ScanText};
use portolan_tracking::adapter::{Adapter, AdapterFile};
use portolan_tracking::timeline::{FoldRules, fold};

/// Rounds; the best one counts.
const ROUNDS: usize = 5;
/// How long one round takes at least, in milliseconds.
const ROUND_MILLISECONDS: u64 = 250;
/// Scans of a usual parcel.
const USUAL: std::ops::RangeInclusive<usize> = 15..=40;
/// Scans of one parcel, where many are folded.
const MANY: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [messages, folders @ ..] = arguments.as_slice() else {
        bail!("usage: fold_scans MESSAGES ADAPTER_FOLDER...");
    };
    let mut parcels = Vec::new();
    for folder in folders {
        let read = parcels_of(Path::new(folder), Path::new(messages), &mut parcels);
        read.with_context(|| folder.clone())?;
    }
    ensure!(!parcels.is_empty(), "no parcel has {USUAL:?} scans");
    let scans: usize = parcels.iter().map(Vec::len).sum();
    let count = u32::try_from(parcels.len())?;
    let best = best_of(ROUNDS, || parcels.iter().map(|parcel| events(parcel)).sum());
    let mut out = std::io::stdout().lock();
    let mean = scans / parcels.len();
    writeln!(out, "{count} parcels of {mean} scans: {:.1} µs each", micros(best / count))?;
    for many in MANY {
        let scans = flood(&parcels[0][0], many);
        let spent = best_of(ROUNDS.min(1 + 10_000 / many), || events(&scans));
        let each = spent / u32::try_from(many)?;
        writeln!(out, "one parcel of {many} scans: {:.2} µs a scan", micros(each))?;
    }
    Ok(())
}

fn events(scans: &[Scan]) -> usize {
    fold(scans, &FoldRules::PLAIN).events.len()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn best_of(rounds: usize, run: impl Fn() -> usize) -> Duration {
    let started = now();
    let round = |_| {
        let (before, mut times) = (time_at_work(started), 0_u32);
        loop {
            assert!(run() > 0, "scans make events");
            times += 1;
            let spent = time_at_work(started).saturating_sub(before);
            if spent >= Duration::from_millis(ROUND_MILLISECONDS) {
                return spent / times;
            }
        }
    };
    (0..rounds).map(round).min().unwrap_or_default()
}

/// The scans of every message of an adapter that has as many as a usual parcel.
fn parcels_of(folder: &Path, messages: &Path, parcels: &mut Vec<Vec<Scan>>) -> Result<()> {
    let bytes = std::fs::read(folder.join("adapter.toml"))?;
    let adapter = Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: &bytes }])?;
    for entry in std::fs::read_dir(messages.join(adapter.name().as_str()))? {
        let message = std::fs::read(entry?.path())?;
        let mut scans = adapter.read(&message, "2026-11-30T00:00:00Z".parse()?).scans;
        scans.truncate(*USUAL.end());
        if USUAL.contains(&scans.len()) {
            parcels.push(scans);
        }
    }
    Ok(())
}

/// One scan so many times, at a hundred minutes and as many places as there are scans.
fn flood(first: &Scan, count: usize) -> Vec<Scan> {
    let scans = (0..count).map(|number| {
        let mut scan = first.clone();
        scan.place.facility = ScanText::read(&format!("F{number}"));
        let minutes = i64::try_from(number % 100).unwrap_or_default();
        let wall = scan.occurred.wall() + jiff::Span::new().minutes(minutes);
        let precision = scan.occurred.precision();
        scan.occurred = portolan_model::Occurred::local(wall, precision);
        scan
    });
    scans.collect()
}
