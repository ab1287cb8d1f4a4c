use super::*;
use proptest::prelude::*;

/// Numbers between 0 and 1 from a seed: a test's own chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap()) / 2_147_483_648.0
    }
}

fn at(place: f64, day: i32, country: &str) -> Outcome<'_> {
    Outcome { service: "standard", country, day, before: place, by: place }
}

#[test]
fn without_outcomes_a_promise_is_as_told() {
    let levels = Outcomes::default().levels(20_000);
    for told in [0.0, 0.5, 0.9, 1.0] {
        assert!((levels.share("standard", "DE", told) - told).abs() < 1e-12);
    }
    assert!((levels.level("standard", "DE", 0.9) - 0.9).abs() < f64::EPSILON);
}

#[test]
fn a_place_lies_between_the_day_before_and_the_day() {
    let told = [(10, 0.3), (11, 0.8), (14, 0.99)];
    let of = |arrived| {
        let outcome = Outcome::of(("s", "DE"), &told, arrived, 20);
        (outcome.before, outcome.by)
    };
    assert_eq!(of(Some(9)), (0.0, 0.0));
    assert_eq!(of(Some(10)), (0.0, 0.3));
    assert_eq!(of(Some(11)), (0.3, 0.8));
    assert_eq!(of(Some(12)), (0.8, 0.8));
    assert_eq!(of(Some(14)), (0.8, 0.99));
    assert_eq!((of(Some(15)), of(None)), ((0.99, 1.0), (0.99, 1.0)));
}

#[test]
fn what_was_told_rightly_stays_as_told_whatever_its_days() {
    let mut outcomes = Outcomes::default();
    // Told in lumps of 0.3, 0.5 and 0.2, and as many arrive in each.
    for parcel in 0..1_000 {
        let (before, by) = match parcel % 10 {
            0..3 => (0.0, 0.3),
            3..8 => (0.3, 0.8),
            _ => (0.8, 1.0),
        };
        outcomes.count(&Outcome { before, by, ..at(0.0, 20_000, "DE") });
    }
    let level = outcomes.levels(20_000).level("standard", "DE", 0.9);
    assert!((level - 0.9).abs() < 0.005, "{level}");
}

#[test]
fn thin_data_leans_on_its_service_and_that_on_all() {
    let mut outcomes = Outcomes::default();
    let mut chance = Chance(7);
    for _ in 0..2_000 {
        // To Germany far too much was promised.
        outcomes.count(&at(chance.next().powf(0.25), 20_000, "DE"));
    }
    for _ in 0..3 {
        outcomes.count(&at(0.01, 20_000, "FR"));
    }
    let levels = outcomes.levels(20_000);
    let level = |service: &str, country: &str| levels.level(service, country, 0.9);
    let (own, thin, cold) =
        (level("standard", "DE"), level("standard", "FR"), level("economy", "DE"));
    assert!((own - 0.9_f64.powf(0.25)).abs() < 0.01, "{own}");
    assert!(thin < own && thin > 0.94, "three fast ones do not outweigh its service: {thin}");
    assert!(cold > 0.94 && cold <= own + 0.005, "a service without outcomes leans on all: {cold}");
    let (group, service, all) = levels.worth("standard", "FR");
    assert!((group - 3.0).abs() < 0.01 && (service - 2_003.0).abs() < 0.1 && all >= service);
}

#[test]
fn levels_stay_within_their_bounds() {
    for place in [0.0, 1.0] {
        let mut outcomes = Outcomes::default();
        for _ in 0..5_000 {
            outcomes.count(&at(place, 20_000, "DE"));
        }
        let level = outcomes.levels(20_000).level("standard", "DE", 0.9);
        assert!((level - if place > 0.5 { LEVEL.1 } else { LEVEL.0 }).abs() < 1e-9, "{level}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for wrong in [
        "",
        "portolan lessons 1",
        "portolan outcomes 1\na,DE,1,2",
        "portolan outcomes 1\na,DE,1,256,5",
        "portolan outcomes 1\na,DE,-1,2,5",
        "portolan outcomes 1\na,DE,1,2,NaN",
        "portolan outcomes 1\na,DE,1,2,99999999999999999",
    ] {
        let fault = Outcomes::read(wrong).unwrap_err();
        assert_eq!(fault.line, wrong.lines().count().max(1), "{wrong}");
    }
}

/// How many of the last days' promises are kept, at the level of each day and at 0.9 as told: parcels take
/// longer and longer than told, and each is counted ten days later.
fn kept_on_a_drifting_stream(seed: u64, lateness: f64) -> (f64, f64) {
    const LAG: i32 = 10;
    let mut chance = Chance(seed);
    let mut outcomes = Outcomes::default();
    let (mut kept, mut kept_as_told, mut count) = (0.0, 0.0, 0.0);
    let mut waiting: Vec<(i32, f64)> = Vec::new();
    for day in 20_000..20_400 {
        let power = 1.0 + lateness * (f64::from(day - 20_000) / 400.0);
        for &(_, place) in waiting.iter().filter(|(due, _)| *due == day) {
            outcomes.count(&at(place, day, "DE"));
        }
        waiting.retain(|(due, _)| *due > day);
        let level = outcomes.levels(day - 1).level("standard", "DE", 0.9);
        for _ in 0..20 {
            let place = chance.next().powf(1.0 / power);
            waiting.push((day + LAG, place));
            if day >= 20_100 {
                count += 1.0;
                kept += f64::from(u8::from(place <= level));
                kept_as_told += f64::from(u8::from(place <= 0.9));
            }
        }
    }
    (kept / count, kept_as_told / count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn coverage_approaches_the_target_while_the_world_drifts(
        seed in any::<u64>(),
        lateness in 0.0_f64..3.0,
    ) {
        let (kept, as_told) = kept_on_a_drifting_stream(seed, lateness);
        prop_assert!((kept - 0.9).abs() < 0.025, "{kept} at lateness {lateness}, as told {as_told}");
    }

    #[test]
    fn any_order_and_any_parts_count_the_same(
        seen in prop::collection::vec((0.0_f64..=1.0, 0.0_f64..=1.0, 0_i32..5, 0_usize..3), 1..40),
        cut in 0_usize..40,
    ) {
        let countries = ["DE", "FR", "US"];
        let count = |seen: &[(f64, f64, i32, usize)]| {
            let mut outcomes = Outcomes::default();
            for &(a, b, day, country) in seen {
                let (before, by) = (a.min(b), a.max(b));
                let country = countries[country];
                outcomes.count(&Outcome { service: "s", country, day, before, by });
            }
            outcomes
        };
        let whole = count(&seen);
        let mut turned = seen.clone();
        turned.reverse();
        prop_assert_eq!(&count(&turned), &whole);
        let (some, others) = seen.split_at(cut.min(seen.len()));
        let mut merged = count(others);
        merged.merge(&count(some));
        prop_assert_eq!(&merged, &whole);
        prop_assert_eq!(&Outcomes::read(&whole.to_text()).unwrap(), &whole);
        let mut apart = Outcomes::default();
        for day in whole.days() {
            apart.merge(&whole.of_day(day));
        }
        prop_assert_eq!(apart.levels(4), whole.levels(4));
        let weights = whole.days.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values);
        prop_assert_eq!(weights.sum::<u64>(), WHOLE * u64::try_from(seen.len()).unwrap());
    }

    #[test]
    fn more_is_never_kept_at_less(
        places in prop::collection::vec(0.0_f64..=1.0, 0..200),
        told in prop::array::uniform2(0.0_f64..=1.0),
    ) {
        let mut outcomes = Outcomes::default();
        for &place in &places {
            outcomes.count(&at(place, 20_000, "DE"));
        }
        let levels = outcomes.levels(20_010);
        let share = |told: f64| levels.share("standard", "DE", told);
        let (low, high) = (told[0].min(told[1]), told[0].max(told[1]));
        prop_assert!(share(low) <= share(high) + 1e-12);
        prop_assert!(share(0.0).abs() < 1e-12 && (share(1.0) - 1.0).abs() < 1e-9);
    }
}
