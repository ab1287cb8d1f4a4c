//! An adapter's samples: messages, each with the scans that are expected of it.
//!
//! `samples/x.json` has `samples/x.expected.ndjson` beside it: one scan a line, as [`super::scan_line`]
//! writes it, received at [`received_at`]. What is checked is what a carrier's adapter must show: every
//! sample gives exactly its scans, and among them are the cases in [`REQUIRED`]. [`differences`] tells a person
//! what is other than expected.

mod difference;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use portolan_model::{Milestone, Status};

use super::{Adapter, AdapterFile, limits, scan_line};

pub use difference::{Difference, differences};

/// Where samples stand within an adapter's folder.
pub const FOLDER: &str = "samples/";
/// What an expected file's name ends with.
pub const EXPECTED: &str = ".expected.ndjson";
/// The cases that the samples of an adapter must show between them.
pub const REQUIRED: [Case; 6] = [
    Case::InTransit,
    Case::Delivered,
    Case::Failed,
    Case::Customs,
    Case::Returned,
    Case::UnknownCode,
];

/// A case that samples show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    /// On its way.
    InTransit,
    /// Delivered.
    Delivered,
    /// A delivery that failed.
    Failed,
    /// With customs.
    Customs,
    /// On its way back, or back.
    Returned,
    /// A code that no table knows.
    UnknownCode,
}

impl Case {
    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InTransit => "in_transit",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Customs => "customs",
            Self::Returned => "returned",
            Self::UnknownCode => "unknown_code",
        }
    }
}

/// What came of one sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The sample's path.
    pub path: String,
    /// The lines that were read from it.
    pub lines: Vec<String>,
    /// The lines that were expected; none where the file is missing.
    pub expected: Option<Vec<String>>,
    /// The faults told of it, in words.
    pub faults: Vec<String>,
    /// The cases it shows.
    pub cases: BTreeSet<Case>,
}

impl Outcome {
    /// Whether it gave exactly what was expected. A sample that shows a fault is expected to have it: its
    /// lines begin with `#` in the expected file.
    pub fn is_right(&self) -> bool {
        self.expected.as_ref() == Some(&self.lines)
    }

    /// How what it gave differs from what was expected; nothing where nothing was said to be expected.
    pub fn differences(&self) -> Vec<Difference> {
        self.expected.as_ref().map_or_else(Vec::new, |expected| differences(expected, &self.lines))
    }
}

/// When every sample is taken to have been received: after any of them happened.
pub fn received_at() -> Timestamp {
    jiff::civil::date(2026, 12, 31)
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

/// Reads every sample among the files of an adapter's folder, in the order of their paths.
pub fn check(adapter: &Adapter, files: &[AdapterFile<'_>]) -> Vec<Outcome> {
    sorted(files).into_iter().map(|sample| outcome(adapter, sample, files)).collect()
}

fn sorted<'f>(files: &'f [AdapterFile<'f>]) -> Vec<&'f AdapterFile<'f>> {
    let is_sample =
        |file: &&AdapterFile<'_>| file.path.starts_with(FOLDER) && !file.path.ends_with(EXPECTED);
    let mut samples: Vec<&AdapterFile<'_>> = files.iter().filter(is_sample).collect();
    samples.sort_by_key(|file| file.path);
    samples
}

/// The samples one after the other, as many of them as stay within the limit.
pub(super) fn joined(files: &[AdapterFile<'_>]) -> Option<Arc<[u8]>> {
    let mut joined = Vec::new();
    for sample in sorted(files) {
        if joined.len() + sample.bytes.len() <= limits::SAMPLES_BYTES_MAX {
            joined.extend_from_slice(sample.bytes);
        }
    }
    (!joined.is_empty()).then(|| joined.into())
}

/// The path of the file with what is expected of a sample.
pub fn expected_path(sample: &str) -> String {
    let stem = sample.rsplit_once('.').map_or(sample, |(stem, _)| stem);
    format!("{stem}{EXPECTED}")
}

fn outcome(adapter: &Adapter, sample: &AdapterFile<'_>, files: &[AdapterFile<'_>]) -> Outcome {
    let reading = adapter.read(sample.bytes, received_at());
    let mut lines: Vec<String> = reading.scans.iter().map(scan_line::write).collect();
    for known in &reading.also_known {
        lines.push(format!("# also_known {} {}", known.other.scheme(), known.other));
    }
    for unknown in &reading.unknown_codes {
        let code = unknown.code.as_ref().or(unknown.text.as_ref());
        let code = code.map_or("", portolan_model::ScanText::as_str);
        lines.push(format!("# unknown {} {code}", unknown.count));
    }
    let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
    for fault in &reading.faults {
        let event = fault.event.map_or("message".to_owned(), |event| format!("event {event}"));
        lines.push(format!("# fault {event} {}", fault.code));
    }
    let wanted = expected_path(sample.path);
    let expected = files.iter().find(|file| file.path == wanted).map(|file| {
        let text = String::from_utf8_lossy(file.bytes);
        text.lines().map(str::to_owned).collect()
    });
    let mut cases: BTreeSet<Case> = reading.scans.iter().filter_map(case_of).collect();
    if !reading.unknown_codes.is_empty() {
        cases.insert(Case::UnknownCode);
    }
    Outcome { path: sample.path.to_owned(), lines, expected, faults, cases }
}

fn case_of(scan: &portolan_model::Scan) -> Option<Case> {
    if scan.milestone == Milestone::Unknown {
        return Some(Case::UnknownCode);
    }
    match scan.milestone.sub_status(scan.reason).status() {
        Status::InTransit => Some(Case::InTransit),
        Status::Delivered => Some(Case::Delivered),
        Status::DeliveryFailed => Some(Case::Failed),
        Status::Customs => Some(Case::Customs),
        Status::Returning | Status::Returned => Some(Case::Returned),
        _ => None,
    }
}
