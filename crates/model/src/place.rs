//! Where: coordinates, postcodes and zones of time.

use crate::{ModelError, limits, text};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{cmp::Ordering, fmt, hash, str::FromStr};

#[cfg(test)]
mod tests;

/// Mean radius of the Earth in metres (IUGG).
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;
const MICRO_DEGREES: i64 = 1_000_000;

/// A point on the globe in micro-degrees (WGS 84), about a tenth of a metre fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GeoPoint {
    latitude_micro: i32,
    longitude_micro: i32,
}

impl GeoPoint {
    /// A point by its latitude (-90 to 90 degrees) and longitude (-180 to 180), in micro-degrees.
    pub fn from_micro_degrees(latitude: i32, longitude: i32) -> Result<Self, ModelError> {
        let (latitude_wide, longitude_wide) = (i64::from(latitude), i64::from(longitude));
        let fits = latitude_wide.abs() <= 90 * MICRO_DEGREES
            && longitude_wide.abs() <= 180 * MICRO_DEGREES;
        if fits {
            Ok(Self { latitude_micro: latitude, longitude_micro: longitude })
        } else {
            Err(ModelError::Point { latitude: latitude_wide, longitude: longitude_wide })
        }
    }

    /// Reads two decimal numbers of degrees, rounded to micro-degrees.
    pub fn parse(latitude: &str, longitude: &str) -> Result<Self, ModelError> {
        Self::from_micro_degrees(micro_degrees(latitude)?, micro_degrees(longitude)?)
    }

    /// The latitude in micro-degrees, north positive.
    pub const fn latitude_micro(&self) -> i32 {
        self.latitude_micro
    }

    /// The longitude in micro-degrees, east positive.
    pub const fn longitude_micro(&self) -> i32 {
        self.longitude_micro
    }

    /// The length of the great circle between two points on a sphere, in whole metres (haversine; within
    /// half a percent of the ellipsoid).
    pub fn distance_metres(&self, other: &Self) -> u32 {
        let radians = |micro: i32| (f64::from(micro) / 1e6).to_radians();
        let (from, to) = (radians(self.latitude_micro), radians(other.latitude_micro));
        let half_height = ((to - from) / 2.0).sin();
        let east = radians(other.longitude_micro) - radians(self.longitude_micro);
        let half_width = (east / 2.0).sin();
        let square = half_height.powi(2) + from.cos() * to.cos() * half_width.powi(2);
        let metres = 2.0 * EARTH_RADIUS_METRES * square.clamp(0.0, 1.0).sqrt().asin();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most half of the Earth's girth, 20,016 km"
        )]
        let whole = metres.round() as u32;
        whole
    }
}

fn micro_degrees(text: &str) -> Result<i32, ModelError> {
    let fault = || ModelError::Degrees { found: text::excerpt(text) };
    let degrees = text.trim().parse::<Decimal>().map_err(|_| fault())?;
    let micro = degrees.checked_mul(Decimal::from(MICRO_DEGREES)).ok_or_else(fault)?;
    micro.round().to_i32().ok_or_else(fault)
}

impl fmt::Display for GeoPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |micro: i32| Decimal::from_i128_with_scale(micro.into(), 6).normalize();
        write!(f, "{},{}", degrees(self.latitude_micro), degrees(self.longitude_micro))
    }
}

/// A postcode: as given, and in the form that is compared (upper case, no blanks, no dashes).
///
/// Two postcodes are equal when their compared forms are. Whether the shape is one of its country's is for
/// whoever knows the country's rules.
#[derive(Debug, Clone)]
pub struct Postcode {
    given: String,
    normal: String,
}

impl Postcode {
    /// Reads 1 to 16 letters, digits, blanks and dashes, at least one of them a letter or digit. Letters
    /// and digits of wide scripts (`１００-０００１`) are read as ASCII ones.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::Postcode { found: text::excerpt(text) };
        let given: String = text.trim().chars().map(narrowed).collect();
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
        if given.len() > limits::POSTCODE_LENGTH_MAX || !given.chars().all(is_allowed) {
            return Err(fault());
        }
        let kept = given.chars().filter(char::is_ascii_alphanumeric);
        let normal: String = kept.map(|c| c.to_ascii_uppercase()).collect();
        if normal.is_empty() { Err(fault()) } else { Ok(Self { given, normal }) }
    }

    /// The text as given, trimmed.
    pub fn as_given(&self) -> &str {
        &self.given
    }

    /// The form that is compared: upper case, letters and digits alone.
    pub fn normal(&self) -> &str {
        &self.normal
    }
}

/// The ASCII form of a full-width letter, digit or dash; any other character is itself.
fn narrowed(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        '\u{3000}' | '\u{00A0}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' => '-',
        _ => character,
    }
}

impl PartialEq for Postcode {
    fn eq(&self, other: &Self) -> bool {
        self.normal == other.normal
    }
}

impl Eq for Postcode {}

impl hash::Hash for Postcode {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.normal.hash(state);
    }
}

impl PartialOrd for Postcode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Postcode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.normal.cmp(&other.normal)
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.given)
    }
}

impl FromStr for Postcode {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The name of a zone of time in the IANA database that the program carries.
#[derive(Clone)]
pub struct TimeZoneName {
    name: String,
    zone: jiff::tz::TimeZone,
}

impl TimeZoneName {
    /// Reads an IANA name such as `Asia/Shanghai`, letter case ignored.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let unknown = || ModelError::TimeZone { found: text::excerpt(text) };
        let zone = jiff::tz::TimeZone::get(text.trim()).map_err(|_| unknown())?;
        let name = zone.iana_name().ok_or_else(unknown)?.to_owned();
        Ok(Self { name, zone })
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: jiff::tz::TimeZone::UTC }
    }

    /// The name as the database spells it.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The zone's rules.
    pub const fn zone(&self) -> &jiff::tz::TimeZone {
        &self.zone
    }
}

impl PartialEq for TimeZoneName {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for TimeZoneName {}

impl hash::Hash for TimeZoneName {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialOrd for TimeZoneName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeZoneName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(&other.name)
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl fmt::Debug for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl FromStr for TimeZoneName {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
