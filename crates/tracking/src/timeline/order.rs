//! Events in the order they happened, where days without a time stand among exact times.

use portolan_model::scan::TimePrecision;

use super::Event;

/// Sorts events by time. One of which only the day is known stands before the first event of its day,
/// or of a later one, that belongs further along the way.
pub(super) fn in_time(events: Vec<Event>) -> Vec<Event> {
    let (mut days, mut exact): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.occurred.precision() == TimePrecision::Day);
    let key = |event: &Event| (event.at, event.milestone, event.scans.clone());
    exact.sort_by_cached_key(key);
    days.sort_by_cached_key(key);
    for event in days {
        let date = event.occurred.wall().date();
        let follows = |other: &Event| {
            let other_date = other.occurred.wall().date();
            other_date > date || (other_date == date && other.milestone > event.milestone)
        };
        let place = exact.iter().position(follows).unwrap_or(exact.len());
        exact.insert(place, event);
    }
    exact
}
