//! API keys: made with scopes, shown once, revoked for good.

use crate::scope::Scope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A key to be made. It can hold only scopes that the key asking for it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyDraft {
    /// What it is for, in the owner's words.
    pub name: String,
    /// Live keys move parcels; test keys see and make test data only. The asking key's mode when absent.
    #[serde(default)]
    pub mode: Option<KeyMode>,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// Live or test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyMode {
    /// Real parcels with real identifiers.
    Live,
    /// Identifiers from test ranges; nothing is handed to anybody.
    Test,
}

/// A key just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyCreated {
    /// The key's record.
    pub key: Key,
    /// The secret to be sent as `Authorization: Bearer …`. Shown this once: null when the answer is replayed.
    pub secret: Option<String>,
}

/// A key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Key {
    /// `key_…`.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Live or test.
    pub mode: KeyMode,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: String,
    /// When it was revoked; absent while it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
}
