//! Every style of date, and the ones that could be another day.

use super::*;
use proptest::prelude::*;

fn zone() -> TimeZoneName {
    TimeZoneName::parse("Asia/Shanghai").unwrap()
}

fn told(text: &str, order: Option<DateOrder>) -> Result<String, DateFault> {
    let habits = DateHabits { order, has_short_years: false };
    read(text, habits, &zone()).map(|told| told.to_zoned().datetime().to_string())
}

#[test]
fn unambiguous_styles_are_read() {
    for (text, local) in [
        ("2026-11-22", "2026-11-22T00:00:00"),
        ("2026/11/22", "2026-11-22T00:00:00"),
        ("2026/1/2", "2026-01-02T00:00:00"),
        ("2026.11.22", "2026-11-22T00:00:00"),
        ("20261122", "2026-11-22T00:00:00"),
        ("2026年11月22日", "2026-11-22T00:00:00"),
        ("22.11.2026", "2026-11-22T00:00:00"),
        ("3.4.2026", "2026-04-03T00:00:00"),
        ("22/11/2026", "2026-11-22T00:00:00"),
        ("11/22/2026", "2026-11-22T00:00:00"),
        ("22-11-2026", "2026-11-22T00:00:00"),
        ("05/05/2026", "2026-05-05T00:00:00"),
        ("22 Nov 2026", "2026-11-22T00:00:00"),
        ("Nov 22, 2026", "2026-11-22T00:00:00"),
        ("november-3-2026 23:45:00", "2026-11-03T23:45:00"),
        ("3. Sept 2026 9:05 pm", "2026-09-03T21:05:00"),
        ("2025-10-07 09:50:26 +0200", "2025-10-07T15:50:26"),
        ("2025-10-07 09:50 -05:00", "2025-10-07T22:50:00"),
        ("2026-11-22 9:05", "2026-11-22T09:05:00"),
        ("2026-11-22T09:05:30.5", "2026-11-22T09:05:30"),
        ("11/22/2026 12:05 AM", "2026-11-22T00:05:00"),
        ("22.11.2026 1:05pm", "2026-11-22T13:05:00"),
        ("46348", "2026-11-22T00:00:00"),
        ("46348.5", "2026-11-22T12:00:00"),
        ("46348,75", "2026-11-22T18:00:00"),
        ("46348.999999", "2026-11-23T00:00:00"),
        ("2026-11-22T02:00:00Z", "2026-11-22T10:00:00"),
        ("2026-11-21T18:00:00-08:00", "2026-11-22T10:00:00"),
    ] {
        assert_eq!(told(text, None).as_deref(), Ok(local), "{text}");
    }
}

#[test]
fn a_zone_of_its_own_is_kept() {
    let told =
        read("2026-11-22T10:00:00+01:00[Europe/Paris]", DateHabits::default(), &zone()).unwrap();
    assert_eq!(told.zone().as_str(), "Europe/Paris");
}

#[test]
fn two_readings_are_a_fault_unless_told() {
    assert_eq!(told("03/04/2026", None), Err(DateFault::Ambiguous));
    assert_eq!(told("04/03/2026", None), Err(DateFault::Ambiguous));
    assert_eq!(told("03-04-2026 10:00", None), Err(DateFault::Ambiguous));
    let day = told("03/04/2026", Some(DateOrder::DayFirst));
    assert_eq!(day.as_deref(), Ok("2026-04-03T00:00:00"));
    let month = told("03/04/2026", Some(DateOrder::MonthFirst));
    assert_eq!(month.as_deref(), Ok("2026-03-04T00:00:00"));
    assert_eq!(told("22/11/2026", Some(DateOrder::MonthFirst)), Err(DateFault::NotADate));
}

#[test]
fn other_text_is_told_for_what_it_is() {
    for (text, fault) in [
        ("", DateFault::NotADate),
        ("soon", DateFault::NotADate),
        ("2026-13-01", DateFault::NotADate),
        ("2026-02-29", DateFault::NotADate),
        ("31/31/2026", DateFault::NotADate),
        ("2026-11", DateFault::NotADate),
        ("12", DateFault::NotADate),
        ("999999", DateFault::NotADate),
        ("2026-11-22 25:00", DateFault::NotADate),
        ("2026-11-22 13:00 PM", DateFault::NotADate),
        ("22.11.26", DateFault::ShortYear),
        ("11/22/26", DateFault::ShortYear),
        ("1926-11-22", DateFault::OutOfRange),
        ("20201", DateFault::OutOfRange),
        ("9999-12-31", DateFault::OutOfRange),
    ] {
        assert_eq!(told(text, None), Err(fault), "{text}");
    }
}

#[test]
fn a_time_the_clock_skips_is_an_hour_later() {
    let paris = TimeZoneName::parse("Europe/Paris").unwrap();
    let told = read("2026-03-29 02:30", DateHabits::default(), &paris).unwrap();
    assert_eq!(told.to_string(), "2026-03-29T03:30:00+02:00[Europe/Paris]");
}

proptest! {
    #[test]
    fn a_day_number_is_the_day_it_counts(days in 36_526_i64..=73_050) {
        // 36526 is 2000-01-01 in every spreadsheet.
        let span = jiff::Span::new().days(days - 36_526);
        let expected = jiff::civil::date(2000, 1, 1).checked_add(span).unwrap();
        prop_assert_eq!(civil(&days.to_string(), DateHabits::default()).map(DateTime::date), Ok(expected));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-/. :T0-9年月日]{0,20}|.*") {
        let _ = told(&text, None);
        let _ = told(&text, Some(DateOrder::DayFirst));
    }
}

#[test]
fn short_years_are_read_where_a_layout_has_them() {
    let read_short = |text| {
        let habits = DateHabits { order: Some(DateOrder::DayFirst), has_short_years: true };
        read(text, habits, &zone()).map(|told| told.date().to_string())
    };
    for (text, day) in [
        ("Nov-20-26", Ok("2026-11-20")),
        ("Sep-30-26 23:45:00", Ok("2026-09-30")),
        ("3/4/26", Ok("2026-04-03")),
        ("Nov-31-26", Err(DateFault::NotADate)),
        ("Nob-20-26", Err(DateFault::NotADate)),
        ("Nov-20-126", Err(DateFault::NotADate)),
    ] {
        assert_eq!(read_short(text), day.map(str::to_owned), "{text}");
    }
    assert_eq!(told("Nov-20-26", None), Err(DateFault::ShortYear));
}
