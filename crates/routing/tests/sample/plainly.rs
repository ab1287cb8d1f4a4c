//! On real networks search answers what the search by the rules alone answers.

use std::path::Path;

use portolan_model::{ClientTier, Goods, Mass, Money, Size};
use portolan_network::records::NodeIdx;
use portolan_network::{Shipment, Snapshot};
use portolan_routing::{
    Endpoint, EntryWish, Live, Query, RouteFilter, Searcher, search_plainly, verify,
};

use super::{read, snapshot};

const MASSES: [u32; 5] = [90, 430, 1_400, 2_600, 12_000];
const GOODS: [&str; 4] = ["general", "electronics|UN3481 contained_in", "cosmetic|liquid", "food"];

fn query(snapshot: &Snapshot, lane: (NodeIdx, NodeIdx), number: usize) -> Query {
    let hours = i64::try_from(number * 5 % 200).unwrap();
    let ready: jiff::Timestamp = "2026-11-20T01:30:00Z".parse().unwrap();
    Query {
        from: Endpoint::Zone(lane.0),
        to: Endpoint::Zone(lane.1),
        ready: ready + jiff::SignedDuration::from_hours(hours),
        shipment: Shipment {
            actual: Mass::from_grams(MASSES[number % MASSES.len()]).unwrap(),
            size: Some(Size::parse("32x21x12 cm").unwrap()),
            goods: Goods::parse(GOODS[number % GOODS.len()]).unwrap(),
            value: Money::parse("30 EUR").unwrap(),
        },
        tier: ClientTier::Developing,
        currency: snapshot.base_currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    }
}

/// Every so many of the pairs of collection and delivery zones, each with another parcel and hour.
fn agree(snapshot: &Snapshot, every: usize) {
    let zones = |is_meant: &dyn Fn(NodeIdx) -> bool| -> Vec<NodeIdx> {
        snapshot.nodes.indices().filter(|&node| is_meant(node)).collect()
    };
    let origins = zones(&|node| snapshot.nodes[node].zone_kinds().collection);
    let destinations = zones(&|node| snapshot.nodes[node].zone_kinds().delivery);
    let lanes = origins.iter().flat_map(|&from| destinations.iter().map(move |&to| (from, to)));
    let (live, every_route) = (Live::none(), RouteFilter::default());
    let mut searcher = Searcher::new(snapshot).telling_arrivals_from(0);
    let (mut asked, mut found) = (0, 0);
    for (number, lane) in lanes.step_by(every).enumerate() {
        let query = query(snapshot, lane, number);
        let routes = searcher.search(&live, &query, &every_route).unwrap();
        let plain = search_plainly(snapshot, &live, &query, &every_route).unwrap();
        let vectors = |routes: &[_]| routes.iter().map(portolan_routing::Route::vector).collect();
        let (ours, theirs): (Vec<_>, Vec<_>) = (vectors(&routes), vectors(&plain));
        assert_eq!(ours, theirs, "{:?}", query.to);
        for route in &routes {
            verify(snapshot, &query, route).unwrap();
        }
        asked += 1;
        found += usize::from(routes.len() > 1);
    }
    assert!(asked >= 35 && found * 3 > asked, "{found} of {asked} lanes have a choice");
}

#[test]
fn on_the_sample_network() {
    agree(snapshot(), 2);
}

#[test]
fn on_the_reference_network() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../network/reference");
    agree(&read(&folder), 251);
}
