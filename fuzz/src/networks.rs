//! Network folders: one table of a good network replaced by the bytes.

use std::sync::OnceLock;

use portolan_network::{NetworkSource, TableFile, check};

macro_rules! tables {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!(
            "../../crates/network/tests/fixtures/small/", $name
        )))),+]
    };
}

const TABLES: &[(&str, &[u8])] = tables![
    "agreements.csv",
    "countries.csv",
    "departures.csv",
    "disruptions.csv",
    "duties.csv",
    "facilities.csv",
    "fx.csv",
    "guarantees.toml",
    "holidays.csv",
    "identifier_ranges.csv",
    "legs.csv",
    "line_legs.csv",
    "lines.csv",
    "network.toml",
    "operators.csv",
    "processes.csv",
    "required_fields.csv",
    "restrictions.csv",
    "service_points.csv",
    "services.toml",
    "surcharges.csv",
    "tariff_bands.csv",
    "tariffs.csv",
    "zones.csv",
];

/// The first byte chooses the table, the rest is its content: a network without errors is compiled,
/// one with errors is not, and every fault tells what is wrong and how to mend it.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn network_table(bytes: &[u8]) {
    let Some((&first, content)) = bytes.split_first() else { return };
    let mut source = NetworkSource { folders: vec![base().clone()] };
    let replaced = usize::from(first) % TABLES.len();
    source.folders[0][replaced].bytes = content.to_vec();
    let checked = check(&source);
    assert_eq!(checked.snapshot.is_some(), checked.error_count() == 0);
    for fault in &checked.faults {
        assert!(!fault.what.is_empty() && !fault.mend.is_empty(), "{fault:?}");
    }
}

fn base() -> &'static Vec<TableFile> {
    static BASE: OnceLock<Vec<TableFile>> = OnceLock::new();
    BASE.get_or_init(|| {
        let tables = TABLES.iter();
        tables
            .map(|(path, bytes)| TableFile { path: (*path).to_owned(), bytes: bytes.to_vec() })
            .collect()
    })
}
