//! Events in the order they happened, where days without a time stand among exact times.

use portolan_model::scan::TimePrecision;

use super::Event;

/// Sorts events by time. One of which only the day is known stands before the first event of its day,
/// or of a later one, that belongs further along the way.
pub(super) fn in_time(events: Vec<Event>) -> Vec<Event> {
    let (mut days, mut exact): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.occurred.precision() == TimePrecision::Day);
    exact.sort_by(by_what_they_say);
    if days.is_empty() {
        return exact;
    }
    days.sort_by(by_what_they_say);
    let along = |event: &Event| (event.occurred.wall().date(), event.milestone);
    // The furthest along the way so far: it rises, so that the first event beyond a day is found by halving.
    let furthest: Vec<_> = exact
        .iter()
        .scan(None, |furthest, event| {
            *furthest = (*furthest).max(Some(along(event)));
            *furthest
        })
        .collect();
    let places: Vec<usize> =
        days.iter().map(|day| furthest.partition_point(|known| *known <= along(day))).collect();
    let mut ordered = Vec::with_capacity(days.len() + exact.len());
    // Days rise too, and so do their places.
    let mut placed = days.into_iter().zip(places).peekable();
    for (index, event) in exact.into_iter().enumerate() {
        while let Some((day, _)) = placed.next_if(|(_, place)| *place <= index) {
            ordered.push(day);
        }
        ordered.push(event);
    }
    ordered.extend(placed.map(|(day, _)| day));
    ordered
}

fn by_what_they_say(one: &Event, other: &Event) -> std::cmp::Ordering {
    let when = |event: &Event| (event.at, event.milestone);
    when(one).cmp(&when(other)).then_with(|| one.scans.cmp(&other.scans))
}
