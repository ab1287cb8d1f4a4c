//! When things move: rules 3, 4 and 6 of "How a parcel moves" in the page of the network format.
//!
//! Every function is monotone: a parcel that is ready later never gets an earlier answer. Durations of legs
//! are added by the caller; capacity is an overlay that the caller passes as a question.

use crate::{
    Snapshot,
    clock::{date_of_day, second_not_before, timestamp, weekday_of_day},
    limits,
    records::{Applies, CalendarIdx, Leg, LegIdx, LineIdx, Node, NodeIdx, Process, ProcessIdx},
    timetable::{Days, Interruptions},
};
use jiff::{SignedDuration, Timestamp, civil};

#[cfg(test)]
mod tests;

/// Which durations a route is carried with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clock {
    /// Every duration at its median.
    P50,
    /// Every duration at its ninety percent.
    P90,
}

/// Taking a leg.
#[derive(Debug, Clone, Copy)]
pub struct Boarding {
    /// The leg.
    pub leg: LegIdx,
    /// The line it is ridden on; none where it is bought by itself.
    pub line: Option<LineIdx>,
    /// Which durations count (the wait for a headway depends on it).
    pub clock: Clock,
    /// No departure later than this is taken: 200 days after the ready instant of the route.
    pub horizon_end: Timestamp,
}

/// A departure found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepartureAt {
    /// The instant of the timetable; what capacity is counted by.
    pub scheduled: Timestamp,
    /// The instant it leaves, after any delay.
    pub leaves: Timestamp,
    /// The position among the leg's departures; none for a leg without.
    pub departure: Option<u16>,
}

/// When and on which civil date a parcel that reached its zone is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// The instant.
    pub instant: Timestamp,
    /// The date that is promised.
    pub date: civil::Date,
}

/// The last instant at which a route that is ready at an instant may depart.
pub fn horizon_end(ready: Timestamp) -> Timestamp {
    let days = SignedDuration::from_hours(24 * limits::HORIZON_DAYS);
    ready.checked_add(days).unwrap_or(Timestamp::MAX)
}

/// The transit of a leg.
pub fn transit(leg: &Leg, clock: Clock) -> SignedDuration {
    let seconds = match clock {
        Clock::P50 => leg.p50_seconds,
        Clock::P90 => leg.p90_seconds,
    };
    SignedDuration::from_secs(seconds.into())
}

/// How long a parcel waits for a leg without departures (rule 4).
pub fn wait_seconds(leg: &Leg, clock: Clock) -> i64 {
    let headway = i64::from(leg.headway_seconds.unwrap_or(0));
    match clock {
        Clock::P50 => headway / 2,
        Clock::P90 => headway * 9 / 10,
    }
}

/// The first departure that a parcel ready at an instant can take (rule 4).
pub fn next_departure(
    snapshot: &Snapshot,
    boarding: Boarding,
    ready: Timestamp,
) -> Option<DepartureAt> {
    next_departure_unless(snapshot, boarding, ready, &|_| false)
}

/// As [`next_departure`], passing over the scheduled departures that are full. Legs without departures
/// have no capacity per departure and are never asked about.
pub fn next_departure_unless(
    snapshot: &Snapshot,
    boarding: Boarding,
    ready: Timestamp,
    is_full: &dyn Fn(Timestamp) -> bool,
) -> Option<DepartureAt> {
    let leg = &snapshot.legs[boarding.leg];
    let line = boarding.line.map(|line| &snapshot.lines[line].interruptions);
    let search = Search {
        snapshot,
        leg,
        from: &snapshot.nodes[leg.from],
        line,
        ready,
        horizon: boarding.horizon_end.as_second(),
    };
    if leg.is_scheduled {
        search.scheduled(is_full)
    } else {
        search.on_demand(boarding.clock, boarding.horizon_end)
    }
}

/// The processes of a facility that a parcel passes between two legs (rule 3), in their order; no last leg
/// at the start of a route.
pub fn processes_between(
    snapshot: &Snapshot,
    last: Option<LegIdx>,
    next: LegIdx,
) -> impl Iterator<Item = ProcessIdx> {
    let next = &snapshot.legs[next];
    let last = last.map(|leg| &snapshot.legs[leg]);
    let processes = snapshot.nodes[next.from].processes.iter().copied();
    processes.filter(move |&index| {
        let process = &snapshot.processes[index];
        let crossing = match process.applies {
            Applies::Always => return true,
            Applies::Import => last.filter(|leg| leg.crosses_border),
            Applies::Export => Some(next).filter(|leg| leg.crosses_border),
        };
        let fits = |leg: &Leg| process.clearance.is_none() || process.clearance == leg.clearance;
        crossing.is_some_and(fits)
    })
}

/// When a process ends for a parcel that is there at an instant; `None` where no shift comes within a year.
pub fn process_end(
    snapshot: &Snapshot,
    process: ProcessIdx,
    arrive: Timestamp,
    clock: Clock,
) -> Option<Timestamp> {
    let process = &snapshot.processes[process];
    let start = process_start(snapshot, process, arrive)?;
    start.checked_add(SignedDuration::from_secs(process.seconds(clock).into())).ok()
}

/// When and on which date a parcel that reaches a zone is handed over (rule 6); `None` where no delivery day
/// comes within a year.
pub fn delivery(snapshot: &Snapshot, zone: NodeIdx, reach: Timestamp) -> Option<Delivery> {
    let node = &snapshot.nodes[zone];
    let first = node.clock.local(reach.as_second()).day;
    let delivers = |day: &i32| {
        node.delivery_weekdays.contains(weekday_of_day(*day))
            && !is_holiday(snapshot, node.calendar, *day)
    };
    let day = (first..first.saturating_add(limits::SEARCH_DAYS_MAX)).find(delivers)?;
    let instant = if day == first { reach } else { timestamp(node.clock.resolve(day, 0).second) };
    Some(Delivery { instant, date: date_of_day(day) })
}

/// One search for a departure of one leg.
struct Search<'a> {
    snapshot: &'a Snapshot,
    leg: &'a Leg,
    from: &'a Node,
    line: Option<&'a Interruptions>,
    ready: Timestamp,
    horizon: i64,
}

impl Search<'_> {
    fn scheduled(&self, is_full: &dyn Fn(Timestamp) -> bool) -> Option<DepartureAt> {
        let table = &self.leg.timetable;
        let earliest = second_not_before(self.ready) + table.least_cutoff;
        // A departure at 24:00 belongs to the day before, and a gap of a whole day moves one into the next.
        let first = self.from.clock.local(earliest).day.saturating_sub(1).max(table.days.from);
        let last = self.from.clock.local(self.horizon).day.saturating_add(1).min(table.days.to);
        for day in first..=last {
            let Some((second, is_skipped, index)) = self.best_of_day(day, is_full) else {
                continue;
            };
            // Only a time that a change of clocks moved forward can be later than one of the next day.
            let next =
                if is_skipped && day < last { self.best_of_day(day + 1, is_full) } else { None };
            let (second, index) = match next {
                Some((earlier, _, other)) if earlier < second => (earlier, other),
                _ => (second, index),
            };
            return Some(self.departing(second, timestamp(second), Some(index)));
        }
        None
    }

    /// The first departure of a day that can be taken: its instant, whether it was moved, its position.
    fn best_of_day(
        &self,
        day: i32,
        is_full: &dyn Fn(Timestamp) -> bool,
    ) -> Option<(i64, bool, u16)> {
        let mut best: Option<(i64, bool, u16)> = None;
        let ready = second_not_before(self.ready);
        let holiday = is_holiday(self.snapshot, self.from.calendar, day);
        for (index, entry) in (0_u16..).zip(&self.leg.timetable.entries) {
            if !entry.runs_on(day) || (holiday && entry.skips_holidays) {
                continue;
            }
            let at = self.from.clock.resolve(day, entry.second);
            let is_better = best.is_none_or(|(second, ..)| at.second < second);
            let is_in_time = at.second - entry.cutoff >= ready && at.second <= self.horizon;
            if !is_better || !is_in_time || self.closed_until(at.second).is_some() {
                continue;
            }
            if !is_full(timestamp(at.second)) {
                best = Some((at.second, at.is_skipped, index));
            }
        }
        best
    }

    fn on_demand(&self, clock: Clock, horizon_end: Timestamp) -> Option<DepartureAt> {
        let wait = wait_seconds(self.leg, clock);
        let mut leaves = self.ready.checked_add(SignedDuration::from_secs(wait)).ok()?;
        let Days { from, to } = self.leg.timetable.days;
        let day = |instant: Timestamp| self.from.clock.local(instant.as_second()).day;
        if day(leaves) < from {
            leaves = timestamp(self.from.clock.resolve(from, 0).second);
        }
        for _ in 0..limits::CLOSURES_IN_A_ROW_MAX {
            let Some(end) = self.closed_until(leaves.as_second()) else {
                let fits = day(leaves) <= to && leaves <= horizon_end;
                return fits.then(|| self.departing(leaves.as_second(), leaves, None));
            };
            leaves = timestamp(end);
        }
        None
    }

    fn closed_until(&self, second: i64) -> Option<i64> {
        let own = self.leg.timetable.interruptions.closed_until(second);
        own.max(self.line.and_then(|line| line.closed_until(second)))
    }

    fn departing(&self, second: i64, scheduled: Timestamp, departure: Option<u16>) -> DepartureAt {
        let own = self.leg.timetable.interruptions.delayed(second);
        let delayed = own.max(self.line.map_or(second, |line| line.delayed(second)));
        let leaves = if delayed > second { timestamp(delayed) } else { scheduled };
        DepartureAt { scheduled, leaves, departure }
    }
}

/// The first instant of a shift that is not before another, on no holiday.
fn process_start(snapshot: &Snapshot, process: &Process, arrive: Timestamp) -> Option<Timestamp> {
    let node = &snapshot.nodes[process.facility];
    let first = node.clock.local(arrive.as_second()).day.saturating_sub(1);
    for day in first..first.saturating_add(limits::SEARCH_DAYS_MAX) {
        let Some((start, is_moved)) = start_on_day(snapshot, process, node, day, arrive) else {
            continue;
        };
        let next =
            if is_moved { start_on_day(snapshot, process, node, day + 1, arrive) } else { None };
        return Some(next.map_or(start, |(other, _)| start.min(other)));
    }
    None
}

/// The first start on a day, and whether a change of clocks moved it.
fn start_on_day(
    snapshot: &Snapshot,
    process: &Process,
    node: &Node,
    day: i32,
    arrive: Timestamp,
) -> Option<(Timestamp, bool)> {
    if is_holiday(snapshot, node.calendar, day) {
        return None;
    }
    let runs = process
        .shifts
        .iter()
        .filter(|shift| shift.days.contains(day) && shift.weekdays.contains(weekday_of_day(day)));
    let starts = runs.filter_map(|shift| {
        let opens = node.clock.resolve(day, i64::from(shift.opens.minutes) * 60);
        let closes = node.clock.resolve(day, i64::from(shift.closes.minutes) * 60);
        let start = timestamp(opens.second).max(arrive);
        (start.as_second() < closes.second).then_some((start, opens.is_skipped))
    });
    starts.min()
}

/// Whether a numbered day is a holiday of a calendar.
pub(crate) fn is_holiday(snapshot: &Snapshot, calendar: Option<CalendarIdx>, day: i32) -> bool {
    let holidays = |calendar: CalendarIdx| {
        snapshot.calendars[calendar].day_numbers.binary_search(&day).is_ok()
    };
    calendar.is_some_and(holidays)
}
