//! The identifier of a despatch between two offices of exchange: twenty characters, UPU S8.
//!
//! Origin and destination (an IMPC code of six letters each), mail category, subclass, the last digit of the
//! year, a serial of four digits. The layout is as public programs and descriptions of it have it; the text
//! of the standard was not at hand, so no conformance is claimed. There is no check digit.

use crate::{CountryCode, ModelError, text};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// Characters of a despatch's identifier.
pub const LENGTH: usize = 20;
/// Despatches of one year between two offices, by category and subclass.
const SERIALS: u16 = 10_000;

/// An office of exchange: the country, the place, and a letter of the office's own (IMPC, UPU S34).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Impc([u8; 6]);

impl Impc {
    /// Reads six letters; letter case does not matter.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::Impc { found: text::excerpt(text) };
        Self::of_bytes(text.trim().as_bytes()).ok_or_else(fault)
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        letters(bytes).map(Self)
    }

    /// The six letters, upper case.
    pub fn as_str(&self) -> &str {
        ascii(&self.0)
    }

    /// The country it stands in, where its first two letters are one's.
    pub fn country(&self) -> Option<CountryCode> {
        CountryCode::from_alpha2(ascii(&self.0[..2]))
    }
}

impl fmt::Display for Impc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The identifier of a despatch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct S8 {
    origin: Impc,
    destination: Impc,
    category: u8,
    subclass: [u8; 2],
    year_digit: u8,
    serial: u16,
}

impl S8 {
    /// Reads twenty characters; lower case is read as upper case.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::S8Format { found: text::excerpt(text) };
        Self::of_bytes(text.trim().as_bytes()).ok_or_else(fault)
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, tail) = bytes.split_first_chunk::<12>()?;
        let [category, subclass @ ..] = letters::<3>(tail.get(..3)?)?;
        let number = digits(tail.get(3..)?)?;
        if tail.len() != LENGTH - head.len() {
            return None;
        }
        Some(Self {
            origin: Impc::of_bytes(&head[..6])?,
            destination: Impc::of_bytes(&head[6..])?,
            category,
            subclass,
            year_digit: u8::try_from(number / u32::from(SERIALS)).ok()?,
            serial: u16::try_from(number % u32::from(SERIALS)).ok()?,
        })
    }

    /// The office it left.
    pub const fn origin(&self) -> Impc {
        self.origin
    }

    /// The office it is for.
    pub const fn destination(&self) -> Impc {
        self.destination
    }

    /// The mail category: `A` by air, `B` surface lifted by air, `C` by surface, `D` priority by surface.
    pub const fn category(&self) -> char {
        self.category as char
    }

    /// The mail subclass: two letters, the first of which is the class (`U` letters, `C` parcels, `E` EMS,
    /// `T` empty bags).
    pub fn subclass(&self) -> &str {
        ascii(&self.subclass)
    }

    /// The last digit of the year.
    pub const fn year_digit(&self) -> u8 {
        self.year_digit
    }

    /// The serial number within the year, below 10,000.
    pub const fn serial(&self) -> u16 {
        self.serial
    }
}

impl fmt::Display for S8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (origin, destination) = (self.origin, self.destination);
        let (category, subclass) = (self.category(), self.subclass());
        let (year, serial) = (self.year_digit, self.serial);
        f.pad(&format!("{origin}{destination}{category}{subclass}{year}{serial:04}"))
    }
}

impl FromStr for S8 {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// So many ASCII letters, upper case.
fn letters<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    let letters: [u8; N] = bytes.try_into().ok()?;
    let are_letters = letters.iter().all(u8::is_ascii_alphabetic);
    are_letters.then(|| letters.map(|letter| letter.to_ascii_uppercase()))
}

/// The number that up to nine ASCII digits write.
pub(crate) fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(bytes.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("invariant: every constructor keeps ASCII letters alone")
}
