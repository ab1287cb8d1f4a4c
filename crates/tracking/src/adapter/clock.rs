//! When an event happened, as far as the carrier said: formats, offsets, zones.
//!
//! The offset comes from the time itself, else from a field beside it, else from the zone of the place,
//! else from the operator's zone, else it is not known and stays so. The zone of a place follows from its
//! country, where the adapter names one for it, or where it says that its times are told by the clock of the
//! place and the country has one clock. `24:00` is the next day's midnight,
//! a sixtieth second the fifty-ninth; in a gap or an overlap of clocks the earlier offset holds.

mod countries;
mod format;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use portolan_model::scan::{OffsetSource, TimePrecision};
use portolan_model::{CountryCode, Occurred, TimeZoneName};

use super::field::Field;
use super::path::Place;
use super::tree::Tree;
pub(crate) use format::{Clock, Format};

/// One way to read an event's time.
#[derive(Debug, Clone)]
pub(crate) struct TimeWay {
    /// The time's text.
    pub(crate) at: Field,
    /// The formats it may be in, tried in order.
    pub(crate) formats: Vec<Format>,
    /// A field with the offset.
    pub(crate) offset: Field,
    /// Whether an offset within the text is a habit of the carrier's and says nothing.
    pub(crate) ignore_offset: bool,
    /// The zone of every time of this way.
    pub(crate) zone: Option<TimeZoneName>,
    /// Whether the text is an instant (as all counted times are), to be told by the clock of the place.
    pub(crate) is_instant: bool,
}

/// What is known of an adapter's zones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Zones {
    /// Whether times are told by the clock of the place, so that a country with one clock has its zone.
    pub(crate) is_local: bool,
    /// The zone of a country's places, named by the adapter.
    pub(crate) places: HashMap<CountryCode, TimeZoneName>,
    /// The zone the operator tells all its times in.
    pub(crate) operator: Option<TimeZoneName>,
}

impl Zones {
    /// The zone of a place in a country, where it is known.
    fn of_place(&self, country: CountryCode) -> Option<&TimeZoneName> {
        let by_itself = || countries::zone_of(country).filter(|_| self.is_local);
        self.places.get(&country).or_else(by_itself)
    }

    /// The operator's zone, where it may tell the time of a place: times that are told by the clock of a
    /// place elsewhere are not told by the operator's.
    fn of_operator(&self, country: Option<CountryCode>) -> Option<&TimeZoneName> {
        self.operator.as_ref().filter(|_| !self.is_local || country.is_none())
    }
}

/// Why no time was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoTime {
    /// No field holds one.
    Missing,
    /// A text stands there that no format fits.
    Unreadable(String),
}

/// Reads an event's time by the first way that has a text.
pub(crate) fn read(
    ways: &[TimeWay],
    zones: &Zones,
    country: Option<CountryCode>,
    tree: &Tree<'_>,
    place: Place,
) -> Result<Occurred, NoTime> {
    for way in ways {
        let Some(text) = way.at.read(tree, place) else { continue };
        let clock = way.formats.iter().find_map(|format| format.read(text.trim()));
        let clock = clock.ok_or_else(|| NoTime::Unreadable(text.into_owned()))?;
        let beside = way.offset.read(tree, place);
        let beside = beside.and_then(|text| format::read_offset(text.trim()));
        return Ok(settle(way, clock, beside, zones, country));
    }
    Err(NoTime::Missing)
}

fn settle(
    way: &TimeWay,
    clock: Clock,
    beside: Option<Offset>,
    zones: &Zones,
    country: Option<CountryCode>,
) -> Occurred {
    let (local, precision) = (clock.local, clock.precision);
    if precision == TimePrecision::Day {
        return Occurred::on_day(local.date());
    }
    let place = country.and_then(|country| zones.of_place(country));
    let operator = zones.of_operator(country);
    let own = clock.offset.filter(|_| !way.ignore_offset);
    let told = match (own, beside) {
        (Some(offset), _) => Occurred::with_offset(local, offset, precision, OffsetSource::Message),
        _ if way.is_instant => in_zone(local, precision, way.zone.as_ref(), OffsetSource::Operator),
        (None, Some(offset)) => {
            return Occurred::with_offset(local, offset, precision, OffsetSource::Field);
        }
        (None, None) => match (place, way.zone.as_ref().or(operator)) {
            (Some(_), _) => return in_zone(local, precision, place, OffsetSource::Place),
            (None, zone) => return in_zone(local, precision, zone, OffsetSource::Operator),
        },
    };
    if !way.is_instant && !clock.is_epoch {
        return told;
    }
    let zone = place.or(operator);
    let there = |instant| beside.or_else(|| Some(zone?.zone().to_offset(instant)));
    let Some((instant, offset)) = told.instant().and_then(|at| Some((at, there(at)?))) else {
        return told;
    };
    Occurred::with_offset(offset.to_datetime(instant), offset, precision, told.offset_source())
}

/// A local time by the clock of a zone, where there is one.
fn in_zone(
    local: DateTime,
    precision: TimePrecision,
    zone: Option<&TimeZoneName>,
    source: OffsetSource,
) -> Occurred {
    let told = Occurred::local(local, precision);
    zone.map_or(told, |zone| told.in_zone(zone, source))
}
