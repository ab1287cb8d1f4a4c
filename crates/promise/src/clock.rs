//! A clock that runs as fast as parcels arrive: slow on Sundays and at night, still on closed days.
//!
//! Durations are learned on this clock and told on the wall's. So a parcel that leaves on a Friday is not late on
//! Monday, and the end of a promise falls where deliveries happen. An average week of it is seven days long.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

/// Seconds of a day.
pub(crate) const DAY_SECONDS: i64 = 86_400;
/// Least share of an even day that a weekday counts for, so that no stretch has no length.
const SHARE_MIN: f64 = 0.04;
/// What a closed day counts for, in days.
const CLOSED_DAYS: f64 = 0.04;
/// Deliveries that an even week is worth against those seen.
const EVEN_WEEK: f64 = 70.0;
/// Deliveries that an even day is worth against those seen.
const EVEN_DAY: f64 = 24.0;
/// Days before and after those of the history that the clock knows.
const MARGIN_DAYS: i64 = 1_000;

/// The day of an instant since 1970-01-01, and the seconds into it.
pub(crate) fn day_of(second: i64) -> (i64, i64) {
    (second.div_euclid(DAY_SECONDS), second.rem_euclid(DAY_SECONDS))
}

/// 0 is Monday.
pub(crate) fn weekday_of(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

/// The clock.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkClock {
    first_day: i64,
    /// What the clock shows at the beginning of each day from the first.
    begins: Vec<f64>,
    /// Share of a day gone at the beginning of each hour, and 1.
    hours: [f64; 25],
}

impl WorkClock {
    /// A clock that runs evenly around these days.
    pub fn even(first_day: i64, last_day: i64) -> Self {
        Self::build(first_day, last_day, &[1.0; 7], &[1.0; 24], &BTreeSet::new())
    }

    /// Learns from the instants (Unix seconds) at which stretches ended, each with its weight.
    pub(crate) fn learn(
        ends: impl Iterator<Item = (i64, f64)>,
        days: (i64, i64),
        closed: &BTreeSet<i64>,
    ) -> Self {
        let mut weekdays = [EVEN_WEEK / 7.0; 7];
        let mut hours = [EVEN_DAY / 24.0; 24];
        for (second, weight) in ends {
            let (day, within) = day_of(second);
            weekdays[weekday_of(day)] += weight;
            hours[usize::try_from(within / 3_600).unwrap_or(0)] += weight;
        }
        Self::build(days.0, days.1, &weekdays, &hours, closed)
    }

    fn build(
        first_day: i64,
        last_day: i64,
        weekdays: &[f64; 7],
        hours: &[f64; 24],
        closed: &BTreeSet<i64>,
    ) -> Self {
        let week: f64 = weekdays.iter().sum();
        let shares = weekdays.map(|weight| (weight / week * 7.0).max(SHARE_MIN));
        let scale = 7.0 / shares.iter().sum::<f64>();
        let first_day = first_day - MARGIN_DAYS;
        let mut begins = vec![0.0];
        let mut shown = 0.0;
        for day in first_day..=last_day + MARGIN_DAYS {
            let open = shares[weekday_of(day)] * scale;
            shown += if closed.contains(&day) { CLOSED_DAYS } else { open };
            begins.push(shown);
        }
        let day: f64 = hours.iter().sum();
        let mut gone = [0.0; 25];
        for hour in 0..24 {
            gone[hour + 1] = gone[hour] + hours[hour] / day;
        }
        Self { first_day, begins, hours: gone }
    }

    /// What the clock shows, in days, at an instant (Unix seconds).
    #[expect(clippy::cast_precision_loss, reason = "seconds of a day")]
    pub fn show(&self, second: i64) -> f64 {
        let (day, within) = day_of(second);
        let Ok(at) = usize::try_from(day - self.first_day) else { return 0.0 };
        let last = self.begins.len() - 1;
        if at >= last {
            return self.begins[last] + (day - self.first_day) as f64 - last as f64;
        }
        let hour = usize::try_from(within / 3_600).unwrap_or(0);
        let part = (within % 3_600) as f64 / 3_600.0;
        let share = self.hours[hour] + (self.hours[hour + 1] - self.hours[hour]) * part;
        self.begins[at] + (self.begins[at + 1] - self.begins[at]) * share
    }

    /// The instant, in Unix seconds with a fraction, at which the clock shows so many days.
    #[expect(clippy::cast_precision_loss, reason = "days and hours")]
    pub fn instant(&self, shown: f64) -> f64 {
        let last = self.begins.len() - 1;
        let after = self.begins.partition_point(|&begin| begin <= shown);
        let seconds = DAY_SECONDS as f64;
        let day_start = |at: usize| (self.first_day as f64 + at as f64) * seconds;
        if after == 0 {
            return day_start(0);
        }
        if after > last {
            return day_start(last) + (shown - self.begins[last]) * seconds;
        }
        let at = after - 1;
        let share = (shown - self.begins[at]) / (self.begins[after] - self.begins[at]);
        let hour = self.hours.partition_point(|&gone| gone <= share).clamp(1, 24) - 1;
        let part = (share - self.hours[hour]) / (self.hours[hour + 1] - self.hours[hour]);
        day_start(at) + (hour as f64 + part.clamp(0.0, 1.0)) * 3_600.0
    }
}

/// Days of an even pace on which far fewer stretches ended than the weekday lets expect: `counts` per day.
/// A closed day of one year is taken to be one of the next, on the same date.
pub(crate) fn closed_days(counts: &[(i64, f64)], last_day: i64) -> BTreeSet<i64> {
    let by_day: std::collections::BTreeMap<i64, f64> = counts.iter().copied().collect();
    let mut closed = BTreeSet::new();
    let count_of = |day: i64| by_day.get(&day).copied().unwrap_or(0.0);
    let (Some(&(first, _)), Some(&(last, _))) = (counts.first(), counts.last()) else {
        return closed;
    };
    for day in first + 7..=last {
        let around: Vec<f64> =
            [-14, -7, 7, 14].iter().map(|&gap| count_of(day + gap)).filter(|&n| n > 0.0).collect();
        #[expect(clippy::cast_precision_loss, reason = "four at most")]
        let usual = around.iter().sum::<f64>() / around.len().max(1) as f64;
        if around.len() >= 2 && usual >= CLOSED_USUAL_MIN && count_of(day) < CLOSED_SHARE * usual {
            closed.insert(day);
            for year in 1..=CLOSED_YEARS {
                closed.extend(
                    same_date(day, year)
                        .filter(|&next| next > last && next <= last_day + MARGIN_DAYS),
                );
            }
        }
    }
    closed
}

/// Deliveries on the weekdays around, without which nothing is said of a day.
const CLOSED_USUAL_MIN: f64 = 10.0;
/// Share of them under which a day was closed.
const CLOSED_SHARE: f64 = 0.12;
/// Years that a closed date is carried on.
const CLOSED_YEARS: i16 = 3;

/// The same date so many years later, if it has one.
fn same_date(day: i64, years: i16) -> Option<i64> {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(jiff::Span::new().try_days(day).ok()?).ok()?;
    let next = jiff::civil::Date::new(date.year() + years, date.month(), date.day()).ok()?;
    Some(i64::from(epoch.until(next).ok()?.get_days()))
}
