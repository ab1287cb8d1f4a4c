//! Customs commodity codes: the World Customs Organization's Harmonized System and national digits behind.

use crate::{ModelError, text};
use std::{fmt, ops::RangeInclusive, str::FromStr};

#[cfg(test)]
mod tests;

/// Six digits are international, up to ten are national.
const DIGITS: RangeInclusive<usize> = 6..=10;

/// A commodity code of 6 to 10 digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HsCode(String);

impl HsCode {
    /// Reads 6 to 10 digits; dots and blanks between them are dropped. Chapter 00 does not exist and 77 is
    /// reserved by the Harmonized System.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        let is_code = DIGITS.contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with("00")
            && !digits.starts_with("77");
        if is_code { Ok(Self(digits)) } else { Err(ModelError::Hs { found: text::excerpt(text) }) }
    }

    /// All digits, without dots.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first two digits.
    pub fn chapter(&self) -> &str {
        &self.0[..2]
    }

    /// The first four digits.
    pub fn heading(&self) -> &str {
        &self.0[..4]
    }

    /// The first six digits, the same in every country.
    pub fn subheading(&self) -> &str {
        &self.0[..6]
    }
}

impl fmt::Display for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for HsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for HsCode {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
