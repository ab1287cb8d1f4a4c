//! Products: what an order line needs to become part of a parcel.

use crate::money::{MassText, Money, MoneyText};
use crate::problem::Fault;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

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
    /// Size of one piece, such as `20x15x4 cm`.
    pub size: String,
    /// HS code, 6 to 10 digits.
    pub hs_code: String,
    /// Country of origin, ISO 3166-1 alpha-2.
    pub origin: String,
    /// Goods classes, such as `food`; `general` where nothing special applies.
    pub goods: Vec<String>,
    /// Kind of battery, such as `UN3481 contained_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// Value of one piece for customs.
    pub value: MoneyText,
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
    pub size: String,
    /// HS code.
    pub hs_code: String,
    /// Country of origin.
    pub origin: String,
    /// Goods classes.
    pub goods: Vec<String>,
    /// Kind of battery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// Value of one piece.
    pub value: Money,
}

/// Which products to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProductQuery {
    /// Only those whose SKU contains this.
    pub q: Option<String>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A SKU that cannot be sent yet: what is known of it, what is missing, and what that holds up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductGap {
    /// Stock-keeping unit.
    pub sku: String,
    /// What is known of it, as written, by the field's name in product files.
    pub known: BTreeMap<String, String>,
    /// The fields that are missing or cannot be read, as in product files.
    pub missing: Vec<String>,
    /// Orders of staged imports that wait for it.
    pub orders_waiting: u32,
    /// What their buyers paid for it, one amount a currency.
    pub value_waiting: Vec<Money>,
    /// When it was seen first; RFC 3339.
    pub seen_at: String,
}

/// What became of a file of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductImportReport {
    /// The encoding it was read in.
    pub encoding: String,
    /// Whether the products were kept: all are, or none where any has a fault.
    pub applied: bool,
    /// Products in the file.
    pub products: u32,
    /// New ones.
    pub created: u32,
    /// Changed ones.
    pub updated: u32,
    /// Those that were there, the same.
    pub unchanged: u32,
    /// Every fault, by line.
    pub faults: Vec<Fault>,
}
