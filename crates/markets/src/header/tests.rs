//! Headings people write, and the ones they misspell.

use super::*;
use proptest::prelude::*;

const FIELDS: &[FieldSpec] = &[
    FieldSpec { name: "order", need: Need::Must, aliases: &["orderid"] },
    FieldSpec { name: "name", need: Need::Unless("company"), aliases: &[] },
    FieldSpec { name: "company", need: Need::May, aliases: &[] },
    FieldSpec { name: "unit_price", need: Need::Must, aliases: &["price", "单价"] },
    FieldSpec { name: "postcode", need: Need::May, aliases: &["zip"] },
];

type Told = Vec<(&'static str, Option<&'static str>, Option<u32>)>;

fn read_all(cells: &[&str]) -> (Vec<Option<usize>>, Told, Vec<&'static str>) {
    let (header, faults, warnings) = read(cells.iter().copied(), FIELDS);
    let told = faults.iter().map(|fault| (fault.code, fault.field, fault.column)).collect();
    (header.columns, told, warnings.iter().map(|warning| warning.code).collect())
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
