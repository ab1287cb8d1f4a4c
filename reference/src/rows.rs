//! The tables that are made: rows by key, written in one order and one form, so that the same input
//! gives the same bytes.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};

/// Columns that every table ends with.
const LAST: [&str; 4] = ["valid_from", "valid_to", "source", "estimated"];

/// A table of the network format: its file, how many of its first columns are the key, its columns
/// before the last four.
const TABLES: &[(&str, usize, &str)] = &[
    (
        "agreements",
        1,
        "agreement giver taker scope of price currency preference share_min_percent share_max_percent committed_pieces period_days shortfall_price data_shared",
    ),
    (
        "countries",
        1,
        "country name name_zh currency postcode_format postcode_required main_zone customs_territory",
    ),
    (
        "departures",
        1,
        "departure leg weekdays date departs cutoff_hours holidays capacity_grams capacity_pieces",
    ),
    ("disruptions", 1, "disruption scope of from to effect delay_hours note"),
    (
        "facilities",
        1,
        "facility name name_zh kind operator country city postcode address timezone latitude longitude iata impc unlocode calendar",
    ),
    ("fx", 3, "base quote date rate"),
    ("holidays", 2, "calendar date name"),
    (
        "identifier_ranges",
        1,
        "range operator scheme indicator issuer prefix suffix digits first last block mode lines",
    ),
    (
        "legs",
        1,
        "leg operator from to mode clearance distance_km headway_hours p50_hours p90_hours capacity_grams capacity_pieces tracked loss_ppm damage_ppm",
    ),
    ("line_legs", 2, "line leg stage entry exit"),
    ("lines", 1, "line name name_zh operator export_mode description"),
    (
        "operators",
        1,
        "operator name name_zh kind country upu_code iata_code other_code tracking_adapter",
    ),
    (
        "processes",
        1,
        "process facility kind applies clearance step weekdays opens closes p50_hours p90_hours capacity_pieces",
    ),
    (
        "service_points",
        1,
        "service_point zone operator kind name address postcode latitude longitude weekdays opens closes",
    ),
    (
        "surcharges",
        1,
        "surcharge side tier scope of kind zones goods percent per_item per_kg minimum_price currency",
    ),
    (
        "tariff_bands",
        2,
        "tariff from_grams to_grams flat per_item per_kg first_grams first_price step_grams step_price",
    ),
    (
        "tariffs",
        1,
        "tariff side tier scope of from to currency band_by charge_by volumetric_divisor volumetric_side_mm volumetric_ratio volumetric_subtract_percent minimum_grams round_up_grams minimum_price",
    ),
    (
        "zones",
        1,
        "zone name name_zh country kinds postcodes places timezone latitude longitude delivery_weekdays calendar",
    ),
];

/// A row to be written: cells by column; what is not set is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row(BTreeMap<&'static str, String>);

impl Row {
    /// A published fact from `source`.
    pub fn fact(source: impl Into<String>) -> Self {
        Self::default().set("source", source)
    }

    /// What follows from the rule that `source` names.
    pub fn estimate(source: impl Into<String>) -> Self {
        Self::fact(source).set("estimated", "yes")
    }

    /// A fact, or an estimate where the source names a rule.
    pub fn sourced(source: &str) -> Self {
        if source.contains("rule:") { Self::estimate(source) } else { Self::fact(source) }
    }

    /// Sets a cell.
    #[must_use]
    pub fn set(mut self, column: &'static str, cell: impl Into<String>) -> Self {
        self.0.insert(column, cell.into());
        self
    }

    /// Sets a cell to a number, without needless zeros.
    #[must_use]
    pub fn number(self, column: &'static str, value: f64) -> Self {
        self.set(column, plain(value))
    }

    /// The cell of a column.
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }
}

/// A number with up to two decimals, without needless zeros.
pub fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The tables made so far.
#[derive(Debug, Clone, Default)]
pub struct Tables(BTreeMap<&'static str, BTreeMap<Vec<String>, Row>>);

impl Tables {
    /// Adds a row. The same row again changes nothing, so that stories may share a leg.
    ///
    /// # Errors
    /// When the table or a column does not exist, the source is missing, or another row has its key.
    pub fn add(&mut self, table: &str, row: Row) -> Result<()> {
        let (name, keys, columns) = layout(table)?;
        for column in row.0.keys() {
            let is_known = LAST.contains(column) || columns.split(' ').any(|c| c == *column);
            ensure!(is_known, "{table} has no column {column}");
        }
        let key: Vec<String> =
            columns.split(' ').take(keys).map(|column| row.get(column).to_owned()).collect();
        ensure!(!row.get("source").is_empty(), "{table} {key:?} has no source");
        let rows = self.0.entry(name).or_default();
        match rows.get(&key) {
            Some(other) if *other != row => {
                bail!("{table} has two rows {key:?}:\n{other:?}\n{row:?}")
            }
            Some(_) => {}
            None => {
                rows.insert(key, row);
            }
        }
        Ok(())
    }

    /// The rows of a table, by key.
    pub fn rows(&self, table: &str) -> impl Iterator<Item = &Row> {
        self.0.get(table).into_iter().flat_map(BTreeMap::values)
    }

    /// Whether a table has a row with this (single) key.
    pub fn has(&self, table: &str, key: &str) -> bool {
        self.0.get(table).is_some_and(|rows| rows.contains_key([key.to_owned()].as_slice()))
    }

    /// Whether a table has a row with these key cells.
    pub fn has_pair(&self, table: &str, first: &str, second: &str) -> bool {
        let key = [first.to_owned(), second.to_owned()];
        self.0.get(table).is_some_and(|rows| rows.contains_key(key.as_slice()))
    }

    /// The files, ready to be written.
    ///
    /// # Errors
    /// Never, unless a cell cannot be written as CSV.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for (table, rows) in &self.0 {
            let (_, _, columns) = layout(table)?;
            let columns: Vec<&str> = columns.split(' ').chain(LAST).collect();
            let used: Vec<&str> = columns
                .iter()
                .copied()
                .filter(|column| rows.values().any(|row| !row.get(column).is_empty()))
                .collect();
            let mut writer = csv::Writer::from_writer(Vec::new());
            let needed = columns.iter().copied().filter(|c| used.contains(c) || is_needed(c));
            let header: Vec<&str> = needed.collect();
            writer.write_record(&header)?;
            for row in rows.values() {
                writer.write_record(header.iter().map(|column| row.get(column)))?;
            }
            files.insert(format!("{table}.csv"), writer.into_inner().context("csv")?);
        }
        Ok(files)
    }
}

/// Columns that are written even where no row fills them are the ones before the last four: a reader
/// sees what could be said. Dates of validity are left out where nothing is dated.
fn is_needed(column: &str) -> bool {
    !matches!(column, "valid_from" | "valid_to")
}

fn layout(table: &str) -> Result<(&'static str, usize, &'static str)> {
    let found = TABLES.iter().find(|(name, _, _)| *name == table);
    found.copied().with_context(|| format!("the format has no table {table}"))
}
