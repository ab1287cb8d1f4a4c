//! Whether the server lives and can work.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The server's health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// Whether it can do its work.
    pub status: HealthStatus,
    /// The program's version.
    pub version: String,
    /// The network followed, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_version: Option<String>,
    /// What is in the way, in words; empty when nothing is.
    pub faults: Vec<String>,
}

/// Healthy or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// It works.
    Ok,
    /// It cannot take work now.
    Unavailable,
}
