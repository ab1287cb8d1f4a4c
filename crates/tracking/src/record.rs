//! A scan as it is kept: few bytes, and what is personal apart from the rest.
//!
//! [`encode`] and [`decode`] are inverse. A record is fields: a tag, a length, the bytes;
//! an absent field takes none. A reader passes over tags it does not know, so that fields may be added.
//! Personal is whatever may name or lead to somebody: the carrier's own words, who signed, the code shown
//! at the door, a postcode, a point on the map. It stands in a record of its own, sealed by whoever keeps
//! it; without it the rest still tells what happened, when and with whom.

#[cfg(test)]
mod tests;

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use portolan_model::scan::{
    Condition, Milestone, Occurred, OffsetSource, Piece, Proof, Reason, ScanPlace, ScanText,
    TimePrecision,
};
use portolan_model::{
    Code, CountryCode, GeoPoint, Identifier, IdentifierScheme, Mass, Postcode, Scan, Size,
};
use thiserror::Error;

/// A kept record that cannot be read: it was written by a newer program, or by other hands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a kept scan cannot be read at `{field}`")]
pub struct RecordFault {
    /// The field.
    pub field: &'static str,
}

/// A scan in two parts. When it was received is kept beside them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// What is not personal.
    pub open: Vec<u8>,
    /// What is personal; empty where nothing is.
    pub personal: Vec<u8>,
}

/// The tags; their numbers never change.
mod tag {
    pub const SCHEME: u8 = 1;
    pub const NUMBER: u8 = 2;
    pub const OCCURRED: u8 = 3;
    pub const MILESTONE: u8 = 4;
    pub const REASON: u8 = 5;
    pub const SOURCE: u8 = 6;
    pub const OPERATOR: u8 = 7;
    pub const EVENT_KEY: u8 = 8;
    pub const RAW_CODE: u8 = 9;
    pub const VOID_OF: u8 = 10;
    pub const COUNTRY: u8 = 11;
    pub const CITY: u8 = 12;
    pub const FACILITY: u8 = 13;
    pub const MASS: u8 = 14;
    pub const SIZE: u8 = 15;
    pub const CONDITION: u8 = 16;
    pub const PIECE: u8 = 17;
    pub const SEAL: u8 = 18;
    pub const PHOTO: u8 = 19;
    pub const DEVICE: u8 = 20;
    pub const RAW_TEXT: u8 = 32;
    pub const PLACE_TEXT: u8 = 33;
    pub const POSTCODE: u8 = 34;
    pub const POSITION: u8 = 35;
    pub const SIGNATORY: u8 = 36;
    pub const CODE: u8 = 37;
}

/// A scan's two parts.
pub fn encode(scan: &Scan) -> Record {
    let mut open = Writer::default();
    open.put(tag::SCHEME, scan.identifier.scheme().as_str().as_bytes());
    open.put(tag::NUMBER, scan.identifier.to_string().as_bytes());
    open.put(tag::OCCURRED, &occurred_bytes(&scan.occurred));
    open.put(tag::MILESTONE, scan.milestone.as_str().as_bytes());
    open.word(tag::REASON, scan.reason.map(Reason::as_str));
    open.word(tag::SOURCE, Some(scan.source.as_str()));
    open.word(tag::OPERATOR, scan.operator.as_ref().map(Code::as_str));
    open.text(tag::EVENT_KEY, scan.event_key.as_ref());
    open.text(tag::RAW_CODE, scan.raw_code.as_ref());
    open.text(tag::VOID_OF, scan.void_of.as_ref());
    open.word(tag::COUNTRY, scan.place.country.as_ref().map(CountryCode::as_str));
    open.text(tag::CITY, scan.place.city.as_ref());
    open.text(tag::FACILITY, scan.place.facility.as_ref());
    if let Some(mass) = scan.proof.mass {
        open.put(tag::MASS, &mass.grams().to_be_bytes());
    }
    open.word(tag::SIZE, scan.proof.size.map(|size| size.to_string()).as_deref());
    open.word(tag::CONDITION, scan.proof.condition.map(Condition::as_str));
    if let Some(piece) = scan.proof.piece {
        let bytes = [piece.number().to_be_bytes(), piece.of().to_be_bytes()].concat();
        open.put(tag::PIECE, &bytes);
    }
    open.text(tag::SEAL, scan.proof.seal.as_ref());
    if let Some(hash) = &scan.proof.photo_sha256 {
        open.put(tag::PHOTO, hash);
    }
    open.text(tag::DEVICE, scan.proof.device.as_ref());
    let mut personal = Writer::default();
    personal.text(tag::RAW_TEXT, scan.raw_text.as_ref());
    personal.text(tag::PLACE_TEXT, scan.place.text.as_ref());
    personal.word(tag::POSTCODE, scan.place.postcode.as_ref().map(Postcode::as_given));
    if let Some(point) = scan.place.position {
        let bytes =
            [point.latitude_micro().to_be_bytes(), point.longitude_micro().to_be_bytes()].concat();
        personal.put(tag::POSITION, &bytes);
    }
    personal.text(tag::SIGNATORY, scan.proof.signatory.as_ref());
    personal.text(tag::CODE, scan.proof.code.as_ref());
    Record { open: open.bytes, personal: personal.bytes }
}

/// The scan of a record; without its personal part (`None`: erased) the scan lacks what stood in it.
pub fn decode(
    open: &[u8],
    personal: Option<&[u8]>,
    received_at: Timestamp,
) -> Result<Scan, RecordFault> {
    let open = Fields::read(open)?;
    let hidden = Fields::read(personal.unwrap_or_default())?;
    let scheme = open.wanted(tag::SCHEME, "scheme", IdentifierScheme::parse)?;
    let number = open.wanted(tag::NUMBER, "number", |text| Identifier::read(scheme, text))?;
    Ok(Scan {
        identifier: number,
        occurred: open.occurred()?,
        milestone: open.wanted(tag::MILESTONE, "milestone", Milestone::parse)?,
        reason: open.parsed(tag::REASON, "reason", Reason::parse)?,
        place: place_of(&open, &hidden)?,
        source: open.wanted(tag::SOURCE, "source", Code::from_str)?,
        operator: open.parsed(tag::OPERATOR, "operator", Code::from_str)?,
        event_key: open.said(tag::EVENT_KEY),
        raw_code: open.said(tag::RAW_CODE),
        raw_text: hidden.said(tag::RAW_TEXT),
        proof: proof_of(&open, &hidden)?,
        void_of: open.said(tag::VOID_OF),
        received_at,
    })
}

fn place_of(open: &Fields<'_>, hidden: &Fields<'_>) -> Result<ScanPlace, RecordFault> {
    let fault = RecordFault { field: "position" };
    let position = hidden.find(tag::POSITION).map(|bytes| {
        let (latitude, longitude) = bytes.split_first_chunk::<4>().ok_or_else(|| fault.clone())?;
        let longitude = longitude.try_into().map_err(|_| fault.clone())?;
        let (latitude, longitude) = (i32::from_be_bytes(*latitude), i32::from_be_bytes(longitude));
        GeoPoint::from_micro_degrees(latitude, longitude).map_err(|_| fault.clone())
    });
    Ok(ScanPlace {
        country: open.parsed(tag::COUNTRY, "country", CountryCode::parse)?,
        city: open.said(tag::CITY),
        postcode: hidden.parsed(tag::POSTCODE, "postcode", Postcode::parse)?,
        facility: open.said(tag::FACILITY),
        text: hidden.said(tag::PLACE_TEXT),
        position: position.transpose()?,
    })
}

fn proof_of(open: &Fields<'_>, hidden: &Fields<'_>) -> Result<Proof, RecordFault> {
    let mass = open.find(tag::MASS).map(|bytes| {
        let grams = bytes.try_into().ok().map(u32::from_be_bytes);
        grams.and_then(|grams| Mass::from_grams(grams).ok()).ok_or(RecordFault { field: "mass" })
    });
    let piece = open.find(tag::PIECE).map(|bytes| {
        let read = <[u8; 4]>::try_from(bytes).ok().and_then(|[a, b, c, d]| {
            Piece::new(u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])).ok()
        });
        read.ok_or(RecordFault { field: "piece" })
    });
    let photo = open
        .find(tag::PHOTO)
        .map(|bytes| <[u8; 32]>::try_from(bytes).map_err(|_| RecordFault { field: "photo" }));
    Ok(Proof {
        mass: mass.transpose()?,
        size: open.parsed(tag::SIZE, "size", Size::parse)?,
        condition: open.parsed(tag::CONDITION, "condition", Condition::parse)?,
        piece: piece.transpose()?,
        seal: open.said(tag::SEAL),
        photo_sha256: photo.transpose()?,
        signatory: hidden.said(tag::SIGNATORY),
        code: hidden.said(tag::CODE),
        device: open.said(tag::DEVICE),
    })
}

/// Seconds of the clock on the wall (8 bytes), precision and offset source (1 each), offset seconds (4)
/// where one is known.
fn occurred_bytes(occurred: &Occurred) -> Vec<u8> {
    let wall = Offset::UTC.to_timestamp(occurred.wall()).unwrap_or_default();
    let mut bytes = wall.as_second().to_be_bytes().to_vec();
    let place = |names: &[&str], name: &str| {
        u8::try_from(names.iter().position(|one| *one == name).unwrap_or_default()).unwrap_or(0)
    };
    bytes.push(place(TimePrecision::NAMES, occurred.precision().as_str()));
    bytes.push(place(OffsetSource::NAMES, occurred.offset_source().as_str()));
    if let Some(offset) = occurred.offset() {
        bytes.extend_from_slice(&offset.seconds().to_be_bytes());
    }
    bytes
}

fn occurred_of(bytes: &[u8]) -> Option<Occurred> {
    let (wall, rest) = bytes.split_first_chunk::<8>()?;
    let wall = Timestamp::from_second(i64::from_be_bytes(*wall)).ok()?;
    let wall: DateTime = Offset::UTC.to_datetime(wall);
    let (&precision, rest) = rest.split_first()?;
    let precision = *TimePrecision::ALL.get(usize::from(precision))?;
    let (&source, rest) = rest.split_first()?;
    let source = *OffsetSource::ALL.get(usize::from(source))?;
    if rest.is_empty() {
        return Some(match precision {
            TimePrecision::Day => Occurred::on_day(wall.date()),
            _ => Occurred::local(wall, precision),
        });
    }
    let offset = Offset::from_seconds(i32::from_be_bytes(rest.try_into().ok()?)).ok()?;
    Some(Occurred::with_offset(wall, offset, precision, source))
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Tag, length in 7-bit groups with the lowest first, bytes.
    fn put(&mut self, tag: u8, value: &[u8]) {
        self.bytes.push(tag);
        let mut length = value.len();
        while length >= 0x80 {
            self.bytes.push(u8::try_from(length & 0x7f).unwrap_or(0) | 0x80);
            length >>= 7;
        }
        self.bytes.push(u8::try_from(length).unwrap_or(0));
        self.bytes.extend_from_slice(value);
    }

    fn word(&mut self, tag: u8, value: Option<&str>) {
        if let Some(value) = value {
            self.put(tag, value.as_bytes());
        }
    }

    fn text(&mut self, tag: u8, value: Option<&ScanText>) {
        self.word(tag, value.map(ScanText::as_str));
    }
}

/// The fields of one part.
struct Fields<'b>(Vec<(u8, &'b [u8])>);

impl<'b> Fields<'b> {
    /// An empty part has no fields.
    fn read(bytes: &'b [u8]) -> Result<Self, RecordFault> {
        let fault = || RecordFault { field: "record" };
        let mut fields = Vec::new();
        let mut rest = bytes;
        while let Some((&tag, after)) = rest.split_first() {
            let (mut length, mut shift) = (0_usize, 0);
            let mut after = after;
            loop {
                let (&byte, next) = after.split_first().ok_or_else(fault)?;
                if shift > 28 {
                    return Err(fault());
                }
                length |= usize::from(byte & 0x7f) << shift;
                shift += 7;
                after = next;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            let (value, next) = after.split_at_checked(length).ok_or_else(fault)?;
            fields.push((tag, value));
            rest = next;
        }
        Ok(Self(fields))
    }

    fn find(&self, tag: u8) -> Option<&'b [u8]> {
        self.0.iter().find(|(one, _)| *one == tag).map(|(_, value)| *value)
    }

    fn text(&self, tag: u8) -> Option<&'b str> {
        self.find(tag).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    fn said(&self, tag: u8) -> Option<ScanText> {
        self.text(tag).and_then(ScanText::read)
    }

    fn parsed<T, E>(
        &self,
        tag: u8,
        field: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, RecordFault> {
        self.text(tag).map(|text| read(text).map_err(|_| RecordFault { field })).transpose()
    }

    fn wanted<T, E>(
        &self,
        tag: u8,
        field: &'static str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<T, RecordFault> {
        self.parsed(tag, field, read)?.ok_or(RecordFault { field })
    }

    fn occurred(&self) -> Result<Occurred, RecordFault> {
        let bytes = self.find(tag::OCCURRED);
        bytes.and_then(occurred_of).ok_or(RecordFault { field: "occurred" })
    }
}
