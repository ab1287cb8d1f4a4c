//! Whose data a call may touch: the tenant, and whether it is live or test.

use crate::StoreError;

/// Live data, or a tenant's test data beside it; the two never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Real parcels.
    Live,
    /// Test parcels: nothing moves and nothing is charged.
    Test,
}

impl Mode {
    /// The word kept and shown: `live` or `test`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    /// Reads the kept word.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        match text {
            "live" => Ok(Self::Live),
            "test" => Ok(Self::Test),
            _ => Err(StoreError::corrupt("mode")),
        }
    }
}

/// A tenant's key inside the store; outside it has a `TenantId`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantKey(pub i64);

/// Whose data a call may touch. Every statement on merchant data filters by both parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantScope {
    /// The organisation.
    pub tenant: TenantKey,
    /// Live or test.
    pub mode: Mode,
}

impl TenantScope {
    /// A tenant's scope in one mode.
    pub const fn new(tenant: TenantKey, mode: Mode) -> Self {
        Self { tenant, mode }
    }
}
