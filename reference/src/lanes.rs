//! How an international leg is timed: the days of the line less what stands before and after it
//! (rule:transit-2), and on which days of the week it leaves (rule:schedule-1).

use crate::atlas::Nation;
use crate::days::Days;
use crate::draft::Runs;

/// Hours of a day.
const DAY: f64 = 24.0;
/// Hours of loading and unloading beside the flight itself.
const HANDLING: f64 = 6.0;

/// Hours before and after an international leg, at p50 and p90.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Around {
    /// From hand-in at 10:00 in Hangzhou to departure.
    pub before: (f64, f64),
    /// From arrival to the door.
    pub after: (f64, f64),
}

/// Hours of the international leg of `km` kilometres so that door to door takes `days`; never less than
/// the flight itself. The wait for uplift is in them.
pub fn hours(days: Days, around: Around, km: f64, flights: usize) -> (f64, f64) {
    let least = (km / 850.0 + 0.6 + HANDLING).ceil();
    let wait = mean_wait(flights);
    let p50 = days.p50 * DAY - around.before.0 - around.after.0 - wait;
    let p90 = days.p90 * DAY - around.before.1 - around.after.1 - wait;
    let p50 = p50.round().max(least);
    (p50, p90.round().max((p50 * 1.03).ceil()))
}

/// Mean hours a parcel that is ready waits for one of so many flights a week.
fn mean_wait(flights: usize) -> f64 {
    let flights = f64::from(u32::try_from(flights.max(1)).unwrap_or(1));
    (7.0 / flights - 1.0) / 2.0 * DAY
}

/// Mean hours that days without delivery add.
pub fn weekend_wait(weekdays: &str) -> f64 {
    match weekdays.len() {
        0 | 7 => 0.0,
        6 => 4.0,
        5 => 10.0,
        _ => 14.0,
    }
}

/// So many departures a week, spread evenly; which days follows from the country's code, so that lanes
/// do not all leave on the same day.
pub fn weekly(nation: &Nation, flights: usize, departs: &str, cutoff: f64) -> Runs {
    let patterns: &[&str] = match flights {
        0 | 1 => &["2", "3", "4", "5", "6"],
        2 => &["14", "25", "36", "15"],
        3 => &["135", "246", "257", "136"],
        4 => &["1356", "1347", "2457"],
        5 => &["12456", "13567", "12357"],
        6 => &["123456", "123567", "134567"],
        _ => &["1234567"],
    };
    let sum: usize = nation.code.bytes().map(usize::from).sum();
    let weekdays = patterns.get(sum % patterns.len()).copied().unwrap_or("1234567");
    Runs::Weekly {
        weekdays: weekdays.into(),
        departs: departs.into(),
        cutoff,
        skips_holidays: false,
    }
}
