//! Reading: strict about values, calm about keys it does not know.

use std::str::FromStr;

use jiff::Timestamp;
use portolan_model::scan::{Occurred, OffsetSource, Piece, Proof, ScanPlace, ScanText};
use portolan_model::{Code, GeoPoint, Identifier, IdentifierScheme, Mass, ModelError, Scan};
use thiserror::Error;

use crate::adapter::fault::MessageFault;
use crate::adapter::limits;
use crate::adapter::reading::sha256_of;
use crate::adapter::tree::{Kind, Tree, json};

/// Why a line is no scan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScanLineFault {
    /// It is no JSON.
    #[error(transparent)]
    Message(#[from] MessageFault),
    /// It is JSON, but no object.
    #[error("the line is no JSON object: write one scan a line")]
    Shape,
    /// A key is missing.
    #[error("`{key}` is missing: every scan has one")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// A key's value is not what it should be.
    #[error("`{key}`: {what}")]
    Value {
        /// The key.
        key: &'static str,
        /// What is wrong with it, and what to do.
        what: String,
    },
}

impl ScanLineFault {
    /// Its stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Message(fault) => fault.code,
            Self::Shape => "scan_shape",
            Self::Missing { .. } => "scan_key_missing",
            Self::Value { .. } => "scan_value",
        }
    }
}

/// Reads one line. A line without `received_at` was received at `received_at`.
pub fn read(line: &str, received_at: Timestamp) -> Result<Scan, ScanLineFault> {
    if line.len() > limits::MESSAGE_BYTES_MAX {
        let what = "the line is longer than a message may be".to_owned();
        return Err(MessageFault::new("message_long", what, "shorten it").into());
    }
    let tree = json::parse(line)?;
    if tree.kind(0) != Kind::Record {
        return Err(ScanLineFault::Shape);
    }
    let scan = Members { tree: &tree, at: 0 };
    let scheme = scan.parsed("identifier_scheme", IdentifierScheme::parse)?;
    let number = scan.wanted("identifier")?;
    let identifier = match scheme {
        Some(scheme) => Identifier::read(scheme, number),
        None => Identifier::parse(number),
    };
    let reason = scan.parsed("reason", portolan_model::scan::Reason::parse)?;
    let milestone = scan.parsed("milestone", portolan_model::Milestone::parse)?;
    Ok(Scan {
        identifier: identifier.map_err(|fault| value("identifier", &fault))?,
        occurred: occurred(&scan)?,
        milestone: milestone.ok_or(ScanLineFault::Missing { key: "milestone" })?,
        reason,
        place: place(&scan)?,
        source: Code::parse(scan.wanted("carrier")?).map_err(|fault| value("carrier", &fault))?,
        operator: scan.parsed("operator", Code::parse)?,
        event_key: scan.said("event_key"),
        raw_code: scan.said("raw_code"),
        raw_text: scan.said("raw_text"),
        proof: proof(&scan)?,
        void_of: scan.said("void_of"),
        received_at: scan.parsed("received_at", Timestamp::from_str)?.unwrap_or(received_at),
    })
}

fn value(key: &'static str, fault: &dyn std::fmt::Display) -> ScanLineFault {
    ScanLineFault::Value { key, what: fault.to_string() }
}

/// The time as told; precision and what the offset rests on are as the text itself has them, unless named.
fn occurred(scan: &Members<'_>) -> Result<Occurred, ScanLineFault> {
    let text = scan.wanted("occurred_at")?;
    let told = Occurred::parse(text).map_err(|fault| value("occurred_at", &fault))?;
    let precision = scan.parsed("time_precision", portolan_model::scan::TimePrecision::parse)?;
    let source = scan.parsed("utc_offset_source", OffsetSource::parse)?;
    let precision = precision.unwrap_or(told.precision());
    if precision == portolan_model::scan::TimePrecision::Day {
        return Ok(Occurred::on_day(told.wall().date()));
    }
    match (told.offset(), source.unwrap_or(told.offset_source())) {
        (Some(_), OffsetSource::None) => Err(value(
            "utc_offset_source",
            &"the time has an offset: say where it comes from, or leave it out of the time",
        )),
        (Some(offset), source) => Ok(Occurred::with_offset(told.wall(), offset, precision, source)),
        (None, OffsetSource::None) => Ok(Occurred::local(told.wall(), precision)),
        (None, _) => Err(value("utc_offset_source", &"the time has no offset: write `none`")),
    }
}

fn place(scan: &Members<'_>) -> Result<ScanPlace, ScanLineFault> {
    let Some(place) = scan.within("place") else { return Ok(ScanPlace::default()) };
    let position = place.one("latitude").zip(place.one("longitude"));
    let position = position.map(|(latitude, longitude)| GeoPoint::parse(latitude, longitude));
    Ok(ScanPlace {
        country: place.parsed("country", portolan_model::CountryCode::parse)?,
        city: place.said("city"),
        postcode: place.parsed("postcode", portolan_model::Postcode::parse)?,
        facility: place.said("facility"),
        text: place.said("text"),
        position: position.transpose().map_err(|fault| value("latitude", &fault))?,
    })
}

fn proof(scan: &Members<'_>) -> Result<Proof, ScanLineFault> {
    let Some(proof) = scan.within("proof") else { return Ok(Proof::default()) };
    let mass = |text: &str| -> Result<Mass, ModelError> { Mass::parse(&format!("{text} g")) };
    let photo = |text: &str| sha256_of(text).ok_or("write 64 digits of hex");
    Ok(Proof {
        mass: proof.parsed("mass_grams", mass)?,
        size: proof.parsed("size", portolan_model::Size::parse)?,
        condition: proof.parsed("condition", portolan_model::scan::Condition::parse)?,
        piece: piece(&proof)?,
        seal: proof.said("seal"),
        photo_sha256: proof.parsed("photo_sha256", photo)?,
        signatory: proof.said("signatory"),
        code: proof.said("code"),
        device: proof.said("device"),
    })
}

fn piece(proof: &Members<'_>) -> Result<Option<Piece>, ScanLineFault> {
    let number = proof.parsed("piece_number", u16::from_str)?;
    let of = proof.parsed("piece_of", u16::from_str)?;
    match (number, of) {
        (None, None) => Ok(None),
        (Some(number), Some(of)) => {
            Piece::new(number, of).map(Some).map_err(|fault| value("piece_number", &fault))
        }
        (Some(_), None) => Err(ScanLineFault::Missing { key: "piece_of" }),
        (None, Some(_)) => Err(ScanLineFault::Missing { key: "piece_number" }),
    }
}

/// The members of one object of a line.
struct Members<'t> {
    tree: &'t Tree<'t>,
    at: usize,
}

impl<'t> Members<'t> {
    fn member(&self, key: &str) -> Option<usize> {
        self.tree.children(self.at).find(|&child| self.tree.name(child) == key)
    }

    fn one(&self, key: &str) -> Option<&'t str> {
        self.member(key).and_then(|child| self.tree.text(child))
    }

    fn wanted(&self, key: &'static str) -> Result<&'t str, ScanLineFault> {
        self.one(key).ok_or(ScanLineFault::Missing { key })
    }

    fn said(&self, key: &str) -> Option<ScanText> {
        self.one(key).and_then(ScanText::read)
    }

    fn within(&self, key: &str) -> Option<Self> {
        let at = self.member(key)?;
        if self.tree.kind(at) == Kind::Record { Some(Self { at, ..*self }) } else { None }
    }

    fn parsed<T, E: std::fmt::Display>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ScanLineFault> {
        self.one(key).map(|text| parse(text).map_err(|fault| value(key, &fault))).transpose()
    }
}
