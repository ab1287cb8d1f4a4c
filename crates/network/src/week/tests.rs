//! Nothing leaves earlier than the week says.

use super::*;
use crate::fixture::{instant, snapshot};
use crate::schedule::{self, Boarding, Clock, horizon_end};
use proptest::prelude::*;
use std::sync::OnceLock;

/// Departures with cut-offs, closures, delays, holidays, dated rows and changes of clocks.
fn network() -> &'static Snapshot {
    static NETWORK: OnceLock<Snapshot> = OnceLock::new();
    NETWORK.get_or_init(|| {
        snapshot(&[(
            "disruptions.csv",
            "disruption,scope,of,from,to,effect,delay_hours,source\n\
             shut,leg,truck,2026-11-20T00:00Z,2026-11-22T05:00Z,closed,,rule:t\n\
             slow,facility,hgh-sort,2026-11-25T00:00Z,2026-11-26T00:00Z,delay,5,rule:t\n",
        )])
    })
}

/// When a parcel leaves by the week.
fn leaves(sailings: &[WeeklySailing], ready: i64) -> Option<i64> {
    let (within, monday) = second_of_week(ready);
    let weeks = [0, WEEK_SECONDS];
    let at = |week: i64| {
        sailings
            .iter()
            .filter(move |sailing| sailing.ready_by + week >= within)
            .map(move |sailing| monday + week + sailing.ready_by + sailing.cutoff)
    };
    weeks.into_iter().flat_map(at).min()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_leaves_earlier(days in 0_i64..80, second in 0_i64..86_400) {
        let network = network();
        let span = instant("2026-10-01T00:00Z")..instant("2027-02-01T00:00Z");
        let ready = span.start.as_second() + days * DAY_SECONDS + second;
        let ready = Timestamp::from_second(ready).unwrap();
        let mut met = 0;
        for (leg, row) in network.legs.entries().filter(|(_, row)| row.is_scheduled) {
            let boarding =
                Boarding { leg, line: None, clock: Clock::P50, horizon_end: horizon_end(ready) };
            let Some(found) = schedule::next_departure(network, boarding, ready) else { continue };
            if found.leaves < span.end {
                let by_week = leaves(&sailings(network, leg, &span), ready.as_second());
                prop_assert!(by_week.is_some_and(|at| at <= found.leaves.as_second()), "{}", &row.key);
                met += 1;
            }
        }
        prop_assert!(met > 0);
    }
}

#[test]
fn a_week_begins_on_monday() {
    let monday = instant("2026-11-23T00:00Z").as_second();
    assert_eq!(second_of_week(monday), (0, monday));
    assert_eq!(second_of_week(monday - 1), (WEEK_SECONDS - 1, monday - WEEK_SECONDS));
}
