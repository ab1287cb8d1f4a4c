//! A board tells what the schedule tells, whatever is asked and whenever.

use super::*;
use crate::fixture::{instant, snapshot};
use crate::schedule::horizon_end;
use proptest::prelude::*;

/// Departures with cut-offs of their own, closures, delays, holidays, dated rows and both changes of
/// clocks, beside those of the small network.
fn network() -> &'static Snapshot {
    static NETWORK: OnceLock<Snapshot> = OnceLock::new();
    NETWORK.get_or_init(|| {
        snapshot(&[(
            "disruptions.csv",
            "disruption,scope,of,from,to,effect,delay_hours,source\n\
             shut,leg,truck,2026-11-20T00:00Z,2026-11-22T05:00Z,closed,,rule:t\n\
             slow,facility,hgh-sort,2026-11-25T00:00Z,2026-11-26T00:00Z,delay,5,rule:t\n\
             idle,line,sp,2026-11-28T00:00Z,2026-12-01T00:00Z,closed,,rule:t\n",
        )])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// From before its first day to after its last, with the horizon far or near.
    #[test]
    fn a_board_agrees_with_the_schedule(
        days in -10_i64..100, second in 0_i64..86_400, horizon in 0_i64..200,
    ) {
        let network = network();
        let board = Board::around(network, instant("2026-10-20T00:00Z"));
        let at = board.start + days * DAY_SECONDS + second;
        let horizon_end = timestamp(at + horizon * DAY_SECONDS);
        for (leg, row) in network.legs.entries() {
            let lines = row.rides.iter().map(|ride| Some(ride.line)).chain([None]);
            for (line, clock) in lines.flat_map(|line| [(line, Clock::P50), (line, Clock::P90)]) {
                let boarding = Boarding { leg, line, clock, horizon_end };
                let told = board.next_departure(network, boarding, at);
                let found = schedule::next_departure(network, boarding, timestamp(at));
                let found = found.map(|found| Leaving {
                    scheduled: found.scheduled.as_second(),
                    leaves: found.leaves.as_second(),
                    departure: found.departure,
                });
                prop_assert_eq!(told, found, "{} {:?} {:?}", &row.key, line, clock);
            }
        }
        for (process, row) in network.processes.entries() {
            let told = board.process_end(network, process, at, Clock::P90);
            let found = schedule::process_end(network, process, timestamp(at), Clock::P90);
            prop_assert_eq!(told, found.map(Timestamp::as_second), "{}", &row.key);
        }
        for (zone, row) in network.nodes.entries().filter(|(_, row)| !row.is_facility()) {
            let told = board.delivery(network, zone, at);
            let found = schedule::delivery(network, zone, timestamp(at));
            prop_assert_eq!(told, found.map(|found| found.instant.as_second()), "{}", &row.key);
        }
    }
}

#[test]
fn a_board_is_written_once_and_only_where_it_is_asked() {
    let network = network();
    let ready = instant("2026-11-02T01:00Z");
    let board = Board::around(network, ready);
    let (empty, leg) = (board.bytes(), network.find_leg("truck").unwrap());
    let boarding = Boarding { leg, line: None, clock: Clock::P50, horizon_end: horizon_end(ready) };
    assert!(board.next_departure(network, boarding, ready.as_second()).is_some());
    let written = board.bytes();
    assert!(written > empty);
    assert!(board.next_departure(network, boarding, ready.as_second() + 1).is_some());
    assert_eq!(board.bytes(), written);
    assert!(board.is_around(ready) && !board.is_around(instant("2027-02-02T01:00Z")));
}
