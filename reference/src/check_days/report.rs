//! The tables that the check of days prints, and what it finds at fault.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;

use super::Compared;
use crate::days::{Days, Range, median};
use crate::record::Sources;

/// Greatest median error of p50 and of p90, in percent.
const MEDIAN_MAX: f64 = 35.0;
/// How many times the published middle or end a row may be off without a reason by name.
const TIMES_MAX: f64 = 3.0;

/// The comparison with the reasons for rows that are far off.
#[derive(Debug)]
pub struct Report {
    rows: Vec<Compared>,
    reasons: BTreeMap<(String, String, String), String>,
}

/// Medians over some rows.
struct Summary {
    count: usize,
    p50: f64,
    p90: f64,
    within: f64,
    rule: f64,
}

impl Report {
    /// A report of these rows with the reasons of `tables/transit_explained.csv`.
    ///
    /// # Errors
    /// When the table is missing.
    pub fn new(rows: Vec<Compared>, sources: &Sources) -> Result<Self> {
        let reason = |row: &crate::record::Record| {
            let key = ["line", "country", "publisher"].map(|column| row.get(column).to_owned());
            (key.into(), row.get("why").to_owned())
        };
        let reasons = sources.table("tables/transit_explained")?.iter().map(reason).collect();
        Ok(Self { rows, reasons })
    }

    /// What is at fault; empty when the check holds.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let all: Vec<&Compared> = self.rows.iter().collect();
        let summary = summarise(&all);
        for (clock, error) in [("p50", summary.p50), ("p90", summary.p90)] {
            if error > MEDIAN_MAX {
                faults.push(format!("the median error of {clock} is {error:.0} %"));
            }
        }
        for row in &self.rows {
            let lane = format!("{} to {}", row.published.line, row.published.country);
            if row.network.is_none() {
                faults.push(format!("no route by {lane}"));
            } else if times_off(row) > TIMES_MAX && self.reason_of(row).is_none() {
                faults.push(format!("{lane} ({}) is far off", row.published.publisher));
            }
        }
        faults
    }

    fn reason_of(&self, row: &Compared) -> Option<&String> {
        let published = &row.published;
        let key = |country: &str| {
            (published.line.clone(), country.to_owned(), published.publisher.to_owned())
        };
        self.reasons.get(&key(&published.country)).or_else(|| self.reasons.get(&key("*")))
    }

    /// The tables as Markdown.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "| line | published by | ranges | median error p50 | median error p90 | p50 in range | rules alone |\n|---|---|---|---|---|---|---|\n",
        );
        let mut groups: BTreeMap<(&str, &str), Vec<&Compared>> = BTreeMap::new();
        for row in &self.rows {
            let key = (row.published.line.as_str(), row.published.publisher);
            groups.entry(key).or_default().push(row);
        }
        for ((line, publisher), rows) in &groups {
            push_summary(&mut text, &format!("`{line}` | {publisher}"), &summarise(rows));
        }
        for publisher in ["carrier", "reseller"] {
            let rows: Vec<&Compared> =
                self.rows.iter().filter(|row| row.published.publisher == publisher).collect();
            push_summary(&mut text, &format!("**all** | {publisher}"), &summarise(&rows));
        }
        let all: Vec<&Compared> = self.rows.iter().collect();
        push_summary(&mut text, "**all** | both", &summarise(&all));
        let held_out: Vec<&Compared> = self.rows.iter().filter(|row| row.is_held_out).collect();
        let summary = summarise(&held_out);
        let _ = writeln!(
            text,
            "\nHeld out (rule:days-3 says of a country what other countries' days imply): {} ranges, median error {:.0} %.",
            summary.count, summary.rule
        );
        text.push_str("\nFarthest off:\n\n| line | country | published by | range | p50 | p90 | times off | why |\n|---|---|---|---|---|---|---|---|\n");
        let mut far: Vec<&Compared> =
            self.rows.iter().filter(|row| times_off(row) > TIMES_SHOWN).collect();
        far.sort_by(|a, b| times_off(b).total_cmp(&times_off(a)));
        for row in far {
            let (published, days) = (&row.published, row.network.unwrap_or(NO_DAYS));
            let why = self.reason_of(row).map_or("", String::as_str);
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {:.0}-{:.0} | {:.1} | {:.1} | {:.1} | {why} |",
                published.line,
                published.country,
                published.publisher,
                published.range.min,
                published.range.max,
                days.p50,
                days.p90,
                times_off(row),
            );
        }
        text
    }
}

/// How many times off a row is that is listed by itself.
const TIMES_SHOWN: f64 = 2.0;

const NO_DAYS: Days = Days { p50: 0.0, p90: 0.0 };

fn push_summary(text: &mut String, name: &str, summary: &Summary) {
    let _ = writeln!(
        text,
        "| {name} | {} | {:.0} % | {:.0} % | {:.0} % | {:.0} % |",
        summary.count, summary.p50, summary.p90, summary.within, summary.rule
    );
}

/// Percent by which `days` is off `published`.
fn error(days: f64, published: f64) -> f64 {
    (days - published).abs() / published * 100.0
}

fn summarise(rows: &[&Compared]) -> Summary {
    let with = |value: fn(Days, Range) -> f64| -> Vec<f64> {
        rows.iter().filter_map(|row| Some(value(row.network?, row.published.range))).collect()
    };
    let is_within = |row: &&&Compared| {
        let range = row.published.range;
        row.network.is_some_and(|days| (range.min.floor()..=range.max.ceil()).contains(&days.p50))
    };
    let rule =
        rows.iter().filter_map(|row| Some(error(row.by_rule?.p50, row.published.range.middle())));
    let share = |count: usize| {
        let of = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        of(count) / of(rows.len().max(1)) * 100.0
    };
    Summary {
        count: rows.len(),
        p50: median(with(|days, range| error(days.p50, range.middle()))).unwrap_or(0.0),
        p90: median(with(|days, range| error(days.p90, range.max))).unwrap_or(0.0),
        within: share(rows.iter().filter(is_within).count()),
        rule: median(rule.collect()).unwrap_or(0.0),
    }
}

/// How many times the network's p50 is the published middle or the other way round, or the like of p90
/// and the end, whichever is more.
fn times_off(row: &Compared) -> f64 {
    let Some(days) = row.network else { return f64::INFINITY };
    let times = |days: f64, published: f64| (days / published).max(published / days.max(0.5));
    let range = row.published.range;
    times(days.p50, range.middle()).max(times(days.p90, range.max))
}
