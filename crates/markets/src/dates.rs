//! Dates as spreadsheets and marketplaces write them.
//!
//! Read: RFC 3339 and RFC 9557 instants; `2026-11-22`, `2026/11/22`, `20261122`, `2026年11月22日`; `22.11.2026`;
//! `22/11/2026` and `11/22/2026` where only one reading is a date, or the order is told; a spreadsheet's day
//! number (`46348`, `46348.5`); months by their English names (`22 Nov 2026`, `Nov 22, 2026`, `Nov-22-2026`). All
//! but the first may have a time of day behind, and an offset behind that (`09:50:26 +0200`). Without a zone of
//! its own a date is told by the merchant's clock. Years of two digits are read where a layout has them.

use crate::limits;
use jiff::civil::{Date, DateTime, Time};
use portolan_model::{TimeZoneName, ZonedInstant};
use rust_decimal::{Decimal, prelude::ToPrimitive};

#[cfg(test)]
mod tests;

/// Which of two numbers in `03/04/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The third of April, as in most of the world.
    DayFirst,
    /// The fourth of March, as in the United States.
    MonthFirst,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateFault {
    NotADate,
    /// Day and month can be read either way.
    Ambiguous,
    /// The year has two digits.
    ShortYear,
    /// The year is not one an order can be of.
    OutOfRange,
}

/// How dates of a file are to be read where they do not say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DateHabits {
    /// Which of two numbers is the day.
    pub order: Option<DateOrder>,
    /// Whether a year of two digits is one of this century.
    pub has_short_years: bool,
}

/// Seconds of a day without a leap second or a change of the clock: what a spreadsheet counts.
const DAY_SECONDS: i64 = 86_400;

/// Reads when an order was placed.
pub(crate) fn read(
    text: &str,
    habits: DateHabits,
    zone: &TimeZoneName,
) -> Result<ZonedInstant, DateFault> {
    let told = match ZonedInstant::parse_in(&with_offset(text), zone) {
        Ok(told) => told,
        Err(_) => in_zone(civil(text, habits)?, zone)?,
    };
    let is_of_order = limits::ORDER_YEARS.contains(&told.date().year());
    if is_of_order { Ok(told) } else { Err(DateFault::OutOfRange) }
}

/// `2026-11-22 09:50:26+0200` of `2026-11-22 09:50:26 +0200`.
fn with_offset(text: &str) -> std::borrow::Cow<'_, str> {
    let trimmed = text.trim();
    match trimmed.rsplit_once(' ') {
        Some((before, offset)) if offset.starts_with(['+', '-']) && before.contains(':') => {
            format!("{}{offset}", before.trim_end()).into()
        }
        _ => trimmed.into(),
    }
}

/// A time of day that the zone's clock skips is read as the time an hour later, one it shows twice as the
/// first.
fn in_zone(told: DateTime, zone: &TimeZoneName) -> Result<ZonedInstant, DateFault> {
    let zoned = told.to_zoned(zone.zone().clone()).map_err(|_| DateFault::OutOfRange)?;
    Ok(ZonedInstant::new(zoned.timestamp(), zone.clone()))
}

fn civil(text: &str, habits: DateHabits) -> Result<DateTime, DateFault> {
    let text = text.trim();
    if let Some(told) = with_month_name(text, habits) {
        return told;
    }
    if let Some(serial) = day_number(text) {
        return from_day_number(serial);
    }
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (day, clock_time(clock.trim()).ok_or(DateFault::NotADate)?),
        None => (text, Time::midnight()),
    };
    Ok(date(day, habits)?.to_datetime(clock))
}

/// A plain number of five digits with or without a fraction.
fn day_number(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // `46348.5` is a number; `22.11.2026` and `20261122` are not day numbers.
    let is_number =
        whole.len() <= 6 && fraction.len() <= 18 && all_digits(whole) && all_digits(fraction);
    if is_number { format!("{whole}.{fraction}").parse().ok() } else { None }
}

/// Spreadsheets count days so that 1900-03-01 is 61; before it they err by a day, and no order is that old.
fn from_day_number(serial: Decimal) -> Result<DateTime, DateFault> {
    let days = serial.trunc().to_i64().ok_or(DateFault::NotADate)?;
    if !limits::SERIAL_DAYS.contains(&days) {
        return Err(DateFault::NotADate);
    }
    let seconds = (serial.fract() * Decimal::from(DAY_SECONDS)).round().to_i64().unwrap_or(0);
    let epoch = jiff::civil::date(1899, 12, 30).to_datetime(Time::midnight());
    let span = jiff::SignedDuration::from_secs(days * DAY_SECONDS + seconds);
    epoch.checked_add(span).map_err(|_| DateFault::OutOfRange)
}

/// The months as English writes them.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date with the English name of its month, and a time behind; none where there is no such name.
fn with_month_name(text: &str, habits: DateHabits) -> Option<Result<DateTime, DateFault>> {
    let (first, rest) = next_part(text)?;
    let (second, rest) = next_part(rest)?;
    let (year, behind) = next_part(rest)?;
    let (month, day) = match (month_named(first), month_named(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let clock = if behind.is_empty() { Some(Time::midnight()) } else { clock_time(behind) };
    let Some(clock) = clock else { return Some(Err(DateFault::NotADate)) };
    let date = full_year(year, habits).and_then(|year| from_parts(&year, &month.to_string(), day));
    Some(date.map(|date| date.to_datetime(clock)))
}

/// The first part of a date, and what is behind it and the signs that follow.
fn next_part(text: &str) -> Option<(&str, &str)> {
    let is_sign = |c: char| matches!(c, ' ' | '-' | ',' | '/' | '.');
    let end = text.find(is_sign).unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], text[end..].trim_start_matches(is_sign)))
}

/// The number of a month by its English name or the first letters of it, three at least.
fn month_named(text: &str) -> Option<usize> {
    let name = text.to_ascii_lowercase();
    let is_name = (3..=9).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase());
    let month = is_name.then(|| MONTHS.iter().position(|month| month.starts_with(&name)))??;
    Some(month + 1)
}

/// A year with four digits, where two may stand for those of this century.
fn full_year(text: &str, habits: DateHabits) -> Result<String, DateFault> {
    match text.len() {
        4 => Ok(text.to_owned()),
        2 if habits.has_short_years => Ok(format!("20{text}")),
        2 => Err(DateFault::ShortYear),
        _ => Err(DateFault::NotADate),
    }
}

fn date(text: &str, habits: DateHabits) -> Result<Date, DateFault> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return from_parts(&text[..4], &text[4..6], &text[6..]);
    }
    let chinese = text.replace(['年', '月'], "-").replace('日', "");
    let separator = if text.contains('/') {
        '/'
    } else if text.contains('.') {
        '.'
    } else {
        '-'
    };
    let parts: Vec<&str> = chinese.split(separator).map(str::trim).collect();
    let &[first, second, third] = parts.as_slice() else { return Err(DateFault::NotADate) };
    let is_number =
        |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(|part| is_number(part)) {
        return Err(DateFault::NotADate);
    }
    match (first.len(), third.len()) {
        (4, _) => from_parts(first, second, third),
        (_, 4) if separator == '.' => from_parts(third, second, first),
        (_, 4) => either_order(first, second, third, habits.order),
        (_, 2) if habits.has_short_years => {
            either_order(first, second, &format!("20{third}"), habits.order)
        }
        _ => Err(DateFault::ShortYear),
    }
}

fn either_order(
    first: &str,
    second: &str,
    year: &str,
    order: Option<DateOrder>,
) -> Result<Date, DateFault> {
    let day_first = from_parts(year, second, first);
    let month_first = from_parts(year, first, second);
    match order {
        Some(DateOrder::DayFirst) => day_first,
        Some(DateOrder::MonthFirst) => month_first,
        None => match (day_first, month_first) {
            (Ok(one), Ok(other)) if one != other => Err(DateFault::Ambiguous),
            (Ok(date), _) | (_, Ok(date)) => Ok(date),
            (Err(fault), Err(_)) => Err(fault),
        },
    }
}

fn from_parts(year: &str, month: &str, day: &str) -> Result<Date, DateFault> {
    let year = year.parse().map_err(|_| DateFault::NotADate)?;
    let month = month.parse().map_err(|_| DateFault::NotADate)?;
    let day = day.parse().map_err(|_| DateFault::NotADate)?;
    Date::new(year, month, day).map_err(|_| DateFault::NotADate)
}

/// Reads `9:05`, `09:05:30`, `09:05:30.5` and `9:05 pm`.
fn clock_time(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase();
    let (clock, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(rest), _) => (rest.trim_end(), Some(0)),
        (_, Some(rest)) => (rest.trim_end(), Some(12)),
        _ => (lower.as_str(), None),
    };
    let mut parts = clock.split(':');
    let hour: i8 = two_digits(parts.next()?)?;
    let minute: i8 = two_digits(parts.next()?)?;
    let second = parts.next().unwrap_or("0").split('.').next().unwrap_or_default();
    let second: i8 = two_digits(second)?;
    let hour = match half {
        None => hour,
        Some(offset) if (1..=12).contains(&hour) => hour % 12 + offset,
        Some(_) => return None,
    };
    if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
}

fn two_digits(text: &str) -> Option<i8> {
    let fits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}
