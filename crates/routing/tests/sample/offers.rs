//! What one service offers alone is what it offers in a quote.

use portolan_model::{ClientTier, Goods, Mass, Money, Size};
use portolan_network::Shipment;
use portolan_network::records::{Field, FieldSet};
use portolan_routing::{EntryWish, Live, Query, Quote, RefusedBy, Searcher};

use super::{DESTINATIONS, address, snapshot};

const MASSES: [u32; 6] = [40, 480, 1_990, 2_400, 6_000, 31_000];
const GOODS: [&str; 3] = ["general", "food", "electronics|UN3481 contained_in"];

pub fn query(to: (&str, &str), grams: u32, goods: &str) -> Query {
    Query {
        from: address(("CN", "311300")),
        to: address(to),
        ready: "2026-11-23T04:00:00Z".parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(grams).unwrap(),
            size: Some(Size::parse("30x20x10 cm").unwrap()),
            goods: Goods::parse(goods).unwrap(),
            value: Money::parse("30 EUR").unwrap(),
        },
        tier: ClientTier::Developing,
        currency: snapshot().base_currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    }
}

/// Nothing said, no tax number, and all that anybody asks for.
fn fields() -> [Option<FieldSet>; 3] {
    let usual =
        [Field::RecipientName, Field::Postcode, Field::HsCode, Field::DescriptionEn, Field::Value];
    let more = [
        Field::RecipientPhone,
        Field::RecipientEmail,
        Field::RecipientTaxId,
        Field::RecipientRegion,
        Field::DescriptionLocal,
        Field::IossNumber,
        Field::SenderTaxId,
        Field::Mid,
    ];
    [None, Some(usual.into_iter().collect()), Some(usual.into_iter().chain(more).collect())]
}

#[test]
fn one_service_alone_takes_the_route_of_its_offer_in_the_quote() {
    let snapshot = snapshot();
    let mut searcher = Searcher::new(snapshot);
    let (mut offered, mut refused) = (0, 0);
    for (index, to) in DESTINATIONS.into_iter().enumerate() {
        for (grams, goods) in MASSES.into_iter().zip(GOODS.into_iter().cycle().skip(index)) {
            for given_fields in fields() {
                let query = Query { given_fields, ..query(to, grams, goods) };
                let quote = searcher.quote(&Live::none(), &query).unwrap();
                for service in snapshot.services.indices() {
                    let whole = quote.offers.iter().find(|offer| offer.service == service);
                    match (searcher.offer(&Live::none(), &query, service).unwrap(), whole) {
                        (Ok(alone), Some(whole)) => {
                            assert_eq!(alone, *whole, "{to:?} {grams} g {goods}");
                            offered += 1;
                        }
                        (Err(alone), None) => {
                            assert!(!alone.is_empty(), "{to:?} {grams} g {goods}: no reason");
                            let is_told = alone.iter().all(|one| quote.refused.contains(one));
                            assert!(is_told, "{to:?} {grams} g {goods}: {alone:?}");
                            refused += 1;
                        }
                        (alone, whole) => panic!("{to:?} {grams} g {goods}: {alone:?} {whole:?}"),
                    }
                }
            }
        }
    }
    assert!(offered > 200 && refused > 200, "{offered} offers, {refused} refusals");
}

/// A departure that is full for one is full for the other.
#[test]
fn one_service_alone_passes_over_full_departures_as_a_quote_does() {
    let snapshot = snapshot();
    let mut searcher = Searcher::new(snapshot);
    let mut live = Live::none();
    let mut routes = Vec::new();
    for _ in 0..3 {
        let query = query(("DE", "10119"), 480, "general");
        let quote: Quote = searcher.quote(&live, &query).unwrap();
        let whole = &quote.offers[0];
        let alone = searcher.offer(&live, &query, whole.service).unwrap().unwrap();
        assert_eq!(alone, *whole);
        let taken = alone.route.legs.iter();
        let taken = taken.filter_map(|leg| Some((leg.leg, leg.scheduled_p50?)));
        live.full_departures.extend(taken);
        assert!(!routes.contains(&alone.route), "a full departure was taken again");
        routes.push(alone.route);
    }
}

/// A quote passes over a service that is not sold on the day; asked for alone it says so.
#[test]
fn a_service_that_is_not_in_force_offers_nothing_alone() {
    let mut snapshot = snapshot().clone();
    let service = snapshot.find_service("economy").unwrap();
    let query = query(("DE", "10119"), 480, "general");
    let over = jiff::civil::date(2026, 11, 22);
    let ended = portolan_model::Validity::new(None, Some(over)).unwrap();
    snapshot.services[service].provenance.valid = ended;
    let mut searcher = Searcher::new(&snapshot);
    let quote = searcher.quote(&Live::none(), &query).unwrap();
    assert!(quote.offers.iter().all(|offer| offer.service != service));
    let refused = searcher.offer(&Live::none(), &query, service).unwrap().unwrap_err();
    let [one] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!(one.by, RefusedBy::NotInForce);
    assert_eq!(one.reason, "it is not sold on 2026-11-23");
}
