//! `portolan simulate --journeys`: a world of its own, without a server, as a file of journeys with their truth.
//!
//! Parcels are drawn over the network's lanes and routes by the seed; they move in the same world that speaks
//! to servers, and are told through the carriers' own formats and read again by their adapters. So what a
//! carrier does not say is not in the file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use jiff::{SignedDuration, Timestamp};
use portolan_model::{ClientTier, Code, Goods, Identifier, IdentifierScheme, Mass, Money, Scan};
use portolan_network::records::NodeIdx;
use portolan_network::{Shipment, Snapshot};
use portolan_routing::{Endpoint, EntryWish, Live, Query, Route, RouteFilter, Searcher};
use portolan_simulate::{Booked, BookedLeg, Channel, Outcome, Report, Reporters, World, condense};
use portolan_tracking::adapter::{Adapter, scan_line};

use crate::commands::tracking::builtin_adapters;
use crate::journeys::{JourneyLeg, JourneyLine, raw_scan, write_line};
use crate::output;

/// Days over which parcels become ready.
const READY_DAYS: u64 = 120;
/// Lanes that parcels are drawn from: enough to reach most of a network, few enough that legs are shared.
const LANES: u64 = 200;
/// Grams of every parcel: an ordinary small packet.
const GRAMS: u32 = 500;
/// Lanes that are tried for a parcel before it is given up.
const TRIES: u64 = 20;

/// What is drawn, and where to.
pub struct Wanted<'a> {
    pub file: &'a Path,
    pub parcels: u32,
    pub start: Timestamp,
    pub seed: u64,
}

struct Drawn {
    booked: Booked,
    hand_in: String,
}

pub fn write(snapshot: Snapshot, wanted: &Wanted) -> anyhow::Result<ExitCode> {
    let snapshot = Arc::new(snapshot);
    let adapters = builtin_adapters()?;
    let drawn = draw(&snapshot, wanted)?;
    ensure!(!drawn.is_empty(), "the network has no lane that carries a parcel of {GRAMS} g");
    let mut world = World::new(Arc::clone(&snapshot), wanted.seed);
    let mut reporters = Reporters::new(&snapshot, &adapters);
    for one in &drawn {
        world.enter(&one.booked)?;
        reporters.announce(&snapshot, &one.booked);
    }
    let happened = world.advance(Timestamp::MAX);
    let reports = condense(reporters.report(&happened));
    let mut scans = read_reports(&adapters, &reports)?;
    let file = File::create(wanted.file);
    let file = file.with_context(|| format!("cannot write {}", wanted.file.display()))?;
    let mut out = BufWriter::new(file);
    for one in &drawn {
        let parcel = &one.booked.parcel;
        let told = scans.remove(parcel).unwrap_or_default();
        let line = line_of(one, world.find_outcome(parcel), &told)?;
        write_line(&mut out, &line)?;
    }
    output::line(&format!("{} journeys in {}", drawn.len(), wanted.file.display()))?;
    Ok(ExitCode::SUCCESS)
}

fn line_of(one: &Drawn, outcome: Option<Outcome>, told: &[Scan]) -> anyhow::Result<JourneyLine> {
    let (delivered_at, lost_at) = match outcome {
        Some(Outcome::Delivered(at) | Outcome::Waiting(at)) => (Some(at.to_string()), None),
        Some(Outcome::Lost(at)) => (None, Some(at.to_string())),
        Some(Outcome::Stranded(_)) | None => (None, None),
    };
    let leg = |leg: &BookedLeg| JourneyLeg { leg: leg.leg.clone(), line: leg.line.clone() };
    Ok(JourneyLine {
        parcel: one.booked.parcel.clone(),
        ready: one.booked.ready.to_string(),
        hand_in: one.hand_in.clone(),
        legs: one.booked.legs.iter().map(leg).collect(),
        scans: told.iter().map(raw_scan).collect::<anyhow::Result<_>>()?,
        delivered_at,
        lost_at,
    })
}

/// The scans by parcel, read by the adapters from what was told in their formats.
fn read_reports(
    adapters: &[Adapter],
    reports: &[Report],
) -> anyhow::Result<BTreeMap<String, Vec<Scan>>> {
    let mut scans: BTreeMap<String, Vec<Scan>> = BTreeMap::new();
    for report in reports {
        let told = scans.entry(report.parcel.clone()).or_default();
        match &report.channel {
            Channel::Scans => {
                let line = std::str::from_utf8(&report.body)?;
                told.push(scan_line::read(line, report.at).map_err(|f| anyhow::anyhow!("{f}"))?);
            }
            Channel::Inbound(name) => {
                let is_named = |adapter: &&Adapter| adapter.name().as_str() == name;
                let adapter = adapters.iter().find(is_named).context("a carrier has an adapter")?;
                told.extend(adapter.read(&report.body, report.at).scans);
            }
        }
    }
    Ok(scans)
}

/// Parcels over lanes of the network, each on a route of its lane's Pareto set.
fn draw(snapshot: &Snapshot, wanted: &Wanted) -> anyhow::Result<Vec<Drawn>> {
    let zones = |is_meant: &dyn Fn(NodeIdx) -> bool| -> Vec<NodeIdx> {
        snapshot.nodes.indices().filter(|&node| is_meant(node)).collect()
    };
    let is_zone = |node: NodeIdx| !snapshot.nodes[node].is_facility();
    let origins = zones(&|node| is_zone(node) && snapshot.nodes[node].zone_kinds().collection);
    let destinations = zones(&|node| is_zone(node) && snapshot.nodes[node].zone_kinds().delivery);
    ensure!(!origins.is_empty() && !destinations.is_empty(), "the network has no zones");
    let mut searcher = Searcher::new(snapshot);
    let mut drawn = Vec::new();
    for number in 0..u64::from(wanted.parcels) {
        for attempt in 0..TRIES {
            let at = |what: u64, of: usize| {
                let lane = chance(wanted.seed, number, attempt, 0) % LANES;
                let place = chance(wanted.seed, lane, what, 1);
                usize::try_from(place % of as u64).unwrap_or(0)
            };
            let (from, to) =
                (origins[at(1, origins.len())], destinations[at(2, destinations.len())]);
            let seconds = chance(wanted.seed, number, attempt, 2) % (READY_DAYS * 86_400);
            let ready = wanted.start + SignedDuration::from_secs(i64::try_from(seconds)?);
            let query = query(snapshot, (from, to), ready)?;
            let Ok(routes) = searcher.search(&Live::none(), &query, &RouteFilter::default()) else {
                continue;
            };
            if routes.is_empty() {
                continue;
            }
            let pick = chance(wanted.seed, number, attempt, 3) % routes.len() as u64;
            let route = &routes[usize::try_from(pick)?];
            drawn.push(Drawn {
                booked: booked(snapshot, route, number, ready)?,
                hand_in: route.hand_in.to_string(),
            });
            break;
        }
    }
    Ok(drawn)
}

fn query(
    snapshot: &Snapshot,
    (from, to): (NodeIdx, NodeIdx),
    ready: Timestamp,
) -> anyhow::Result<Query> {
    Ok(Query {
        from: Endpoint::Zone(from),
        to: Endpoint::Zone(to),
        ready,
        shipment: Shipment {
            actual: Mass::from_grams(GRAMS)?,
            size: None,
            goods: Goods::general(),
            value: Money::zero(snapshot.base_currency),
        },
        tier: ClientTier::Developing,
        currency: snapshot.base_currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    })
}

fn booked(
    snapshot: &Snapshot,
    route: &Route,
    number: u64,
    ready: Timestamp,
) -> anyhow::Result<Booked> {
    let name = format!("SIM{number:09}");
    let key = |code: &Code| code.to_string();
    let legs = route.legs.iter().map(|leg| BookedLeg {
        leg: key(&snapshot.legs[leg.leg].key),
        line: leg.line.map(|line| key(&snapshot.lines[line].key)),
    });
    Ok(Booked {
        identifiers: vec![Identifier::read(IdentifierScheme::Other, &name)?],
        parcel: name,
        ready,
        mass: Some(Mass::from_grams(GRAMS)?),
        legs: legs.collect(),
    })
}

/// A number that hangs on the seed and what it is for alone.
const fn chance(seed: u64, number: u64, attempt: u64, what: u64) -> u64 {
    let mut bits = seed;
    let parts = [number, attempt, what];
    let mut at = 0;
    while at < parts.len() {
        bits = (bits ^ parts[at]).wrapping_add(0x9E37_79B9_7F4A_7C15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        at += 1;
    }
    bits
}
