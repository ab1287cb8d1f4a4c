//! Departures, shifts and delivery days of some weeks as sorted instants, for who asks about many parcels.
//!
//! A [`Board`] answers what [`schedule`] answers, faster: each leg, process and zone is written out once,
//! when it is first asked about, and then found by bisection. What lies outside its weeks, and what only a
//! line's own disruption changes, it asks [`schedule`] for. Full departures are not on it: who passes over
//! them asks [`schedule`] himself.

use crate::{
    Snapshot,
    clock::{DAY_SECONDS, LocalClock, timestamp, weekday_of_day},
    records::{Leg, LegIdx, Node, NodeIdx, Process, ProcessIdx},
    schedule::{self, Boarding, Clock, is_holiday},
    timetable::{Days, Entry},
};
use jiff::Timestamp;
use std::sync::OnceLock;

#[cfg(test)]
mod tests;

/// Boards begin every so many seconds from 1970 (four weeks), so that parcels of one month share one.
const STEP_SECONDS: i64 = 28 * DAY_SECONDS;
/// What a board holds from its beginning (twelve weeks): a parcel of its last day has eight weeks to
/// arrive in, longer than any sea route.
const HELD_SECONDS: i64 = 84 * DAY_SECONDS;

/// A guess at a departure is so many places off at most, or it is looked for by halves.
const GUESS_OFF_MAX: usize = 3;

/// Timetables written out from one instant to another.
#[derive(Debug)]
pub struct Board {
    start: i64,
    legs: Vec<OnceLock<Option<Box<[Sailing]>>>>,
    processes: Vec<OnceLock<Box<[Open]>>>,
    zones: Vec<OnceLock<Box<[Open]>>>,
}

/// A departure found on a board, in seconds from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The instant of the timetable; what capacity is counted by.
    pub scheduled: i64,
    /// The instant it leaves, after any delay.
    pub leaves: i64,
    /// The position among the leg's departures; none for a leg without.
    pub departure: Option<u16>,
}

/// A departure that no other one beats: ready by then, it is the first. Seconds from the board's start.
#[derive(Debug, Clone, Copy)]
struct Sailing {
    ready_by: u32,
    at: u32,
    leaves: u32,
    departure: u16,
}

/// A time in which work starts or parcels are handed over. Seconds from the board's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    from: u32,
    to: u32,
}

impl Board {
    /// The board of the weeks in which an instant lies, nothing written on it yet.
    pub fn around(snapshot: &Snapshot, instant: Timestamp) -> Self {
        let empty = |count: usize| std::iter::repeat_with(OnceLock::new).take(count).collect();
        Self {
            start: start_of(instant),
            legs: std::iter::repeat_with(OnceLock::new).take(snapshot.legs.len()).collect(),
            processes: empty(snapshot.processes.len()),
            zones: empty(snapshot.nodes.len()),
        }
    }

    /// Whether it is the board for routes that are ready at an instant.
    pub fn is_around(&self, instant: Timestamp) -> bool {
        self.start == start_of(instant)
    }

    /// The seconds from 1970 that it holds.
    pub fn span(&self) -> std::ops::Range<i64> {
        self.start..self.start + HELD_SECONDS
    }

    /// The first departure that a parcel ready at a second can take: as [`schedule::next_departure`].
    pub fn next_departure(
        &self,
        snapshot: &Snapshot,
        boarding: Boarding,
        ready: i64,
    ) -> Option<Leaving> {
        let leg = &snapshot.legs[boarding.leg];
        let line = boarding.line.map(|line| &snapshot.lines[line].interruptions);
        if line.is_none_or(super::timetable::Interruptions::is_none) {
            let found = if leg.is_scheduled {
                self.sailing(snapshot, boarding.leg, ready)
            } else {
                on_demand(leg, boarding.clock, ready)
            };
            let is_near = |found: &Leaving| found.scheduled <= boarding.horizon_end.as_second();
            if let Some(found) = found.filter(is_near) {
                return Some(found);
            }
        }
        let found = schedule::next_departure(snapshot, boarding, timestamp(ready))?;
        Some(Leaving {
            scheduled: found.scheduled.as_second(),
            leaves: found.leaves.as_second(),
            departure: found.departure,
        })
    }

    /// When a process ends for a parcel that is there at a second: as [`schedule::process_end`].
    pub fn process_end(
        &self,
        snapshot: &Snapshot,
        process: ProcessIdx,
        arrive: i64,
        clock: Clock,
    ) -> Option<i64> {
        let row = &snapshot.processes[process];
        match self.first_in(self.opens(snapshot, process), arrive) {
            Some(start) => Some(start + i64::from(row.seconds(clock))),
            None => schedule::process_end(snapshot, process, timestamp(arrive), clock)
                .map(Timestamp::as_second),
        }
    }

    /// When a parcel that reaches a zone at a second is handed over: as [`schedule::delivery`].
    pub fn delivery(&self, snapshot: &Snapshot, zone: NodeIdx, reach: i64) -> Option<i64> {
        let row = &snapshot.nodes[zone];
        let opens = self.zones[zone.index()].get_or_init(|| self.delivery_days(snapshot, row));
        self.first_in(opens, reach).or_else(|| {
            let found = schedule::delivery(snapshot, zone, timestamp(reach))?;
            Some(found.instant.as_second())
        })
    }

    /// The departures of a scheduled leg that no other one beats, in order: by when a parcel must be ready,
    /// and when it leaves. None where the board cannot tell.
    pub fn departures(&self, snapshot: &Snapshot, leg: LegIdx) -> impl Iterator<Item = (i64, i64)> {
        let row = &snapshot.legs[leg];
        let written = if row.is_scheduled { self.written(snapshot, leg) } else { None };
        let at = |second: u32| self.start + i64::from(second);
        written.into_iter().flatten().map(move |sailing| (at(sailing.ready_by), at(sailing.leaves)))
    }

    /// The last second at which a parcel may come to a process and be through by another; none where the
    /// board has no such time. The turning round of [`Board::process_end`].
    pub fn process_ready_by(
        &self,
        snapshot: &Snapshot,
        process: ProcessIdx,
        end: i64,
        clock: Clock,
    ) -> Option<i64> {
        let row = &snapshot.processes[process];
        let opens = self.opens(snapshot, process);
        let start = self.second_of(end - i64::from(row.seconds(clock)))?;
        let open = opens.partition_point(|open| open.from <= start).checked_sub(1)?;
        Some(self.start + i64::from(start.min(opens[open].to - 1)))
    }

    /// Bytes written on it so far.
    pub fn bytes(&self) -> usize {
        let sailings = self.legs.iter().filter_map(OnceLock::get).flatten();
        let opens = self.processes.iter().chain(&self.zones).filter_map(OnceLock::get);
        sailings.map(|all| size_of_val::<[Sailing]>(all)).sum::<usize>()
            + opens.map(|all| size_of_val::<[Open]>(all)).sum::<usize>()
            + size_of_val::<[_]>(&self.legs)
            + size_of_val::<[_]>(&self.processes)
            + size_of_val::<[_]>(&self.zones)
    }

    fn sailing(&self, snapshot: &Snapshot, leg: LegIdx, ready: i64) -> Option<Leaving> {
        let ready = self.second_of(ready)?;
        let written = self.written(snapshot, leg)?;
        let first = &written[first_ready(written, ready)?];
        Some(Leaving {
            scheduled: self.start + i64::from(first.at),
            leaves: self.start + i64::from(first.leaves),
            departure: Some(first.departure),
        })
    }

    fn written(&self, snapshot: &Snapshot, leg: LegIdx) -> Option<&[Sailing]> {
        let written = self.legs[leg.index()].get_or_init(|| {
            self.sailings(snapshot, &snapshot.legs[leg]).map(Vec::into_boxed_slice)
        });
        written.as_deref()
    }

    fn opens(&self, snapshot: &Snapshot, process: ProcessIdx) -> &[Open] {
        let row = &snapshot.processes[process];
        self.processes[process.index()].get_or_init(|| self.shifts(snapshot, row))
    }

    /// The first second of an open time that is not before another; none where the board does not tell.
    fn first_in(&self, opens: &[Open], second: i64) -> Option<i64> {
        let second = self.second_of(second)?;
        let open = opens.get(opens.partition_point(|open| open.to <= second))?;
        Some(self.start + i64::from(open.from.max(second)))
    }

    /// A second counted from the board's start, where it lies on the board.
    fn second_of(&self, second: i64) -> Option<u32> {
        u32::try_from(second - self.start).ok().filter(|&s| i64::from(s) < HELD_SECONDS)
    }

    /// The local days that touch the board, one more at each end for changes of clocks.
    fn days(&self, clock: &LocalClock) -> std::ops::RangeInclusive<i32> {
        let first = clock.local(self.start).day.saturating_sub(1);
        first..=clock.local(self.start + HELD_SECONDS).day.saturating_add(1)
    }

    /// The departures of a leg that no other one beats, in order; none where they cannot be written.
    fn sailings(&self, snapshot: &Snapshot, leg: &Leg) -> Option<Vec<Sailing>> {
        let from = &snapshot.nodes[leg.from];
        let table = &leg.timetable;
        let mut all = Vec::new();
        for day in self.days(&from.clock).filter(|&day| table.days.contains(day)) {
            let holiday = is_holiday(snapshot, from.calendar, day);
            let runs = |entry: &Entry| entry.runs_on(day) && !(holiday && entry.skips_holidays);
            for (departure, entry) in (0_u16..).zip(&table.entries).filter(|(_, e)| runs(e)) {
                let second = from.clock.resolve(day, entry.second).second;
                if table.interruptions.closed_until(second).is_some() {
                    continue;
                }
                let (Some(ready_by), Some(at)) =
                    (self.second_of(second - entry.cutoff), self.second_of(second))
                else {
                    continue;
                };
                let delayed = table.interruptions.delayed(second) - self.start;
                all.push(Sailing { ready_by, at, leaves: u32::try_from(delayed).ok()?, departure });
            }
        }
        // The latest first, so that what is kept last beats all before; of equals the first of the table.
        all.sort_by_key(|s| (std::cmp::Reverse(s.ready_by), s.at, s.departure));
        let mut best = Vec::<Sailing>::with_capacity(all.len());
        for sailing in all {
            let beats =
                |last: &Sailing| (sailing.at, sailing.departure) < (last.at, last.departure);
            if best.last().is_none_or(beats) {
                best.push(sailing);
            }
        }
        best.reverse();
        Some(best)
    }

    fn shifts(&self, snapshot: &Snapshot, process: &Process) -> Box<[Open]> {
        let node = &snapshot.nodes[process.facility];
        let working =
            self.days(&node.clock).filter(|&day| !is_holiday(snapshot, node.calendar, day));
        let spans = working.flat_map(|day| {
            let runs = process.shifts.iter().filter(move |shift| {
                shift.days.contains(day) && shift.weekdays.contains(weekday_of_day(day))
            });
            runs.map(move |shift| {
                let at = |minutes: u16| node.clock.resolve(day, i64::from(minutes) * 60).second;
                (at(shift.opens.minutes), at(shift.closes.minutes))
            })
        });
        self.joined(spans)
    }

    fn delivery_days(&self, snapshot: &Snapshot, zone: &Node) -> Box<[Open]> {
        let delivers = |day: &i32| {
            zone.delivery_weekdays.contains(weekday_of_day(*day))
                && !is_holiday(snapshot, zone.calendar, *day)
        };
        let days = self.days(&zone.clock).filter(delivers);
        let midnight = |day: i32| zone.clock.resolve(day, 0).second;
        self.joined(days.map(|day| (midnight(day), midnight(day.saturating_add(1)))))
    }

    /// Spans cut to the board, in order, with those that touch made one.
    fn joined(&self, spans: impl Iterator<Item = (i64, i64)>) -> Box<[Open]> {
        let cut = |second: i64| {
            u32::try_from((second - self.start).clamp(0, HELD_SECONDS)).unwrap_or_default()
        };
        let cut = spans.map(|(from, to)| Open { from: cut(from), to: cut(to) });
        let mut all: Vec<_> = cut.filter(|open| open.from < open.to).collect();
        all.sort_by_key(|open| (open.from, open.to));
        let mut joined: Vec<Open> = Vec::new();
        for open in all {
            match joined.last_mut() {
                Some(last) if open.from <= last.to => last.to = last.to.max(open.to),
                _ => joined.push(open),
            }
        }
        joined.into_boxed_slice()
    }
}

/// The place of the first departure that a parcel ready at a second can take. Most legs leave as often in one
/// week as in the next, so it is not far from where that second lies on the board.
fn first_ready(written: &[Sailing], ready: u32) -> Option<usize> {
    let share = u64::from(ready) * u64::try_from(written.len()).ok()?;
    let guess = usize::try_from(share / HELD_SECONDS.unsigned_abs()).ok()?.min(written.len());
    let (low, high) = (guess.saturating_sub(GUESS_OFF_MAX), guess + GUESS_OFF_MAX);
    let is_late = |at: usize| written.get(at).is_none_or(|sailing| sailing.ready_by >= ready);
    let is_between = (low == 0 || !is_late(low - 1)) && is_late(high.min(written.len()));
    let found = if is_between {
        let near = &written[low..high.min(written.len())];
        low + near.iter().take_while(|sailing| sailing.ready_by < ready).count()
    } else {
        written.partition_point(|sailing| sailing.ready_by < ready)
    };
    (found < written.len()).then_some(found)
}

fn start_of(instant: Timestamp) -> i64 {
    instant.as_second().div_euclid(STEP_SECONDS) * STEP_SECONDS
}

/// A leg without departures that nothing closes, whatever the day.
fn on_demand(leg: &Leg, clock: Clock, ready: i64) -> Option<Leaving> {
    let table = &leg.timetable;
    let is_always = table.days == Days::ALWAYS && table.interruptions.is_none();
    is_always.then(|| {
        let leaves = ready + schedule::wait_seconds(leg, clock);
        Leaving { scheduled: leaves, leaves, departure: None }
    })
}
