//! Points, distances, postcodes and zones.

use super::*;
use proptest::prelude::*;

fn point(latitude: &str, longitude: &str) -> GeoPoint {
    GeoPoint::parse(latitude, longitude).unwrap()
}

#[test]
fn known_distances_are_met() {
    // Hangzhou and Paris-Charles de Gaulle airports; a quarter of the Earth's girth.
    let (hangzhou, paris) = (point("30.2295", "120.434"), point("49.0128", "2.55"));
    let metres = hangzhou.distance_metres(&paris);
    assert!((9_200_000..9_400_000).contains(&metres), "{metres}");
    assert_eq!(point("0", "0").distance_metres(&point("90", "0")), 10_007_557);
    assert_eq!(point("0", "180").distance_metres(&point("0", "-180")), 0);
}

#[test]
fn points_off_the_globe_are_refused() {
    for (latitude, longitude, code) in [
        ("90.000001", "0", "point_range"),
        ("0", "-180.1", "point_range"),
        ("x", "0", "degrees_format"),
        ("", "0", "degrees_format"),
        ("99999", "0", "degrees_format"),
    ] {
        assert_eq!(GeoPoint::parse(latitude, longitude).unwrap_err().code(), code);
    }
    assert_eq!(point("30.2741", "-0.5").to_string(), "30.2741,-0.5");
}

#[test]
fn postcodes_compare_without_case_and_blanks() {
    let spaced = Postcode::parse(" sw1a 1aa ").unwrap();
    assert_eq!((spaced.as_given(), spaced.normal()), ("sw1a 1aa", "SW1A1AA"));
    assert_eq!(spaced, Postcode::parse("SW1A1AA").unwrap());
    assert_eq!(Postcode::parse("01310-100").unwrap().normal(), "01310100");
    assert_eq!(Postcode::parse("１００－０００１").unwrap().normal(), "1000001");
}

#[test]
fn other_text_is_no_postcode() {
    for text in ["", "  ", "-", "75/001", "12345678901234567", "75011\u{7}", "七五"] {
        assert_eq!(Postcode::parse(text).unwrap_err().code(), "postcode_format", "{text}");
    }
}

#[test]
fn zones_are_those_of_the_database() {
    assert_eq!(TimeZoneName::parse("asia/shanghai").unwrap().as_str(), "Asia/Shanghai");
    for text in ["", "Asia/Atlantis", "+08:00"] {
        assert_eq!(TimeZoneName::parse(text).unwrap_err().code(), "time_zone_unknown", "{text}");
    }
    assert_eq!(TimeZoneName::parse("UTC").unwrap(), TimeZoneName::utc());
}

proptest! {
    #[test]
    fn distance_is_the_same_both_ways_and_bounded(
        a in -90_000_000..=90_000_000, b in -180_000_000..=180_000_000,
        c in -90_000_000..=90_000_000, d in -180_000_000..=180_000_000,
    ) {
        let first = GeoPoint::from_micro_degrees(a, b).unwrap();
        let second = GeoPoint::from_micro_degrees(c, d).unwrap();
        prop_assert_eq!(first.distance_metres(&second), second.distance_metres(&first));
        prop_assert!(first.distance_metres(&second) <= 20_015_115);
        prop_assert_eq!(first.distance_metres(&first), 0);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,20}") {
        if let Ok(postcode) = Postcode::parse(&text) {
            prop_assert_eq!(Postcode::parse(postcode.normal()), Ok(postcode));
        }
        if let Ok(zone) = TimeZoneName::parse(&text) {
            prop_assert_eq!(TimeZoneName::parse(zone.as_str()), Ok(zone));
        }
    }
}
