//! Writes a file of so many orders: addresses of the example orders, SKUs of the example products.
//!
//! `generate_orders COUNT EXAMPLE_ORDERS EXAMPLE_PRODUCTS > FILE`. The same arguments give the same file.

use std::collections::BTreeMap;
use std::io::{self, BufWriter};

use anyhow::{Context as _, Result, bail, ensure};
use csv::StringRecord;
use portolan_bench::Numbers;

/// Columns that belong to a line of an order instead of the order.
const LINE_COLUMNS: [&str; 3] = ["sku", "quantity", "unit_price"];
/// Prices are spread over this many cents.
const CENTS_MAX: usize = 4_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, orders, products] = arguments.as_slice() else {
        bail!("usage: generate_orders COUNT EXAMPLE_ORDERS EXAMPLE_PRODUCTS");
    };
    let count: usize = count.parse().context("COUNT is a whole number")?;
    let skus = column(products, "sku")?;
    let (header, addresses) = first_rows(orders)?;
    ensure!(!addresses.is_empty() && !skus.is_empty(), "the examples hold no rows");
    let place: BTreeMap<&str, usize> =
        header.iter().enumerate().map(|(i, name)| (name, i)).collect();
    let mut numbers = Numbers::new(2026);
    let mut writer = csv::Writer::from_writer(BufWriter::new(io::stdout().lock()));
    writer.write_record(&header)?;
    for n in 0..count {
        let address = &addresses[numbers.below(addresses.len())];
        for sku in some_skus(&skus, &mut numbers) {
            let mut row: Vec<String> = address.iter().map(str::to_owned).collect();
            row[place["order"]] = format!("B-{n:07}");
            row[place["sku"]] = sku;
            row[place["quantity"]] = (1 + numbers.below(2)).to_string();
            let cents = 200 + numbers.below(CENTS_MAX);
            row[place["unit_price"]] = format!("{}.{:02}", cents / 100, cents % 100);
            "USD".clone_into(&mut row[place["currency"]]);
            row[place["service"]].clear();
            writer.write_record(&row)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// One to two different SKUs, mostly one, as orders have them.
fn some_skus(skus: &[String], numbers: &mut Numbers) -> Vec<String> {
    let first = numbers.below(skus.len());
    let mut chosen = vec![skus[first].clone()];
    let second = numbers.below(skus.len());
    if numbers.below(4) == 0 && second != first {
        chosen.push(skus[second].clone());
    }
    chosen
}

fn column(path: &str, name: &str) -> Result<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {path}"))?;
    let at = reader.headers()?.iter().position(|h| h == name);
    let at = at.with_context(|| format!("{path} has no column {name}"))?;
    reader.records().map(|r| Ok(r?.get(at).unwrap_or_default().to_owned())).collect()
}

/// The header, and the first row of every order.
fn first_rows(path: &str) -> Result<(StringRecord, Vec<StringRecord>)> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {path}"))?;
    let header = reader.headers()?.clone();
    for name in LINE_COLUMNS.iter().chain(&["order", "currency", "service"]) {
        ensure!(header.iter().any(|h| h == *name), "{path} has no column {name}");
    }
    let at = header.iter().position(|h| h == "order").unwrap_or_default();
    let mut rows: Vec<StringRecord> = Vec::new();
    for record in reader.records() {
        let record = record?;
        if rows.last().is_none_or(|last| last.get(at) != record.get(at)) {
            rows.push(record);
        }
    }
    Ok((header, rows))
}
