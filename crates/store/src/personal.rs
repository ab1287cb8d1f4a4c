//! Personal data: sealed under a key of its subject, and erased by destroying that key.
//!
//! A subject is an order, or a parcel (with its label). Its data key is 32 random bytes, wrapped by the
//! master key; rows hold only ciphertext. Erasing destroys the wrapped key and the ciphertext, so that
//! copies of rows elsewhere (a backup's tables without its keys) stay unreadable; documents, amounts and
//! milestones remain. On PostgreSQL a dead row version lasts until vacuum.

use crate::{Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{OrderId, ParcelId};
use std::fmt;

/// Whose data key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An order.
    Order(OrderId),
    /// A parcel and its labels.
    Parcel(ParcelId),
}

/// Personal data as read.
#[derive(Clone, PartialEq, Eq)]
pub enum Personal {
    /// The bytes given when it was written.
    Kept(Vec<u8>),
    /// It was erased for good.
    Erased,
}

impl Personal {
    /// The bytes, unless erased.
    pub fn kept(&self) -> Option<&[u8]> {
        match self {
            Self::Kept(bytes) => Some(bytes),
            Self::Erased => None,
        }
    }
}

/// Shows nothing of the data.
impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kept(_) => "Kept(…)",
            Self::Erased => "Erased",
        })
    }
}

impl Store {
    /// Erases a subject's personal data; an order's with that of its parcels. True where there was any.
    /// [`StoreError::NotFound`] where the tenant has no such subject.
    pub async fn personal_erase(
        &self,
        scope: TenantScope,
        subject: Subject,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        unimplemented!()
    }
}
