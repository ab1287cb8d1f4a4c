//! Journeys as a file: one parcel a line, with the legs it was booked on, its scans, and what became of it.
//!
//! `portolan simulate --journeys` writes them with the truth; `portolan network learn` learns from them and
//! `portolan promise evaluate --scans` judges by them. The format is the page `docs/src/formats/journeys.md`.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use portolan_model::Scan;
use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LineIdx};
use portolan_routing::distribution::Chain;
use portolan_tracking::adapter::scan_line;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::output;

/// Bytes a line may have: a parcel with a thousand scans is a tenth of it.
const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Lines that cannot be used and are shown; the rest is counted.
const SHOWN_MAX: usize = 10;

/// A journey as it is written.
#[derive(Debug, Serialize, Deserialize)]
pub struct JourneyLine {
    /// What the parcel is called.
    pub parcel: String,
    /// When it was ready, in UTC.
    pub ready: String,
    /// The hand-in day at the origin.
    pub hand_in: String,
    /// The legs it was booked on, in order.
    pub legs: Vec<JourneyLeg>,
    /// Its scans, in the format of scans.
    pub scans: Vec<Value>,
    /// When it was delivered, in UTC; absent where that is not known or it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<String>,
    /// When it was lost, in UTC; absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_at: Option<String>,
}

/// A leg of a journey.
#[derive(Debug, Serialize, Deserialize)]
pub struct JourneyLeg {
    /// Its key.
    pub leg: String,
    /// The line it is ridden on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// A journey on a network.
#[derive(Debug)]
pub struct Journey {
    /// When it was ready.
    pub ready: Timestamp,
    /// Its way.
    pub chain: Chain,
    /// Its scans.
    pub scans: Vec<Scan>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
    /// When it was lost.
    pub lost_at: Option<Timestamp>,
}

/// Writes a line.
pub fn write_line(out: &mut impl Write, line: &JourneyLine) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)?;
    Ok(())
}

/// A scan as it stands in a line.
pub fn raw_scan(scan: &Scan) -> anyhow::Result<Value> {
    Ok(serde_json::from_str(&scan_line::write(scan))?)
}

/// Reads a file, `-` for standard input. Lines that cannot be used are told and left out; a file without any
/// that can is an error.
pub fn read_all(path: &Path, snapshot: &Snapshot) -> anyhow::Result<Vec<Journey>> {
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = std::fs::File::open(path);
        Box::new(file.with_context(|| format!("cannot read {}", path.display()))?)
    };
    let mut reader = BufReader::new(source);
    let (mut journeys, mut refused) = (Vec::new(), 0);
    for number in 1_usize.. {
        let mut line = Vec::new();
        let read = (&mut reader).take(LINE_BYTES_MAX as u64).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read == LINE_BYTES_MAX {
            bail!("{}: line {number} is longer than 4 MiB", path.display());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match read_line(&line, snapshot) {
            Ok(journey) => journeys.push(journey),
            Err(why) => {
                refused += 1;
                if refused <= SHOWN_MAX {
                    output::note(&format!("{}:{number}: left out: {why}", path.display()))?;
                }
            }
        }
    }
    if refused > SHOWN_MAX {
        output::note(&format!("and {} more lines left out", refused - SHOWN_MAX))?;
    }
    if journeys.is_empty() {
        bail!("{} has no journey that can be used on this network", path.display());
    }
    Ok(journeys)
}

fn read_line(line: &[u8], snapshot: &Snapshot) -> anyhow::Result<Journey> {
    let line: JourneyLine = serde_json::from_slice(line)?;
    let instant = |what: &str, text: &str| {
        text.parse::<Timestamp>().with_context(|| format!("{what}: `{text}` is no instant"))
    };
    let ready = instant("ready", &line.ready)?;
    let hand_in: Date =
        line.hand_in.parse().with_context(|| format!("hand_in: `{}` is no date", line.hand_in))?;
    let mut legs: Vec<(LegIdx, Option<LineIdx>)> = Vec::with_capacity(line.legs.len());
    for one in &line.legs {
        let leg = snapshot.find_leg(&one.leg);
        let leg = leg.with_context(|| format!("the network has no leg `{}`", one.leg))?;
        let ridden = one.line.as_ref().map(|key| {
            snapshot.find_line(key).with_context(|| format!("the network has no line `{key}`"))
        });
        if legs.last().is_some_and(|&(last, _)| snapshot.legs[last].to != snapshot.legs[leg].from) {
            bail!("leg `{}` does not begin where the one before ends", one.leg);
        }
        legs.push((leg, ridden.transpose()?));
    }
    let chain = Chain::of_legs(snapshot, hand_in, &legs).context("it has no legs")?;
    let mut scans = Vec::with_capacity(line.scans.len());
    for raw in &line.scans {
        scans.push(
            scan_line::read(&raw.to_string(), ready).map_err(|fault| anyhow::anyhow!("{fault}"))?,
        );
    }
    let known = |what, text: Option<&String>| text.map(|text| instant(what, text)).transpose();
    let delivered_at = known("delivered_at", line.delivered_at.as_ref())?;
    let lost_at = known("lost_at", line.lost_at.as_ref())?;
    if delivered_at.is_some_and(|at| at < ready) {
        bail!("it was delivered before it was ready");
    }
    Ok(Journey { ready, chain, scans, delivered_at, lost_at })
}
