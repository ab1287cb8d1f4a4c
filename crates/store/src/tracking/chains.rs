//! Chains: a number in a realm, and the key that what is personal of it is sealed under.

use super::TellScope;
use crate::{
    Mode, Store, StoreError, TenantScope,
    bulk::Insert,
    seal::{DataKey, Sealer, Table, WrappedKey},
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap};

/// A chain that is there, with its key unless that was erased.
pub(super) struct Chain {
    pub(super) id: i64,
    pub(super) key: Option<DataKey>,
}

/// A chain that is to be made: its number, its key, the key's wrapping.
pub(super) struct NewChain {
    pub(super) key: DataKey,
    pub(super) wrapped: Vec<u8>,
}

/// What names a chain in the additional data of what is sealed for it.
pub(super) fn subject(sealer: &Sealer, realm: i64, mode: Mode, number: &str) -> [u8; 16] {
    let parts: [&[u8]; 4] =
        [b"chain", &realm.to_be_bytes(), mode.as_str().as_bytes(), number.as_bytes()];
    let digest = sealer.digest(&parts);
    let (subject, _) = digest.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
    *subject
}

impl Store {
    /// The chains of numbers that are there.
    pub(super) async fn chains_find(
        &self,
        scope: TellScope,
        numbers: &BTreeSet<&str>,
    ) -> Result<HashMap<String, Chain>, StoreError> {
        let head = "SELECT id, number, wrapped FROM chains WHERE realm = $1 AND mode = $2
            AND number";
        let fixed = values![scope.realm.key(), scope.mode];
        let list: Vec<Value> = numbers.iter().map(|number| Value::from(*number)).collect();
        let rows = self.reader().await?.fetch_in(head, fixed, list, "").await?;
        let mut chains = HashMap::with_capacity(rows.len());
        for row in rows {
            let number = row.text("number")?;
            let wrapped = row.blob_maybe("wrapped")?;
            let subject = subject(self.sealer(), scope.realm.key(), scope.mode, &number);
            let key =
                WrappedKey { owner: Table::Scans, subject: &subject, wrapped: wrapped.as_deref() };
            let key = self.sealer().data_key(key)?;
            chains.insert(number, Chain { id: row.int("id")?, key });
        }
        Ok(chains)
    }

    /// A key for a chain that is to be made.
    pub(super) fn new_chain(&self, scope: TellScope, number: &str) -> Result<NewChain, StoreError> {
        let subject = subject(self.sealer(), scope.realm.key(), scope.mode, number);
        let (key, wrapped) = self.sealer().new_data_key(Table::Scans, &subject)?;
        Ok(NewChain { key, wrapped })
    }
}

const INSERT: Insert = Insert {
    table: "chains",
    columns: &["realm", "mode", "number", "wrapped", "created_at"],
    suffix: "ON CONFLICT (realm, mode, number) DO NOTHING RETURNING id, number",
};

/// Makes chains; none where another has just made one of them, with another key.
pub(super) async fn insert_chains(
    session: &mut Session,
    scope: TellScope,
    chains: &[(String, Vec<u8>)],
    now: Timestamp,
) -> Result<Option<HashMap<String, i64>>, StoreError> {
    let row = |(number, wrapped): &(String, Vec<u8>)| {
        values![scope.realm.key(), scope.mode, number, wrapped.as_slice(), now]
    };
    let rows = session.insert(&INSERT, chains.iter().map(row).collect()).await?;
    if rows.len() != chains.len() {
        return Ok(None);
    }
    let keys = rows.iter().map(|row| Ok((row.text("number")?, row.int("id")?)));
    keys.collect::<Result<_, StoreError>>().map(Some)
}

/// Destroys the keys of the chains of parcels: what is personal in their scans and messages is unreadable
/// from then on. Of a number that another parcel has had too, both lose it.
pub(crate) async fn erase_chains(
    session: &mut Session,
    scope: TenantScope,
    parcels: &[i64],
    now: Timestamp,
) -> Result<(), StoreError> {
    let list = parcels.iter().map(|key| Value::from(*key)).collect();
    let head = "SELECT DISTINCT number FROM links WHERE parcel_id";
    let mut numbers = BTreeSet::new();
    for row in session.fetch_in(head, vec![], list, "").await? {
        numbers.insert(row.text("number")?);
    }
    let list: Vec<Value> = numbers.into_iter().map(Value::from).collect();
    let aliases = "SELECT number, also FROM aliases WHERE mode = $1 AND undone_at IS NULL
        AND (realm = 0 OR realm = $2) AND number";
    let fixed = values![scope.mode, scope.tenant];
    let mut all = list.clone();
    for row in session.fetch_in(aliases, fixed.clone(), list.clone(), "").await? {
        all.push(row.text("also")?.into());
    }
    let aliases = "SELECT number, also FROM aliases WHERE mode = $1 AND undone_at IS NULL
        AND (realm = 0 OR realm = $2) AND also";
    for row in session.fetch_in(aliases, fixed, list, "").await? {
        all.push(row.text("number")?.into());
    }
    let head = "UPDATE chains SET wrapped = NULL, erased_at = $1
        WHERE mode = $2 AND (realm = 0 OR realm = $3) AND wrapped IS NOT NULL AND number";
    let fixed = values![now, scope.mode, scope.tenant];
    session.fetch_in(head, fixed, all, "RETURNING id").await.map(drop)
}
