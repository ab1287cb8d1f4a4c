//! Money and masses as they are written on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An exact amount: decimal text with as many places as the currency has, never a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Decimal text, such as `12.30`.
    #[schema(example = "12.30")]
    pub amount: String,
    /// ISO 4217 code, or one the network registers.
    #[schema(example = "EUR")]
    pub currency: String,
}

/// Money as a caller may write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum MoneyText {
    /// Text with number and currency, such as `20 EUR`.
    Text(String),
    /// The two apart.
    Exact(Money),
}

/// A mass as a caller may write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum MassText {
    /// Grams.
    Grams(u32),
    /// Text with number and unit, such as `2kg` or `350 g`.
    Text(String),
}
