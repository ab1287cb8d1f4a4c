//! What a reader sees of milestones and statuses, by language: data, a file per language.
//!
//! A file names its language, its direction and a text for every milestone and status; one that misses a
//! word or has one too many is refused with all its faults. Who asks for a language that there is no file
//! for gets the one that is first among those he reads, or else English.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use portolan_model::{Milestone, Status};
use thiserror::Error;
use toml::Table;

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
    milestones: BTreeMap<Milestone, String>,
    statuses: BTreeMap<Status, String>,
    next: BTreeMap<Status, String>,
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
    /// Reads a file, or tells all that is wrong with it.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<TextsFault>> {
        let mut reader = Reader { file, faults: Vec::new() };
        let table = text.parse::<Table>().unwrap_or_else(|error| {
            reader.fault(format!("not TOML: {}", error.message()), "mend the line it names");
            Table::new()
        });
        if let Some(fault) = reader.faults.pop() {
            return Err(vec![fault]);
        }
        let language = reader.word(&table, "language");
        let name = reader.word(&table, "name");
        let direction = match reader.word(&table, "direction").as_str() {
            "ltr" => Direction::LeftToRight,
            "rtl" => Direction::RightToLeft,
            _ => {
                reader.fault("direction is neither of its words".to_owned(), "write ltr or rtl");
                Direction::LeftToRight
            }
        };
        let milestones = reader.words(&table, "milestone", Milestone::ALL, Milestone::as_str);
        let statuses = reader.words(&table, "status", Status::ALL, Status::as_str);
        let next = reader.words(&table, "next", Status::ALL, Status::as_str);
        if reader.faults.is_empty() {
            Ok(Self { language, name, direction, milestones, statuses, next })
        } else {
            Err(reader.faults)
        }
    }

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

    /// Where a parcel stands.
    pub fn status(&self, status: Status) -> &str {
        self.statuses.get(&status).map_or("", String::as_str)
    }

    /// What happens next.
    pub fn next(&self, status: Status) -> &str {
        self.next.get(&status).map_or("", String::as_str)
    }
}

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

struct Reader<'a> {
    file: &'a str,
    faults: Vec<TextsFault>,
}

impl Reader<'_> {
    fn fault(&mut self, what: String, mend: &'static str) {
        self.faults.push(TextsFault { file: self.file.to_owned(), what, mend });
    }

    fn word(&mut self, table: &Table, key: &str) -> String {
        let text = table.get(key).and_then(toml::Value::as_str);
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            return text.to_owned();
        }
        self.fault(format!("{key} is missing"), "write it as text in quotation marks");
        String::new()
    }

    fn words<K: Copy + Ord>(
        &mut self,
        table: &Table,
        section: &str,
        all: &[K],
        name_of: impl Fn(K) -> &'static str,
    ) -> BTreeMap<K, String> {
        let empty = Table::new();
        let words = table.get(section).and_then(toml::Value::as_table).unwrap_or(&empty);
        let mut found = BTreeMap::new();
        for &key in all {
            let text = words.get(name_of(key)).and_then(toml::Value::as_str);
            match text.filter(|text| !text.trim().is_empty()) {
                Some(text) => drop(found.insert(key, text.to_owned())),
                None => self.fault(
                    format!("{section}.{} is missing", name_of(key)),
                    "write it as text in quotation marks",
                ),
            }
        }
        for name in words.keys() {
            if !all.iter().any(|&key| name_of(key) == name) {
                self.fault(format!("{section}.{name} is no {section}"), "take the line out");
            }
        }
        found
    }
}
