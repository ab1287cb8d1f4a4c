use portolan_network::records::{Field, FieldSet};
use portolan_routing::{Quote, quote};

use super::h02_required_fields::NETWORK;
use super::notation::{read, snapshot_of};
use crate::ask::{live_of, query_of};

/// The refusals, and what each option asks for, by keys.
fn answer(given: Option<FieldSet>) -> (Vec<String>, Vec<String>) {
    let (world, case) = read(NETWORK);
    let snapshot = snapshot_of(&world);
    let mut query = query_of(&snapshot, &case);
    query.given_fields = given;
    query.explain = true;
    let Quote { options, refused, .. } =
        quote(&snapshot, &live_of(&snapshot, &case), &query).unwrap();
    let refused = refused.iter().map(|row| {
        let would = row.would.map_or("-".to_owned(), |would| would.price.to_string());
        let flags =
            (if row.cheaper { " cheaper" } else { "" }, if row.faster { " faster" } else { "" });
        format!("{} {} {would}{}{}", row.rule, row.by.code(), flags.0, flags.1)
    });
    let asks = options.iter().map(|option| {
        let keys = option.requires.iter().map(|&row| snapshot.required_fields[row].key.as_str());
        format!("{}: {}", option.route.price, keys.collect::<Vec<_>>().join(" "))
    });
    (refused.collect(), asks.collect())
}

/// Nobody said what is given: each option lists what it asks for.
#[test]
fn fields_are_listed() {
    let (refused, asks) = answer(None);
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(asks, ["2.00 CNY: q0 q1", "9.00 CNY: ", "10.00 CNY: q0", "17.00 CNY: "]);
}

/// A line's own field refuses it, and the refusal tells what it costs.
#[test]
fn a_missing_field_is_a_refusal() {
    let (refused, asks) = answer(Some(FieldSet::EMPTY.with(Field::IossNumber)));
    assert_eq!(refused, ["q0 missing_field 2.00 CNY cheaper faster"]);
    assert_eq!(asks, ["9.00 CNY: ", "17.00 CNY: "]);
}

/// So does one asked for only where the line meets a clearance.
#[test]
fn a_missing_field_of_a_clearance_is_a_refusal() {
    let (refused, asks) = answer(Some(FieldSet::EMPTY.with(Field::RecipientPhone)));
    assert_eq!(refused, ["q1 missing_field 2.00 CNY cheaper"]);
    assert_eq!(asks, ["9.00 CNY: ", "10.00 CNY: ", "17.00 CNY: "]);
}
