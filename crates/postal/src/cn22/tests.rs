//! Declarations that add up, and every kind that does not.

use super::{Cn22, Cn22Input, Cn22Kind};
use crate::LabelError;
use portolan_model::consignment::ConsignmentItemInput;
use portolan_model::{ConsignmentItem, CountryCode, Currency, HsCode, Mass, Money};
use proptest::prelude::*;

const GOODS: [&str; 8] = [
    "Walnuts in shell, roasted, unsalted",
    "Dried hickory nuts, shelled, with sea salt and caramel, family pack",
    "Green tea",
    "Bamboo chopsticks, 10 pairs",
    "Silk scarf, hand-rolled hem",
    "LED desk lamp without battery",
    "Porcelain cups",
    "Steel kitchen knife, 18 cm blade",
];

/// A right declaration of so many kinds of goods.
pub(crate) fn declaration(kinds: usize) -> Cn22 {
    Cn22::new(input(kinds)).unwrap()
}

fn item(index: usize) -> ConsignmentItem {
    let number = u32::try_from(index).unwrap() + 1;
    ConsignmentItem::new(ConsignmentItemInput {
        description: GOODS[index % GOODS.len()].to_owned(),
        hs: HsCode::parse("080231").unwrap(),
        origin: CountryCode::from_alpha2("CN").unwrap(),
        quantity: number,
        value: Money::from_minor(1_050 + i64::from(number), Currency::EUR),
        mass: Mass::from_grams(100 + number).unwrap(),
    })
    .unwrap()
}

pub(crate) fn input(kinds: usize) -> Cn22Input {
    let items: Vec<_> = (0..kinds).map(item).collect();
    let total_value = Money::sum(Currency::EUR, items.iter().map(ConsignmentItem::value)).unwrap();
    let grams = items.iter().map(|item| item.mass().grams()).sum();
    Cn22Input {
        kind: Cn22Kind::SaleOfGoods,
        items,
        total_value,
        total_mass: Mass::from_grams(grams).unwrap(),
        ceiling: None,
        sender: "Lin'an Hickory Nut Co., Ltd.".to_owned(),
        signed_on: jiff::civil::date(2026, 3, 14),
    }
}

#[test]
fn totals_must_be_the_sums_of_the_rows() {
    let right = input(3);
    assert!(Cn22::new(right.clone()).is_ok());
    let total_value = Money::from_minor(right.total_value.minor() + 1, Currency::EUR);
    let error = Cn22::new(Cn22Input { total_value, ..right.clone() }).unwrap_err();
    assert!(matches!(error, LabelError::DeclaredTotal { what: "value", .. }), "{error}");
    let total_mass = Mass::from_grams(right.total_mass.grams() - 1).unwrap();
    let error = Cn22::new(Cn22Input { total_mass, ..right }).unwrap_err();
    assert!(matches!(error, LabelError::DeclaredTotal { what: "mass", .. }), "{error}");
}

#[test]
fn one_currency_alone_adds_up() {
    let total_value = Money::from_minor(1_051, Currency::USD);
    let error = Cn22::new(Cn22Input { total_value, ..input(1) }).unwrap_err();
    assert_eq!(error, LabelError::DeclaredCurrency);
    let ceiling = Some(Money::from_minor(40_000, Currency::USD));
    let error = Cn22::new(Cn22Input { ceiling, ..input(1) }).unwrap_err();
    assert_eq!(error, LabelError::DeclaredCurrency);
}

#[test]
fn rows_are_limited_and_somebody_declares() {
    assert_eq!(
        Cn22::new(Cn22Input { items: Vec::new(), ..input(1) }).unwrap_err().code(),
        "label_row_count"
    );
    assert_eq!(Cn22::new(input(201)).unwrap_err().code(), "label_row_count");
    assert!(Cn22::new(input(200)).is_ok());
    let error = Cn22::new(Cn22Input { sender: "  ".to_owned(), ..input(1) }).unwrap_err();
    assert_eq!(error, LabelError::Empty { field: "cn22.sender" });
}

#[test]
fn goods_above_the_ceiling_need_a_cn23() {
    let value = input(2).total_value;
    let at = |minor| {
        Cn22::new(Cn22Input { ceiling: Some(Money::from_minor(minor, Currency::EUR)), ..input(2) })
    };
    assert!(at(value.minor()).unwrap().is_ceiling_checked());
    let error = at(value.minor() - 1).unwrap_err();
    assert_eq!(error.code(), "label_needs_cn23");
    assert!(error.to_string().contains("attach a CN 23"), "{error}");
    assert!(!declaration(2).is_ceiling_checked());
}

proptest! {
    #[test]
    fn the_last_row_and_those_above_make_the_totals(kinds in 1_usize..40) {
        let doc = crate::page::Document::new(&crate::testing::LATIN, 100.0, 150.0);
        let cn22 = declaration(kinds);
        let rows = super::draw::rows_of(&doc, &cn22).unwrap();
        prop_assert_eq!(rows.len(), kinds.min(crate::limits::CN22_ROWS_MAX));
        let hundredths = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
        let value: i64 = rows.iter().map(|row| hundredths(&row.value)).sum();
        prop_assert_eq!(value, cn22.total_value().minor());
        let grams: i64 = rows.iter().map(|row| hundredths(&row.mass)).sum();
        prop_assert_eq!(grams, i64::from(cn22.total_mass().grams()));
        let pieces: u32 = rows.iter().map(|row| row.quantity.parse::<u32>().unwrap()).sum();
        prop_assert_eq!(pieces, cn22.items().iter().map(ConsignmentItem::quantity).sum::<u32>());
    }
}
