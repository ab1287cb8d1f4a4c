//! What holds for every chain: order, probabilities, and that nothing hangs on what was asked before.

use jiff::{SignedDuration, ToSpan as _};
use portolan_network::Snapshot;
use portolan_routing::Live;
use portolan_routing::distribution::{Arrivals, Chain, Fellow, Forecaster, TimesTaken};
use proptest::prelude::*;
use std::fmt::Write as _;

use super::{instant, only_chain};

/// A way with a round, two timetables, hours of work, a border, and days of delivery.
fn network(leaves: &[(u8, u32)], (p50, p90): (u32, u32)) -> (Snapshot, Chain) {
    let mut text = format!(
        "land CN CNY Asia/Shanghai
        land FR EUR Europe/Paris
        rate EUR CNY 2026-01-01 8
        zone hz CN 31* collection
        zone paris FR 75* delivery weekdays=12345 calendar=eve
        rest eve 2026-03-16
        rest eve 2026-03-17
        hall hub CN
        hall gate FR
        leg fetch hz hub 2h/5h headway=3h
        leg fly hub gate {p50}h/{p90}h
        leg last gate paris 5h/20h
        leave last 123456 07:00 cutoff=1h
        work hub always 1 2h/4h hours=08:00-18:00 weekdays=12345
        work gate import 1 6h/30h hours=07:00-15:00 weekdays=12345
        price leg fetch 1
        price leg fly 1
        price leg last 1
        closed leg fly 2026-03-12T00:00:00Z 2026-03-14T00:00:00Z
        closed leg last 2026-03-24T00:00:00Z 2026-03-26T00:00:00Z delay=30h
        parcel CN 31000 to FR 75011 2026-03-04T01:00:00Z 1000g\n"
    );
    for (days, minutes) in leaves {
        let weekdays: String =
            (1..=7).filter(|day| days & (1 << day) != 0).map(|day| day.to_string()).collect();
        let weekdays = if weekdays.is_empty() { "7".to_owned() } else { weekdays };
        let (hour, minute) = (minutes / 60, minutes % 60);
        writeln!(text, "leave fly {weekdays} {hour:02}:{minute:02} cutoff=4h").unwrap();
    }
    let (snapshot, chain, _) = only_chain(&text);
    (snapshot, chain)
}

fn shares() -> impl Iterator<Item = f64> {
    (0..=100_u32).map(|percent| f64::from(percent) / 100.0)
}

fn is_no_earlier(later: &Arrivals, earlier: &Arrivals) -> bool {
    shares().all(|share| match (later.instant(share), earlier.instant(share)) {
        (Some(later), Some(earlier)) => later >= earlier,
        (_, None) => later.instant(share).is_none(),
        (None, Some(_)) => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_later_hand_in_never_arrives_earlier(
        leaves in prop::collection::vec((any::<u8>(), 0_u32..1_440), 1..5),
        quantiles in (1_u32..70, 1_u32..150),
        mut minutes in prop::collection::vec(0_i64..40_000, 6),
    ) {
        let (snapshot, chain) = network(&leaves, (quantiles.0, quantiles.0 + quantiles.1));
        let (times, live) = (TimesTaken::published(), Live::none());
        let mut forecaster = Forecaster::new(&snapshot, &times, &live, 11);
        minutes.sort_unstable();
        let mut last: Option<Arrivals> = None;
        for minutes in minutes {
            let ready = instant("2026-03-01T00:00:00Z") + SignedDuration::from_mins(minutes);
            let arrivals = forecaster.arrivals(&chain, ready);
            if let Some(last) = &last {
                prop_assert!(is_no_earlier(&arrivals, last));
            }
            last = Some(arrivals);
        }
    }

    #[test]
    fn quantiles_rise_and_probabilities_are_such(
        leaves in prop::collection::vec((any::<u8>(), 0_u32..1_440), 1..5),
        quantiles in (1_u32..70, 0_u32..150),
        minutes in 0_i64..40_000,
    ) {
        let (snapshot, chain) = network(&leaves, (quantiles.0, quantiles.0 + quantiles.1));
        let (times, live) = (TimesTaken::published(), Live::none());
        let ready = instant("2026-03-01T00:00:00Z") + SignedDuration::from_mins(minutes);
        let arrivals = Forecaster::new(&snapshot, &times, &live, 11).arrivals(&chain, ready);
        let instants: Vec<_> = shares().map(|share| arrivals.instant(share).unwrap()).collect();
        prop_assert!(instants.is_sorted());
        prop_assert!(instants[0] >= ready);
        let curve = arrivals.by_date();
        prop_assert!(curve.is_sorted_by(|a, b| a.date < b.date && a.probability < b.probability));
        prop_assert!(curve.iter().all(|point| (0.0..=1.0).contains(&point.probability)));
        prop_assert!((curve.last().unwrap().probability - arrivals.probability_ever()).abs() < 1e-12);
        for wanted in [0.5, 0.9, 0.99] {
            let promise = arrivals.promise(wanted).unwrap();
            prop_assert!(promise.probability >= wanted, "{promise:?}");
            // The day before would be too early.
            let before = promise.date.checked_sub(1.day()).unwrap();
            prop_assert!(arrivals.probability_by(before) < wanted);
        }
    }

    #[test]
    fn what_is_kept_changes_no_answer(
        leaves in prop::collection::vec((any::<u8>(), 0_u32..1_440), 1..5),
        minutes in prop::collection::vec(0_i64..20_000, 1..6),
    ) {
        let (snapshot, chain) = network(&leaves, (10, 33));
        let (times, live) = (TimesTaken::published(), Live::none());
        let mut kept = Forecaster::new(&snapshot, &times, &live, 5);
        for minutes in minutes.iter().chain(&minutes) {
            let ready = instant("2026-03-01T00:00:00Z") + SignedDuration::from_mins(*minutes);
            let fresh = Forecaster::new(&snapshot, &times, &live, 5).arrivals(&chain, ready);
            let again = kept.arrivals(&chain, ready);
            prop_assert!(shares().all(|share| fresh.instant(share) == again.instant(share)));
        }
    }
}

/// Parcels of one departure share its delay: how many are late varies far more than if each were late by
/// itself, and each is late as often as alone.
#[test]
fn parcels_of_one_departure_are_late_together() {
    let (snapshot, chain) = network(&[(0b0000_1000, 720)], (33, 83));
    let (times, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::with_worlds(&snapshot, &times, &live, (9, 2_048));
    let ready = instant("2026-03-02T00:00:00Z");
    let alone = forecaster.arrivals(&chain, ready);
    let due = alone.instant(0.8).unwrap();
    let expected = alone.probability_before(due) * 20.0;
    let fellows = vec![Fellow { chain: &chain, ready, due }; 20];
    let in_time = forecaster.arrive_together(&fellows);
    let count = |number: usize| f64::from(u32::try_from(number).unwrap());
    let worlds = count(in_time.len());
    let mean = in_time.iter().map(|&number| count(number)).sum::<f64>() / worlds;
    let squares = in_time.iter().map(|&number| (count(number) - mean).powi(2));
    let variance = squares.sum::<f64>() / worlds;
    assert!((mean - expected).abs() < 0.8, "{mean} {expected}");
    let alone_each = expected * (1.0 - expected / 20.0);
    assert!(variance > 4.0 * alone_each, "{variance} {alone_each}");
}
