//! Routes the same parcels three ways in one run: our exact Pareto search, a shortest path over the legs
//! by days alone (what a user would write with a graph library), and reading the file and no more.
//!
//! `compare_search NETWORK ORDERS [LANES]`. Rounds of the three alternate and the best of each counts, so
//! that a busy machine slows all of them. One thread.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use pathfinding::prelude::dijkstra;
use portolan_model::{ClientTier, CountryCode, Goods, Mass, Money, Postcode, Size};
use portolan_network::records::{NodeIdx, ServiceIdx};
use portolan_network::schedule::{Clock, transit};
use portolan_network::{NetworkSource, Shipment, Snapshot, TableFile, compile};
use portolan_routing::{Endpoint, EntryWish, Live, Query, RouteFilter, Searcher};

/// Rounds of each way; the best one counts.
const ROUNDS: usize = 3;
/// Lanes compared where none are asked for.
const LANES: usize = 2_000;
/// When every parcel is ready.
const READY: &str = "2026-11-23T09:00:00+08:00";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (network, orders, lanes) = match arguments.as_slice() {
        [network, orders] => (network, orders, LANES),
        [network, orders, lanes] => (network, orders, lanes.parse().context("LANES")?),
        _ => bail!("usage: compare_search NETWORK ORDERS [LANES]"),
    };
    let started = now();
    let source = read_network(Path::new(network))?;
    let snapshot = compile(&source).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let compiled = started.elapsed();
    let bytes = std::fs::read(orders).with_context(|| format!("cannot read {orders}"))?;
    let queries = queries(&snapshot, &bytes, lanes)?;
    let service = snapshot.find_service("standard").context("the network sells no `standard`")?;
    let mut best = [Duration::MAX; 4];
    let mut found = [0_usize; 4];
    for _ in 0..ROUNDS {
        for (way, count) in found.iter_mut().enumerate() {
            let started = now();
            *count = match way {
                0 => pareto(&snapshot, &queries),
                1 => offers(&snapshot, &queries, service),
                2 => shortest(&snapshot, &queries),
                _ => read_only(&bytes)?,
            };
            best[way] = best[way].min(started.elapsed());
        }
    }
    report(&snapshot, compiled, queries.len(), best, found);
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}

/// The full Pareto set of every query; the routes found.
fn pareto(snapshot: &Snapshot, queries: &[Query]) -> usize {
    let mut searcher = Searcher::new(snapshot);
    let every = RouteFilter::default();
    let routes = queries.iter().map(|query| searcher.search(&Live::none(), query, &every));
    routes.map(|routes| routes.map_or(0, |routes| routes.len())).sum()
}

/// One service's offer for every query, as booking asks for it; the offers made.
fn offers(snapshot: &Snapshot, queries: &[Query], service: ServiceIdx) -> usize {
    let mut searcher = Searcher::new(snapshot);
    let offers = queries.iter().map(|query| searcher.offer(&Live::none(), query, service));
    offers.filter(|offer| matches!(offer, Ok(Ok(_)))).count()
}

/// The fewest hours over the legs, whatever timetable, price, product or rule; the queries with a way.
fn shortest(snapshot: &Snapshot, queries: &[Query]) -> usize {
    let ways = queries.iter().filter(|query| {
        let goals: BTreeSet<NodeIdx> = nodes_of(snapshot, &query.to);
        let starts = nodes_of(snapshot, &query.from);
        starts.iter().any(|&start| {
            let next = |node: &NodeIdx| {
                let legs = snapshot.nodes[*node].out_legs.iter();
                legs.map(|&leg| {
                    let row = &snapshot.legs[leg];
                    (row.to, transit(row, Clock::P50).as_secs())
                })
                .collect::<Vec<_>>()
            };
            dijkstra(&start, next, |node| goals.contains(node)).is_some()
        })
    });
    ways.count()
}

fn nodes_of(snapshot: &Snapshot, end: &Endpoint) -> BTreeSet<NodeIdx> {
    let Endpoint::Postcode { country, postcode } = end else { return BTreeSet::new() };
    let zones = snapshot.zones_of(*country, postcode.as_ref());
    zones.map(|found| found.end.places.iter().map(|p| p.node).collect()).unwrap_or_default()
}

/// Every cell of the file read; the rows.
fn read_only(bytes: &[u8]) -> Result<usize> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record)? {
        rows += usize::from(!record.is_empty());
    }
    Ok(rows)
}

/// A parcel of general goods for each of the first addresses of the file.
fn queries(snapshot: &Snapshot, bytes: &[u8], lanes: usize) -> Result<Vec<Query>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let at = header.iter().position(|h| h == name);
        at.with_context(|| format!("the orders have no column {name}"))
    };
    let (country, postcode) = (column("country")?, column("postcode")?);
    let ready: Timestamp = READY.parse()?;
    let mut queries = Vec::with_capacity(lanes);
    for (n, record) in reader.records().take(lanes).enumerate() {
        let record = record?;
        let code = CountryCode::parse(record.get(country).unwrap_or_default())?;
        let grams = 100 + (u32::try_from(n)? * 37) % 1_900;
        queries.push(Query {
            from: Endpoint::Postcode {
                country: CountryCode::parse("CN")?,
                postcode: Some(Postcode::parse("311300")?),
            },
            to: Endpoint::Postcode {
                country: code,
                postcode: Postcode::parse(record.get(postcode).unwrap_or_default()).ok(),
            },
            ready,
            shipment: Shipment {
                actual: Mass::from_grams(grams)?,
                size: Some(Size::new_box(200, 150, 80)?),
                goods: Goods::parse("general")?,
                value: Money::from_minor(2_000, snapshot.base_currency),
            },
            tier: ClientTier::Developing,
            currency: snapshot.base_currency,
            entry: EntryWish::Any,
            given_fields: None,
            explain: false,
        });
    }
    Ok(queries)
}

fn read_network(folder: &Path) -> Result<NetworkSource> {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "csv" || e == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            tables.push(TableFile { path: name, bytes: std::fs::read(&path)? });
        }
    }
    tables.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(NetworkSource { folders: vec![tables] })
}

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is run for")]
fn report(
    snapshot: &Snapshot,
    compiled: Duration,
    lanes: usize,
    best: [Duration; 4],
    found: [usize; 4],
) {
    println!(
        "network: {} nodes, {} legs, {} lines, compiled in {:.0} ms",
        snapshot.nodes.len(),
        snapshot.legs.len(),
        snapshot.lines.len(),
        compiled.as_secs_f64() * 1e3
    );
    let ways = [
        ("full Pareto search", lanes, "routes"),
        ("one service's offer", lanes, "offers"),
        ("pathfinding::dijkstra, hours alone", lanes, "ways"),
        ("reading the rows and no more", found[3], "rows"),
    ];
    println!("| way | per second | against the first | found |\n|---|---|---|---|");
    let rate = |way: usize| {
        let count = u32::try_from(ways[way].1).unwrap_or(u32::MAX);
        f64::from(count) / best[way].as_secs_f64()
    };
    for (way, (name, _, what)) in ways.iter().enumerate() {
        println!(
            "| {name} | {:.0} | {:.2} | {} {what} |",
            rate(way),
            rate(way) / rate(0),
            found[way]
        );
    }
}
