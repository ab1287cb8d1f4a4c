//! What ties numbers to parcels, to each other and into receptacles: dated entries, taken back by others.

use super::{Realm, TellScope};
use crate::{
    Store, StoreError, TenantScope,
    bulk::Insert,
    parcels,
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ParcelId;
use std::collections::BTreeSet;

/// A number is a parcel's, or an earlier entry does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewLink {
    /// The number is the parcel's for a time.
    Number {
        /// The number's search key.
        number: String,
        /// From when; none: always before.
        from: Option<Timestamp>,
        /// Until when, exclusive; none: still.
        to: Option<Timestamp>,
    },
    /// The entry with this key does not hold.
    Undo(i64),
}

/// Links that are written together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinksAppend {
    /// The links.
    pub links: Vec<NewLink>,
    /// Why.
    pub source: String,
    /// Who writes them.
    pub actor: String,
}

/// Two numbers of one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NewAlias {
    /// A number.
    pub number: String,
    /// Another number of the same thing.
    pub also: String,
    /// Who says so.
    pub source: String,
}

/// A number lay in a receptacle, or an earlier entry does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewLaying {
    /// `inner` lay in `outer` for a time.
    In {
        /// The number inside.
        inner: String,
        /// The receptacle's number.
        outer: String,
        /// From when.
        from: Option<Timestamp>,
        /// Until when, exclusive.
        to: Option<Timestamp>,
    },
    /// The entry with this key does not hold.
    Undo(i64),
}

const INSERT_LINKS: Insert = Insert {
    table: "links",
    columns: &[
        "parcel_id",
        "number",
        "valid_from",
        "valid_to",
        "undoes",
        "source",
        "actor",
        "created_at",
    ],
    suffix: "RETURNING id",
};

/// Taking an alias back keeps it from being told again; so does telling it twice.
const INSERT_ALIASES: Insert = Insert {
    table: "aliases",
    columns: &["realm", "mode", "number", "also", "source", "created_at"],
    suffix: "ON CONFLICT (realm, mode, number, also) DO NOTHING RETURNING number",
};

const INSERT_LAYINGS: Insert = Insert {
    table: "layings",
    columns: &[
        "realm",
        "mode",
        "inner_number",
        "outer_number",
        "valid_from",
        "valid_to",
        "undoes",
        "actor",
        "created_at",
    ],
    suffix: "RETURNING id",
};

impl Store {
    /// Writes links of a parcel of the tenant's. Answers their keys.
    pub async fn links_append(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        append: LinksAppend,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let input = (scope, parcel, append, now);
        self.write(input, |session, (scope, parcel, append, now)| {
            Box::pin(async move {
                let key = parcels::own_key(session, *scope, *parcel, *now).await?;
                let mut rows = Vec::new();
                for link in &append.links {
                    let (number, from, to, undoes) = link_parts(session, key, link).await?;
                    let (source, actor) = (&append.source, &append.actor);
                    rows.push(values![key, number, from, to, undoes, source, actor, *now]);
                }
                let mut keys = Vec::new();
                for row in session.insert(&INSERT_LINKS, rows).await? {
                    keys.push(row.int("id")?);
                }
                super::news::parcel_changed(session, key, *now).await?;
                Ok(keys)
            })
        })
        .await
    }

    /// Writes what lay in what. Answers the entries' keys.
    pub async fn layings_append(
        &self,
        scope: TellScope,
        layings: &[NewLaying],
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let input = (scope, layings.to_vec(), actor.to_owned(), now);
        self.write(input, |session, (scope, layings, actor, now)| {
            Box::pin(append_layings(session, *scope, (layings, actor), *now))
        })
        .await
    }

    /// Takes an alias back, for good: it is not believed again. True where it held.
    pub async fn alias_undo(
        &self,
        scope: TellScope,
        number: &str,
        also: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let input = (scope, number.to_owned(), also.to_owned(), now);
        self.write(input, |session, (scope, number, also, now)| {
            Box::pin(async move {
                let sql = "UPDATE aliases SET undone_at = $5 WHERE realm = $1 AND mode = $2
                    AND number = $3 AND also = $4 AND undone_at IS NULL";
                let values = values![scope.realm.key(), scope.mode, number, also, *now];
                Ok(session.execute(sql, values).await? > 0)
            })
        })
        .await
    }
}

type LinkParts = (String, Option<Timestamp>, Option<Timestamp>, Option<i64>);

/// A link's columns. Only an entry of the same parcel can be taken back.
async fn link_parts(
    session: &mut Session,
    parcel: i64,
    link: &NewLink,
) -> Result<LinkParts, StoreError> {
    match link {
        NewLink::Number { number, from, to } => Ok((number.clone(), *from, *to, None)),
        NewLink::Undo(target) => {
            let sql = "SELECT number FROM links WHERE id = $1 AND parcel_id = $2";
            let row = session.fetch_first(sql, values![*target, parcel]).await?;
            let row = row.ok_or_else(|| StoreError::not_found(format!("link {target}")))?;
            Ok((row.text("number")?, None, None, Some(*target)))
        }
    }
}

async fn append_layings(
    session: &mut Session,
    scope: TellScope,
    (layings, actor): (&[NewLaying], &str),
    now: Timestamp,
) -> Result<Vec<i64>, StoreError> {
    let (realm, mode) = (scope.realm.key(), scope.mode);
    let mut rows = Vec::with_capacity(layings.len());
    let mut moved = BTreeSet::new();
    for laying in layings {
        match laying {
            NewLaying::In { inner, outer, from, to } => {
                moved.insert(inner.clone());
                rows.push(values![realm, mode, inner, outer, *from, *to, None::<i64>, actor, now]);
            }
            NewLaying::Undo(target) => {
                let sql = "SELECT inner_number, outer_number FROM layings
                    WHERE id = $1 AND realm = $2 AND mode = $3";
                let row = session.fetch_first(sql, values![*target, realm, mode]).await?;
                let row = row.ok_or_else(|| StoreError::not_found(format!("laying {target}")))?;
                let (inner, outer) = (row.text("inner_number")?, row.text("outer_number")?);
                moved.insert(inner.clone());
                let none = None::<Timestamp>;
                rows.push(values![realm, mode, inner, outer, none, none, *target, actor, now]);
            }
        }
    }
    let mut keys = Vec::new();
    for row in session.insert(&INSERT_LAYINGS, rows).await? {
        keys.push(row.int("id")?);
    }
    super::news::numbers_changed(session, scope, moved, now).await?;
    Ok(keys)
}

/// Keeps that numbers are of one thing.
pub(super) async fn insert_aliases(
    session: &mut Session,
    scope: TellScope,
    aliases: &[NewAlias],
    now: Timestamp,
) -> Result<(), StoreError> {
    let distinct: BTreeSet<&NewAlias> = aliases.iter().filter(|a| a.number != a.also).collect();
    let row =
        |a: &&NewAlias| values![scope.realm.key(), scope.mode, &a.number, &a.also, &a.source, now];
    let mut seen = BTreeSet::new();
    let distinct = distinct.iter().filter(|a| seen.insert((&a.number, &a.also)));
    let rows = distinct.map(row).collect();
    let mut moved = BTreeSet::new();
    for row in session.insert(&INSERT_ALIASES, rows).await? {
        moved.insert(row.text("number")?);
    }
    super::news::numbers_changed(session, scope, moved, now).await
}

/// Links the numbers of parcels that are being booked. A number that another parcel had until now (some
/// carriers use theirs again) is the other's before, and this one's from now on.
pub(crate) async fn link_booked(
    session: &mut Session,
    scope: TenantScope,
    numbers: &[(i64, &str)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let list: Vec<Value> = numbers.iter().map(|(_, number)| Value::from(*number)).collect();
    let head = "SELECT l.id, l.parcel_id, l.number FROM links l JOIN parcels p
        ON p.id = l.parcel_id WHERE p.mode = $1 AND l.undoes IS NULL AND l.valid_to IS NULL
        AND NOT EXISTS (SELECT 1 FROM links u WHERE u.undoes = l.id) AND l.number";
    let (mut rows, mut used) = (Vec::new(), BTreeSet::new());
    let none = || None::<Timestamp>;
    for row in session.fetch_in(head, values![scope.mode], list, "").await? {
        let (id, parcel, number) = (row.int("id")?, row.int("parcel_id")?, row.text("number")?);
        used.insert(number.clone());
        rows.push(values![parcel, &number, none(), none(), id, "reuse", "system", now]);
        rows.push(values![parcel, &number, none(), now, None::<i64>, "reuse", "system", now]);
    }
    for (parcel, number) in numbers {
        let from = used.contains(*number).then_some(now);
        let undoes = None::<i64>;
        rows.push(values![*parcel, *number, from, none(), undoes, "booking", "system", now]);
    }
    session.insert(&INSERT_LINKS, rows).await.map(drop)
}

/// Whom what is told in a realm reaches, as a condition on `parcel_parties v`.
pub(super) const fn reaches(realm: Realm) -> &'static str {
    match realm {
        Realm::Network => "1 = 1",
        Realm::Tenant(_) => "v.tenant_id = $2",
    }
}
