//! The item identifier of the posts, UPU S10: two letters, eight digits, a check digit, two letters.
//!
//! The check digit covers the eight digits alone, so a misread letter passes; whether the issuer exists is
//! a question of its own ([`S10::issuer_country`]). Real traffic holds well-formed numbers of issuers that
//! are no country (`VV…YP`) and misprinted check digits: [`S10::check`] keeps the three outcomes apart and
//! nobody has to drop a scan. The same identifier may be issued again after 12 months.

use crate::{CountryCode, ModelError, text};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// Weights of the eight serial digits, first digit first (S10, check digit).
const WEIGHTS: [u32; 8] = [8, 6, 4, 2, 3, 5, 9, 7];
/// Serials have eight digits.
const SERIALS: u32 = 100_000_000;

/// An S10 identifier with its right check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct S10 {
    indicator: [u8; 2],
    serial: u32,
    issuer: [u8; 2],
}

/// What a text is, seen as an S10 identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum S10Check {
    /// It has another shape.
    InvalidFormat,
    /// It has the shape, but another check digit than its serial asks for.
    InvalidCheckDigit {
        /// The digit that belongs there.
        expected: u8,
    },
    /// It is one.
    Ok(S10),
}

impl S10 {
    /// Builds an identifier and computes its check digit. `indicator` and `issuer` are two letters each,
    /// `serial` is below 10^8.
    pub fn new(indicator: &str, serial: u32, issuer: &str) -> Result<Self, ModelError> {
        let fault = || {
            let found = text::excerpt(&format!("{indicator}{serial:08}?{issuer}"));
            ModelError::S10Format { found }
        };
        let indicator = letters(indicator.as_bytes()).ok_or_else(fault)?;
        let issuer = letters(issuer.as_bytes()).ok_or_else(fault)?;
        if serial >= SERIALS {
            return Err(fault());
        }
        Ok(Self { indicator, serial, issuer })
    }

    /// What `text` is. Lower case, blanks, dots, dashes and a byte-order mark are read through; digits
    /// of other scripts are not.
    pub fn check(text: &str) -> S10Check {
        let mut bytes = [0_u8; 13];
        let mut length = 0;
        for character in text.chars() {
            match character {
                '.' | '-' | '\u{FEFF}' => {}
                blank if blank.is_whitespace() => {}
                known if known.is_ascii_alphanumeric() && length < bytes.len() => {
                    bytes[length] = known as u8;
                    length += 1;
                }
                _ => return S10Check::InvalidFormat,
            }
        }
        if length == bytes.len() { Self::check_bytes(&bytes) } else { S10Check::InvalidFormat }
    }

    fn check_bytes(bytes: &[u8; 13]) -> S10Check {
        let (Some(indicator), Some(issuer)) = (letters(&bytes[..2]), letters(&bytes[11..])) else {
            return S10Check::InvalidFormat;
        };
        if !bytes[2..11].iter().all(u8::is_ascii_digit) {
            return S10Check::InvalidFormat;
        }
        let digit = |byte: u8| u32::from(byte - b'0');
        let serial = bytes[2..10].iter().fold(0, |sum, &byte| sum * 10 + digit(byte));
        let expected = check_digit_of(serial);
        if u32::from(expected) == digit(bytes[10]) {
            S10Check::Ok(Self { indicator, serial, issuer })
        } else {
            S10Check::InvalidCheckDigit { expected }
        }
    }

    /// Reads an identifier as [`S10::check`] does; a wrong check digit is an error that tells the right one.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let found = || text::excerpt(text);
        match Self::check(text) {
            S10Check::Ok(known) => Ok(known),
            S10Check::InvalidFormat => Err(ModelError::S10Format { found: found() }),
            S10Check::InvalidCheckDigit { expected } => {
                Err(ModelError::S10CheckDigit { found: found(), expected })
            }
        }
    }

    /// The two letters of the service, upper case.
    #[expect(clippy::missing_panics_doc, reason = "an invariant, held by every constructor")]
    pub fn indicator(&self) -> &str {
        std::str::from_utf8(&self.indicator).expect("invariant: the indicator is two ASCII letters")
    }

    /// The serial number, below 10^8.
    pub const fn serial(&self) -> u32 {
        self.serial
    }

    /// The check digit, 0 to 9.
    pub fn check_digit(&self) -> u8 {
        check_digit_of(self.serial)
    }

    /// The two letters of the post that issued the identifier, upper case; not always a country.
    #[expect(clippy::missing_panics_doc, reason = "an invariant, held by every constructor")]
    pub fn issuer(&self) -> &str {
        std::str::from_utf8(&self.issuer).expect("invariant: the issuer is two ASCII letters")
    }

    /// The country whose post issued the identifier, if the letters are one's.
    pub fn issuer_country(&self) -> Option<CountryCode> {
        CountryCode::from_alpha2(self.issuer())
    }
}

fn letters(bytes: &[u8]) -> Option<[u8; 2]> {
    let pair: [u8; 2] = bytes.try_into().ok()?;
    pair.iter().all(u8::is_ascii_alphabetic).then(|| pair.map(|byte| byte.to_ascii_uppercase()))
}

/// The check digit of a serial: 11 less the weighted sum's remainder by 11, where 10 is written 0 and 11 is
/// written 5.
fn check_digit_of(serial: u32) -> u8 {
    let mut rest = serial;
    let mut sum = 0;
    for weight in WEIGHTS.iter().rev() {
        sum += weight * (rest % 10);
        rest /= 10;
    }
    match 11 - sum % 11 {
        10 => 0,
        11 => 5,
        digit => u8::try_from(digit).expect("invariant: a remainder by 11 leaves 1 to 9 here"),
    }
}

impl fmt::Display for S10 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (serial, check) = (self.serial, self.check_digit());
        f.pad(&format!("{}{serial:08}{check}{}", self.indicator(), self.issuer()))
    }
}

impl FromStr for S10 {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
