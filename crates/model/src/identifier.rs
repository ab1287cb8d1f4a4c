//! What a parcel is known by: an S10 identifier, or any other number exactly as it was given.
//!
//! Nothing is lost: what is not a right S10 identifier is kept letter for letter under its scheme, a
//! misprinted check digit included.

use crate::{ModelError, S10, S10Check, limits, names::named_enum, text};
use std::fmt;

#[cfg(test)]
mod tests;

named_enum! {
    /// Who gave out an identifier, and so where it is unique.
    pub enum IdentifierScheme("identifier scheme") {
        /// An S10 identifier; with a wrong check digit where the value is kept as given.
        S10 = "s10",
        /// A marketplace's logistics number.
        Marketplace = "marketplace",
        /// The number of a carrier on the way.
        Carrier = "carrier",
        /// The number of the last carrier, who delivers.
        LastMile = "last_mile",
        /// The merchant's own reference.
        MerchantReference = "merchant_reference",
        /// A GS1 serial shipping container code.
        Sscc = "sscc",
        /// A receptacle, as UPU S9 writes it or as its post does.
        Receptacle = "receptacle",
        /// A despatch, as UPU S8 writes it or as its post does.
        Despatch = "despatch",
        /// Any other.
        Other = "other",
    }
}

/// An identifier of another scheme than S10, as given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OtherIdentifier {
    scheme: IdentifierScheme,
    value: String,
}

impl OtherIdentifier {
    /// An identifier of 1 to 64 printable characters, kept as given.
    pub fn new(scheme: IdentifierScheme, value: &str) -> Result<Self, ModelError> {
        let length = value.chars().count();
        let fits = (1..=limits::IDENTIFIER_LENGTH_MAX).contains(&length);
        if !fits || value.trim().is_empty() || value.chars().any(text::is_unprintable) {
            return Err(ModelError::Identifier { found: text::excerpt(value) });
        }
        Ok(Self { scheme, value: value.to_owned() })
    }

    /// Who gave it out.
    pub const fn scheme(&self) -> IdentifierScheme {
        self.scheme
    }

    /// The text as given.
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// What a parcel is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identifier {
    /// A right S10 identifier.
    S10(S10),
    /// Any other, as given.
    Other(OtherIdentifier),
}

impl Identifier {
    /// Reads an identifier of a scheme. Under [`IdentifierScheme::S10`] a right one becomes
    /// [`Identifier::S10`] and anything else is kept as given under that scheme; under every other scheme
    /// the text is kept as given, even where it looks like S10.
    pub fn read(scheme: IdentifierScheme, text: &str) -> Result<Self, ModelError> {
        if scheme == IdentifierScheme::S10
            && let S10Check::Ok(known) = S10::check(text)
        {
            return Ok(Self::S10(known));
        }
        OtherIdentifier::new(scheme, text).map(Self::Other)
    }

    /// Reads a number of unknown scheme: S10 where it is a right one, else [`IdentifierScheme::Other`].
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        match S10::check(text) {
            S10Check::Ok(known) => Ok(Self::S10(known)),
            S10Check::InvalidFormat | S10Check::InvalidCheckDigit { .. } => {
                OtherIdentifier::new(IdentifierScheme::Other, text).map(Self::Other)
            }
        }
    }

    /// Who gave it out.
    pub const fn scheme(&self) -> IdentifierScheme {
        match self {
            Self::S10(_) => IdentifierScheme::S10,
            Self::Other(other) => other.scheme(),
        }
    }

    /// The text to search by: letters and digits alone, upper case, so that spacing and case don't matter.
    /// Where nothing is left (a number of signs only) it is the text as given.
    pub fn search_key(&self) -> String {
        let given = self.to_string();
        let kept = given.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
        let key: String = kept.collect();
        if key.is_empty() { given } else { key }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::S10(known) => fmt::Display::fmt(known, f),
            Self::Other(other) => f.pad(other.value()),
        }
    }
}

impl From<S10> for Identifier {
    fn from(known: S10) -> Self {
        Self::S10(known)
    }
}
