//! When a scan happened, as far as its teller said: the clock on the wall there, and what is known of it.

use crate::{CivilDate, ModelError, TimeZoneName, names::named_enum, text};
use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;
use std::fmt;

named_enum! {
    /// How exactly a time was told.
    pub enum TimePrecision("time precision") {
        /// The day alone.
        Day = "day",
        /// To the minute.
        Minute = "minute",
        /// To the second.
        Second = "second",
    }
}

named_enum! {
    /// What a time's offset from UTC rests on.
    pub enum OffsetSource("offset source") {
        /// Nothing: the local time is all that is known.
        None = "none",
        /// The zone of the operator that told it.
        Operator = "operator",
        /// The zone of the place it happened at.
        Place = "place",
        /// A field of the message beside the time.
        Field = "field",
        /// The time itself.
        Message = "message",
    }
}

/// A local time, its offset where known, and what both rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occurred {
    local: DateTime,
    offset_seconds: Option<i32>,
    precision: TimePrecision,
    offset_source: OffsetSource,
}

impl Occurred {
    /// A day, without a time.
    pub fn on_day(date: CivilDate) -> Self {
        Self {
            local: date.to_datetime(Time::midnight()),
            offset_seconds: None,
            precision: TimePrecision::Day,
            offset_source: OffsetSource::None,
        }
    }

    /// A local time of which no offset is known.
    pub const fn local(local: DateTime, precision: TimePrecision) -> Self {
        Self { local, offset_seconds: None, precision, offset_source: OffsetSource::None }
    }

    /// A local time with its offset.
    pub fn with_offset(
        local: DateTime,
        offset: Offset,
        precision: TimePrecision,
        source: OffsetSource,
    ) -> Self {
        Self { local, offset_seconds: Some(offset.seconds()), precision, offset_source: source }
    }

    /// The same local time read in a zone, where it had no offset. In a gap or an overlap of the zone's
    /// clock the earlier offset is taken, the one in force before the clock was changed.
    #[must_use]
    pub fn in_zone(self, zone: &TimeZoneName, source: OffsetSource) -> Self {
        if self.offset_seconds.is_some() {
            return self;
        }
        let ambiguous = zone.zone().to_ambiguous_timestamp(self.local);
        let offset = match ambiguous.offset() {
            jiff::tz::AmbiguousOffset::Unambiguous { offset } => offset,
            jiff::tz::AmbiguousOffset::Gap { before, .. }
            | jiff::tz::AmbiguousOffset::Fold { before, .. } => before,
        };
        Self { offset_seconds: Some(offset.seconds()), offset_source: source, ..self }
    }

    /// Reads RFC 3339 with its offset (`2026-11-22T10:00:00+08:00`), a local time without one
    /// (`2026-11-22T10:00:00`, `2026-11-22T10:00`) or a day (`2026-11-22`).
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::Instant { found: text::excerpt(text) };
        let trimmed = text.trim();
        if let Ok(date) = crate::time::parse_date(trimmed) {
            return Ok(Self::on_day(date));
        }
        // `2026-11-22T10:00` tells no seconds; a colon after the minutes does.
        let has_seconds = trimmed.as_bytes().get("2026-11-22T10:00".len()) == Some(&b':');
        let precision = if has_seconds { TimePrecision::Second } else { TimePrecision::Minute };
        let pieces = jiff::fmt::temporal::DateTimeParser::new()
            .parse_pieces(trimmed)
            .map_err(|_| fault())?;
        let time = pieces.time().ok_or_else(fault)?;
        let local = pieces.date().to_datetime(time);
        let Some(offset) = pieces.to_numeric_offset() else {
            return Ok(Self::local(local, precision));
        };
        Ok(Self::with_offset(local, offset, precision, OffsetSource::Message))
    }

    /// The clock on the wall.
    pub const fn wall(&self) -> DateTime {
        self.local
    }

    /// The offset from UTC, where known.
    pub fn offset(&self) -> Option<Offset> {
        self.offset_seconds.and_then(|seconds| Offset::from_seconds(seconds).ok())
    }

    /// How exactly it was told.
    pub const fn precision(&self) -> TimePrecision {
        self.precision
    }

    /// What the offset rests on.
    pub const fn offset_source(&self) -> OffsetSource {
        self.offset_source
    }

    /// The instant, where an offset is known.
    pub fn instant(&self) -> Option<Timestamp> {
        self.offset()?.to_timestamp(self.local).ok()
    }

    /// The instant, taking the wall's clock for UTC where no offset is known.
    pub fn instant_or_utc(&self) -> Timestamp {
        let utc = || Offset::UTC.to_timestamp(self.local).ok();
        self.instant().or_else(utc).unwrap_or_default()
    }
}

impl fmt::Display for Occurred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.precision, self.offset()) {
            (TimePrecision::Day, _) => write!(f, "{}", self.local.date()),
            (_, None) => write!(f, "{}", self.local.strftime("%Y-%m-%dT%H:%M:%S")),
            (_, Some(offset)) => {
                let seconds = offset.seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                let local = self.local.strftime("%Y-%m-%dT%H:%M:%S");
                write!(f, "{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}
