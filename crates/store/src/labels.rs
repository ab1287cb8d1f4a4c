//! Labels: they show the recipient, so their bytes are sealed under the parcel's key.

use crate::{Personal, Store, StoreError, TenantScope};
use jiff::Timestamp;
use portolan_model::{LabelId, ParcelId};

/// A label to be kept; one per parcel and format, a new one replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLabel {
    /// Its public id.
    pub id: LabelId,
    /// Its media type.
    pub format: String,
    /// The printable bytes.
    pub bytes: Vec<u8>,
}

/// A label as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Its public id.
    pub id: LabelId,
    /// Its media type.
    pub format: String,
    /// The printable bytes, unless erased.
    pub bytes: Personal,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Store {
    /// Keeps a label of a parcel that the tenant may see; [`StoreError::Conflict`] where the parcel's
    /// personal data was erased.
    pub async fn label_put(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        label: &NewLabel,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// The label of a parcel in a format.
    pub async fn label_find(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        format: &str,
        now: Timestamp,
    ) -> Result<Option<Label>, StoreError> {
        unimplemented!()
    }
}
