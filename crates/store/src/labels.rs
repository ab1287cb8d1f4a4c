//! Labels: they show the recipient, so their bytes are sealed under the parcel's key.

use crate::{
    Personal, Store, StoreError, TenantScope, parcels,
    personal::data_key,
    seal::{Table, WrappedKey},
    value::values,
};
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
    /// Keeps a label of a parcel of the tenant's; [`StoreError::Conflict`] where the parcel's
    /// personal data was erased.
    pub async fn label_put(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        label: &NewLabel,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut reader = self.reader().await?;
        parcels::own_key(&mut reader, scope, parcel, now).await?;
        let wrapped = data_key(&mut reader, parcel.as_bytes()).await?;
        drop(reader);
        let wrapped = wrapped.as_deref();
        let key = WrappedKey { owner: Table::Parcels, subject: parcel.as_bytes(), wrapped };
        let sealed = self.sealer().seal_more(key, Table::Labels, &label.bytes)?;
        let sealed = sealed
            .ok_or_else(|| StoreError::conflict(format!("parcel {parcel} has no personal data")))?;
        let label = NewLabel { bytes: sealed, ..label.clone() };
        self.write((scope, parcel, label, now), |session, (scope, parcel, label, now)| {
            Box::pin(async move {
                let key = parcels::own_key(session, *scope, *parcel, *now).await?;
                let sql = "INSERT INTO labels (public_id, parcel_id, format, sealed, created_at)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (parcel_id, format) DO UPDATE
                    SET public_id = excluded.public_id, sealed = excluded.sealed,
                    created_at = excluded.created_at";
                let row = values![label.id, key, &label.format, label.bytes.as_slice(), *now];
                session.execute(sql, row).await.map(drop)
            })
        })
        .await
    }

    /// The label of a parcel in a format.
    pub async fn label_find(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        format: &str,
        now: Timestamp,
    ) -> Result<Option<Label>, StoreError> {
        let mut reader = self.reader().await?;
        let Some(key) = parcels::visible_key(&mut reader, scope, parcel, now).await? else {
            return Ok(None);
        };
        let sql = "SELECT * FROM labels WHERE parcel_id = $1 AND format = $2";
        let Some(row) = reader.fetch_first(sql, values![key, format]).await? else {
            return Ok(None);
        };
        let wrapped = data_key(&mut reader, parcel.as_bytes()).await?;
        let sealed = row.blob_maybe("sealed")?;
        let wrapped = wrapped.as_deref();
        let key = WrappedKey { owner: Table::Parcels, subject: parcel.as_bytes(), wrapped };
        let bytes = self.sealer().open_subject(key, Table::Labels, sealed.as_deref())?;
        Ok(Some(Label {
            id: row.id("public_id")?,
            format: row.text("format")?,
            bytes,
            created_at: row.time("created_at")?,
        }))
    }
}
