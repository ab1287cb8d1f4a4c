//! Duty of routes on the sample network: which rows, which border, which freight.

use super::*;
use crate::{Endpoint, EntryWish, Live, Query, Quote, quote};
use portolan_model::{ClientTier, Goods, HsCode, Mass, Postcode};
use portolan_network::{NetworkSource, Shipment, TableFile, compile};
use std::sync::LazyLock;

/// The sample network, as committed.
static SAMPLE: LazyLock<Snapshot> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../network/sample");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let path = entry.file_name().into_string().unwrap();
        TableFile { path, bytes: std::fs::read(entry.path()).unwrap() }
    });
    compile(&NetworkSource { folders: vec![files.collect()] }).unwrap()
});

fn address(country: &str, postcode: &str) -> Endpoint {
    Endpoint::Postcode {
        country: CountryCode::from_alpha2(country).unwrap(),
        postcode: Some(Postcode::parse(postcode).unwrap()),
    }
}

fn quoted(to: (&str, &str), from: Endpoint, ready: &str) -> Quote {
    let query = Query {
        from,
        to: address(to.0, to.1),
        ready: ready.parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(500).unwrap(),
            size: None,
            goods: Goods::parse("general").unwrap(),
            value: Money::parse("40 EUR").unwrap(),
        },
        tier: ClientTier::Developing,
        currency: Currency::EUR,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    };
    quote(&SAMPLE, &Live::none(), &query).unwrap()
}

fn from_hangzhou(to: (&str, &str), ready: &str) -> Quote {
    quoted(to, address("CN", "311300"), ready)
}

fn goods(hs: &[&str], value: &str, given: &[&str]) -> DeclaredGoods {
    let item = |hs: &&str| Item {
        hs: Some(HsCode::parse(hs).unwrap()),
        origin: CountryCode::from_alpha2("CN"),
        quantity: 1,
        value: Money::parse(value).unwrap(),
        mass: Mass::from_grams(200).unwrap(),
    };
    let given = given.iter().map(|text| Code::parse(text).unwrap()).collect();
    DeclaredGoods { items: hs.iter().map(item).collect(), given }
}

/// Rows and amounts of an answer.
fn rows(duty: &RouteDuty) -> Vec<String> {
    let RouteDuty::Assessed(assessment) = duty else { panic!("{duty:?}") };
    let lines = assessment.lines.iter();
    lines.map(|line| format!("{} {}", line.row, line.amount.to_decimal())).collect()
}

#[test]
fn the_rows_of_the_destination_are_asked_with_the_freight() {
    let quote = from_hangzhou(("DE", "10119"), "2026-11-23T04:00:00Z");
    let route = &quote.options[0].route;
    let desk = DutyDesk::new(&SAMPLE, SAMPLE.nodes[route.destination].country);
    let freight = Money::parse("10 EUR").unwrap();
    // 2 × 3 = 6; 19 % of 80 + 10 + 6 = 18.24, and by IOSS 19 % of 90 = 17.10.
    let plain = desk.assess(route, &goods(&["610910", "640411"], "40 EUR", &[]), freight);
    assert_eq!(rows(&plain), ["eu-flat 6.00", "de-vat 18.24"]);
    let ioss = goods(&["610910", "640411"], "40 EUR", &["ioss_number"]);
    assert_eq!(rows(&desk.assess(route, &ioss, freight)), ["eu-flat 6.00", "de-vat-ioss 17.10"]);
    // The same in yuan of the hand-in day: 7.4326 CNY for one euro, 6 EUR are 44.5956.
    let in_yuan = desk.assess(route, &ioss, Money::parse("74.33 CNY").unwrap());
    assert_eq!(rows(&in_yuan), ["eu-flat 44.60", "de-vat-ioss 127.10"]);
}

#[test]
fn the_day_of_arrival_chooses_the_rows() {
    let on = |ready: &str| {
        let quote = from_hangzhou(("DE", "10119"), ready);
        let route = &quote.options[0].route;
        let desk = DutyDesk::new(&SAMPLE, SAMPLE.nodes[route.destination].country);
        let duty =
            desk.assess(route, &goods(&["610910"], "40 EUR", &[]), Money::zero(Currency::EUR));
        (route.date_p50.to_string(), rows(&duty)[0].clone())
    };
    // Handed in while the relief of EUR 150 held, imported when it was over.
    let (arrives, row) = on("2026-06-28T04:00:00Z");
    assert!(arrives.as_str() > "2026-06-30", "{arrives}");
    assert_eq!(row, "eu-flat 3.00");
    let (arrives, row) = on("2026-05-11T04:00:00Z");
    assert!(arrives.as_str() <= "2026-06-30", "{arrives}");
    assert_eq!(row, "eu-relief 0.00");
}

#[test]
fn a_route_within_one_territory_pays_nothing() {
    let warehouse = SAMPLE.nodes.entries().find(|(_, node)| {
        node.is_facility() && SAMPLE.countries[node.country].code.to_string() == "DE"
    });
    let desk_of = |quote: &Quote| {
        let route = quote.options[0].route.clone();
        let desk = DutyDesk::new(&SAMPLE, SAMPLE.nodes[route.destination].country);
        desk.assess(&route, &goods(&["610910"], "40 EUR", &[]), Money::zero(Currency::EUR))
    };
    assert!(warehouse.is_some());
    let from_warehouse = SAMPLE.nodes.indices().filter(|&node| {
        let row = &SAMPLE.nodes[node];
        row.is_facility() && SAMPLE.countries[row.country].code.to_string() == "DE"
    });
    let quotes = from_warehouse
        .map(|node| quoted(("FR", "75011"), Endpoint::Facility(node), "2026-11-23T04:00:00Z"));
    let found: Vec<Quote> = quotes.filter(|quote| !quote.options.is_empty()).collect();
    assert!(!found.is_empty(), "some facility in Germany delivers to Paris");
    for quote in &found {
        assert_eq!(desk_of(quote), RouteDuty::NoBorder);
    }
    let abroad = from_hangzhou(("FR", "75011"), "2026-11-23T04:00:00Z");
    assert!(matches!(desk_of(&abroad), RouteDuty::Assessed(_)));
}

#[test]
fn what_cannot_be_declared_is_told() {
    let quote = from_hangzhou(("DE", "10119"), "2026-11-23T04:00:00Z");
    let route = &quote.options[0].route;
    let desk = DutyDesk::new(&SAMPLE, SAMPLE.nodes[route.destination].country);
    let freight = Money::zero(Currency::EUR);
    assert_eq!(desk.assess(route, &DeclaredGoods::default(), freight), RouteDuty::NoValue);
    assert_eq!(desk.assess(route, &goods(&["610910"], "0 EUR", &[]), freight), RouteDuty::NoValue);
    let far = Currency::iso("XPF").unwrap();
    let odd = desk.assess(route, &goods(&["610910"], "40 XPF", &[]), freight);
    assert_eq!(odd, RouteDuty::NoRate(far));
    let mut mixed = goods(&["610910", "640411"], "40 EUR", &[]);
    mixed.items[1].value = Money::parse("40 USD").unwrap();
    assert!(matches!(desk.assess(route, &mixed, freight), RouteDuty::Refused(_)));
}

#[test]
fn every_row_of_the_sample_is_a_row_of_law() {
    assert!(SAMPLE.duties.len() > 40);
    assert!(SAMPLE.duties.iter().all(|duty| row_of(duty).is_some()));
    let terms = SAMPLE.duties.iter().filter(|duty| duty.terms != DutyTerms::default());
    for duty in terms {
        let row = row_of(duty).unwrap();
        assert_eq!(row.terms.deduction, duty.terms.deduction, "{}", duty.key);
        assert_eq!(row.terms.minimum_per_kg, duty.terms.minimum_per_kg, "{}", duty.key);
    }
}
