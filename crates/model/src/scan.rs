//! What somebody tells about a parcel or a receptacle: what, when, where, who, and with which proof.
//!
//! A [`Scan`] is one event as it was told, normalised but never judged: nothing here says which scan to
//! believe, in which order they happened, or what a parcel's status is. That is for whoever folds them.

mod milestone;
mod occurred;
mod proof;
mod reason;
mod status;
#[cfg(test)]
mod tests;

pub use milestone::{Milestone, Phase};
pub use occurred::{Occurred, OffsetSource, TimePrecision};
pub use proof::{Condition, Piece, Proof};
pub use reason::Reason;
pub use status::{Status, SubStatus};

use crate::{Code, CountryCode, GeoPoint, Identifier, Postcode, limits, text};
use jiff::Timestamp;
use std::fmt;

/// Text of a carrier: one line, printable, cut where it is endless. The raw message keeps the whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScanText(String);

impl ScanText {
    /// The text on one line without unprintable characters, cut to its limit; `None` where nothing is
    /// left.
    pub fn read(text: &str) -> Option<Self> {
        if is_plain(text) {
            return Some(Self(text.to_owned()));
        }
        let printable = text
            .chars()
            .map(|c| if text::is_unprintable(c) || c.is_whitespace() { ' ' } else { c });
        let mut line = String::with_capacity(text.len().min(limits::SCAN_TEXT_LENGTH_MAX));
        let mut length = 0;
        for character in printable.skip_while(|c| *c == ' ') {
            if character == ' ' && line.ends_with(' ') {
                continue;
            }
            if length == limits::SCAN_TEXT_LENGTH_MAX {
                line.pop();
                line.push('…');
                break;
            }
            line.push(character);
            length += 1;
        }
        let trimmed = line.trim_end();
        (!trimmed.is_empty()).then(|| Self(trimmed.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ScanText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether a text is as it should be already: most are, and need not be written anew letter by letter.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if *first == b' ' || *last == b' ' || bytes.len() > 4 * limits::SCAN_TEXT_LENGTH_MAX {
        return false;
    }
    let has_gap = bytes.windows(2).any(|pair| pair == b"  ");
    let is_ascii = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if has_gap || (is_ascii && bytes.len() > limits::SCAN_TEXT_LENGTH_MAX) {
        return false;
    }
    is_ascii
        || (text.chars().all(is_plain_character)
            && text.chars().count() <= limits::SCAN_TEXT_LENGTH_MAX)
}

/// Whether a character stays as it is: a blank, or printable and no blank of another kind.
fn is_plain_character(character: char) -> bool {
    match character {
        // Latin, Greek, Cyrillic, Hebrew, Arabic, the scripts of India; then those of East Asia. No blanks
        // and nothing unprintable stand among them.
        ' '..='~' | '¡'..='\u{AC}' | '\u{AE}'..='\u{167F}' | '\u{3001}'..='\u{FEFE}' => true,
        _ => !text::is_unprintable(character) && !character.is_whitespace(),
    }
}

/// Where a scan happened, as far as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct ScanPlace {
    /// The country.
    pub country: Option<CountryCode>,
    /// The city or town, as the carrier writes it.
    pub city: Option<ScanText>,
    /// The postcode.
    pub postcode: Option<Postcode>,
    /// A code of the facility: IMPC, IATA, UN/LOCODE or the carrier's own.
    pub facility: Option<ScanText>,
    /// The place in the carrier's own words.
    pub text: Option<ScanText>,
    /// A point on the map.
    pub position: Option<GeoPoint>,
}

impl ScanPlace {
    /// Whether nothing at all was told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One event as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scan {
    /// The number it is about.
    pub identifier: Identifier,
    /// When it happened, as far as it was told.
    pub occurred: Occurred,
    /// What happened.
    pub milestone: Milestone,
    /// Why, where that was told.
    pub reason: Option<Reason>,
    /// Where.
    pub place: ScanPlace,
    /// Who told it: the key of an adapter or of a party.
    pub source: Code,
    /// Who held the parcel by this scan, where that is another than the source.
    pub operator: Option<Code>,
    /// The carrier's own key of the event, where it has one.
    pub event_key: Option<ScanText>,
    /// The carrier's own code.
    pub raw_code: Option<ScanText>,
    /// The carrier's own words.
    pub raw_text: Option<ScanText>,
    /// What proves it.
    pub proof: Proof,
    /// The event key that this scan takes back.
    pub void_of: Option<ScanText>,
    /// When it reached us.
    pub received_at: Timestamp,
}

impl Scan {
    /// Who held the parcel by this scan.
    pub fn holder(&self) -> &Code {
        self.operator.as_ref().unwrap_or(&self.source)
    }
}
