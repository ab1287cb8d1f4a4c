//! The civil clock of a place, prepared for searching: instants to local days and seconds, and back.
//!
//! A zone's changes of offset from 1990 to 2100 are kept in one short table, so that a conversion is a
//! binary search without allocation. Instants outside those years are told with the nearest offset. Days
//! are numbered from 1970-01-01. A local time that a change of clocks skips is moved forward by the gap,
//! one that occurs twice is the first (rule 4 of the format).

use jiff::{Timestamp, civil, tz::Offset};
use portolan_model::TimeZoneName;

#[cfg(test)]
mod tests;

/// Seconds of a civil day.
pub(crate) const DAY_SECONDS: i64 = 86_400;
/// 1990-01-01T00:00:00Z and 2100-01-01T00:00:00Z, in seconds from 1970: where the table begins and ends.
const TABLE_SECONDS: (i64, i64) = (631_152_000, 4_102_444_800);

/// The civil clock of one zone of time.
#[derive(Debug, Clone)]
pub struct LocalClock {
    name: TimeZoneName,
    /// Each period of constant offset: when it begins (seconds from 1970) and its offset in seconds.
    periods: Vec<(i64, i64)>,
}

/// What a local clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LocalTime {
    /// Days from 1970-01-01.
    pub day: i32,
    /// Seconds of the day.
    pub second: i64,
}

/// The instant of a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// Seconds from 1970.
    pub second: i64,
    /// Whether the local time was skipped by a change of clocks.
    pub is_skipped: bool,
}

impl LocalClock {
    /// The clock of a zone.
    ///
    /// # Panics
    /// Never: the bounds of the table are instants.
    pub fn new(name: TimeZoneName) -> Self {
        let (first, last) = TABLE_SECONDS;
        let start = Timestamp::from_second(first).expect("invariant: 1990 is an instant");
        let end = Timestamp::from_second(last).expect("invariant: 2100 is an instant");
        let mut periods = vec![(i64::MIN / 2, i64::from(name.zone().to_offset(start).seconds()))];
        for change in name.zone().following(start).take_while(|change| change.timestamp() < end) {
            let offset = i64::from(change.offset().seconds());
            if periods.last().is_some_and(|&(_, known)| known != offset) {
                periods.push((change.timestamp().as_second(), offset));
            }
        }
        Self { name, periods }
    }

    /// The zone's name and rules.
    pub const fn name(&self) -> &TimeZoneName {
        &self.name
    }

    /// The civil date that the clock shows at an instant.
    pub fn date(&self, instant: Timestamp) -> civil::Date {
        date_of_day(self.local(instant.as_second()).day)
    }

    /// The instant at which a civil date begins.
    pub fn start_of_day(&self, date: civil::Date) -> Timestamp {
        timestamp(self.resolve(day_of_date(date), 0).second)
    }

    /// What the clock shows at an instant in seconds from 1970.
    pub(crate) fn local(&self, second: i64) -> LocalTime {
        let after = self.periods.partition_point(|&(start, _)| start <= second);
        let (_, offset) = self.periods[after.saturating_sub(1)];
        let local = second + offset;
        let day = i32::try_from(local.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX);
        LocalTime { day, second: local.rem_euclid(DAY_SECONDS) }
    }

    /// The offset at a second from 1970, then every other until another second; the day before counts too,
    /// for times that a change of clocks skips are told by the offset before it.
    pub(crate) fn offsets_between(&self, from: i64, to: i64) -> Vec<i64> {
        let before = from - DAY_SECONDS;
        let first = self.periods.partition_point(|&(start, _)| start <= before).saturating_sub(1);
        let until = self.periods.partition_point(|&(start, _)| start < to).max(first + 1);
        self.periods[first..until].iter().map(|&(_, offset)| offset).collect()
    }

    /// The instant of a local time, given by its day and the seconds from that day's midnight.
    pub(crate) fn resolve(&self, day: i32, second: i64) -> Resolved {
        let local = i64::from(day) * DAY_SECONDS + second;
        let index = self.search_period(local);
        let (start, offset) = self.periods[index];
        if index > 0 && local < start + offset {
            let (_, before) = self.periods[index - 1];
            return Resolved { second: local - before, is_skipped: true };
        }
        Resolved { second: local - offset, is_skipped: false }
    }

    /// The first period that the clock leaves only after it has shown, or skipped, the wanted time.
    fn search_period(&self, local: i64) -> usize {
        let (mut low, mut high) = (0, self.periods.len() - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            let (end, _) = self.periods[middle + 1];
            let (_, offset) = self.periods[middle];
            if local >= end + offset {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// The number of a date, from 1970-01-01.
pub(crate) fn day_of_date(date: civil::Date) -> i32 {
    let (year, month) = (i32::from(date.year()), i32::from(date.month()));
    // Days before the first of March of a year, years beginning in March (a well-known civil formula).
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i32::from(date.day()) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a number of days from 1970-01-01; days beyond year 9999 are that year's last.
pub(crate) fn date_of_day(day: i32) -> civil::Date {
    let second = i64::from(day) * DAY_SECONDS;
    let instant = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    Offset::UTC.to_datetime(instant).date()
}

/// The weekday of a numbered day, 0 for Monday.
pub(crate) fn weekday_of_day(day: i32) -> u8 {
    // 1970-01-01 was a Thursday.
    u8::try_from((i64::from(day) + 3).rem_euclid(7)).expect("invariant: a remainder of 7 fits")
}

/// The first whole second that is not before an instant.
pub(crate) fn second_not_before(instant: Timestamp) -> i64 {
    instant.as_second() + i64::from(instant.subsec_nanosecond() > 0)
}

/// The instant of seconds from 1970; beyond year 9999 the last one.
pub(crate) fn timestamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
}
