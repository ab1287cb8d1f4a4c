//! A leg's departures as they recur by the week, for who wants to know when something leaves at the earliest.
//!
//! What is told here is no timetable: holidays, closures, delays, dates and full departures are left aside,
//! each of which can only take a departure away or make it leave later. So what leaves here leaves no later
//! than anything that [`schedule`](crate::schedule) finds in the same weeks.

use crate::{
    Snapshot,
    clock::{DAY_SECONDS, LocalClock},
    records::LegIdx,
};
use jiff::Timestamp;
use std::ops::Range;

#[cfg(test)]
mod tests;

/// Seconds of a week.
pub const WEEK_SECONDS: i64 = 7 * DAY_SECONDS;
/// The first Monday after 1970-01-01 begins so many seconds after it, in UTC.
const MONDAY_SECONDS: i64 = 4 * DAY_SECONDS;

/// A departure that recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeeklySailing {
    /// By which second of the week (UTC, from Monday's midnight) a parcel must be ready.
    pub ready_by: i64,
    /// Seconds from then to leaving.
    pub cutoff: i64,
}

/// The second of the week of an instant in seconds from 1970, and the instant at which that week began.
pub const fn second_of_week(second: i64) -> (i64, i64) {
    let within = (second - MONDAY_SECONDS).rem_euclid(WEEK_SECONDS);
    (within, second - within)
}

/// Every departure that a scheduled leg may have in a span of time, in the order of the week.
pub fn sailings(snapshot: &Snapshot, leg: LegIdx, span: &Range<Timestamp>) -> Vec<WeeklySailing> {
    let row = &snapshot.legs[leg];
    let offsets = snapshot.nodes[row.from].clock.offsets(span);
    let mut found = Vec::new();
    for entry in &row.timetable.entries {
        for weekday in (0..7_u8).filter(|&weekday| entry.may_run_on_weekday(weekday)) {
            let local = i64::from(weekday) * DAY_SECONDS + entry.second - entry.cutoff;
            found.extend(offsets.iter().map(|offset| WeeklySailing {
                ready_by: (local - offset).rem_euclid(WEEK_SECONDS),
                cutoff: entry.cutoff,
            }));
        }
    }
    found.sort_unstable();
    // Of those for which a parcel must be ready at the same second, the first leaves first.
    found.dedup_by_key(|sailing| sailing.ready_by);
    found
}

impl LocalClock {
    /// The offsets in seconds that it has at some time of a span.
    fn offsets(&self, span: &Range<Timestamp>) -> Vec<i64> {
        let mut found = self.offsets_between(span.start.as_second(), span.end.as_second());
        found.sort_unstable();
        found.dedup();
        found
    }
}
