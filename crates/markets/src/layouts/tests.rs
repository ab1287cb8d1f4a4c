//! Every layout is sound, and its file is read row by row.

use super::*;
use crate::{
    ProposedBy, ReadOptions,
    orders::{self, OrderFile},
    survey,
};
use portolan_model::{Currency, TimeZoneName};
use std::fmt::Write;

macro_rules! example {
    ($file:literal) => {
        include_bytes!(concat!("../../../../examples/marketplaces/", $file)).as_slice()
    };
}

/// The file of each layout.
fn examples() -> [(&'static str, &'static [u8]); 5] {
    [
        ("shopify", example!("shopify.csv")),
        ("woocommerce", example!("woocommerce.csv")),
        ("ebay", example!("ebay.csv")),
        ("aliexpress", example!("aliexpress.xlsx")),
        ("dianxiaomi", example!("dianxiaomi.xlsx")),
    ]
}

fn options() -> ReadOptions {
    let zone = TimeZoneName::parse("Asia/Shanghai").unwrap();
    ReadOptions { default_currency: Some(Currency::USD), ..ReadOptions::new(zone) }
}

fn read(bytes: &[u8], options: &ReadOptions) -> OrderFile {
    orders::read(bytes, options, &|_| true)
}

fn told(file: &OrderFile) -> String {
    let mut told = format!("layout {:?}, headings on line {}\n", file.layout, file.header_line);
    for fault in &file.faults {
        writeln!(told, "[{}] {fault}", fault.code).unwrap();
    }
    for row in &file.rows {
        let key = row.key.as_deref().unwrap_or("-");
        writeln!(told, "line {} {key} {}", row.line, row.fate.as_str()).unwrap();
        for fault in &row.faults {
            writeln!(told, "    [{}] {fault}", fault.code).unwrap();
        }
    }
    for read in &file.orders {
        let (order, to) = (&read.order, read.order.recipient());
        let postcode = to.postcode().map(ToString::to_string).unwrap_or_default();
        writeln!(told, "order {} {} {}", order.reference(), order.placed_at(), order.total())
            .unwrap();
        writeln!(
            told,
            "    {} / {:?} / {} / {:?} / {postcode} / {} / {:?} / {:?}",
            to.addressee(),
            to.lines(),
            to.city(),
            to.region(),
            to.country(),
            to.phone(),
            order.note()
        )
        .unwrap();
        for line in order.lines() {
            writeln!(told, "    {} x {} at {}", line.quantity(), line.sku(), line.unit_price())
                .unwrap();
        }
    }
    for warning in &file.warnings {
        writeln!(told, "warning [{}] {warning}", warning.code).unwrap();
    }
    told
}

#[test]
fn every_row_of_every_layout_has_its_fate() {
    for (key, bytes) in examples() {
        let file = read(bytes, &options());
        assert_eq!(file.layout, Some(key));
        insta::assert_snapshot!(format!("layout_{key}"), told(&file));
    }
}

#[test]
fn layouts_name_fields_and_sources_and_have_a_file() {
    for layout in all() {
        assert_eq!(layout.unknown_fields(), Vec::<&str>::new(), "{}", layout.key);
        assert!(layout.source.iter().all(|source| source.len() > 20), "{}", layout.key);
        assert!(layout.recognised_by.len() >= 3, "{}: other files are like it", layout.key);
        assert!(examples().iter().any(|(key, _)| *key == layout.key), "{}", layout.key);
        let path = format!("markets/{}/layout.toml", layout.key);
        let source = include_str!("../layouts.rs");
        assert!(source.contains(&path), "the folder bears the layout's key: {path}");
    }
    assert_eq!(all().len(), examples().len());
}

/// What a survey proposes reads the same rows as the file by itself, several columns of a field included.
#[test]
fn the_mapping_proposed_reads_the_same() {
    for (key, bytes) in examples() {
        let surveyed = survey(bytes, &options(), FileKind::Orders);
        assert_eq!(surveyed.proposed_by, ProposedBy::Layout, "{key}");
        assert_eq!(surveyed.layout.map(|layout| layout.key), Some(key));
        assert_eq!(surveyed.unmapped, Vec::<&str>::new());
        let mapped = ReadOptions { mapping: Some(surveyed.mapping), ..options() };
        assert_eq!(read(bytes, &mapped), read(bytes, &options()), "{key}");
    }
}

#[test]
fn a_layout_is_told_or_turned_off() {
    let shopify = examples()[0].1;
    let own = ReadOptions { layout: Some(OWN.to_owned()), ..options() };
    let file = read(shopify, &own);
    assert_eq!((file.layout, file.rows.len()), (None, 0));
    assert!(file.faults.iter().any(|fault| fault.code == "column_missing"));
    let wrong = ReadOptions { layout: Some("etsy".to_owned()), ..options() };
    assert_eq!(read(shopify, &wrong).faults[0].code, "layout_unknown");
    let surveyed = survey(shopify, &wrong, FileKind::Orders);
    assert_eq!((surveyed.faults[0].code, surveyed.columns.len()), ("layout_unknown", 78));
}

/// Our own files are nobody's layout.
#[test]
fn our_own_files_have_none() {
    for bytes in [
        include_bytes!("../../../../examples/orders.csv").as_slice(),
        include_bytes!("../../../../examples/orders-bad.csv"),
    ] {
        assert_eq!(read(bytes, &options()).layout, None);
    }
}
