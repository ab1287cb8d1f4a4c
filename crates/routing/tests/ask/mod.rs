//! A case in words as a query of a compiled network.

use portolan_model::{ClientTier, CountryCode, CurrencyTable, Goods, Mass, Money, Postcode, Size};
use portolan_network::{Shipment, Snapshot};
use portolan_routing::{Endpoint, EntryWish, Live, Query, RouteFilter};

use crate::world::Case;

pub fn query_of(snapshot: &Snapshot, case: &Case) -> Query {
    let currencies = CurrencyTable::new();
    let (amount, currency) = &case.value;
    let value = currencies.get(currency).unwrap();
    let size = case.sides_mm.map(|[a, b, c]| Size::new_box(a, b, c).unwrap());
    let goods =
        if case.goods.is_empty() { Goods::general() } else { Goods::parse(&case.goods).unwrap() };
    Query {
        from: endpoint_of(snapshot, &case.from),
        to: endpoint_of(snapshot, &case.to),
        ready: case.ready.parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(case.grams).unwrap(),
            size,
            goods,
            value: Money::from_decimal_half_up(*amount, value).unwrap(),
        },
        tier: ClientTier::Mature,
        currency: currencies.get(&case.currency).unwrap(),
        entry: match case.entry.as_str() {
            "collection" => EntryWish::Collection,
            "drop_off" => EntryWish::DropOff,
            _ => EntryWish::Any,
        },
        given_fields: None,
        explain: false,
    }
}

fn endpoint_of(snapshot: &Snapshot, end: &str) -> Endpoint {
    match end.split_once(' ') {
        Some((country, postcode)) => Endpoint::Postcode {
            country: CountryCode::parse(country).unwrap(),
            postcode: Some(Postcode::parse(postcode).unwrap()),
        },
        None => Endpoint::Facility(snapshot.find_node(end).unwrap()),
    }
}

pub fn live_of(snapshot: &Snapshot, case: &Case) -> Live {
    let full = case.full.iter().map(|(leg, at)| (snapshot.find_leg(leg).unwrap(), *at));
    Live { full_departures: full.collect() }
}

pub fn filter_of(snapshot: &Snapshot, case: &Case) -> RouteFilter {
    let lines = case
        .lines
        .as_ref()
        .map(|lines| lines.iter().map(|line| snapshot.find_line(line).unwrap()).collect());
    RouteFilter { lines, tracked_all: case.tracked_all, ..RouteFilter::default() }
}
