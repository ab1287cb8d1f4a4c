//! The tables of the check, as they stand in `docs/src/networks/reference-prices.md`.

use super::{Compared, Explained};
use crate::pricing::{calibrate::fit::median, table::amount};
use std::{collections::BTreeMap, fmt::Write as _};

/// The median error may be at most this, in percent.
const MEDIAN_PERCENT_MAX: i64 = 35;
/// No quote may be farther than this many times, unless it is explained by name.
const TIMES_MAX: i64 = 3;
const PPM_PER_PERCENT: i64 = 10_000;

/// Every held-out quote beside the network's price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order of the file.
    pub compared: Vec<Compared>,
    /// How many quotes calibration has seen.
    pub used: usize,
    /// The baseline's one price per kilogram, in fen.
    pub naive_fen_per_kg: i64,
}

impl Report {
    /// Markdown: the summary, a table by line, and every quote.
    pub fn text(&self, explained: &Explained) -> String {
        let mut text = self.summary();
        text.push('\n');
        text.push_str(&self.by_line());
        text.push('\n');
        text.push_str(&self.by_quote());
        let beyond = self.beyond();
        if !beyond.is_empty() {
            let _ = writeln!(text, "\nBeyond {TIMES_MAX} times:\n");
        }
        for row in beyond {
            let key = (row.quote.quoted.clone(), row.quote.country.clone());
            let reason = explained.get(&key).map_or("not explained", String::as_str);
            let _ = writeln!(text, "- {} to {}: {reason}", row.quote.quoted, row.quote.country);
        }
        text
    }

    /// What keeps the check from passing, in words.
    pub fn verdict(&self, explained: &Explained) -> Vec<String> {
        let mut faults = Vec::new();
        match self.median_ppm() {
            None => faults.push("nothing was compared".to_owned()),
            Some(ppm) if ppm > MEDIAN_PERCENT_MAX * PPM_PER_PERCENT => {
                faults.push(format!("the median error is {} %", percent(ppm)));
            }
            Some(_) => {}
        }
        for row in self.beyond() {
            let key = (row.quote.quoted.clone(), row.quote.country.clone());
            if !explained.contains_key(&key) {
                faults.push(format!("{} to {} is beyond {TIMES_MAX} times", key.0, key.1));
            }
        }
        let unpriced = self.compared.iter().filter_map(|row| {
            let reason = row.modelled.as_ref().err()?;
            Some(format!("{} to {}: {reason}", row.quote.quoted, row.quote.country))
        });
        faults.extend(unpriced);
        faults
    }

    /// The median error in parts per million.
    pub fn median_ppm(&self) -> Option<i64> {
        median(&errors(&self.compared))
    }

    /// The median error of one price per kilogram for all.
    pub fn naive_median_ppm(&self) -> Option<i64> {
        let naive = self.compared.iter().map(|row| {
            (row.naive_fen - row.quote.price_fen).abs() * 1_000_000 / row.quote.price_fen.max(1)
        });
        median(&naive.collect::<Vec<_>>())
    }

    fn beyond(&self) -> Vec<&Compared> {
        self.compared.iter().filter(|row| row.is_beyond(TIMES_MAX)).collect()
    }

    /// Markdown: the figures of the whole.
    pub fn summary(&self) -> String {
        let priced = errors(&self.compared);
        let within =
            |percent: i64| priced.iter().filter(|ppm| **ppm <= percent * PPM_PER_PERCENT).count();
        let naive_beyond = self.compared.iter().filter(|row| {
            row.naive_fen > row.quote.price_fen * TIMES_MAX
                || row.quote.price_fen > row.naive_fen * TIMES_MAX
        });
        let mut text = String::from("| | |\n|---|---|\n");
        let mut row = |name: &str, value: String| {
            let _ = writeln!(text, "| {name} | {value} |");
        };
        row("quotes held out and compared", self.compared.len().to_string());
        row("quotes that calibration saw", self.used.to_string());
        row("without a price in the network", (self.compared.len() - priced.len()).to_string());
        row("median error", format!("{} %", self.median_ppm().map_or_else(String::new, percent)));
        row("within 10 %, 20 %, 35 %", format!("{}, {}, {}", within(10), within(20), within(35)));
        row(&format!("beyond {TIMES_MAX} times"), self.beyond().len().to_string());
        let naive = self.naive_median_ppm().map_or_else(String::new, percent);
        let per_kg = amount(self.naive_fen_per_kg);
        row(
            &format!("baseline, {per_kg} CNY a kilogram for all: median error"),
            format!("{naive} %, beyond {TIMES_MAX} times: {}", naive_beyond.count()),
        );
        text
    }

    fn by_line(&self) -> String {
        let mut lines: BTreeMap<&str, Vec<&Compared>> = BTreeMap::new();
        for row in &self.compared {
            lines.entry(&row.quote.line).or_default().push(row);
        }
        let mut text =
            String::from("| line | quotes | median error | worst |\n|---|--:|--:|---|\n");
        for (line, rows) in lines {
            let owned: Vec<Compared> = rows.iter().map(|row| (*row).clone()).collect();
            let middle = median(&errors(&owned)).map_or_else(|| "–".to_owned(), percent);
            let worst = rows.iter().max_by_key(|row| row.error_ppm());
            let worst = worst.map_or_else(String::new, |row| {
                let error = row.error_ppm().map_or_else(|| "–".to_owned(), percent);
                format!("{} {error} %", row.quote.country)
            });
            let _ = writeln!(text, "| `{line}` | {} | {middle} % | {worst} |", rows.len());
        }
        text
    }

    fn by_quote(&self) -> String {
        let mut rows: Vec<&Compared> = self.compared.iter().collect();
        rows.sort_by_key(|row| (&row.quote.line, &row.quote.quoted, &row.quote.country));
        let mut text = String::from(
            "| line | quoted service | to | quoted | network | error |\n|---|---|---|--:|--:|--:|\n",
        );
        for row in rows {
            let quote = &row.quote;
            let (network, error) = match &row.modelled {
                Ok(fen) => (amount(*fen), signed_percent(*fen, quote.price_fen)),
                Err(reason) => ("–".to_owned(), reason.clone()),
            };
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} | {network} | {error} |",
                quote.line,
                quote.quoted,
                quote.country,
                amount(quote.price_fen),
            );
        }
        text
    }
}

fn errors(rows: &[Compared]) -> Vec<i64> {
    rows.iter().filter_map(Compared::error_ppm).collect()
}

/// Parts per million as percent with one decimal.
fn percent(ppm: i64) -> String {
    let tenths = (ppm + PPM_PER_PERCENT / 20) / (PPM_PER_PERCENT / 10);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn signed_percent(modelled: i64, published: i64) -> String {
    let difference = modelled - published;
    let sign = if difference < 0 { "−" } else { "+" };
    let ppm = difference.abs() * 1_000_000 / published.max(1);
    format!("{sign}{} %", percent(ppm))
}
