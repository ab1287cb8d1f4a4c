//! Parcels: boxes with identifiers, a route and a promise.

use crate::money::Money;
use crate::orders::Address;
use crate::quotes::QuotedRoute;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a parcel is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParcelState {
    /// It has a route and an identifier; still at the merchant's.
    Booked,
    /// It was called off before it was handed in.
    Cancelled,
    /// It is in the network's hands at its entry.
    HandedIn,
    /// It is on its way.
    InTransit,
    /// It waits for a customs decision.
    AtCustoms,
    /// It is with the last carrier, on its round.
    OutForDelivery,
    /// It waits for its recipient at a service point.
    AvailableForPickup,
    /// It was handed over to its recipient.
    Delivered,
    /// It is on its way back.
    Returning,
    /// It is back with its sender.
    Returned,
    /// It was given up where it was.
    Disposed,
    /// It is held to be lost.
    Lost,
}

/// A parcel: nothing personal in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Parcel {
    /// `par_…`.
    pub id: String,
    /// What it is up to.
    pub state: ParcelState,
    /// Live or test.
    pub mode: crate::keys::KeyMode,
    /// Id of its order.
    pub order: String,
    /// The order's reference.
    pub reference: String,
    /// Destination, ISO 3166-1 alpha-2.
    pub country: String,
    /// Key of the service.
    pub service: String,
    /// What it is known by, the label's first.
    pub identifiers: Vec<Identifier>,
    /// What was declared, in grams, packaging included.
    pub mass_grams: u32,
    /// Key of the packaging.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging: Option<String>,
    /// Outer size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// The mass charged for, in grams.
    pub charged_mass_grams: u32,
    /// What is inside.
    pub items: Vec<ParcelItem>,
    /// What it costs the merchant.
    pub price: Money,
    /// The date at the destination that nine in ten keep.
    pub promised_on: String,
    /// How it enters the network.
    pub entry: crate::manifests::EntryKind,
    /// Id of the manifest it is declared in or was accepted with (`man_…`); absent before, and for a parcel
    /// that was short, until it is declared again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest: Option<String>,
    /// When it was booked.
    pub created_at: String,
}

/// A parcel with its route and the people on its label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ParcelDetail {
    /// As in the list.
    pub parcel: Parcel,
    /// Where it goes; absent once it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Address>,
    /// Where it comes from; absent once it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<Address>,
    /// The route it was booked on, at the sell price.
    pub route: QuotedRoute,
    /// The network the route was found in.
    pub network_version: String,
}

/// One identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Identifier {
    /// `s10` or another scheme's name.
    pub scheme: String,
    /// The identifier.
    pub value: String,
}

/// Units of one product in a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ParcelItem {
    /// The product.
    pub sku: String,
    /// Pieces.
    pub quantity: u32,
}

/// Which parcels to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ParcelQuery {
    /// Only those in this state.
    #[param(inline)]
    pub state: Option<ParcelState>,
    /// Only those whose tracking number or another identifier contains this.
    pub q: Option<String>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}
