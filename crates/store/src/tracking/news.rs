//! News: parcels of which something was told, until somebody has looked at them.
//!
//! One short row an append names the chains; which parcels those are is found when they are claimed, so
//! that writing stays quick. A claim is a lease: a process that dies loses it.

use super::{Realm, TellScope, links::reaches};
use crate::{
    Engine, Mode, Store, StoreError, TenantKey, TenantScope,
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ParcelId;
use std::collections::BTreeSet;

/// How far receptacles are followed inwards.
const DEPTH_MAX: usize = 8;
/// Numbers looked at for one claim: a despatch of a hundred bags of a hundred parcels fits.
const NUMBERS_MAX: usize = 50_000;

/// Parcels of which something was told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    /// The rows claimed; give them back with [`Store::news_done`].
    pub keys: Vec<i64>,
    /// The parcels and whose they are, each once.
    pub parcels: Vec<(TenantScope, ParcelId)>,
}

/// What a row names: chains by key (`c`), a parcel by key (`p`), or numbers (`n`, realm, mode, texts).
pub(super) async fn append(
    session: &mut Session,
    chains: &BTreeSet<i64>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if chains.is_empty() {
        return Ok(());
    }
    let mut bytes = vec![b'c'];
    for chain in chains {
        bytes.extend_from_slice(&chain.to_be_bytes());
    }
    insert(session, bytes, now).await
}

/// A parcel's links changed.
pub(super) async fn parcel_changed(
    session: &mut Session,
    parcel: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let bytes = [b"p".as_slice(), &parcel.to_be_bytes()].concat();
    insert(session, bytes, now).await
}

/// Numbers were tied to others, or laid into receptacles.
pub(super) async fn numbers_changed(
    session: &mut Session,
    scope: TellScope,
    numbers: BTreeSet<String>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if numbers.is_empty() {
        return Ok(());
    }
    let (realm, mode) = (scope.realm.key().to_string(), scope.mode.as_str().to_owned());
    let parts: Vec<String> = [realm, mode].into_iter().chain(numbers).collect();
    insert(session, [b"n".as_slice(), parts.join("\n").as_bytes()].concat(), now).await
}

async fn insert(session: &mut Session, bytes: Vec<u8>, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO scan_news (chains, created_at) VALUES ($1, $2)";
    session.execute(sql, values![bytes, now]).await.map(drop)
}

impl Store {
    /// Claims news until `claim_until`, oldest first, at most `limit` rows.
    pub async fn news_claim(
        &self,
        now: Timestamp,
        claim_until: Timestamp,
        limit: u32,
    ) -> Result<News, StoreError> {
        let input = (now, claim_until, i64::from(limit));
        let rows = self
            .write(input, |session, (now, until, limit)| {
                Box::pin(async move {
                    let lock = match session.engine() {
                        Engine::Sqlite => "",
                        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
                    };
                    let sql = format!(
                        "UPDATE scan_news SET claimed_until = $2 WHERE id IN (SELECT id
                        FROM scan_news WHERE claimed_until IS NULL OR claimed_until <= $1
                        ORDER BY id LIMIT $3 {lock}) RETURNING id, chains"
                    );
                    let rows = session.fetch(sql, values![*now, *until, *limit]).await?;
                    rows.iter().map(|row| Ok((row.int("id")?, row.blob("chains")?))).collect()
                })
            })
            .await?;
        self.parcels_of(rows).await
    }

    /// Whether there is any.
    pub async fn news_waits(&self) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS n FROM scan_news LIMIT 1";
        Ok(self.reader().await?.fetch_first(sql, vec![]).await?.is_some())
    }

    /// Removes news that was looked at.
    pub async fn news_done(&self, keys: &[i64]) -> Result<(), StoreError> {
        let keys = keys.to_vec();
        self.write(keys, |session, keys: &Vec<i64>| {
            Box::pin(async move {
                let list = keys.iter().copied().map(Value::from).collect();
                let head = "DELETE FROM scan_news WHERE id";
                session.fetch_in(head, vec![], list, "RETURNING id").await.map(drop)
            })
        })
        .await
    }

    async fn parcels_of(&self, rows: Vec<(i64, Vec<u8>)>) -> Result<News, StoreError> {
        let mut news = News::default();
        let (mut chains, mut parcels) = (BTreeSet::new(), BTreeSet::new());
        let mut numbers: BTreeSet<(i64, String, String)> = BTreeSet::new();
        for (key, bytes) in rows {
            news.keys.push(key);
            let (kind, rest) = bytes.split_first().unwrap_or((&0, &[]));
            let ids = || rest.chunks_exact(8).filter_map(|id| id.try_into().ok());
            match kind {
                b'c' => chains.extend(ids().map(i64::from_be_bytes)),
                b'p' => parcels.extend(ids().map(i64::from_be_bytes)),
                _ => {
                    let text = String::from_utf8_lossy(rest).into_owned();
                    let mut parts = text.split('\n');
                    let realm = parts.next().and_then(|text| text.parse().ok()).unwrap_or(-1);
                    let mode = parts.next().unwrap_or_default().to_owned();
                    numbers.extend(parts.map(|number| (realm, mode.clone(), number.to_owned())));
                }
            }
        }
        let mut reader = self.reader().await?;
        let list = chains.into_iter().map(Value::from).collect();
        let head = "SELECT realm, mode, number FROM chains WHERE id";
        for row in reader.fetch_in(head, vec![], list, "").await? {
            numbers.insert((row.int("realm")?, row.text("mode")?, row.text("number")?));
        }
        let mut found = BTreeSet::new();
        for (realm, mode) in
            numbers.iter().map(|(realm, mode, _)| (*realm, mode)).collect::<BTreeSet<_>>()
        {
            let of_realm = numbers.iter().filter(|one| one.0 == realm && one.1 == *mode);
            let of_realm = of_realm.map(|(_, _, number)| number.clone()).collect();
            let scope = TellScope { realm: Realm::of(realm), mode: Mode::parse(mode)? };
            let all = tied(&mut reader, scope, of_realm).await?;
            found.extend(linked(&mut reader, scope, all).await?);
        }
        let list = parcels.into_iter().map(Value::from).collect();
        let head = "SELECT v.tenant_id, p.mode, p.public_id FROM parcels p
            JOIN parcel_parties v ON v.parcel_id = p.id AND v.role = 'merchant' WHERE p.id";
        for row in reader.fetch_in(head, vec![], list, "").await? {
            found.insert((row.int("tenant_id")?, row.text("mode")?, row.id("public_id")?));
        }
        for (tenant, mode, parcel) in found {
            let scope = TenantScope::new(TenantKey(tenant), Mode::parse(&mode)?);
            news.parcels.push((scope, parcel));
        }
        Ok(news)
    }
}

/// The numbers, those said to be of the same things, and those that lay inside.
async fn tied(
    session: &mut Session,
    scope: TellScope,
    mut numbers: BTreeSet<String>,
) -> Result<BTreeSet<String>, StoreError> {
    let fixed = values![scope.realm.key(), scope.mode];
    let also = "SELECT also AS tied FROM aliases
        WHERE realm = $1 AND mode = $2 AND undone_at IS NULL AND number";
    let known = "SELECT number AS tied FROM aliases
        WHERE realm = $1 AND mode = $2 AND undone_at IS NULL AND also";
    let inside = "SELECT inner_number AS tied FROM layings
        WHERE realm = $1 AND mode = $2 AND outer_number";
    let mut fresh = numbers.clone();
    for _ in 0..DEPTH_MAX {
        let list: Vec<Value> = fresh.iter().map(Value::from).collect();
        let mut next = BTreeSet::new();
        for head in [also, known, inside] {
            for row in session.fetch_in(head, fixed.clone(), list.clone(), "").await? {
                next.insert(row.text("tied")?);
            }
        }
        fresh = next.into_iter().filter(|number| !numbers.contains(number)).collect();
        if fresh.is_empty() || numbers.len() + fresh.len() > NUMBERS_MAX {
            break;
        }
        numbers.extend(fresh.iter().cloned());
    }
    Ok(numbers)
}

/// The parcels that numbers were ever linked to, as far as the realm reaches.
async fn linked(
    session: &mut Session,
    scope: TellScope,
    numbers: BTreeSet<String>,
) -> Result<Vec<(i64, String, ParcelId)>, StoreError> {
    let list = numbers.into_iter().map(Value::from).collect();
    let head = format!(
        "SELECT DISTINCT v.tenant_id, p.mode, p.public_id FROM links l
        JOIN parcels p ON p.id = l.parcel_id AND p.mode = $1
        JOIN parcel_parties v ON v.parcel_id = p.id AND v.role = 'merchant'
        WHERE $2 = $2 AND EXISTS (SELECT 1 FROM parcel_parties v WHERE v.parcel_id = p.id AND {})
        AND l.number",
        reaches(scope.realm)
    );
    let rows = session.fetch_in(&head, values![scope.mode, scope.realm.key()], list, "").await?;
    rows.iter()
        .map(|row| Ok((row.int("tenant_id")?, row.text("mode")?, row.id("public_id")?)))
        .collect()
}
