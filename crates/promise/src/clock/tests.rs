use super::*;

const MONDAY: i64 = 19_723;

fn weekday_clock() -> WorkClock {
    // Deliveries at noon from Monday to Friday, for ten weeks.
    let ends = (0..70).filter(|day| day % 7 < 5);
    let ends = ends
        .flat_map(|day| std::iter::repeat_n(((MONDAY + day) * DAY_SECONDS + 12 * 3_600, 1.0), 40));
    WorkClock::learn(ends, (MONDAY, MONDAY + 70), &BTreeSet::new())
}

#[test]
fn the_first_of_1970_was_a_thursday() {
    assert_eq!(weekday_of(0), 3);
    assert_eq!(weekday_of(MONDAY), 0);
}

#[test]
fn an_even_clock_shows_the_wall() {
    let clock = WorkClock::even(MONDAY, MONDAY + 10);
    let (from, to) = (MONDAY * DAY_SECONDS + 7_000, (MONDAY + 9) * DAY_SECONDS + 7_000);
    assert!((clock.show(to) - clock.show(from) - 9.0).abs() < 1e-9);
    assert!((clock.instant(clock.show(from)) - 19_723.0 * 86_400.0 - 7_000.0).abs() < 0.01);
}

#[test]
fn a_week_is_seven_days_and_a_weekend_next_to_nothing() {
    let clock = weekday_clock();
    let at = |day: i64, hour: i64| clock.show((MONDAY + day) * DAY_SECONDS + hour * 3_600);
    assert!((at(14, 0) - at(7, 0) - 7.0).abs() < 1e-9);
    assert!(at(7, 0) - at(5, 0) < 0.2, "{}", at(7, 0) - at(5, 0));
    assert!(at(1, 13) - at(1, 12) > 10.0 * (at(1, 3) - at(1, 2)));
}

#[test]
fn the_clock_runs_past_its_ends() {
    let clock = WorkClock::even(MONDAY, MONDAY);
    let far = (MONDAY + 5_000) * DAY_SECONDS;
    assert!((clock.instant(clock.show(far)) / 86_400.0 - 24_723.0).abs() < 1.0);
    assert!(clock.show(0).abs() < 1e-9);
}

#[test]
fn a_holiday_is_found_and_carried_on_a_year() {
    let mut counts: Vec<(i64, f64)> =
        (0..100).filter(|day| day % 7 < 5).map(|day| (MONDAY + day, 50.0)).collect();
    counts.retain(|&(day, _)| day != MONDAY + 44);
    let closed = closed_days(&counts, MONDAY + 100);
    assert!(closed.contains(&(MONDAY + 44)));
    // 2024-02-14 comes again after 366 days.
    assert!(closed.contains(&(MONDAY + 44 + 366)), "{closed:?}");
    assert!(!closed.contains(&(MONDAY + 43)));
    assert!(!closed.contains(&(MONDAY + 45)));
}
