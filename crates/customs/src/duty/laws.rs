//! Laws over random goods: what parting, order and value may and may not change.

use crate::testing::{code, declaration, input, item, reckoning, reference};
use crate::{Assessment, Declaration, DeclarationInput, Item, assess};
use portolan_model::Money;
use proptest::prelude::*;

/// Destinations with a scheme that goes by value, code, piece, parcel or mass; with what opens it.
const LANES: &[(&str, Option<&str>, &[&str])] = &[
    ("FR", None, &[]),
    ("DE", None, &["ioss_number"]),
    ("RO", None, &["ioss_number"]),
    ("GB", None, &[]),
    ("AU", None, &[]),
    ("SG", None, &[]),
    ("NO", None, &["voec_number"]),
    ("CH", None, &[]),
    ("IN", None, &[]),
    ("BR", None, &["remessa_conforme"]),
    ("BR", None, &[]),
    ("RU", None, &[]),
    ("MX", Some("express"), &[]),
    ("CN", Some("9610"), &[]),
    ("CN", Some("postal"), &[]),
];
const CODES: &[&str] = &["610910", "640411", "950300", "851762", "330499", "950631", "180690"];

fn goods() -> impl Strategy<Value = Vec<Item>> {
    let line = (0..CODES.len(), 1..4_u32, 1..30_000_i64, 1..3_000_u32);
    let line = line.prop_map(|(hs, pieces, cents, grams)| {
        let cents = cents * i64::from(pieces);
        item(CODES[hs], pieces, &format!("{}.{:02} EUR", cents / 100, cents % 100), grams * pieces)
    });
    prop::collection::vec(line, 1..6)
}

fn at(lane: usize, items: Vec<Item>, freight_cents: i64) -> DeclarationInput {
    let (to, clearance, given) = LANES[lane];
    let freight = Money::from_minor(freight_cents, portolan_model::Currency::EUR);
    let clearance = clearance.map(code);
    DeclarationInput { freight, clearance, ..input(to, items, "0 EUR", given) }
}

fn of(input: DeclarationInput) -> Assessment {
    of_declared(&Declaration::new(input).unwrap())
}

fn of_declared(declaration: &Declaration) -> Assessment {
    thread_local!(static TABLE: crate::DutyTable = reference());
    let reckoning = reckoning("2026-11-22", "EUR");
    TABLE.with(|table| assess(table, declaration, &reckoning)).unwrap()
}

/// What a reader pays by: rows and amounts in a fixed order.
fn paid(assessment: &Assessment) -> Vec<(String, i64)> {
    let mut paid: Vec<_> =
        assessment.lines.iter().map(|line| (line.row.to_string(), line.amount.minor())).collect();
    paid.sort();
    paid
}

proptest! {
    /// The total is the sum of the lines, in the currency asked for, and none is below zero.
    #[test]
    fn the_total_is_the_sum_of_its_lines(lane in 0..LANES.len(), items in goods(), freight in 0..9_000_i64) {
        let assessment = of(at(lane, items, freight));
        let sum: i64 = assessment.lines.iter().map(|line| line.amount.minor()).sum();
        prop_assert!(assessment.lines.iter().all(|line| !line.amount.is_negative()));
        match assessment.total() {
            Some(total) => prop_assert_eq!(total.minor(), sum),
            None => prop_assert!(!assessment.unknown.is_empty()),
        }
        prop_assert_eq!(assessment.known().unwrap().minor(), sum);
    }

    /// The order in which goods are declared changes nothing.
    #[test]
    fn order_changes_nothing(lane in 0..LANES.len(), items in goods(), turn in 0..6_usize, freight in 0..9_000_i64) {
        let mut turned = items.clone();
        turned.reverse();
        let middle = turn % turned.len();
        turned.rotate_left(middle);
        let (one, other) = (of(at(lane, items, freight)), of(at(lane, turned, freight)));
        prop_assert_eq!(paid(&one), paid(&other));
        prop_assert_eq!(one.total(), other.total());
    }

    /// A line of several pieces declared piece by piece is charged the same.
    #[test]
    fn pieces_declared_one_by_one_change_nothing(lane in 0..LANES.len(), items in goods(), freight in 0..9_000_i64) {
        let single: Vec<Item> = items.iter().flat_map(|item| {
            let piece = Item {
                quantity: 1,
                value: Money::from_minor(item.value.minor() / i64::from(item.quantity), item.value.currency()),
                mass: portolan_model::Mass::from_grams(item.mass.grams() / item.quantity).unwrap(),
                ..item.clone()
            };
            vec![piece; item.quantity as usize]
        }).collect();
        let (one, other) = (of(at(lane, items, freight)), of(at(lane, single, freight)));
        prop_assert_eq!(paid(&one), paid(&other));
        prop_assert_eq!(one.total(), other.total());
    }

    /// Goods of one consignment parted over declarations and joined again are charged what they were
    /// charged together, whatever the parts alone would have been: parting evades nothing.
    #[test]
    fn parting_a_consignment_evades_nothing(lane in 0..LANES.len(), items in goods(), freight in 0..9_000_i64) {
        let whole = at(lane, items.clone(), freight);
        let parts = items.into_iter().enumerate().map(|(place, item)| {
            let own = if place == 0 { freight } else { 0 };
            Declaration::new(at(lane, vec![item], own)).unwrap()
        });
        let joined = Declaration::join(parts).unwrap();
        let parcels = joined.parcels();
        let together = of(DeclarationInput { parcels, ..whole });
        prop_assert_eq!(of_declared(&joined), together);
    }

    /// Within a band more value is never charged less, line by line of the table.
    #[test]
    fn more_value_is_never_charged_less(lane in 0..LANES.len(), items in goods(), place in 0..6_usize, more in 0..20_000_i64) {
        let mut dearer = items.clone();
        let place = place % dearer.len();
        let value = dearer[place].value;
        dearer[place].value = Money::from_minor(value.minor() + more, value.currency());
        let (one, other) = (of(at(lane, items, 500)), of(at(lane, dearer, 500)));
        let rows = |assessment: &Assessment| -> Vec<String> {
            paid(assessment).into_iter().map(|(row, _)| row).collect()
        };
        // The same rows on both sides are the same band.
        if let (Some(less), Some(greater)) = (one.total(), other.total()) && rows(&one) == rows(&other) {
            prop_assert!(greater.minor() >= less.minor(), "{} < {}", greater, less);
        }
    }
}

#[test]
fn the_lanes_of_the_laws_are_charged() {
    for (lane, (to, ..)) in LANES.iter().enumerate() {
        let assessment = of(at(lane, vec![item("950300", 1, "100 EUR", 500)], 500));
        assert!(!assessment.lines.is_empty(), "{to}");
    }
    // Two halves of EUR 200 would each have had no duty above the limit of 150; together they do.
    let half = || declaration("DE", vec![item("950300", 1, "100 EUR", 500)], "0 EUR", &[]);
    assert!(of_declared(&half()).total().is_some());
    assert_eq!(of_declared(&Declaration::join([half(), half()]).unwrap()).total(), None);
}
