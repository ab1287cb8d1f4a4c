//! The JSON documents that the store keeps for the server, apart from what is personal.
//!
//! Their members may be added to and never change their meaning; a reader passes over members it does
//! not know. Personal parts are documents of their own, sealed by the store.

use portolan_api::orders::Address;
use portolan_api::parcels::ParcelItem;
use portolan_api::quotes::QuotedRoute;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::problem::{Answer, ApiError};

/// An order without what is personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDocument {
    /// When the buyer ordered, with its zone; absent until somebody says it.
    pub placed_at: Option<String>,
    /// Destination, ISO 3166-1 alpha-2.
    pub country: String,
    /// What was bought.
    pub lines: Vec<LineDocument>,
    /// The currency of every amount.
    pub currency: String,
    /// What the buyer paid for everything, in minor units.
    pub total_minor: i64,
    /// Service wished, later booked.
    pub service: Option<String>,
    /// `return`, `abandon` or `redirect`.
    pub undeliverable: String,
    /// What the recipient pays at the door: minor units and currency.
    pub collect_on_delivery: Option<(i64, String)>,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDocument {
    /// The product.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
    /// What the buyer paid for one, in minor units.
    pub unit_price_minor: i64,
}

/// What is personal of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPersonal {
    /// Where it goes.
    pub recipient: Address,
    /// Where the goods lie, if not at the tenant's own address.
    pub ship_from: Option<Address>,
    /// A word for people.
    pub note: Option<String>,
}

/// A parcel without what is personal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParcelDocument {
    /// Its order.
    pub order: String,
    /// The order's reference.
    pub reference: String,
    /// Destination, ISO 3166-1 alpha-2.
    pub country: String,
    /// The scheme of the number it is tracked by.
    pub scheme: String,
    /// What was declared, in grams, packaging included.
    pub mass_grams: u32,
    /// Key of the packaging.
    pub packaging: Option<String>,
    /// Outer size.
    pub size: Option<String>,
    /// What is inside.
    pub items: Vec<ParcelItem>,
    /// What is declared of it to customs.
    pub declared: Vec<DeclaredItem>,
    /// Decimal places' currency of what is declared.
    pub declared_currency: String,
    /// The date at the destination that nine in ten keep.
    pub promised_on: String,
    /// `return`, `abandon` or `redirect`.
    pub undeliverable: String,
    /// What its label says of the route.
    pub label: LabelDocument,
}

/// One kind of goods as it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredItem {
    /// In English.
    pub description_en: String,
    /// Customs code.
    pub hs_code: String,
    /// Where it was made.
    pub origin: String,
    /// Pieces.
    pub quantity: u32,
    /// Value of all pieces, in minor units.
    pub value_minor: i64,
    /// Net mass of all pieces, in grams.
    pub mass_grams: u32,
}

/// What a label says of the route, so that it can be printed when the network is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelDocument {
    /// Name of the service.
    pub service: String,
    /// Name of the first line.
    pub line: String,
    /// Name of who takes the parcel first.
    pub operator: String,
    /// What sorters read.
    pub sort_code: Option<String>,
    /// Whether it leaves its customs territory by post, and so carries a CN 22.
    pub is_postal_export: bool,
    /// Where it is brought, if it is.
    pub drop_off: Option<String>,
    /// Zone whose clock dates the label.
    pub time_zone: String,
}

/// What is personal of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelPersonal {
    /// Who receives.
    pub recipient: Address,
    /// Who sends.
    pub sender: Address,
    /// The sender in Latin script.
    pub sender_en: Option<Address>,
}

/// A parcel's route as it was sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RouteDocument {
    /// As it was shown.
    pub sold: QuotedRoute,
    /// What it costs the network, in minor units of `cost_currency`.
    pub cost_minor: i64,
    /// The currency of the cost.
    pub cost_currency: String,
    /// The probability of having arrived by each date (numbered from 1970), as the distribution told it when it
    /// was booked, before anything was calibrated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foretold: Vec<(i32, f64)>,
}

/// The goods of a consignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsignmentDocument {
    /// `DDU` or `DDP`.
    pub incoterm: String,
    /// Destination.
    pub country: String,
    /// The currency of the values.
    pub currency: String,
    /// The goods of all its parcels.
    pub items: Vec<DeclaredItem>,
}

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestDocument {
    /// How the parcels enter.
    pub entry: portolan_api::manifests::Entry,
    /// How many were declared.
    pub declared: u32,
}

/// What a staged file says of a SKU that is no product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapDocument {
    /// What is known of it, as written, by the field's name in product files.
    pub known: std::collections::BTreeMap<String, String>,
    /// What buyers paid for it, in minor units by currency.
    pub value: std::collections::BTreeMap<String, i64>,
}

/// A document as text.
pub fn to_text<T: Serialize>(document: &T) -> Answer<String> {
    serde_json::to_string(document).map_err(ApiError::internal)
}

/// A document as bytes, to be sealed.
pub fn to_bytes<T: Serialize>(document: &T) -> Answer<Vec<u8>> {
    serde_json::to_vec(document).map_err(ApiError::internal)
}

/// A document from text.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Answer<T> {
    serde_json::from_str(text).map_err(ApiError::internal)
}

/// A document from bytes that were sealed. The reader's own words are dropped: they may quote a name.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    serde_json::from_slice(bytes)
        .map_err(|_| ApiError::internal("a sealed document cannot be read"))
}
