//! The prepared clock agrees with the zone database in every zone, gaps and repeats included.

use super::*;
use jiff::tz;
use proptest::prelude::*;

fn clock(name: &str) -> LocalClock {
    LocalClock::new(TimeZoneName::parse(name).unwrap())
}

fn zones() -> Vec<String> {
    let names = tz::db().available().map(|name| name.to_string());
    names.filter(|name| TimeZoneName::parse(name).is_ok()).collect()
}

#[test]
fn days_are_numbered_as_dates() {
    let mut date = civil::date(1968, 1, 1);
    for day in day_of_date(date)..40_000 {
        assert_eq!(day_of_date(date), day);
        assert_eq!(date_of_day(day), date);
        let offset = date.weekday().to_monday_zero_offset();
        assert_eq!(i8::try_from(weekday_of_day(day)).unwrap(), offset);
        date = date.tomorrow().unwrap();
    }
}

#[test]
fn a_skipped_time_moves_by_the_gap_and_a_repeated_one_is_the_first() {
    let paris = clock("Europe/Paris");
    let day = day_of_date(civil::date(2026, 3, 29));
    let skipped = paris.resolve(day, 2 * 3600 + 1800);
    assert!(skipped.is_skipped);
    assert_eq!(timestamp(skipped.second).to_string(), "2026-03-29T01:30:00Z");
    let day = day_of_date(civil::date(2026, 10, 25));
    let repeated = paris.resolve(day, 2 * 3600 + 1800);
    assert!(!repeated.is_skipped);
    assert_eq!(timestamp(repeated.second).to_string(), "2026-10-25T00:30:00Z");
}

#[test]
fn a_day_that_was_skipped_is_the_day_after() {
    // Samoa went over the date line: there was no 30 December 2011.
    let apia = clock("Pacific/Apia");
    let day = day_of_date(civil::date(2011, 12, 30));
    let noon = apia.resolve(day, 12 * 3600);
    assert!(noon.is_skipped);
    assert_eq!(apia.date(timestamp(noon.second)), civil::date(2011, 12, 31));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn it_agrees_with_the_database(pick in any::<prop::sample::Index>(), second in 631_152_000_i64..4_102_444_800) {
        let names = zones();
        let name = pick.get(&names);
        let (zone, clock) = (TimeZoneName::parse(name).unwrap(), clock(name));
        let instant = Timestamp::from_second(second).unwrap();
        let shown = zone.zone().to_datetime(instant);
        let local = clock.local(second);
        prop_assert_eq!(date_of_day(local.day), shown.date());
        let time = shown.time();
        let of_day = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        prop_assert_eq!(local.second, of_day);
        // The database's compatible reading is the rule of the format.
        let ambiguous = zone.zone().to_ambiguous_timestamp(shown);
        let expected = ambiguous.compatible().unwrap();
        prop_assert_eq!(clock.resolve(local.day, local.second).second, expected.as_second());
    }

    #[test]
    fn it_agrees_around_changes_of_clocks(
        pick in any::<prop::sample::Index>(),
        start in 631_152_000_i64..4_000_000_000,
        shift in -90_000_i64..90_000,
    ) {
        let names = zones();
        let name = pick.get(&names);
        let (zone, clock) = (TimeZoneName::parse(name).unwrap(), clock(name));
        let start = Timestamp::from_second(start).unwrap();
        let Some(change) = zone.zone().following(start).next() else { return Ok(()) };
        prop_assume!(change.timestamp().as_second() + 200_000 < 4_102_444_800);
        let local = change.timestamp().as_second() + i64::from(change.offset().seconds());
        let shown = tz::Offset::UTC.to_datetime(Timestamp::from_second(local + shift).unwrap());
        let expected = zone.zone().to_ambiguous_timestamp(shown).compatible().unwrap();
        let time = shown.time();
        let of_day = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        prop_assert_eq!(clock.resolve(day_of_date(shown.date()), of_day).second, expected.as_second());
    }
}
