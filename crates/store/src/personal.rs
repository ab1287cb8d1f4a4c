//! Personal data: sealed under a key of its subject, and erased by destroying that key.
//!
//! A subject is an order, or a parcel (with its label and what was told of its numbers). Its data key is 32 random bytes, wrapped by the
//! master key; rows hold only ciphertext. Erasing destroys the wrapped key and the ciphertext, so that
//! copies of rows elsewhere (a backup's tables without its keys) stay unreadable; documents, amounts and
//! milestones remain. On PostgreSQL a dead row version lasts until vacuum.

use crate::{
    Store, StoreError, TenantScope,
    bulk::Insert,
    parcels,
    seal::Table,
    session::Session,
    tracking,
    value::{Value, values},
};
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
        let erased = self
            .write((scope, subject, now), |session, (scope, subject, now)| {
                Box::pin(erase(session, *scope, *subject, *now))
            })
            .await?;
        self.known_chains().forget();
        self.forget_overwritten().await?;
        Ok(erased)
    }
}

const INSERT: Insert = Insert {
    table: "data_keys",
    columns: &["subject", "kind", "wrapped", "created_at"],
    suffix: "",
};

/// Keeps the wrapped keys of new subjects.
pub(crate) async fn insert_data_keys<'a>(
    session: &mut Session,
    table: Table,
    keys: impl Iterator<Item = ([u8; 16], &'a [u8])>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows = keys.map(|(subject, wrapped)| values![subject, table.as_str(), wrapped, now]);
    session.insert(&INSERT, rows.collect()).await.map(drop)
}

/// A subject's wrapped key, unless erased or unknown.
pub(crate) async fn data_key(
    session: &mut Session,
    subject: &[u8; 16],
) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT wrapped FROM data_keys WHERE subject = $1";
    match session.fetch_first(sql, values![*subject]).await? {
        Some(row) => row.blob_maybe("wrapped"),
        None => Ok(None),
    }
}

async fn erase(
    session: &mut Session,
    scope: TenantScope,
    subject: Subject,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut subjects = Vec::new();
    let parcel_keys = match subject {
        Subject::Order(id) => {
            let sql = "UPDATE orders SET personal = NULL
                WHERE tenant_id = $1 AND mode = $2 AND public_id = $3 RETURNING id";
            let order = session.fetch_first(sql, values![scope.tenant, scope.mode, id]).await?;
            let order = order.ok_or_else(|| StoreError::not_found(format!("order {id}")))?;
            subjects.push(Value::from(id));
            let sql = "SELECT parcel_id FROM parcel_orders WHERE order_id = $1";
            let rows = session.fetch(sql, values![order.int("id")?]).await?;
            rows.iter().map(|row| row.int("parcel_id")).collect::<Result<Vec<_>, _>>()?
        }
        Subject::Parcel(id) => vec![parcels::own_key(session, scope, id, now).await?],
    };
    tracking::erase_chains(session, scope, &parcel_keys, now).await?;
    let keys: Vec<Value> = parcel_keys.into_iter().map(Value::from).collect();
    let parcels = "UPDATE parcels SET personal = NULL WHERE id";
    for row in session.fetch_in(parcels, vec![], keys.clone(), "RETURNING public_id").await? {
        subjects.push(row.blob("public_id")?.into());
    }
    let labels = "UPDATE labels SET sealed = NULL WHERE parcel_id";
    session.fetch_in(labels, vec![], keys, "RETURNING id").await?;
    let data_keys = "UPDATE data_keys SET wrapped = NULL, erased_at = $1
        WHERE wrapped IS NOT NULL AND subject";
    let erased = session.fetch_in(data_keys, values![now], subjects, "RETURNING id").await?;
    Ok(!erased.is_empty())
}
