//! A leg's departures and disruptions as numbers, ready for searching.

use crate::{
    clock::{day_of_date, weekday_of_day},
    records::{Departure, Runs, WeekdayMask},
};
use portolan_model::Validity;

/// A span of seconds from 1970: from inclusive, to exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    pub(crate) const fn contains(self, second: i64) -> bool {
        self.from <= second && second < self.to
    }
}

/// What closes and what delays, in seconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interruptions {
    pub closures: Vec<Span>,
    pub delays: Vec<(Span, i64)>,
}

impl Interruptions {
    /// Whether nothing is closed or delayed, ever.
    pub(crate) const fn is_none(&self) -> bool {
        self.closures.is_empty() && self.delays.is_empty()
    }

    /// The end of the last closure that an instant lies in.
    pub(crate) fn closed_until(&self, second: i64) -> Option<i64> {
        let closed = self.closures.iter().filter(|span| span.contains(second));
        closed.map(|span| span.to).max()
    }

    /// When a departure of an instant leaves: later, but not after the end of what delays it.
    pub(crate) fn delayed(&self, second: i64) -> i64 {
        let delays = self.delays.iter().filter(|(span, _)| span.contains(second));
        delays.map(|(span, by)| (second + by).min(span.to)).fold(second, i64::max)
    }
}

/// Numbered days on which something counts, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub from: i32,
    pub to: i32,
}

impl Days {
    /// Every day.
    pub(crate) const ALWAYS: Self = Self { from: i32::MIN, to: i32::MAX };

    pub(crate) fn of(validity: &Validity) -> Self {
        let from = validity.from().map_or(i32::MIN, day_of_date);
        Self { from, to: validity.to().map_or(i32::MAX, day_of_date) }
    }

    pub(crate) const fn contains(self, day: i32) -> bool {
        self.from <= day && day <= self.to
    }
}

/// One departure as numbers.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub second: i64,
    pub cutoff: i64,
    pub days: Days,
    pub weekdays: WeekdayMask,
    pub skips_holidays: bool,
}

impl Entry {
    /// Whether it leaves on a day, holidays aside.
    pub(crate) fn runs_on(&self, day: i32) -> bool {
        self.days.contains(day) && self.weekdays.contains(weekday_of_day(day))
    }

    /// Whether there is a day of a weekday (0 for Monday) on which it may leave.
    pub(crate) fn may_run_on_weekday(&self, weekday: u8) -> bool {
        let is_that = |day: i32| self.runs_on(day) && weekday_of_day(day) == weekday;
        let days = self.days.to.saturating_sub(self.days.from);
        if days < 7 {
            return (self.days.from..=self.days.to).any(is_that);
        }
        self.weekdays.contains(weekday)
    }
}

/// A leg's departures and disruptions.
#[derive(Debug, Clone)]
pub(crate) struct Timetable {
    /// When the leg counts.
    pub days: Days,
    /// In the order of the leg's departures.
    pub entries: Vec<Entry>,
    /// The shortest cut-off of all.
    pub least_cutoff: i64,
    pub interruptions: Interruptions,
}

impl Timetable {
    pub(crate) fn new(validity: &Validity, departures: &[Departure]) -> Self {
        let entries: Vec<Entry> = departures.iter().map(entry).collect();
        let least_cutoff = entries.iter().map(|entry| entry.cutoff).min().unwrap_or(0);
        let interruptions = Interruptions::default();
        Self { days: Days::of(validity), entries, least_cutoff, interruptions }
    }
}

fn entry(departure: &Departure) -> Entry {
    let mut days = Days::of(&departure.provenance.valid);
    let weekdays = match departure.runs {
        Runs::Weekly(weekdays) => weekdays,
        Runs::Once(date) => {
            let day = day_of_date(date);
            days = Days { from: days.from.max(day), to: days.to.min(day) };
            WeekdayMask::ALL
        }
    };
    Entry {
        second: i64::from(departure.departs.minutes) * 60,
        cutoff: departure.cutoff_seconds.into(),
        days,
        weekdays,
        skips_holidays: departure.skips_holidays,
    }
}
