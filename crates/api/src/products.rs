//! Products: what an order line needs to become part of a parcel.

use crate::money::{MassText, Money, MoneyText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A product to be created or replaced; its SKU is its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProductDraft {
    /// Stock-keeping unit.
    pub sku: String,
    /// What it is, in English, for customs.
    pub description_en: String,
    /// What it is, in the local language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_local: Option<String>,
    /// Net mass of one piece.
    pub mass: MassText,
    /// Size of one piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// HS code, 6 to 10 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs_code: Option<String>,
    /// Country of origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Goods classes, such as `food`.
    pub goods: Vec<String>,
    /// Kind of battery, such as `UN3481 contained_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// Value of one piece where an order does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<MoneyText>,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Product {
    /// Stock-keeping unit.
    pub sku: String,
    /// What it is, in English.
    pub description_en: String,
    /// What it is, in the local language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_local: Option<String>,
    /// Net mass of one piece, in grams.
    pub mass_grams: u32,
    /// Size of one piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// HS code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_code: Option<String>,
    /// Country of origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Goods classes.
    pub goods: Vec<String>,
    /// Kind of battery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// Value of one piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
}
