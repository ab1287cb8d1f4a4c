//! What a reader sees of a parcel, by language: data, a file per language.
//!
//! A file names its language, its direction, its rule of counting, and a text for every milestone, status,
//! reason, exception and phrase of the buyer's page; one that misses a word or has one too many is refused
//! with all its faults. Who asks for a language that there is no file for gets the one that is first among
//! those he reads, or else English.

mod dates;
mod phrase;
mod plural;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use portolan_model::scan::Reason;
use portolan_model::{CountryCode, Milestone, Status, SubStatus};
use thiserror::Error;

use crate::outlook::ExceptionKind;

pub use dates::DateTexts;
pub use phrase::{Counted, Phrase};
pub use plural::{PluralForm, PluralRule};

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// As HTML's `dir` has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The texts of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    language: String,
    name: String,
    direction: Direction,
    plural: PluralRule,
    milestones: BTreeMap<Milestone, String>,
    statuses: BTreeMap<Status, String>,
    next: BTreeMap<Status, String>,
    due: BTreeMap<Milestone, String>,
    reasons: BTreeMap<Reason, String>,
    exceptions: BTreeMap<&'static str, String>,
    reported: BTreeMap<SubStatus, String>,
    phrases: BTreeMap<Phrase, String>,
    counts: BTreeMap<(Counted, PluralForm), String>,
    dates: DateTexts,
    countries: BTreeMap<CountryCode, String>,
}

/// What is wrong with a file of texts.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {what}: {mend}")]
pub struct TextsFault {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: &'static str,
}

impl Texts {
    /// Its code, as HTML's `lang` has it.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Its own name for itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which way it is written.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// What happened.
    pub fn milestone(&self, milestone: Milestone) -> &str {
        self.milestones.get(&milestone).map_or("", String::as_str)
    }

    /// What is still to happen.
    pub fn due(&self, milestone: Milestone) -> &str {
        self.due.get(&milestone).map_or_else(|| self.milestone(milestone), String::as_str)
    }

    /// Why it happened.
    pub fn reason(&self, reason: Reason) -> &str {
        self.reasons.get(&reason).map_or("", String::as_str)
    }

    /// Where a parcel stands.
    pub fn status(&self, status: Status) -> &str {
        self.statuses.get(&status).map_or("", String::as_str)
    }

    /// What happens next.
    pub fn next(&self, status: Status) -> &str {
        self.next.get(&status).map_or("", String::as_str)
    }

    /// What a buyer should know of an exception.
    pub fn exception(&self, kind: &ExceptionKind) -> &str {
        let text = match kind {
            ExceptionKind::Reported(sub_status) => self.reported.get(sub_status),
            _ => self.exceptions.get(kind.name()),
        };
        text.map_or("", String::as_str)
    }

    /// A country's name; the English one where the file has none.
    pub fn country(&self, country: CountryCode) -> &str {
        self.countries.get(&country).map_or_else(|| country.english_name(), String::as_str)
    }

    /// A phrase without values.
    pub fn phrase(&self, phrase: Phrase) -> &str {
        self.phrases.get(&phrase).map_or("", String::as_str)
    }

    /// A phrase with its values. In a language that is written from right to left, and around what is not
    /// plain ASCII, a value is isolated (U+2068 and U+2069), so that neither disorders the other.
    pub fn filled(&self, phrase: Phrase, values: &[(&str, &str)]) -> String {
        let mut text = self.phrase(phrase).to_owned();
        for (name, value) in values {
            let is_plain = self.direction == Direction::LeftToRight && value.is_ascii();
            let isolated =
                if is_plain { (*value).to_owned() } else { format!("\u{2068}{value}\u{2069}") };
            text = text.replace(&format!("{{{name}}}"), &isolated);
        }
        text
    }

    /// So many of something.
    pub fn count(&self, counted: Counted, count: u64) -> String {
        let form = self.plural.form_of(count);
        let text = self.counts.get(&(counted, form)).map_or("", String::as_str);
        text.replace("{count}", &count.to_string())
    }

    /// How it writes dates.
    pub const fn dates(&self) -> &DateTexts {
        &self.dates
    }
}

/// The exceptions that are not a carrier's own report, by their names in files of texts.
const EXCEPTIONS: &[&str] = &[
    "stalled",
    "blind",
    "off_route",
    "customs_hold",
    "failed_delivery",
    "promise_at_risk",
    "promise_broken",
    "presumed_lost",
];

/// The texts for a reader: the first of `wanted` (an `Accept-Language` header, RFC 9110) that there is a
/// file for, or English, or the first there is.
pub fn preferred<'t>(texts: &'t [Texts], wanted: &str) -> Option<&'t Texts> {
    let mut ranges: Vec<(u16, &str)> = wanted.split(',').filter_map(weighted).collect();
    // A stable sort keeps the reader's order among equals.
    ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let of = |language: &str| texts.iter().find(|texts| texts.language == language);
    let primary = |range: &str| range.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let found = ranges.iter().find_map(|(_, range)| of(&primary(range)));
    found.or_else(|| of("en")).or_else(|| texts.first())
}

/// A language range and its weight in thousandths; `None` where it is refused by weight 0.
fn weighted(range: &str) -> Option<(u16, &str)> {
    let (range, parameters) = range.split_once(';').unwrap_or((range, ""));
    let weight = match parameters.trim().strip_prefix("q=") {
        None => 1_000,
        Some(text) => thousandths(text.trim())?,
    };
    (weight > 0).then(|| (weight, range.trim()))
}

fn thousandths(text: &str) -> Option<u16> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let padded = format!("{digits:0<3}");
    let rest: u16 = padded.get(..3)?.parse().ok()?;
    Some((whole * 1_000 + rest).min(1_000))
}
