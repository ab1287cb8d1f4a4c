//! Profiles of a week, by hand.

use super::*;

const HOUR: i32 = 3_600;

#[test]
fn a_later_departure_that_arrives_no_later_beats_an_earlier_one() {
    let found = vec![(10 * HOUR, 30 * HOUR), (12 * HOUR, 30 * HOUR), (40 * HOUR, 50 * HOUR)];
    assert_eq!(unbeaten(found, NEVER), [(12 * HOUR, 30 * HOUR), (40 * HOUR, 50 * HOUR)]);
}

#[test]
fn next_weeks_first_beats_this_weeks_last_when_it_arrives_no_later() {
    let found = vec![(HOUR, 2 * HOUR), (160 * HOUR, WEEK + 2 * HOUR)];
    assert_eq!(unbeaten(found, NEVER), [(HOUR, 2 * HOUR)]);
}

#[test]
fn who_can_go_without_a_timetable_does_not_wait_for_one() {
    let found = vec![(10 * HOUR, 30 * HOUR), (40 * HOUR, 45 * HOUR)];
    assert_eq!(unbeaten(found, 20 * HOUR), [(40 * HOUR, 45 * HOUR)]);
}

#[test]
fn a_profile_tells_the_week_after_when_this_weeks_last_has_left() {
    let profile = Profile { legs: vec![(10 * HOUR, 30 * HOUR)], walk: NEVER };
    assert_eq!(profile.arrives(10 * HOUR), Some(30 * HOUR));
    assert_eq!(profile.arrives(10 * HOUR + 1), Some(WEEK + 30 * HOUR));
    assert_eq!(profile.arrives(10 * HOUR - WEEK), Some(30 * HOUR - WEEK));
}

#[test]
fn minutes_never_make_an_arrival_later() {
    for (ready, arrives) in [(59, 120), (60, 179), (61, 7_200), (0, 0), (WEEK - 1, WEEK + 30)] {
        let kept = Departure::of((ready, arrives));
        assert!((i64::from(kept.ready) + 1) * 60 > i64::from(ready), "{ready} {arrives}");
        assert!(kept.arrives() <= i64::from(arrives), "{ready} {arrives}");
        assert!(kept.arrives() + 60 > i64::from(arrives), "{ready} {arrives}");
    }
}
