//! When: an instant with the zone it is told in, civil dates and periods of validity.

use crate::{ModelError, TimeZoneName, text};
use jiff::{Timestamp, Zoned};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// A day of the calendar, nowhere in particular.
pub type CivilDate = jiff::civil::Date;

/// An instant and the zone whose clock tells it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZonedInstant {
    instant: Timestamp,
    zone: TimeZoneName,
}

impl ZonedInstant {
    /// An instant told in a zone.
    pub const fn new(instant: Timestamp, zone: TimeZoneName) -> Self {
        Self { instant, zone }
    }

    /// The first instant of a day in a zone (midnight, or when the day begins after a gap).
    pub fn start_of_day(date: CivilDate, zone: TimeZoneName) -> Result<Self, ModelError> {
        let start = date.to_zoned(zone.zone().clone());
        let instant = start.map_err(|_| ModelError::Instant { found: date.to_string() })?;
        Ok(Self { instant: instant.timestamp(), zone })
    }

    /// Reads RFC 9557, as `2026-11-22T10:00:00+08:00[Asia/Shanghai]`.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::Instant { found: text::excerpt(text) };
        let zoned: Zoned = text.trim().parse().map_err(|_| fault())?;
        let zone = TimeZoneName::parse(zoned.time_zone().iana_name().ok_or_else(fault)?)?;
        Ok(Self { instant: zoned.timestamp(), zone })
    }

    /// Reads RFC 9557, or RFC 3339 (`2026-11-22T02:00:00Z`, `…+08:00`), which is then told in `zone`.
    pub fn parse_in(text: &str, zone: &TimeZoneName) -> Result<Self, ModelError> {
        if text.contains('[') {
            return Self::parse(text);
        }
        let instant = text.trim().parse::<Timestamp>();
        let instant = instant.map_err(|_| ModelError::Instant { found: text::excerpt(text) })?;
        Ok(Self { instant, zone: zone.clone() })
    }

    /// The instant.
    pub const fn instant(&self) -> Timestamp {
        self.instant
    }

    /// The zone it is told in.
    pub const fn zone(&self) -> &TimeZoneName {
        &self.zone
    }

    /// The same instant with its zone's rules, to count with.
    pub fn to_zoned(&self) -> Zoned {
        self.instant.to_zoned(self.zone.zone().clone())
    }

    /// The day its zone's calendar shows.
    pub fn date(&self) -> CivilDate {
        self.to_zoned().date()
    }
}

impl fmt::Display for ZonedInstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_zoned(), f)
    }
}

impl FromStr for ZonedInstant {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Reads a day as `2026-11-22`.
pub fn parse_date(text: &str) -> Result<CivilDate, ModelError> {
    let fault = || ModelError::Date { found: text::excerpt(text) };
    let trimmed = text.trim();
    // jiff also reads a whole instant as its day: a table's cell must not hide one.
    if trimmed.len() != "2026-11-22".len() {
        return Err(fault());
    }
    trimmed.parse().map_err(|_| fault())
}

/// The days on which something holds; either end may be open, both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Validity {
    from: Option<CivilDate>,
    to: Option<CivilDate>,
}

impl Validity {
    /// Always.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// From one day to another, both included.
    pub fn new(from: Option<CivilDate>, to: Option<CivilDate>) -> Result<Self, ModelError> {
        match (from, to) {
            (Some(first), Some(last)) if last < first => {
                Err(ModelError::Period { from: first.to_string(), to: last.to_string() })
            }
            _ => Ok(Self { from, to }),
        }
    }

    /// The first day, where there is one.
    pub const fn from(&self) -> Option<CivilDate> {
        self.from
    }

    /// The last day, where there is one.
    pub const fn to(&self) -> Option<CivilDate> {
        self.to
    }

    /// Whether a day belongs to it.
    pub fn contains(&self, day: CivilDate) -> bool {
        self.from.is_none_or(|first| first <= day) && self.to.is_none_or(|last| day <= last)
    }

    /// Whether some day belongs to both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |last: Option<CivilDate>, first: Option<CivilDate>| {
            last.zip(first).is_some_and(|(last, first)| last < first)
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}
