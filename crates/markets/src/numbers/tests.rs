//! Decimal signs and grouping, and the numbers spreadsheets spoil.

use super::*;
use proptest::prelude::*;

#[test]
fn decimal_signs_and_groups_are_told_apart() {
    for (text, number) in [
        ("20", "20"),
        ("20.50", "20.50"),
        ("20,5", "20.5"),
        ("20,50", "20.50"),
        ("0,123", "0.123"),
        ("1.234", "1.234"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("1234,567", "1234.567"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        (".5", "0.5"),
    ] {
        assert_eq!(plain(text).as_deref(), Ok(number), "{text}");
    }
}

#[test]
fn two_readings_are_a_fault() {
    for text in ["1,234", "12,345", "-123,456"] {
        assert_eq!(plain(text), Err(NumberFault::Ambiguous), "{text}");
    }
}

#[test]
fn other_text_is_no_number() {
    for text in
        ["", "-", ".", ",", "a", "1e3", "1,23,456", "1.2,3.4", "12,34,5.6", "1,234.5,6", "٣"]
    {
        assert_eq!(plain(text), Err(NumberFault::NotANumber), "{text}");
    }
}

#[test]
fn whole_numbers_may_come_from_a_spreadsheet() {
    for (text, number) in
        [("2", Some(2)), ("2.0", Some(2)), ("-2", Some(-2)), ("2.5", None), ("two", None)]
    {
        assert_eq!(whole(text), number, "{text}");
    }
    assert_eq!(whole("99999999999999999999999999999999"), None);
}

#[test]
fn powers_of_ten_have_lost_digits() {
    for text in ["8.61E+12", "8.61e12", "1E+5", "8,61E+12"] {
        assert!(is_power_of_ten(text), "{text}");
    }
    for text in ["1E5", "E+5", "8.61", "ABC-1E", "8.61E+", "1.5E+x"] {
        assert!(!is_power_of_ten(text), "{text}");
    }
    assert_eq!(without_zero_fraction("75011.0"), Some("75011"));
    for text in ["75011", ".0", "A.0", "75.011.0"] {
        assert_eq!(without_zero_fraction(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn a_plain_number_is_a_decimal(text in "[-+,.0-9 ]{0,14}|.*") {
        if let Ok(number) = plain(&text) && number.len() < 28 {
            prop_assert!(number.parse::<Decimal>().is_ok(), "{}", number);
        }
        let _ = (whole(&text), is_power_of_ten(&text), without_zero_fraction(&text));
    }
}
