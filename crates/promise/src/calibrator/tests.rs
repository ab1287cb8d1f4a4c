use proptest::prelude::*;

use super::*;

const GROUPS: [u64; 2] = [7, 8];

/// Promises of one even day each, of which a share of what was expected comes.
fn after(days: usize, came_of_ten: usize) -> Calibrator {
    let mut calibrator = Calibrator::new();
    for _ in 0..days {
        for parcel in 0..200 {
            // Everything expected between 30 % and 50 %, so a third of the parcels.
            let has_arrived = parcel % 30 < came_of_ten;
            let stretch = Stretch { from: 0.3, to: 0.5, has_arrived, weight: 1.0 };
            calibrator.count(&GROUPS, stretch);
        }
        calibrator.pass_day();
    }
    calibrator
}

#[test]
fn a_new_calibrator_bends_nothing() {
    let bend = Calibrator::new().bend(&GROUPS);
    for probability in [0.02, 0.1, 0.5, 0.9, 0.985, 0.999] {
        assert!((bend.level(probability) - probability).abs() < 1e-9, "{probability}");
        assert!((Bend::NONE.level(probability) - probability).abs() < 1e-9);
    }
}

#[test]
fn fewer_arrivals_than_expected_make_promises_longer() {
    let expected = after(60, 10).bend(&GROUPS).level(0.5);
    assert!((expected - 0.5).abs() < 0.03, "{expected}");
    assert!(after(60, 5).bend(&GROUPS).level(0.5) > 0.55);
    assert!(after(60, 15).bend(&GROUPS).level(0.5) < 0.47);
}

#[test]
fn a_group_with_little_data_leans_on_all() {
    let calibrator = after(60, 5);
    let (known, new) = (calibrator.bend(&GROUPS).level(0.5), calibrator.bend(&[99]).level(0.5));
    assert!((known - new).abs() < 0.03, "{known} {new}");
}

#[test]
fn missed_promises_turn_the_level_up_and_it_turns_back() {
    let mut calibrator = Calibrator::new();
    for _ in 0..40 {
        for parcel in 0..100 {
            calibrator.settle(&GROUPS, parcel % 10 < 7, 1.0);
        }
        calibrator.pass_day();
    }
    let turned = calibrator.bend(&GROUPS).level(0.9);
    assert!(turned > 0.92, "{turned}");
    let (median, usual) = (calibrator.bend(&GROUPS).level(0.5), 0.5);
    assert!((median - usual).abs() < 1e-6, "the middle is not turned");
    for _ in 0..300 {
        calibrator.pass_day();
    }
    assert!((calibrator.bend(&GROUPS).level(0.9) - 0.9).abs() < 0.002);
}

#[test]
fn a_lost_parcel_is_no_missed_promise() {
    let settled = |weight: f64| {
        let mut calibrator = Calibrator::new();
        for _ in 0..20 {
            (0..50).for_each(|_| calibrator.settle(&GROUPS, false, weight));
            calibrator.pass_day();
        }
        calibrator.bend(&GROUPS).level(0.9)
    };
    assert!((settled(0.0) - 0.9).abs() < 1e-9);
    assert!(settled(1.0) > 0.91);
}

#[test]
fn merged_counts_bend_as_one() {
    let (left, right) = (after(10, 5), after(10, 5));
    let mut both = left.clone();
    both.merge(&right);
    assert!(both.bend(&GROUPS).level(0.5) > left.bend(&GROUPS).level(0.5));
    let mut other_way = right;
    other_way.merge(&left);
    assert_eq!(both, other_way);
}

proptest! {
    #[test]
    fn a_bent_level_is_a_probability_and_keeps_the_order(
        stretches in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0, any::<bool>()), 0..80),
        low in 0.001_f64..0.99,
        more in 0.0_f64..0.5,
    ) {
        let mut calibrator = Calibrator::new();
        for (a, b, has_arrived) in stretches {
            let stretch = Stretch { from: a.min(b), to: a.max(b), has_arrived, weight: 1.0 };
            calibrator.count(&GROUPS, stretch);
            calibrator.settle(&GROUPS, has_arrived, 1.0);
            calibrator.pass_day();
        }
        let bend = calibrator.bend(&GROUPS);
        let high = (low + more).min(0.995);
        prop_assert!(bend.level(low) <= bend.level(high) + 1e-12);
        prop_assert!((0.0..1.0).contains(&bend.level(low)) && bend.level(high) <= 1.0);
    }
}
