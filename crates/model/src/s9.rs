//! The identifier of a receptacle, a bag or a tray: twenty-nine characters, UPU S9.
//!
//! The identifier of its despatch ([`S8`]), a serial of three digits, whether it is the last of the
//! despatch, whether it holds registered or insured items, and its gross mass in hundreds of grams. The
//! layout is as public descriptions have it; the text of the standard was not at hand, so no conformance is
//! claimed. There is no check digit.

use crate::{Mass, ModelError, S8, s8, text};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// Characters of a receptacle's identifier.
pub const LENGTH: usize = 29;

/// The identifier of a receptacle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct S9 {
    despatch: S8,
    serial: u16,
    is_last: bool,
    is_registered: bool,
    hectograms: u16,
}

impl S9 {
    /// Reads twenty-nine characters; lower case is read as upper case.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::S9Format { found: text::excerpt(text) };
        Self::of_bytes(text.trim().as_bytes()).ok_or_else(fault)
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (despatch, own) = bytes.split_at_checked(s8::LENGTH)?;
        if own.len() != LENGTH - s8::LENGTH {
            return None;
        }
        let number = |digits: &[u8]| u16::try_from(s8::digits(digits)?).ok();
        let flag = |byte: u8| match byte {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        };
        Some(Self {
            despatch: S8::of_bytes(despatch)?,
            serial: number(&own[..3])?,
            is_last: flag(own[3])?,
            is_registered: flag(own[4])?,
            hectograms: number(&own[5..])?,
        })
    }

    /// The despatch it belongs to.
    pub const fn despatch(&self) -> S8 {
        self.despatch
    }

    /// Its serial number within the despatch, below 1,000.
    pub const fn serial(&self) -> u16 {
        self.serial
    }

    /// Whether it is the last receptacle of the despatch.
    pub const fn is_last(&self) -> bool {
        self.is_last
    }

    /// Whether it holds registered or insured items.
    pub const fn is_registered(&self) -> bool {
        self.is_registered
    }

    /// Its gross mass in hundreds of grams, as the identifier writes it; 0 where it was not weighed.
    pub const fn hectograms(&self) -> u16 {
        self.hectograms
    }

    /// Its gross mass; none where it was not weighed.
    pub fn gross_mass(&self) -> Option<Mass> {
        Mass::from_grams(u32::from(self.hectograms) * 100).ok()
    }
}

impl fmt::Display for S9 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (despatch, serial, hectograms) = (self.despatch, self.serial, self.hectograms);
        let (last, registered) = (u8::from(self.is_last), u8::from(self.is_registered));
        f.pad(&format!("{despatch}{serial:03}{last}{registered}{hectograms:04}"))
    }
}

impl FromStr for S9 {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
