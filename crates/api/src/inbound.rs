//! Addresses that carriers without a key of ours send messages to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address that a carrier sends messages to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InboundAddress {
    /// `inb_…`.
    pub id: String,
    /// The adapter that reads them.
    pub adapter: String,
    /// Whether messages must be signed.
    pub signed: bool,
    /// The whole path, with its secret token; only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
}

/// An address to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboundDraft {
    /// The adapter, such as `dhl_express`.
    pub adapter: String,
    /// The secret that the carrier signs with; needed where its adapter knows how it signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}
