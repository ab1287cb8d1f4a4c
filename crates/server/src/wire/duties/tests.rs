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
