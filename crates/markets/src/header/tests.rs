//! Headings people write, and the ones they misspell.

use super::*;
use crate::field::{FieldKind, Need, Scope};
use proptest::prelude::*;

const fn field(name: &'static str, need: Need, aliases: &'static [&'static str]) -> Field {
    Field { name, kind: FieldKind::Text, need, aliases, scope: Scope::Row }
}

const FIELDS: &[Field] = &[
    field("order", Need::Must, &["orderid"]),
    field("name", Need::Unless("company"), &[]),
    field("company", Need::May, &[]),
    field("unit_price", Need::Must, &["price", "单价"]),
    field("postcode", Need::May, &["zip"]),
];

fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| crate::cells::clean(cell).text).collect()
}

type Told = Vec<(&'static str, Option<&'static str>, Option<u32>)>;

fn read_all(cells: &[&str]) -> (Vec<Option<usize>>, Told, Vec<&'static str>) {
    let ReadHeader { header, faults, warnings } = read(&texts(cells), FIELDS, 1);
    let told = faults.iter().map(|fault| (fault.code, fault.field, fault.column)).collect();
    (
        (0..FIELDS.len()).map(|field| header.column(field)).collect(),
        told,
        warnings.iter().map(|warning| warning.code).collect(),
    )
}

#[test]
fn headings_are_compared_without_signs_and_case() {
    let (columns, faults, warnings) =
        read_all(&["Order ID", "\u{FEFF}NAME", "Unit-Price", "", "Zip"]);
    assert_eq!(columns, [Some(0), Some(1), None, Some(2), Some(4)]);
    assert!(faults.is_empty() && warnings.is_empty());
    assert_eq!(read_all(&["单价", "order", "company"]).1, []);
}

#[test]
fn everything_missing_is_named_at_once() {
    let (_, faults, _) = read_all(&["something"]);
    let missing = |name| ("column_missing", Some(name), None);
    assert_eq!(faults, [missing("order"), missing("name"), missing("unit_price")]);
}

#[test]
fn a_misspelt_heading_names_the_nearest() {
    let (_, faults, warnings) = read_all(&["order", "name", "unit_prise", "postcod", "colour"]);
    assert_eq!(
        faults,
        [
            ("column_unknown", Some("unit_price"), Some(3)),
            ("column_unknown", Some("postcode"), Some(4))
        ]
    );
    assert_eq!(warnings, ["column_unread"]);
}

#[test]
fn a_heading_twice_is_a_fault() {
    let (_, faults, _) = read_all(&["order", "name", "price", "unit price"]);
    assert_eq!(faults, [("column_repeated", Some("unit_price"), Some(4))]);
}

#[test]
fn endless_headers_are_refused() {
    let (_, faults, _) = read_all(&["order"; 301]);
    assert_eq!(faults, [("columns_too_many", None, None)]);
}

fn mapped_names(mapping: &Mapping) -> Vec<(&str, u32)> {
    let column = |to: &MappedTo| if let MappedTo::Column(column) = to { *column } else { 99 };
    mapping.fields.iter().map(|(name, to)| (name.as_str(), column(to))).collect()
}

#[test]
fn headings_that_look_like_a_field_are_proposed_for_it() {
    let given = texts(&["Order ID", "unit prise", "Buyer company", "Zip code", "Colour", "zip"]);
    let own = proposed(&given, FIELDS, IsClose::No);
    assert_eq!(mapped_names(&own), [("order", 0), ("postcode", 5)]);
    let close = proposed(&given, FIELDS, IsClose::Yes);
    let expected = [("company", 2), ("order", 0), ("postcode", 5), ("unit_price", 1)];
    assert_eq!(mapped_names(&close), expected);
}

#[test]
fn a_mapping_stands_in_for_headings() {
    let given = texts(&["A", "B", "name"]);
    let mapping = Mapping::default()
        .with("order", MappedTo::Column(1))
        .with("company", MappedTo::Constant("Verlag".to_owned()))
        .with("unit_price", MappedTo::Column(0));
    let read = mapped(&given, FIELDS, 1, &mapping, None);
    assert!(read.faults.is_empty() && read.warnings.is_empty(), "{:?}", read.faults);
    assert_eq!((read.header.column(0), read.header.column(1)), (Some(1), None));
    assert_eq!(read.header.source(2), Some(&Source::Constant("Verlag".to_owned())));
    let wrong = mapping.with("colour", MappedTo::Column(0)).with("order", MappedTo::Column(3));
    let read = mapped(&given, FIELDS, 1, &wrong, None);
    let codes: Vec<_> = read.faults.iter().map(|fault| (fault.code, fault.field)).collect();
    let expected = [("mapping_field_unknown", None), ("mapping_column_absent", Some("order"))];
    assert_eq!(codes, expected);
}

proptest! {
    #[test]
    fn distance_counts_changes(word in "[a-z]{1,10}", place in 0_usize..10, letter in "[a-z]") {
        let letters: Vec<char> = word.chars().collect();
        prop_assert_eq!(distance(&letters, &word), 0);
        let mut changed = letters.clone();
        let at = place % letters.len();
        changed.remove(at);
        prop_assert_eq!(distance(&changed, &word), 1);
        changed.insert(at, letter.chars().next().unwrap());
        prop_assert!(distance(&changed, &word) <= 1);
    }
}
