#![expect(clippy::cast_possible_truncation, reason = "small counts in a test")]

use proptest::prelude::*;

use super::*;

fn curve(median: f64, spread: f64) -> Curve {
    let clock = Arc::new(WorkClock::even(19_000, 20_000));
    let logs = KNOTS.map(|knot| log_days(median) + spread * logit(knot));
    Curve::new(clock, 19_500 * DAY_SECONDS + 40_000, &logs)
}

#[test]
fn the_median_is_the_median() {
    assert!((curve(7.0, 0.3).days(0.5) - 7.0).abs() < 1e-3);
}

#[test]
fn nothing_has_arrived_before_it_left() {
    assert!(curve(7.0, 0.3).probability_by(19_500 * DAY_SECONDS) < 1e-12);
}

#[test]
fn a_curve_without_spread_keeps_a_little() {
    let curve = curve(5.0, 0.0);
    let width = curve.days(0.9) - curve.days(0.1);
    assert!((0.4..0.9).contains(&width), "{width}");
    assert!(curve.probability_by(19_504 * DAY_SECONDS) < 0.01);
    assert!(curve.probability_by(19_506 * DAY_SECONDS) > 0.95);
}

proptest! {
    #[test]
    fn quantiles_never_cross_and_read_both_ways(
        logs in prop::array::uniform15(-1.3_f64..4.0),
        low in 0.01_f64..0.98,
        more in 0.001_f64..0.3,
    ) {
        let clock = Arc::new(WorkClock::even(19_000, 20_000));
        let shipped = 19_500 * DAY_SECONDS;
        let curve = Curve::new(clock, shipped, &logs);
        let high = (low + more).min(0.99);
        prop_assert!(curve.days(low) <= curve.days(high));
        prop_assert!(curve.days(0.99).is_finite());
        let days = curve.days(low);
        let at = |days: f64| shipped + (days * 86_400.0) as i64;
        prop_assert!(curve.probability_by(at(days) - 60) <= low + 1e-3);
        prop_assert!(curve.probability_by(at(days) + 60) >= curve.probability_by(at(days) - 60));
    }
}
