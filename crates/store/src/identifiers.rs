//! Serial numbers of operators' identifier ranges, leased in blocks.
//!
//! A process takes a block from the range and hands its numbers out from memory. Blocks of different
//! processes never overlap; a crash loses at most the rest of a block, and no number is handed out twice.

use crate::{Store, StoreError};
use jiff::Timestamp;

/// Numbers wanted of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaseRequest {
    /// The range's key. Live and test numbers come from ranges of different keys.
    pub range: String,
    /// The range's first number.
    pub first: i64,
    /// The range's last number; may grow later.
    pub last: i64,
    /// Numbers in one block, at least 1.
    pub block_size: u32,
    /// Numbers wanted.
    pub count: u32,
}

impl Store {
    /// Leases `count` numbers of a range, each handed out once for ever;
    /// [`StoreError::IdentifiersExhausted`] where fewer are left, and none is handed out then.
    pub async fn identifiers_lease(
        &self,
        request: &LeaseRequest,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        unimplemented!()
    }
}
