//! What a merchant sells, with all that carriers and customs want to know of one piece.

use crate::{CountryCode, FieldFault, Goods, HsCode, Mass, ModelError, Money, Size, limits, text};
use std::{fmt, str::FromStr};

#[cfg(test)]
mod tests;

/// A merchant's own stock-keeping unit: 1 to 100 printable characters, letter case kept.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sku(String);

impl Sku {
    /// Reads a stock-keeping unit, trimmed and otherwise as given.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        text::line("sku", text, limits::SKU_LENGTH_MAX).map(Self)
    }

    /// The text as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sku({})", self.0)
    }
}

impl FromStr for Sku {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl std::borrow::Borrow<str> for Sku {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Sku {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The fields of a product, its texts not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductInput {
    /// The merchant's key.
    pub sku: Sku,
    /// What it is, in English: customs read it.
    pub description_en: String,
    /// What it is, in the language of its origin; may be empty.
    pub description_local: String,
    /// Mass of one piece as sold, without packaging for the journey.
    pub mass: Mass,
    /// Size of one piece as sold.
    pub size: Size,
    /// Customs code.
    pub hs: HsCode,
    /// Where it was made.
    pub origin: CountryCode,
    /// What kind of goods it is.
    pub goods: Goods,
    /// Value of one piece for customs.
    pub value: Money,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Product {
    sku: Sku,
    description_en: String,
    description_local: Option<String>,
    mass: Mass,
    size: Size,
    hs: HsCode,
    origin: CountryCode,
    goods: Goods,
    value: Money,
}

impl Product {
    /// Checks the texts and that the value is not negative; reports all faults together.
    pub fn new(input: ProductInput) -> Result<Self, Vec<FieldFault>> {
        let max = limits::DESCRIPTION_LENGTH_MAX;
        let english = text::line("English description", &input.description_en, max);
        let local = text::optional_line("local description", &input.description_local, max);
        let value = input.value.not_negative("value");
        match (english, local, value) {
            (Ok(description_en), Ok(description_local), Ok(value)) => Ok(Self {
                sku: input.sku,
                description_en,
                description_local,
                mass: input.mass,
                size: input.size,
                hs: input.hs,
                origin: input.origin,
                goods: input.goods,
                value,
            }),
            (english, local, value) => {
                let english = english.err().map(|error| error.in_field("description_en"));
                let local = local.err().map(|error| error.in_field("description_local"));
                let value = value.err().map(|error| error.in_field("value"));
                Err([english, local, value].into_iter().flatten().collect())
            }
        }
    }

    /// The merchant's key.
    pub const fn sku(&self) -> &Sku {
        &self.sku
    }

    /// What it is, in English.
    pub fn description_en(&self) -> &str {
        &self.description_en
    }

    /// What it is, in the language of its origin.
    pub fn description_local(&self) -> Option<&str> {
        self.description_local.as_deref()
    }

    /// Mass of one piece as sold.
    pub const fn mass(&self) -> Mass {
        self.mass
    }

    /// Size of one piece as sold.
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Customs code.
    pub const fn hs(&self) -> &HsCode {
        &self.hs
    }

    /// Where it was made.
    pub const fn origin(&self) -> CountryCode {
        self.origin
    }

    /// What kind of goods it is.
    pub const fn goods(&self) -> Goods {
        self.goods
    }

    /// Value of one piece for customs.
    pub const fn value(&self) -> Money {
        self.value
    }

    /// The same fields, to change and check again.
    pub fn to_input(&self) -> ProductInput {
        ProductInput {
            sku: self.sku.clone(),
            description_en: self.description_en.clone(),
            description_local: self.description_local.clone().unwrap_or_default(),
            mass: self.mass,
            size: self.size,
            hs: self.hs.clone(),
            origin: self.origin,
            goods: self.goods,
            value: self.value,
        }
    }
}
