//! Who may see a parcel, and who may change it: every statement on parcels starts here.

use super::{NewIdentifier, ParcelRow, PartyRole};
use crate::{
    Store, StoreError, TenantScope,
    bulk::Insert,
    row::Row,
    seal::{Table, WrappedKey},
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ParcelId;
use std::collections::BTreeMap;

/// The tenant `$1` is a party to the parcel at `$3`.
pub(super) const VISIBLE: &str = "EXISTS (SELECT 1 FROM parcel_parties v
    WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.valid_from <= $3
    AND (v.valid_to IS NULL OR v.valid_to > $3))";

/// The parcels that the tenant `$1` may see in mode `$2` at `$3`, each with the tenant's manifest that it
/// is declared in or was accepted with.
pub(super) const SELECT: &str = "SELECT p.*, k.wrapped, c.public_id AS consignment,
    (SELECT m.public_id FROM manifest_items i JOIN manifests m ON m.id = i.manifest_id
        WHERE i.parcel_id = p.id AND m.tenant_id = $1
        AND (i.result IS NULL OR i.result = 'accepted')
        ORDER BY i.manifest_id DESC LIMIT 1) AS manifest
    FROM parcels p
    LEFT JOIN data_keys k ON k.subject = p.public_id
    LEFT JOIN consignments c ON c.id = p.consignment_id
    WHERE p.mode = $2 AND EXISTS (SELECT 1 FROM parcel_parties v
        WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.valid_from <= $3
        AND (v.valid_to IS NULL OR v.valid_to > $3))";

/// A page of them: the keys come from the tenant's own index, in its order.
pub(super) const PAGE: &str = "AND p.id IN (SELECT DISTINCT w.parcel_id FROM parcel_parties w
        JOIN parcels q ON q.id = w.parcel_id
        WHERE w.tenant_id = $1 AND w.parcel_id < $4 AND w.valid_from <= $3
        AND (w.valid_to IS NULL OR w.valid_to > $3)
        AND q.mode = $2 AND ($5 IS NULL OR q.state = $5)
        AND ($6 IS NULL OR q.tracking_search LIKE $6 ESCAPE '\\' OR EXISTS (
            SELECT 1 FROM parcel_identifiers i
            WHERE i.parcel_id = q.id AND i.search_key = $7))
        ORDER BY w.parcel_id DESC LIMIT $8)
    ORDER BY p.id DESC";

/// The merchant's own parcel, by public id `$4`.
const OWN: &str = "p.mode = $2 AND p.public_id = $4 AND EXISTS (SELECT 1 FROM parcel_parties v
    WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.role = 'merchant'
    AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3))";

pub(super) const INSERT_PARTIES: Insert = Insert {
    table: "parcel_parties",
    columns: &["parcel_id", "tenant_id", "role", "valid_from", "valid_to"],
    suffix: "",
};

const INSERT_IDENTIFIERS: Insert = Insert {
    table: "parcel_identifiers",
    columns: &["parcel_id", "scheme", "value", "search_key"],
    suffix: "ON CONFLICT (parcel_id, scheme, value) DO NOTHING",
};

impl PartyRole {
    /// The word kept and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merchant => "merchant",
            Self::Carrier => "carrier",
            Self::Warehouse => "warehouse",
            Self::Operator => "operator",
        }
    }
}

/// Letters and digits alone, upper case: how the model makes an identifier's search key.
pub(super) fn search_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The key of a parcel that the tenant may see.
pub(crate) async fn visible_key(
    session: &mut Session,
    scope: TenantScope,
    id: ParcelId,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let sql =
        format!("SELECT p.id FROM parcels p WHERE p.mode = $2 AND p.public_id = $4 AND {VISIBLE}");
    let row = session.fetch_first(sql, values![scope.tenant, scope.mode, now, id]).await?;
    row.map(|row| row.int("id")).transpose()
}

/// The key of a parcel of the merchant's own.
pub(crate) async fn own_key(
    session: &mut Session,
    scope: TenantScope,
    id: ParcelId,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = format!("SELECT p.id FROM parcels p WHERE {OWN}");
    let row = session.fetch_first(sql, values![scope.tenant, scope.mode, now, id]).await?;
    row.ok_or_else(|| StoreError::not_found(format!("parcel {id}")))?.int("id")
}

/// The keys of parcels of the merchant's own; one that is not is [`StoreError::NotFound`].
pub(crate) async fn own_keys(
    session: &mut Session,
    scope: TenantScope,
    ids: &[ParcelId],
    now: Timestamp,
) -> Result<BTreeMap<ParcelId, i64>, StoreError> {
    let head = "SELECT p.id, p.public_id FROM parcels p WHERE p.mode = $2
        AND EXISTS (SELECT 1 FROM parcel_parties v
            WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.role = 'merchant'
            AND v.valid_from <= $3 AND (v.valid_to IS NULL OR v.valid_to > $3))
        AND p.public_id";
    let fixed = values![scope.tenant, scope.mode, now];
    let list = ids.iter().map(|id| Value::from(*id)).collect();
    let mut keys = BTreeMap::new();
    for row in session.fetch_in(head, fixed, list, "").await? {
        keys.insert(row.id("public_id")?, row.int("id")?);
    }
    match ids.iter().find(|id| !keys.contains_key(id)) {
        None => Ok(keys),
        Some(id) => Err(StoreError::not_found(format!("parcel {id}"))),
    }
}

/// Changes a parcel of the merchant's own that still has its version. Answers its key and new version.
pub(super) async fn change_own(
    session: &mut Session,
    scope: TenantScope,
    (id, version, state, document): (ParcelId, i64, Option<&String>, Option<&String>),
    now: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let sql = format!(
        "UPDATE parcels AS p SET state = COALESCE($6, state), document = COALESCE($7, document),
        version = version + 1, updated_at = $3 WHERE version = $5 AND {OWN} RETURNING id, version"
    );
    let (tenant, mode) = (scope.tenant, scope.mode);
    let (state, document) = (state.cloned(), document.cloned());
    let values = values![tenant, mode, now, id, version, state, document];
    if let Some(row) = session.fetch_first(sql, values).await? {
        return Ok((row.int("id")?, row.int("version")?));
    }
    own_key(session, scope, id, now).await?;
    Err(StoreError::conflict(format!(
        "parcel {id} was changed: it has not version {version} any more"
    )))
}

/// Inserts identifiers of parcels; known ones are passed over.
pub(super) async fn insert_identifiers(
    session: &mut Session,
    identifiers: &[(i64, &NewIdentifier)],
) -> Result<(), StoreError> {
    let rows = identifiers.iter().map(|(key, i)| values![*key, &i.scheme, &i.value, &i.search_key]);
    session.insert(&INSERT_IDENTIFIERS, rows.collect()).await.map(drop)
}

impl Store {
    pub(super) async fn parcels_in(
        &self,
        scope: TenantScope,
        column: &str,
        list: Vec<Value>,
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        let head = format!("{SELECT} {column}");
        let fixed = values![scope.tenant, scope.mode, now];
        let rows = self.reader().await?.fetch_in(&head, fixed, list, "").await?;
        rows.iter().map(|row| self.read_parcel(row)).collect()
    }

    pub(super) async fn parcels_read(
        &self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        let rows = self.reader().await?.fetch(sql, values).await?;
        rows.iter().map(|row| self.read_parcel(row)).collect()
    }

    fn read_parcel(&self, row: &Row) -> Result<ParcelRow, StoreError> {
        let id: ParcelId = row.id("public_id")?;
        let (wrapped, sealed) = (row.blob_maybe("wrapped")?, row.blob_maybe("personal")?);
        let wrapped = wrapped.as_deref();
        let key = WrappedKey { owner: Table::Parcels, subject: id.as_bytes(), wrapped };
        let personal = self.sealer().open_subject(key, Table::Parcels, sealed.as_deref())?;
        Ok(ParcelRow {
            key: row.int("id")?,
            id,
            state: row.text("state")?,
            service: row.text("service")?,
            tracking_number: row.text_maybe("tracking_number")?,
            charged_mass_grams: row.int("charged_mass_grams")?,
            price_minor: row.int("price_minor")?,
            currency: row.text("currency")?,
            entry: row.text("entry")?,
            version: row.int("version")?,
            document: row.text("document")?,
            personal,
            consignment: row.id_maybe("consignment")?,
            manifest: row.id_maybe("manifest")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
        })
    }
}
