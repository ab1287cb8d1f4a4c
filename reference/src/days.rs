//! How many days a line takes to a country: published where it is, else by rule.
//!
//! In this order (rule:days-1): the carrier's published range for the line and country; a reseller's
//! where the carrier publishes none for the line; the range of the country's group
//! (`tables/line_days.csv`); the line's level times the group's ratio. Working days are calendar days
//! times 7 ÷ 5. The middle of a range is its p50, its upper end its p90.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

use crate::atlas::{Atlas, Nation};
use crate::record::{Record, Sources};

/// Calendar days per working day.
const CALENDAR_PER_WORKING: f64 = 7.0 / 5.0;
/// Least share of an upper limit published alone ("within 5 days") that its lower end is taken for.
const LOWER_END: f64 = 0.6;

/// Days door to door.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Days {
    /// At p50.
    pub p50: f64,
    /// At p90.
    pub p90: f64,
}

/// A published range in calendar days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Lower end.
    pub min: f64,
    /// Upper end.
    pub max: f64,
}

impl Range {
    /// Its middle.
    pub fn middle(self) -> f64 {
        f64::midpoint(self.min, self.max)
    }

    /// Reads the columns `days_min`, `days_max` and `unit`.
    ///
    /// # Errors
    /// When a number cannot be read.
    pub fn read(row: &Record) -> Result<Self> {
        let is_working = row.get("unit").contains("working");
        let factor = if is_working { CALENDAR_PER_WORKING } else { 1.0 };
        let max = row.number::<f64>("days_max")? * factor;
        let min = row.find_number::<f64>("days_min")?.map_or(max * LOWER_END, |min| min * factor);
        Ok(Self { min, max })
    }
}

/// Where the days of a lane come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The days.
    pub days: Days,
    /// The source to cite.
    pub source: String,
}

/// All published days and the rules for the rest.
#[derive(Debug, Clone, Default)]
pub struct DayBook {
    carriers: BTreeMap<(String, String), Vec<(Range, String)>>,
    resellers: BTreeMap<(String, String), Vec<(Range, String)>>,
    by_group: BTreeMap<(String, String), (Days, String)>,
    ratios: BTreeMap<String, f64>,
}

impl DayBook {
    /// Reads `facts/transit.csv` and `tables/line_days.csv`.
    ///
    /// # Errors
    /// When a cell cannot be read.
    pub fn read(sources: &Sources, atlas: &Atlas) -> Result<Self> {
        let ratio = |nation: &Nation| (nation.code.clone(), nation.group.ratio);
        let ratios = atlas.nations.values().map(ratio).collect();
        let mut book = Self { ratios, ..Self::default() };
        for row in sources.table("facts/transit")? {
            let key = (row.get("line").to_owned(), row.get("country").to_owned());
            let entry = (Range::read(row)?, row.get("source").to_owned());
            let publisher = match row.get("publisher") {
                "carrier" => &mut book.carriers,
                _ => &mut book.resellers,
            };
            publisher.entry(key).or_default().push(entry);
        }
        for row in sources.table("tables/line_days")? {
            for (group, cell) in row.cells().filter(|(c, _)| !matches!(*c, "line" | "source")) {
                let (p50, p90) = cell.split_once('-').context("days are written p50-p90")?;
                let days = Days { p50: p50.parse()?, p90: p90.parse()? };
                let key = (row.get("line").to_owned(), group.to_owned());
                book.by_group.insert(key, (days, row.get("source").to_owned()));
            }
        }
        Ok(book)
    }

    /// The days of a line to a country.
    ///
    /// # Errors
    /// When neither a publication nor a rule says any.
    pub fn target(&self, line: &str, nation: &Nation) -> Result<Target> {
        let key = (line.to_owned(), nation.code.clone());
        let is_published = self.carriers.contains_key(&(line.to_owned(), "*".to_owned()));
        let resellers = self.resellers.get(&key).filter(|_| !is_published);
        match self.carriers.get(&key).or(resellers) {
            Some(ranges) => Ok(of_ranges(ranges)),
            None => self.by_rule(line, nation),
        }
    }

    /// The days that the rules alone give, without any publication about the country itself.
    ///
    /// # Errors
    /// When no rule covers the line.
    pub fn by_rule(&self, line: &str, nation: &Nation) -> Result<Target> {
        let group = (line.to_owned(), nation.group.name.clone());
        if let Some((days, source)) = self.by_group.get(&group) {
            return Ok(Target { days: *days, source: source.clone() });
        }
        let (level, spread) = self
            .level(line, &nation.code)
            .with_context(|| format!("no days known for {line} to {}", nation.code))?;
        let p50 = level * nation.group.ratio;
        Ok(Target { days: Days { p50, p90: p50 * spread }, source: "rule:days-3".into() })
    }

    /// The line's level (days to a group of ratio 1) and its p90 over p50, by the medians of what is
    /// published about other countries.
    fn level(&self, line: &str, except: &str) -> Option<(f64, f64)> {
        let of = |map: &BTreeMap<(String, String), Vec<(Range, String)>>| -> Vec<(String, Range)> {
            let rows = map.iter().filter(|((of, code), _)| of == line && code != except);
            rows.flat_map(|((_, code), ranges)| {
                ranges.iter().map(|(range, _)| (code.clone(), *range))
            })
            .collect()
        };
        let mut rows = of(&self.carriers);
        if rows.is_empty() {
            rows = of(&self.resellers);
        }
        let ratio = |code: &str| self.ratios.get(code).copied().unwrap_or(1.0);
        let levels = rows.iter().map(|(code, range)| range.middle() / ratio(code)).collect();
        let spreads = rows.iter().map(|(_, range)| range.max / range.middle()).collect();
        Some((median(levels)?, median(spreads)?))
    }
}

/// The median; `None` of nothing.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Of several ranges for one lane, the mean of their ends.
fn of_ranges(ranges: &[(Range, String)]) -> Target {
    let mean = |value: fn(&Range) -> f64| {
        let sum: f64 = ranges.iter().map(|(range, _)| value(range)).sum();
        sum / f64::from(u32::try_from(ranges.len()).unwrap_or(1))
    };
    let days = Days { p50: mean(|range| range.middle()), p90: mean(|range| range.max) };
    Target { days, source: ranges.first().map(|(_, source)| source.clone()).unwrap_or_default() }
}
