//! Mass in whole grams, never zero.
//!
//! Other units are converted exactly and rounded up, as carriers weigh.

use crate::{ModelError, limits, money::is_plain_decimal, text};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{fmt, num::NonZeroU32, str::FromStr};

#[cfg(test)]
mod tests;

/// A mass from 1 g to 100 t.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mass(NonZeroU32);

impl Mass {
    /// A mass of so many grams.
    pub fn from_grams(grams: u32) -> Result<Self, ModelError> {
        Self::from_wide(grams.into())
    }

    fn from_wide(grams: u64) -> Result<Self, ModelError> {
        let fits = u32::try_from(grams).ok().filter(|&grams| grams <= limits::MASS_GRAMS_MAX);
        fits.and_then(NonZeroU32::new).map(Self).ok_or(ModelError::MassRange { grams })
    }

    /// Reads a number and `kg`, `g`, `lb` or `oz`, with a blank between or none; rounds up to grams. A
    /// number without a unit is an error, because nobody can tell 2 kg from 2 g.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::MassFormat { found: text::excerpt(text) };
        let trimmed = text.trim();
        let end = trimmed.find(|c: char| c.is_alphabetic()).ok_or_else(fault)?;
        let (number, unit) = (trimmed[..end].trim(), trimmed[end..].to_ascii_lowercase());
        // One international pound is 453.59237 g, an ounce a sixteenth of it.
        let unit_grams = match unit.as_str() {
            "g" | "gram" | "grams" => Decimal::ONE,
            "kg" | "kgs" => Decimal::ONE_THOUSAND,
            "lb" | "lbs" => Decimal::from_i128_with_scale(45_359_237, 5),
            "oz" => Decimal::from_i128_with_scale(28_349_523_125, 9),
            _ => return Err(fault()),
        };
        if number.starts_with('-') || !is_plain_decimal(number) {
            return Err(fault());
        }
        let number = Decimal::from_str_exact(number).map_err(|_| fault())?;
        let grams = number.checked_mul(unit_grams).map(|grams| grams.ceil());
        Self::from_wide(grams.and_then(|grams| grams.to_u64()).ok_or_else(fault)?)
    }

    /// Whole grams.
    pub const fn grams(self) -> u32 {
        self.0.get()
    }

    /// The sum, which must stay within the limit.
    pub fn checked_add(self, other: Self) -> Result<Self, ModelError> {
        Self::from_wide(u64::from(self.grams()) + u64::from(other.grams()))
    }

    /// The mass so many times, which must stay within the limit and above nothing.
    pub fn checked_mul(self, times: u32) -> Result<Self, ModelError> {
        Self::from_wide(u64::from(self.grams()) * u64::from(times))
    }
}

impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} g", self.grams()))
    }
}

impl FromStr for Mass {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
