//! What services ask, one beside the other: nobody pays more for the slower one, and a fast one does not
//! pay for the fastest.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::Path;

use portolan_model::{ClientTier, CountryCode, Currency, Goods, Mass, Money, Postcode};
use portolan_network::{Shipment, Snapshot, check};
use portolan_reference::folder::read_network;
use portolan_routing::{Endpoint, EntryWish, Live, Query, Searcher};

/// Services, each slower than the next.
const ORDER: [&str; 4] = ["economy", "standard", "priority", "express"];
/// What the network's own lines cost a merchant at most, in percent of the route's cost: the greatest
/// margin, collection, and lines of like price in one service.
const DEAREST_PERCENT: i64 = 200;

fn snapshot(name: &str) -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../network").join(name);
    check(&read_network(&[&folder]).unwrap()).snapshot.unwrap()
}

/// Price and cost of every offer, by service, in fen.
fn offers(searcher: &mut Searcher, to: &str, grams: u32) -> BTreeMap<String, (i64, i64)> {
    let query = Query {
        from: Endpoint::Postcode {
            country: CountryCode::parse("CN").unwrap(),
            postcode: Postcode::parse("310000").ok(),
        },
        to: Endpoint::Postcode { country: CountryCode::parse(to).unwrap(), postcode: None },
        ready: "2026-03-05T10:00:00+08:00".parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(grams).unwrap(),
            size: None,
            goods: Goods::general(),
            value: Money::parse("20.00 EUR").unwrap(),
        },
        tier: ClientTier::Developing,
        currency: Currency::iso("CNY").unwrap(),
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    };
    let services = &searcher.snapshot().services;
    let quote = searcher.quote(&Live::none(), &query).unwrap();
    let told = quote.offers.iter().map(|offer| {
        let service = services[offer.service].key.as_str().to_owned();
        (service, (offer.price.minor(), offer.route.price.minor()))
    });
    told.collect()
}

#[test]
fn a_slower_service_is_never_dearer() {
    for (name, countries) in [
        ("sample", ["FR", "DE", "ES", "PL", "GB", "US", "CA", "BR", "JP", "AU"]),
        ("reference", ["FR", "DE", "PL", "GB", "US", "CA", "BR", "JP", "AU", "NE"]),
    ] {
        let snapshot = snapshot(name);
        let mut searcher = Searcher::new(&snapshot);
        let mut compared = 0;
        for to in countries {
            for grams in [300, 6_000, 21_000, 29_500] {
                let offers = offers(&mut searcher, to, grams);
                let prices: Vec<(&str, i64)> = ORDER
                    .into_iter()
                    .filter_map(|service| Some((service, offers.get(service)?.0)))
                    .collect();
                compared += prices.len().saturating_sub(1);
                for pair in prices.windows(2) {
                    assert!(pair[0].1 <= pair[1].1, "{name} to {to}, {grams} g: {pair:?}");
                }
            }
        }
        assert!(compared >= 40, "{name}: only {compared} pairs");
    }
}

#[test]
fn a_merchant_pays_no_line_that_the_parcel_does_not_ride() {
    let snapshot = snapshot("reference");
    let mut searcher = Searcher::new(&snapshot);
    for to in ["GB", "FR", "DE", "ES", "IT", "NL", "US", "JP", "KR", "RU", "BR", "ZA"] {
        for (service, (price, cost)) in offers(&mut searcher, to, 500) {
            assert!(
                cost < price && price * 100 <= cost * DEAREST_PERCENT,
                "{service} to {to} asks {price} for {cost}"
            );
        }
    }
}
