//! Every combination of times of two legs, by its own arithmetic.

use jiff::{SignedDuration, Timestamp};
use portolan_routing::Live;
use portolan_routing::distribution::Forecaster;
use proptest::prelude::*;
use std::fmt::Write as _;

use super::{equally_often, instant, only_chain, times};

const READY: &str = "2026-03-02T00:00:00Z";

fn network(leaves: &[u32], cutoff: u32) -> String {
    let mut text = "land CN CNY Etc/UTC
        hall a CN
        hall b CN
        hall c CN
        leg first a b 1h/2h
        leg second b c 1h/2h
        leave first 1234567 06:00
        price leg first 1
        price leg second 1
        parcel a to c 2026-03-02T00:00:00Z 100g\n"
        .to_owned();
    for minutes in leaves {
        let (hour, minute) = (minutes / 60, minutes % 60);
        writeln!(text, "leave second 1234567 {hour:02}:{minute:02} cutoff={cutoff}m").unwrap();
    }
    text
}

/// The first departure of a day's minutes that is ready a cut-off before, in minutes from the first day.
fn caught(leaves: &[u32], cutoff: u32, ready: u32) -> u32 {
    let days = (0..40).flat_map(|day| leaves.iter().map(move |minutes| day * 1_440 + minutes));
    days.filter(|at| *at >= ready + cutoff).min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_worlds_agree_with_every_combination(
        leaves in prop::collection::vec(0_u32..1_440, 1..4),
        quarters in 0_u32..20,
        first in prop::collection::vec(0_u32..4_000, 1..9),
        second in prop::collection::vec(0_u32..4_000, 1..9),
    ) {
        let cutoff = quarters * 15;
        let (snapshot, chain, _) = only_chain(&network(&leaves, cutoff));
        let own = [("first", equally_often(&first)), ("second", equally_often(&second))];
        let times = times(&snapshot, &own);
        let live = Live::none();
        let mut forecaster = Forecaster::with_worlds(&snapshot, &times, &live, (3, 4_096));
        let arrivals = forecaster.arrivals(&chain, instant(READY));
        let mut all = Vec::new();
        for one in &first {
            for other in &second {
                all.push(caught(&leaves, cutoff, 360 + one) + other);
            }
        }
        all.sort_unstable();
        for minutes in &all {
            let before = instant(READY) + SignedDuration::from_mins(i64::from(*minutes) + 1);
            let exact = count(all.partition_point(|at| at <= minutes)) / count(all.len());
            let told = arrivals.probability_before(before);
            prop_assert!((told - exact).abs() < 0.035, "{told} {exact} by minute {minutes} of {all:?}");
        }
        prop_assert_eq!(minutes_of(arrivals.instant(1.0).unwrap()), *all.last().unwrap());
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn minutes_of(instant_: Timestamp) -> u32 {
    u32::try_from((instant_.as_second() - instant(READY).as_second()) / 60).unwrap()
}
