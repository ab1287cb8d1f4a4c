//! Reads carriers' messages with their adapters and tells messages, events and megabytes a second of one
//! core, beside another program's figures where there are any.
//!
//! `read_messages MESSAGES FIGURES ADAPTER_FOLDER...`. MESSAGES holds a folder of messages for each adapter
//! (`scale_messages.py` writes them); FIGURES is a file of `adapter,messages_per_second,events` lines, or
//! `-`. Rounds over all adapters alternate, the best of each counts, and what counts is time at work.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use jiff::Timestamp;
use portolan_bench::{now, time_at_work};
use portolan_tracking::adapter::{Adapter, AdapterFile};

/// Rounds over all adapters; the best one of each counts.
const ROUNDS: usize = 5;
/// How long one adapter is read in one round, in milliseconds.
const ROUND_MILLISECONDS: u64 = 250;
/// When every message is taken to have come.
const RECEIVED: &str = "2026-11-30T00:00:00Z";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [messages, figures, folders @ ..] = arguments.as_slice() else {
        bail!("usage: read_messages MESSAGES FIGURES ADAPTER_FOLDER...");
    };
    let beside = figures_beside(figures)?;
    let mut lanes: Vec<Lane> = Vec::new();
    for folder in folders {
        let lane = Lane::open(Path::new(folder), Path::new(messages));
        lanes.push(lane.with_context(|| folder.clone())?);
    }
    let received = RECEIVED.parse()?;
    for _ in 0..ROUNDS {
        for lane in &mut lanes {
            lane.run(received);
        }
    }
    report(&lanes, &beside)
}

/// One adapter with its messages, and what was measured.
struct Lane {
    name: String,
    adapter: Adapter,
    messages: Vec<Vec<u8>>,
    /// Scans of one pass over the messages.
    scans: usize,
    /// The best time of one message.
    best: Duration,
}

impl Lane {
    fn open(folder: &Path, messages: &Path) -> Result<Self> {
        let bytes = std::fs::read(folder.join("adapter.toml"))?;
        let adapter = Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: &bytes }])?;
        let name = adapter.name().to_string();
        let mut messages: Vec<_> =
            std::fs::read_dir(messages.join(&name))?.collect::<std::io::Result<_>>()?;
        messages.sort_by_key(std::fs::DirEntry::path);
        let messages: Vec<Vec<u8>> =
            messages.iter().map(|entry| std::fs::read(entry.path())).collect::<Result<_, _>>()?;
        ensure!(!messages.is_empty(), "no messages");
        let mut lane = Self { name, adapter, messages, scans: 0, best: Duration::MAX };
        for message in &lane.messages {
            let reading = lane.adapter.read(message, RECEIVED.parse()?);
            ensure!(!reading.is_partial(), "a message is not wholly read: {:?}", reading.faults);
            lane.scans += reading.scans.len();
        }
        Ok(lane)
    }

    fn run(&mut self, received: Timestamp) {
        let started = now();
        let (before, mut passes) = (time_at_work(started), 0_u32);
        let (mut scans, mut spent) = (0, Duration::ZERO);
        while spent < Duration::from_millis(ROUND_MILLISECONDS) {
            for message in &self.messages {
                scans += self.adapter.read(message, received).scans.len();
            }
            passes += 1;
            spent = time_at_work(started).saturating_sub(before);
        }
        let each = spent / passes / u32::try_from(self.messages.len()).unwrap_or(1);
        assert_eq!(scans, self.scans * passes as usize, "every pass reads the same");
        self.best = self.best.min(each);
    }

    fn per_second(&self) -> f64 {
        1.0 / self.best.as_secs_f64()
    }

    #[expect(clippy::cast_precision_loss, reason = "some hundred thousands at most")]
    fn mean(&self, sum: usize) -> f64 {
        sum as f64 / self.messages.len() as f64
    }
}

/// Another program's messages a second and events of one pass, by adapter.
fn figures_beside(path: &str) -> Result<BTreeMap<String, (f64, usize)>> {
    if path == "-" {
        return Ok(BTreeMap::new());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    let figures = text.lines().map(|line| {
        let mut cells = line.split(',');
        let (name, speed, events) = (cells.next(), cells.next(), cells.next());
        let name = name.context("no name")?.to_owned();
        let speed = speed.context("no figure")?.parse()?;
        Ok((name, (speed, events.context("no events")?.parse()?)))
    });
    figures.collect()
}

fn report(lanes: &[Lane], beside: &BTreeMap<String, (f64, usize)>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| adapter | format | bytes | events | messages/s | events/s | MB/s | other | ratio |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    let (mut json, mut ratios) = (Vec::new(), Vec::new());
    for lane in lanes {
        let bytes = lane.mean(lane.messages.iter().map(Vec::len).sum());
        let (events, speed) = (lane.mean(lane.scans), lane.per_second());
        let other = beside.get(&lane.name);
        let (other, ratio) = match other {
            None => ("—".to_owned(), "—".to_owned()),
            Some(&(figure, events)) => {
                ensure!(events == lane.scans, "{}: {events} events, not {}", lane.name, lane.scans);
                ratios.push(speed / figure);
                (format!("{figure:.0}"), format!("{:.1}", speed / figure))
            }
        };
        if lane.adapter.format() == "json" {
            json.push(speed);
        }
        writeln!(
            out,
            "| `{}` | {} | {bytes:.0} | {events:.1} | {speed:.0} | {:.0} | {:.0} | {other} | {ratio} |",
            lane.name,
            lane.adapter.format(),
            speed * events,
            speed * bytes / 1e6,
        )?;
    }
    writeln!(out, "JSON, geometric mean: {:.0} messages/s", geometric_mean(&json))?;
    if !ratios.is_empty() {
        writeln!(out, "against the other, geometric mean: {:.1}", geometric_mean(&ratios))?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
fn geometric_mean(figures: &[f64]) -> f64 {
    (figures.iter().map(|figure| figure.ln()).sum::<f64>() / figures.len() as f64).exp()
}
