//! Manifests: parcels handed in together, and what was counted.

use crate::orders::Address;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A manifest to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestDraft {
    /// How the parcels enter the network.
    pub entry: Entry,
    /// Ids of booked parcels, at most 5,000.
    pub parcels: Vec<String>,
}

/// How parcels enter the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "one stands in a request, not many in a list")]
pub enum Entry {
    /// Fetched at an address, between two instants.
    Collection {
        /// Where.
        address: Address,
        /// From when (RFC 3339).
        from: String,
        /// Until when (RFC 3339).
        to: String,
    },
    /// Brought to a facility or service point.
    DropOff {
        /// Its key.
        at: String,
    },
}

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Manifest {
    /// `man_…`.
    pub id: String,
    /// Whether it was counted.
    pub state: ManifestState,
    /// `collection` or `drop_off`.
    pub entry: EntryKind,
    /// Parcels declared.
    pub declared: u32,
    /// When it was made.
    pub created_at: String,
    /// When it was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counted_at: Option<String>,
}

/// How, without the where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Fetched at the sender's address.
    Collection,
    /// Brought by the sender.
    DropOff,
}

/// What a manifest is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ManifestState {
    /// Declared, not counted.
    Open,
    /// Counted: its hand-over document stands.
    Counted,
}

/// A manifest with its parcels, and with the hand-over document once it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManifestDetail {
    /// As in the list.
    pub manifest: Manifest,
    /// Where and when.
    pub entry: Entry,
    /// Ids of the parcels declared.
    pub parcels: Vec<String>,
    /// What was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<HandOver>,
}

/// Which manifests to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ManifestQuery {
    /// Only those in this state.
    #[param(inline)]
    pub state: Option<ManifestState>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// What was found when the parcels were counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountDraft {
    /// Every parcel found, by its id or by any of its identifiers.
    pub found: Vec<String>,
}

/// The hand-over document: who has what from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandOver {
    /// How many were declared.
    pub declared: u32,
    /// Ids of parcels declared and found: they are handed in.
    pub accepted: Vec<String>,
    /// Ids of parcels declared and not found: they can go on another manifest.
    pub short: Vec<String>,
    /// What was found and not declared, as it was read.
    pub over: Vec<String>,
    /// When it was counted.
    pub counted_at: String,
}
