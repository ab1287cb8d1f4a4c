//! Everything that is told of one parcel, over its numbers, their aliases and the receptacles they lay in.

use super::{Realm, chains::subject};
use crate::{
    Mode, Store, StoreError, TenantKey, TenantScope,
    parcels::visible_key,
    row::Row,
    seal::{Table, WrappedKey},
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ParcelId;
use std::collections::{BTreeMap, BTreeSet};

/// How far receptacles are followed outwards.
const DEPTH_MAX: usize = 8;
/// Numbers read for one parcel: more are no parcel's.
const NUMBERS_MAX: usize = 1_000;
/// Scans read of one parcel, those received first: what is beyond is said to be left out.
const SCANS_MAX: i64 = 20_000;

/// A parcel as numbers lead to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParcelRef {
    /// Its public id.
    pub id: ParcelId,
    /// Whose it is.
    pub scope: TenantScope,
    pub(crate) key: i64,
}

/// A link, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The entry's key; entries are in the order of their keys.
    pub key: i64,
    /// The number.
    pub number: String,
    /// From when it is the parcel's.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// Why it was written.
    pub source: String,
}

/// Two numbers of one thing, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasRow {
    /// A number of the parcel's.
    pub number: String,
    /// The other.
    pub also: String,
    /// Who says so.
    pub source: String,
}

/// What lay in what, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayingRow {
    /// The entry's key.
    pub key: i64,
    /// Where it was told.
    pub realm: Realm,
    /// The number inside.
    pub inner: String,
    /// The receptacle's.
    pub outer: String,
    /// From when.
    pub from: Option<Timestamp>,
    /// Until when.
    pub to: Option<Timestamp>,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
}

/// What a hand-over says of one number, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverRow {
    /// The document's key.
    pub document: String,
    /// Who gave.
    pub giver: String,
    /// Who took.
    pub taker: String,
    /// When the count was closed.
    pub at: Timestamp,
    /// The number.
    pub number: String,
    /// Whether it was declared.
    pub declared: bool,
    /// Whether it was counted.
    pub counted: bool,
}

/// A scan, as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ScanRow {
    /// Where it was told.
    pub realm: Realm,
    /// The number it is about.
    pub number: String,
    /// When it was received.
    pub received_at: Timestamp,
    /// The message it came in.
    pub message: Option<i64>,
    /// What is not personal.
    pub document: Vec<u8>,
    /// What is personal; none where nothing is, or where it was erased.
    pub personal: Option<Vec<u8>>,
}

/// Shows nothing of what is personal.
impl std::fmt::Debug for ScanRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScanRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Everything told of one parcel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Its links, those taken back too.
    pub links: Vec<LinkRow>,
    /// What its numbers are said to be also.
    pub aliases: Vec<AliasRow>,
    /// What its numbers lay in, and what that lay in.
    pub layings: Vec<LayingRow>,
    /// Hand-overs that name it.
    pub hand_overs: Vec<HandOverRow>,
    /// The scans of all those numbers.
    pub scans: Vec<ScanRow>,
    /// Whether there were more than are read.
    pub is_cut: bool,
}

impl Store {
    /// The parcel of the tenant's or that it may see, to read what is told of it.
    pub async fn parcel_ref(
        &self,
        scope: TenantScope,
        id: ParcelId,
        now: Timestamp,
    ) -> Result<Option<ParcelRef>, StoreError> {
        let mut reader = self.reader().await?;
        let Some(key) = visible_key(&mut reader, scope, id, now).await? else { return Ok(None) };
        let sql = "SELECT tenant_id FROM parcel_parties WHERE parcel_id = $1 AND role = 'merchant'";
        let row = reader.fetch_first(sql, values![key]).await?;
        let tenant = row.ok_or_else(|| StoreError::corrupt("party"))?.int("tenant_id")?;
        Ok(Some(ParcelRef { id, scope: TenantScope::new(TenantKey(tenant), scope.mode), key }))
    }

    /// The parcels that a number is linked to now, whoever's: for pages that ask for nothing but a number.
    /// The newest first, at most a few.
    pub async fn parcels_by_number(
        &self,
        number: &str,
        mode: Mode,
    ) -> Result<Vec<ParcelRef>, StoreError> {
        let mut reader = self.reader().await?;
        let mut numbers = BTreeSet::from([number.to_owned()]);
        let sql = "SELECT number AS tied FROM aliases
                WHERE mode = $2 AND undone_at IS NULL AND also = $1
            UNION SELECT also AS tied FROM aliases
                WHERE mode = $2 AND undone_at IS NULL AND number = $1 LIMIT 20";
        for row in reader.fetch(sql, values![number, mode]).await? {
            numbers.insert(row.text("tied")?);
        }
        let head = "SELECT DISTINCT p.id, p.public_id, v.tenant_id FROM links l
            JOIN parcels p ON p.id = l.parcel_id
            JOIN parcel_parties v ON v.parcel_id = p.id AND v.role = 'merchant'
            WHERE p.mode = $1 AND l.undoes IS NULL
            AND NOT EXISTS (SELECT 1 FROM links u WHERE u.undoes = l.id) AND l.number";
        let list = numbers.into_iter().map(Value::from).collect();
        let rows =
            reader.fetch_in(head, values![mode], list, "ORDER BY p.id DESC LIMIT 10").await?;
        let read = |row: &Row| {
            let scope = TenantScope::new(TenantKey(row.int("tenant_id")?), mode);
            Ok(ParcelRef { id: row.id("public_id")?, scope, key: row.int("id")? })
        };
        rows.iter().map(read).collect()
    }

    /// Everything told of a parcel by its merchant, by other parties to it, and by the network.
    pub async fn parcel_told(&self, parcel: ParcelRef) -> Result<Told, StoreError> {
        let mut reader = self.reader().await?;
        let mut told = Told { links: links(&mut reader, parcel.key).await?, ..Told::default() };
        let realms = realms(&mut reader, parcel.key).await?;
        let reach = Reach { mode: parcel.scope.mode, realms: in_list(&realms), parcel: parcel.key };
        let mut numbers: BTreeSet<String> =
            told.links.iter().map(|link| link.number.clone()).collect();
        told.aliases = aliases(&mut reader, &reach, &numbers).await?;
        numbers.extend(told.aliases.iter().map(|alias| alias.also.clone()));
        told.hand_overs = hand_overs(&mut reader, &reach, &numbers).await?;
        told.layings = layings(&mut reader, &reach, &mut numbers).await?;
        self.read_scans(&mut reader, &reach, (&numbers, &mut told)).await?;
        Ok(told)
    }

    async fn read_scans(
        &self,
        reader: &mut Session,
        reach: &Reach,
        (numbers, told): (&BTreeSet<String>, &mut Told),
    ) -> Result<(), StoreError> {
        let head = format!(
            "SELECT id, realm, number, wrapped FROM chains
            WHERE mode = $1 AND realm IN ({}) AND number",
            reach.realms
        );
        let mut chains = BTreeMap::new();
        for row in reader.fetch_in(&head, values![reach.mode], list_of(numbers), "").await? {
            let (realm, number) = (row.int("realm")?, row.text("number")?);
            let subject = subject(self.sealer(), realm, reach.mode, &number);
            let wrapped = row.blob_maybe("wrapped")?;
            let wrapped = wrapped.as_deref();
            let key = WrappedKey { owner: Table::Scans, subject: &subject, wrapped };
            let key = self.sealer().data_key(key)?;
            chains.insert(row.int("id")?, (realm, number, subject, key));
        }
        let list = chains.keys().copied().map(Value::from).collect();
        let head = "SELECT chain_id, received_at, message_id, document, sealed FROM scans
            WHERE chain_id";
        let tail = format!("ORDER BY received_at LIMIT {}", SCANS_MAX + 1);
        for row in reader.fetch_in(head, vec![], list, &tail).await? {
            let Some((realm, number, subject, key)) = chains.get(&row.int("chain_id")?) else {
                continue;
            };
            let sealed = row.blob_maybe("sealed")?;
            let personal = match (key, sealed) {
                (Some(key), Some(sealed)) => Some(key.open(Table::Scans, subject, &sealed)?),
                _ => None,
            };
            told.scans.push(ScanRow {
                realm: Realm::of(*realm),
                number: number.clone(),
                received_at: row.time("received_at")?,
                message: row.int_maybe("message_id")?,
                document: row.blob("document")?,
                personal,
            });
        }
        let most = usize::try_from(SCANS_MAX).unwrap_or(usize::MAX);
        if told.scans.len() > most {
            told.scans.sort_by_key(|scan| scan.received_at);
            told.scans.truncate(most);
            told.is_cut = true;
        }
        Ok(())
    }
}

/// What is read of: the mode, the realms that reach the parcel, the parcel.
struct Reach {
    mode: Mode,
    /// Keys with commas between: numbers of our own, never a caller's text.
    realms: String,
    parcel: i64,
}

fn list_of(numbers: &BTreeSet<String>) -> Vec<Value> {
    numbers.iter().map(Value::from).collect()
}

fn in_list(realms: &BTreeSet<i64>) -> String {
    let keys: Vec<String> = realms.iter().map(ToString::to_string).collect();
    keys.join(",")
}

/// The network's realm, and those of the parcel's parties.
async fn realms(reader: &mut Session, parcel: i64) -> Result<BTreeSet<i64>, StoreError> {
    let sql = "SELECT DISTINCT tenant_id FROM parcel_parties WHERE parcel_id = $1";
    let mut realms = BTreeSet::from([0]);
    for row in reader.fetch(sql, values![parcel]).await? {
        realms.insert(row.int("tenant_id")?);
    }
    Ok(realms)
}

async fn links(reader: &mut Session, parcel: i64) -> Result<Vec<LinkRow>, StoreError> {
    let sql = "SELECT * FROM links WHERE parcel_id = $1 ORDER BY id LIMIT 1000";
    let rows = reader.fetch(sql, values![parcel]).await?;
    let read = |row: &Row| {
        Ok(LinkRow {
            key: row.int("id")?,
            number: row.text("number")?,
            from: row.time_maybe("valid_from")?,
            to: row.time_maybe("valid_to")?,
            undoes: row.int_maybe("undoes")?,
            source: row.text("source")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What the numbers are said to be also, and what is said to be them also. A number that is another
/// parcel's, by link or by alias, is not taken: who shares an order's number shares no scans.
async fn aliases(
    reader: &mut Session,
    reach: &Reach,
    numbers: &BTreeSet<String>,
) -> Result<Vec<AliasRow>, StoreError> {
    let mut found = Vec::new();
    for (mine, other) in [("number", "also"), ("also", "number")] {
        let head = format!(
            "SELECT {mine} AS mine, {other} AS other, source FROM aliases
            WHERE mode = $1 AND undone_at IS NULL AND realm IN ({}) AND {mine}",
            reach.realms
        );
        for row in reader.fetch_in(&head, values![reach.mode], list_of(numbers), "").await? {
            let (number, also) = (row.text("mine")?, row.text("other")?);
            if !numbers.contains(&also) {
                found.push(AliasRow { number, also, source: row.text("source")? });
            }
        }
    }
    if found.is_empty() {
        return Ok(found);
    }
    let others: BTreeSet<String> = found.iter().map(|alias| alias.also.clone()).collect();
    let mut foreign = BTreeSet::new();
    let head = "SELECT DISTINCT l.number FROM links l JOIN parcels p ON p.id = l.parcel_id
        WHERE p.mode = $1 AND l.parcel_id <> $2 AND l.number";
    let fixed = values![reach.mode, reach.parcel];
    for row in reader.fetch_in(head, fixed.clone(), list_of(&others), "").await? {
        foreign.insert(row.text("number")?);
    }
    for (other, theirs) in [("also", "number"), ("number", "also")] {
        let head = format!(
            "SELECT DISTINCT a.{other} AS other FROM aliases a
            JOIN links l ON l.number = a.{theirs} AND l.parcel_id <> $2
            JOIN parcels p ON p.id = l.parcel_id AND p.mode = $1
            WHERE a.mode = $1 AND a.undone_at IS NULL AND a.realm IN ({}) AND a.{other}",
            reach.realms
        );
        for row in reader.fetch_in(&head, fixed.clone(), list_of(&others), "").await? {
            foreign.insert(row.text("other")?);
        }
    }
    found.retain(|alias| !foreign.contains(&alias.also));
    Ok(found)
}

async fn hand_overs(
    reader: &mut Session,
    reach: &Reach,
    numbers: &BTreeSet<String>,
) -> Result<Vec<HandOverRow>, StoreError> {
    let head = format!(
        "SELECT h.key, h.giver, h.taker, h.at, n.number, n.declared, n.counted
        FROM hand_over_numbers n JOIN hand_overs h ON h.id = n.hand_over_id
        WHERE h.mode = $1 AND h.realm IN ({}) AND n.number",
        reach.realms
    );
    let rows = reader.fetch_in(&head, values![reach.mode], list_of(numbers), "").await?;
    let read = |row: &Row| {
        Ok(HandOverRow {
            document: row.text("key")?,
            giver: row.text("giver")?,
            taker: row.text("taker")?,
            at: row.time("at")?,
            number: row.text("number")?,
            declared: row.int("declared")? != 0,
            counted: row.int("counted")? != 0,
        })
    };
    rows.iter().map(read).collect()
}

/// What the numbers lay in, outwards; adds the receptacles' numbers.
async fn layings(
    reader: &mut Session,
    reach: &Reach,
    numbers: &mut BTreeSet<String>,
) -> Result<Vec<LayingRow>, StoreError> {
    let head = format!(
        "SELECT * FROM layings WHERE mode = $1 AND realm IN ({}) AND inner_number",
        reach.realms
    );
    let mut found = Vec::new();
    let mut fresh = numbers.clone();
    for _ in 0..DEPTH_MAX {
        let mut next = BTreeSet::new();
        for row in reader.fetch_in(&head, values![reach.mode], list_of(&fresh), "").await? {
            let outer = row.text("outer_number")?;
            if numbers.len() < NUMBERS_MAX && numbers.insert(outer.clone()) {
                next.insert(outer.clone());
            }
            found.push(LayingRow {
                key: row.int("id")?,
                realm: Realm::of(row.int("realm")?),
                inner: row.text("inner_number")?,
                outer,
                from: row.time_maybe("valid_from")?,
                to: row.time_maybe("valid_to")?,
                undoes: row.int_maybe("undoes")?,
            });
        }
        if next.is_empty() {
            break;
        }
        fresh = next;
    }
    found.sort_by_key(|row| row.key);
    Ok(found)
}
