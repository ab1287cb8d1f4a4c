//! Chains: a number in a realm, and the key that what is personal of it is sealed under.

use super::{ScansAppend, TellScope};
use crate::{
    Mode, Store, StoreError, TenantScope,
    bulk::KeyedInsert,
    seal::{DataKey, Sealer, Table, WrappedKey},
    session::Session,
    value::{Bound, Value, values},
};
use hashlink::LruCache;
use jiff::Timestamp;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Chains whose keys are held, those told of last: about 150 bytes each. A parcel is told of some twenty
/// times within weeks, and to look its chain up takes as long as to write its scan.
const KNOWN_MAX: usize = 200_000;

/// A chain that scans go to.
pub(super) struct Chain {
    pub(super) subject: [u8; 16],
    /// What its scans are sealed with, unless that was erased.
    pub(super) key: Option<DataKey>,
    pub(super) state: ChainState,
}

/// Whether a chain is there.
pub(super) enum ChainState {
    /// It is, by its key.
    Known(i64),
    /// It is to be made.
    New { number: String, wrapped: Vec<u8> },
}

/// What the store said of a number.
pub(super) struct FoundChain {
    subject: [u8; 16],
    found: Found,
}

enum Found {
    Held(i64, DataKey),
    Row(i64, Option<Vec<u8>>),
    None(String),
}

/// The chains of scans that were told.
pub(super) struct LookedUp {
    /// The place in `chains` of each scan's chain.
    pub(super) chain_of: Vec<usize>,
    pub(super) chains: Vec<FoundChain>,
}

/// Keys of chains told of lately, by subject. A key that is erased meanwhile, in this process or another,
/// only seals what nobody can open any more, as is meant; so nothing here can be wrong, only of no use.
pub(crate) struct KnownChains(Mutex<LruCache<[u8; 16], (i64, DataKey)>>);

impl Default for KnownChains {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KNOWN_MAX)))
    }
}

impl KnownChains {
    fn held(&self) -> MutexGuard<'_, LruCache<[u8; 16], (i64, DataKey)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all keys.
    pub(crate) fn forget(&self) {
        self.held().clear();
    }
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
    /// The chains of the numbers that were told.
    pub(super) async fn chains_look_up(
        &self,
        scope: TellScope,
        told: &ScansAppend,
    ) -> Result<LookedUp, StoreError> {
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(told.scans.len());
        let mut chain_of = Vec::with_capacity(told.scans.len());
        let mut chains: Vec<FoundChain> = Vec::new();
        for scan in &told.scans {
            let place = *places.entry(&scan.number).or_insert(chains.len());
            chain_of.push(place);
            if place == chains.len() {
                let subject = subject(self.sealer(), scope.realm.key(), scope.mode, &scan.number);
                chains.push(FoundChain { subject, found: Found::None(scan.number.clone()) });
            }
        }
        let mut unknown = Vec::new();
        {
            let mut known = self.known_chains().held();
            for chain in &mut chains {
                match (known.get(&chain.subject), &chain.found) {
                    (Some((id, key)), _) => chain.found = Found::Held(*id, *key),
                    (None, Found::None(number)) => unknown.push(Value::from(number)),
                    (None, Found::Held(..) | Found::Row(..)) => {}
                }
            }
        }
        if !unknown.is_empty() {
            let head = "SELECT id, number, wrapped FROM chains WHERE realm = $1 AND mode = $2
                AND number";
            let fixed = values![scope.realm.key(), scope.mode];
            for row in self.reader().await?.fetch_in(head, fixed, unknown, "").await? {
                let place = places.get(row.text("number")?.as_str());
                let chain = place.and_then(|place| chains.get_mut(*place));
                let chain = chain.ok_or_else(|| StoreError::corrupt("number of a chain"))?;
                chain.found = Found::Row(row.int("id")?, row.blob_maybe("wrapped")?);
            }
        }
        Ok(LookedUp { chain_of, chains })
    }

    /// A chain with its key out of its wrapping, or with a new key.
    pub(super) fn chain(&self, chain: FoundChain) -> Result<Chain, StoreError> {
        let FoundChain { subject, found } = chain;
        let (key, state) = match found {
            Found::Held(id, key) => (Some(key), ChainState::Known(id)),
            Found::Row(id, wrapped) => {
                let wrapped = wrapped.as_deref();
                let key = WrappedKey { owner: Table::Scans, subject: &subject, wrapped };
                let key = self.sealer().data_key(key)?;
                if let Some(key) = key {
                    self.known_chains().held().insert(subject, (id, key));
                }
                (key, ChainState::Known(id))
            }
            Found::None(number) => {
                let (key, wrapped) = self.sealer().new_data_key(Table::Scans, &subject)?;
                (Some(key), ChainState::New { number, wrapped })
            }
        };
        Ok(Chain { subject, key, state })
    }

    /// Keeps the keys of chains that were made, now that they are on disk.
    pub(super) fn chains_made(&self, chains: &[Chain], made: &[i64]) {
        let new = chains.iter().filter(|chain| matches!(chain.state, ChainState::New { .. }));
        let mut known = self.known_chains().held();
        for (chain, id) in new.zip(made) {
            if let Some(key) = chain.key {
                known.insert(chain.subject, (*id, key));
            }
        }
    }
}

const INSERT: KeyedInsert = KeyedInsert {
    table: "chains",
    columns: &["realm", "mode", "number", "wrapped", "created_at"],
    told_apart_by: &[2],
    on_conflict: "ON CONFLICT (realm, mode, number) DO NOTHING",
};

/// Makes chains and answers their keys; none where another has just made one of them, with another key.
pub(super) async fn insert_chains(
    session: &mut Session,
    scope: TellScope,
    chains: &[Chain],
    now: Timestamp,
) -> Result<Option<Vec<i64>>, StoreError> {
    let (realm, mode) = (Bound::Int(Some(scope.realm.key())), Bound::Text(scope.mode.as_str()));
    let now = Bound::Int(Some(now.as_microsecond()));
    let new = chains.iter().filter_map(|chain| match &chain.state {
        ChainState::New { number, wrapped } => Some((number, wrapped)),
        ChainState::Known(_) => None,
    });
    // By number: two that make the same chains at once wait for each other, but never both.
    let mut new: Vec<(usize, _)> = new.enumerate().collect();
    new.sort_by_key(|(_, (number, _))| *number);
    let rows = new.iter().map(|(_, (number, wrapped))| {
        [realm, mode, Bound::Text(number), Bound::Blob(Some(wrapped)), now]
    });
    let rows: Vec<_> = rows.collect();
    let keys = session.insert_keyed(&INSERT, &rows).await?;
    let mut keys: Vec<(usize, Option<i64>)> =
        new.iter().map(|(place, _)| *place).zip(keys).collect();
    keys.sort_unstable();
    Ok(keys.into_iter().map(|(_, key)| key).collect())
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
