//! Instants keep their zone; periods include both ends.

use super::*;
use proptest::prelude::*;

#[test]
fn an_instant_keeps_its_zone() {
    let text = "2026-11-22T10:00:00+08:00[Asia/Shanghai]";
    let told = ZonedInstant::parse(text).unwrap();
    assert_eq!(told.to_string(), text);
    assert_eq!(told.instant().to_string(), "2026-11-22T02:00:00Z");
    assert_eq!(told.date().to_string(), "2026-11-22");
}

#[test]
fn the_civil_date_is_the_zone_s_own() {
    let zone = TimeZoneName::parse("America/Los_Angeles").unwrap();
    let told = ZonedInstant::parse_in("2026-11-22T02:00:00Z", &zone).unwrap();
    assert_eq!(told.date().to_string(), "2026-11-21");
    let named = ZonedInstant::parse_in("2026-11-22T10:00:00[Asia/Shanghai]", &zone).unwrap();
    assert_eq!(named.zone().as_str(), "Asia/Shanghai");
}

#[test]
fn a_day_begins_when_its_zone_says() {
    // In Cairo, 2026-04-24 has no midnight: summer time begins then.
    let zone = TimeZoneName::parse("Africa/Cairo").unwrap();
    let day = parse_date("2026-04-24").unwrap();
    let start = ZonedInstant::start_of_day(day, zone).unwrap();
    assert_eq!(start.to_string(), "2026-04-24T01:00:00+03:00[Africa/Cairo]");
}

#[test]
fn other_text_is_no_instant_and_no_date() {
    for text in ["", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00:00+08:00"] {
        assert_eq!(ZonedInstant::parse(text).unwrap_err().code(), "instant_format", "{text}");
    }
    for text in ["", "22.11.2026", "2026-02-30", "2026-11-22T10:00:00Z", "20261122"] {
        assert_eq!(parse_date(text).unwrap_err().code(), "date_format", "{text}");
    }
}

#[test]
fn validity_includes_both_ends() {
    let day = |text| parse_date(text).unwrap();
    let november = Validity::new(Some(day("2026-11-01")), Some(day("2026-11-30"))).unwrap();
    assert!(november.contains(day("2026-11-01")) && november.contains(day("2026-11-30")));
    assert!(!november.contains(day("2026-10-31")) && !november.contains(day("2026-12-01")));
    assert!(Validity::ALWAYS.contains(day("0001-01-01")));
    let later = Validity::new(Some(day("2026-12-01")), None).unwrap();
    assert!(!november.overlaps(&later) && !later.overlaps(&november));
    assert!(later.overlaps(&Validity::ALWAYS) && november.overlaps(&november));
    let backwards = Validity::new(Some(day("2026-11-30")), Some(day("2026-11-01")));
    assert_eq!(backwards.unwrap_err().code(), "period_empty");
}

proptest! {
    #[test]
    fn text_gives_the_same_instant_back(second in -1_000_000_000_i64..10_000_000_000) {
        let instant = Timestamp::from_second(second).unwrap();
        let told = ZonedInstant::new(instant, TimeZoneName::parse("Europe/Paris").unwrap());
        prop_assert_eq!(ZonedInstant::parse(&told.to_string()), Ok(told));
    }
}
