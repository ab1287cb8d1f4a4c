//! Single cells: instants, numbers, and what stands for nothing.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::limits;

/// What spreadsheets and data frames write for "nothing".
const NOTHING: [&str; 9] = ["", "nan", "nat", "null", "none", "na", "n/a", "-", "\\n"];

/// Whether a cell tells nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// An instant as a history writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instant {
    pub at: Timestamp,
    /// No time of day was told.
    pub is_date: bool,
}

/// Reads `2026-11-22`, `2026-11-22 10:30`, `2026-11-22T10:30:05.5`, each with or without an offset. Without one the
/// clock is taken to be UTC, which shifts a whole history and no duration.
pub(super) fn instant(text: &str) -> Option<Instant> {
    let text = text.trim();
    if !has_date_shape(text) {
        return None;
    }
    let plain = text.strip_suffix("UTC").map_or(text, str::trim_end);
    let (at, is_date) = match plain.parse::<Timestamp>() {
        Ok(at) => (at, false),
        Err(_) => (with_short_offset(plain)?, plain.len() <= 10),
    };
    let year = at.to_zoned(TimeZone::UTC).year();
    limits::YEARS.contains(&year).then_some(Instant { at, is_date })
}

fn with_short_offset(plain: &str) -> Option<Timestamp> {
    if let Ok(local) = plain.parse::<DateTime>() {
        return local.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    }
    // PostgreSQL writes an offset of whole hours as `+02`.
    let (clock, sign, hours) = plain
        .rfind(['+', '-'])
        .filter(|&at| at > 10)
        .map(|at| (&plain[..at], &plain[at..=at], &plain[at + 1..]))?;
    let is_hours = hours.len() == 2 && hours.bytes().all(|byte| byte.is_ascii_digit());
    if is_hours { format!("{clock}{sign}{hours}:00").parse().ok() } else { None }
}

/// Four digits, a dash, two digits, a dash, two digits.
pub(super) fn has_date_shape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// A finite number, with a point for its decimals.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}
