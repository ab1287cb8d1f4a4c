//! Reading declared goods, and duty in words of the interface.

use super::*;
use portolan_customs::Gap;
use portolan_model::Currency;

fn whole() -> Whole {
    Whole {
        value: Money::parse("40 EUR").unwrap(),
        mass: Mass::from_grams(900).unwrap(),
        start: CountryCode::from_alpha2("CN"),
    }
}

fn read(items: &[QuoteItem], registrations: &[&str]) -> Result<DeclaredGoods, Vec<String>> {
    let mut found = Found::default();
    let registrations: Vec<String> = registrations.iter().map(|&text| text.to_owned()).collect();
    let currencies = CurrencyTable::new();
    let goods = read_goods(&mut found, items, &registrations, whole(), &currencies);
    match found.finish(Some(goods)) {
        Ok(goods) => Ok(goods),
        Err(error) => Err(error.into_problem().faults.into_iter().map(|one| one.field).collect()),
    }
}

fn item(hs: &str, quantity: u32, value: Option<&str>) -> QuoteItem {
    QuoteItem {
        hs: Some(hs.to_owned()),
        quantity: Some(quantity),
        value: value.map(|text| portolan_api::MoneyText::Text(text.to_owned())),
        origin: None,
    }
}

#[test]
fn goods_without_lines_are_one_line_of_unknown_code() {
    let goods = read(&[], &["ioss_number"]).unwrap();
    assert_eq!(goods.items.len(), 1);
    assert_eq!(goods.items[0].hs, None);
    assert_eq!(goods.items[0].origin, CountryCode::from_alpha2("CN"));
    assert_eq!(goods.items[0].value, Money::parse("40 EUR").unwrap());
    assert_eq!(goods.items[0].mass.grams(), 900);
    assert!(goods.given.contains("ioss_number"));
}

#[test]
fn one_line_takes_the_value_of_the_parcel_and_several_need_their_own() {
    let goods = read(&[item("6109.10", 2, None)], &[]).unwrap();
    assert_eq!(goods.items[0].value, Money::parse("40 EUR").unwrap());
    let two = [item("6109.10", 2, Some("30 EUR")), item("6404.11", 1, Some("10 EUR"))];
    let goods = read(&two, &[]).unwrap();
    // The parcel's 900 g lie on three pieces.
    assert_eq!(goods.items.iter().map(|item| item.mass.grams()).collect::<Vec<_>>(), [600, 300]);
    let without = [item("6109.10", 2, Some("30 EUR")), item("6404.11", 1, None)];
    assert_eq!(read(&without, &[]).unwrap_err(), ["items[1].value"]);
}

#[test]
fn every_fault_of_the_lines_is_told() {
    let wrong = QuoteItem {
        hs: Some("61".into()),
        quantity: Some(0),
        value: Some(portolan_api::MoneyText::Text("-1 EUR".into())),
        origin: Some("Atlantis".into()),
    };
    let faults = read(&[wrong], &["IOSS number"]).unwrap_err();
    let fields = ["hs", "origin", "value", "quantity"].map(|field| format!("items[0].{field}"));
    assert_eq!(faults[0], "registrations[0]");
    assert_eq!(faults[1..], fields);
    let many = vec![item("610910", 1, Some("1 EUR")); limits::ORDER_LINES_MAX + 1];
    assert_eq!(read(&many, &[]).unwrap_err(), ["items"]);
}

#[test]
fn what_is_not_known_has_no_total() {
    let assessment = Assessment {
        country: CountryCode::from_alpha2("FR").unwrap(),
        scheme: None,
        date: "2026-11-22".parse().unwrap(),
        currency: Currency::EUR,
        lines: vec![],
        unknown: vec![Unknown { charge: Code::parse("vat").ok(), gap: Gap::HsCode }],
        conditions: vec![],
    };
    let duty = shown(&RouteDuty::Assessed(assessment.clone()), true);
    assert_eq!((duty.status, duty.total), (DutyStatus::NotKnown, None));
    assert_eq!((duty.at_import, duty.at_sale), (None, None));
    assert_eq!(duty.unknown[0].code, "hs_code_missing");
    assert_eq!(duty.unknown[0].charge.as_deref(), Some("vat"));
    let known = Assessment { unknown: vec![], ..assessment };
    assert_eq!(shown(&RouteDuty::Assessed(known), true).status, DutyStatus::Known);
    assert_eq!(shown(&RouteDuty::NoValue, true).unknown[0].code, "value_missing");
    assert_eq!(shown(&RouteDuty::NoBorder, true).status, DutyStatus::NoBorder);
}

/// The sample network with all services sold duty paid.
fn duty_paid() -> portolan_network::Snapshot {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../network/sample");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let path = entry.file_name().into_string().unwrap();
        let mut bytes = std::fs::read(entry.path()).unwrap();
        if path == "services.toml" {
            let text = String::from_utf8(bytes).unwrap();
            bytes = text.replace("best_by =", "incoterm = \"ddp\"\nbest_by =").into_bytes();
        }
        portolan_network::TableFile { path, bytes }
    });
    let source = portolan_network::NetworkSource { folders: vec![files.collect()] };
    portolan_network::compile(&source).unwrap()
}

#[test]
fn a_service_is_sold_duty_paid_only_where_duty_is_known() {
    use crate::wire::quotes::{Defaults, answer, read_request};
    use portolan_api::quotes::Incoterm;
    let snapshot = duty_paid();
    let quoted = |hs: Option<&str>| {
        let request = serde_json::json!({
            "from": "Lin'an", "to": "DE 10119", "weight": "500g", "value": "20 EUR",
            "currency": "EUR", "ready": "2026-11-23T10:00:00+08:00",
            "items": [{ "hs": hs }],
        });
        let request = serde_json::from_value(request).unwrap();
        let defaults = Defaults {
            now: jiff::Timestamp::UNIX_EPOCH,
            tier: portolan_model::ClientTier::Developing,
            currency: Currency::EUR,
        };
        let asked = read_request(&snapshot, &request, defaults).unwrap();
        let live = portolan_routing::Live::none();
        let quote = portolan_routing::quote(&snapshot, &live, &asked.query).unwrap();
        let times = portolan_routing::distribution::TimesTaken::published();
        let levels = portolan_promise::outcomes::Levels::default();
        let known = crate::wire::promises::Known { times: &times, live: &live, levels: &levels };
        answer(&snapshot, &asked, &quote, known, true)
    };
    let known = quoted(Some("6109.10"));
    assert!(!known.offers.is_empty());
    for offer in &known.offers {
        assert_eq!((offer.incoterm, offer.duty.status), (Incoterm::Ddp, DutyStatus::Known));
        assert!(offer.duty.total.is_some());
    }
    // What operators charge is never duty paid: no service has sold it.
    assert!(known.options.iter().all(|option| option.incoterm == Incoterm::Ddu));
    for offer in &quoted(None).offers {
        assert_eq!((offer.incoterm, offer.duty.status), (Incoterm::Ddu, DutyStatus::NotKnown));
        assert_eq!(offer.duty.unknown[0].code, "hs_code_missing");
    }
}
