//! What an API key may do.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One permission of an API key; a key holds a list of them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
pub enum Scope {
    /// Read the network's names, map and places.
    #[serde(rename = "network:read")]
    NetworkRead,
    /// Ask for quotes.
    #[serde(rename = "quotes:read")]
    QuotesRead,
    /// See what operators charge: the options at cost beside the offers.
    #[serde(rename = "costs:read")]
    CostsRead,
    /// Read products.
    #[serde(rename = "products:read")]
    ProductsRead,
    /// Create and change products.
    #[serde(rename = "products:write")]
    ProductsWrite,
    /// Read orders.
    #[serde(rename = "orders:read")]
    OrdersRead,
    /// Create, import and book orders.
    #[serde(rename = "orders:write")]
    OrdersWrite,
    /// Read parcels, labels and manifests.
    #[serde(rename = "parcels:read")]
    ParcelsRead,
    /// Cancel parcels, make and count manifests.
    #[serde(rename = "parcels:write")]
    ParcelsWrite,
    /// Tell what happened to the tenant's own parcels; read its quarantine.
    #[serde(rename = "scans:write")]
    ScansWrite,
    /// Tell what happened to everybody's parcels, as those who run the network do.
    #[serde(rename = "scans:network")]
    ScansNetwork,
    /// List API keys.
    #[serde(rename = "keys:read")]
    KeysRead,
    /// Make and revoke API keys.
    #[serde(rename = "keys:write")]
    KeysWrite,
    /// List members and invitations.
    #[serde(rename = "team:read")]
    TeamRead,
    /// Invite people, change roles, take members out.
    #[serde(rename = "team:write")]
    TeamWrite,
    /// Read who did what.
    #[serde(rename = "audit:read")]
    AuditRead,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 16] = [
        Self::NetworkRead,
        Self::QuotesRead,
        Self::CostsRead,
        Self::ProductsRead,
        Self::ProductsWrite,
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::ParcelsRead,
        Self::ParcelsWrite,
        Self::ScansWrite,
        Self::ScansNetwork,
        Self::KeysRead,
        Self::KeysWrite,
        Self::TeamRead,
        Self::TeamWrite,
        Self::AuditRead,
    ];

    /// The scope's name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NetworkRead => "network:read",
            Self::QuotesRead => "quotes:read",
            Self::CostsRead => "costs:read",
            Self::ProductsRead => "products:read",
            Self::ProductsWrite => "products:write",
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::ParcelsRead => "parcels:read",
            Self::ParcelsWrite => "parcels:write",
            Self::ScansWrite => "scans:write",
            Self::ScansNetwork => "scans:network",
            Self::KeysRead => "keys:read",
            Self::KeysWrite => "keys:write",
            Self::TeamRead => "team:read",
            Self::TeamWrite => "team:write",
            Self::AuditRead => "audit:read",
        }
    }

    /// The scope of a name, if it is one.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}
