//! Ids are minted here alone: from the clock's instant and the system's random bytes.

use crate::problem::{Answer, ApiError};
use jiff::Timestamp;
use portolan_model::Id;
use portolan_model::id::Kind;

/// A new id, made at `now`.
pub fn mint<K: Kind>(now: Timestamp) -> Answer<Id<K>> {
    let unix_ms = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Ok(Id::from_parts(unix_ms, random_bytes()?))
}

/// So many random bytes from the system.
pub fn random_bytes<const N: usize>() -> Answer<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| ApiError::internal(error.to_string()))?;
    Ok(bytes)
}
