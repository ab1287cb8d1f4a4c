//! Appending scans: what is personal sealed, what was told before passed over, all of it on disk before
//! it is answered.

use super::{
    TellScope,
    chains::{Chain, NewChain, insert_chains, subject},
    links::{NewAlias, insert_aliases},
    quarantine::{NewQuarantined, SealedQuarantined, insert_quarantined},
};
use crate::{
    BATCH_ROWS_MAX, Store, StoreError,
    bulk::Insert,
    seal::{DataKey, Table},
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How well messages are compressed: the least, which costs a tenth of the highest and gains most of it.
const COMPRESSION_LEVEL: i32 = 1;
/// How often appending is begun anew where another made the same chain at the same moment.
const ATTEMPTS: usize = 5;

/// A scan as it is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldScan {
    /// The search key of its number.
    pub number: String,
    /// What is not personal.
    pub document: Vec<u8>,
    /// What is personal; sealed before it is written. Empty where nothing is.
    pub personal: Vec<u8>,
    /// The message it came in: its place in [`ScansAppend::messages`].
    pub message: Option<usize>,
}

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldMessage {
    /// The adapter that read it.
    pub adapter: String,
    /// Its bytes; compressed and sealed before they are written.
    pub body: Vec<u8>,
    /// Until when it is kept where it is about one chain.
    pub expires_at: Timestamp,
    /// Until when it is kept where it is about several, under no key of theirs.
    pub shared_expires_at: Timestamp,
}

/// What was told at once: all of it is kept, or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScansAppend {
    /// The scans.
    pub scans: Vec<ToldScan>,
    /// The messages they came in.
    pub messages: Vec<ToldMessage>,
    /// Numbers that were said to be of one thing.
    pub aliases: Vec<NewAlias>,
    /// Messages that could not be read.
    pub quarantined: Vec<NewQuarantined>,
}

/// What became of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScanFate {
    /// It was not known before.
    New,
    /// The same was told before.
    Known,
}

/// What became of what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScansAppended {
    /// The fate of each scan, in the order given.
    pub fates: Vec<ScanFate>,
}

/// A scan ready to be written. Its chain is known, or named where it is to be made.
struct SealedScan {
    chain: Place,
    digest: i64,
    message: Option<usize>,
    document: Vec<u8>,
    sealed: Option<Vec<u8>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Known(i64),
    /// The place in the list of chains to be made.
    New(usize),
}

struct SealedMessage {
    chain: Option<Place>,
    digest: [u8; 32],
    adapter: String,
    expires_at: Timestamp,
    body: Vec<u8>,
}

struct Append {
    scope: TellScope,
    chains: Vec<(String, Vec<u8>)>,
    scans: Vec<SealedScan>,
    messages: Vec<SealedMessage>,
    aliases: Vec<NewAlias>,
    quarantined: Vec<SealedQuarantined>,
    now: Timestamp,
}

impl Store {
    /// Appends what was told; answers once it is on disk. The same again changes nothing.
    pub async fn scans_append(
        &self,
        scope: TellScope,
        told: &ScansAppend,
        now: Timestamp,
    ) -> Result<ScansAppended, StoreError> {
        if told.scans.len() > BATCH_ROWS_MAX {
            let limit = i64::try_from(BATCH_ROWS_MAX).unwrap_or(i64::MAX);
            return Err(StoreError::Limit { what: "scans told at once", limit });
        }
        for _ in 0..ATTEMPTS {
            let append = self.seal_append(scope, told, now).await?;
            let digests: Vec<(Place, i64)> =
                append.scans.iter().map(|scan| (scan.chain, scan.digest)).collect();
            let written = self.write(append, |session, input| Box::pin(append_all(session, input)));
            if let Some(new) = written.await? {
                let mut new = new;
                let fate = |at: &(Place, i64)| {
                    // Of two equal scans in one set the first is the new one.
                    if new.remove(at) { ScanFate::New } else { ScanFate::Known }
                };
                return Ok(ScansAppended { fates: digests.iter().map(fate).collect() });
            }
        }
        Err(StoreError::Busy)
    }

    async fn seal_append(
        &self,
        scope: TellScope,
        told: &ScansAppend,
        now: Timestamp,
    ) -> Result<Append, StoreError> {
        let numbers: BTreeSet<&str> = told.scans.iter().map(|scan| scan.number.as_str()).collect();
        let known = self.chains_find(scope, &numbers).await?;
        let mut chains = Vec::new();
        let mut made: HashMap<&str, (usize, NewChain)> = HashMap::new();
        for number in numbers.into_iter().filter(|number| !known.contains_key(*number)) {
            let chain = self.new_chain(scope, number)?;
            chains.push((number.to_owned(), chain.wrapped.clone()));
            made.insert(number, (chains.len() - 1, chain));
        }
        let mut scans = Vec::with_capacity(told.scans.len());
        for scan in &told.scans {
            let (place, key) = place_of(&known, &made, &scan.number)?;
            scans.push(self.seal_scan(scope, scan, (place, key))?);
        }
        let mut messages = Vec::with_capacity(told.messages.len());
        for (message, about) in told.messages.iter().zip(single_chains(told)) {
            let about = match about {
                About::One(number) => Some((number, place_of(&known, &made, number)?)),
                About::None | About::Several => None,
            };
            messages.push(self.seal_message(scope, message, about)?);
        }
        let quarantined = told.quarantined.iter().map(|one| self.seal_quarantined(scope, one));
        Ok(Append {
            scope,
            chains,
            scans,
            messages,
            aliases: told.aliases.clone(),
            quarantined: quarantined.collect::<Result<_, _>>()?,
            now,
        })
    }

    fn seal_scan(
        &self,
        scope: TellScope,
        scan: &ToldScan,
        (chain, key): (Place, Option<&DataKey>),
    ) -> Result<SealedScan, StoreError> {
        let subject = subject(self.sealer(), scope.realm.key(), scope.mode, &scan.number);
        let digest = self.sealer().digest(&[&subject, &scan.document, &scan.personal]);
        let (digest, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        // A chain whose key was erased keeps what is not personal.
        let key = key.filter(|_| !scan.personal.is_empty());
        let sealed = key.map(|key| key.seal(Table::Scans, &subject, &scan.personal)).transpose()?;
        Ok(SealedScan {
            chain,
            digest: i64::from_be_bytes(*digest),
            message: scan.message,
            document: scan.document.clone(),
            sealed,
        })
    }

    fn seal_message(
        &self,
        scope: TellScope,
        message: &ToldMessage,
        about: Option<(&str, (Place, Option<&DataKey>))>,
    ) -> Result<SealedMessage, StoreError> {
        let packed = zstd::bulk::compress(&message.body, COMPRESSION_LEVEL)
            .map_err(|_| StoreError::Limit { what: "bytes of a message", limit: i64::MAX })?;
        let sealer = self.sealer();
        let digest = sealer.digest(&[b"message", message.adapter.as_bytes(), &message.body]);
        let adapter = message.adapter.clone();
        if let Some((number, (place, Some(key)))) = about {
            let subject = subject(sealer, scope.realm.key(), scope.mode, number);
            let body = key.seal(Table::Messages, &subject, &packed)?;
            let (chain, expires_at) = (Some(place), message.expires_at);
            return Ok(SealedMessage { chain, digest, adapter, expires_at, body });
        }
        // About several chains, or about one that was erased: under no chain's key, for a short time.
        let body = sealer.seal_direct(Table::Messages, &digest, &packed)?;
        let expires_at = message.shared_expires_at;
        Ok(SealedMessage { chain: None, digest, adapter, expires_at, body })
    }
}

/// How many chains a message is about.
#[derive(Clone, Copy)]
enum About<'n> {
    None,
    One(&'n str),
    Several,
}

/// Which chain each message is about.
fn single_chains(told: &ScansAppend) -> Vec<About<'_>> {
    let mut about = vec![About::None; told.messages.len()];
    for scan in &told.scans {
        let Some(one) = scan.message.and_then(|index| about.get_mut(index)) else { continue };
        *one = match *one {
            About::None => About::One(&scan.number),
            About::One(number) if number == scan.number => About::One(number),
            About::One(_) | About::Several => About::Several,
        };
    }
    about
}

/// Where a number's scans go, and the key they are sealed with.
fn place_of<'c>(
    known: &'c HashMap<String, Chain>,
    made: &'c HashMap<&str, (usize, NewChain)>,
    number: &str,
) -> Result<(Place, Option<&'c DataKey>), StoreError> {
    if let Some(chain) = known.get(number) {
        return Ok((Place::Known(chain.id), chain.key.as_ref()));
    }
    let (index, chain) = made.get(number).ok_or_else(|| StoreError::corrupt("chain"))?;
    Ok((Place::New(*index), Some(&chain.key)))
}

const INSERT_SCANS: Insert = Insert {
    table: "scans",
    columns: &["chain_id", "digest", "received_at", "message_id", "document", "sealed"],
    suffix: "ON CONFLICT DO NOTHING RETURNING chain_id, digest",
};

const INSERT_MESSAGES: Insert = Insert {
    table: "messages",
    columns: &["chain_id", "digest", "adapter", "received_at", "expires_at", "body"],
    suffix: "RETURNING id, digest",
};

/// The scans that were new, each once; none where chains must be looked up again.
async fn append_all(
    session: &mut Session,
    append: &Append,
) -> Result<Option<HashSet<(Place, i64)>>, StoreError> {
    let mut chains = Vec::new();
    if !append.chains.is_empty() {
        let made = insert_chains(session, append.scope, &append.chains, append.now).await?;
        let Some(made) = made else { return Ok(None) };
        for (number, _) in &append.chains {
            chains.push(*made.get(number).ok_or_else(|| StoreError::corrupt("chain"))?);
        }
    }
    let id_of = |place: Place| match place {
        Place::Known(id) => id,
        Place::New(index) => chains.get(index).copied().unwrap_or_default(),
    };
    let messages = insert_messages(session, append, &id_of).await?;
    let mut rows = Vec::with_capacity(append.scans.len());
    let mut places: HashMap<(i64, i64), (Place, Option<i64>)> = HashMap::new();
    for scan in &append.scans {
        let chain = id_of(scan.chain);
        let message = scan.message.and_then(|index| messages.get(index).copied());
        if places.insert((chain, scan.digest), (scan.chain, message)).is_none() {
            let document = scan.document.as_slice();
            let sealed = scan.sealed.clone();
            rows.push(values![chain, scan.digest, append.now, message, document, sealed]);
        }
    }
    // In the order of the key: rows of one chain lie together, and so do their keys.
    rows.sort_unstable_by_key(|row| match row.as_slice() {
        [Value::Int(chain), Value::Int(digest), ..] => (*chain, *digest),
        _ => (None, None),
    });
    let mut new = HashSet::new();
    let mut told: BTreeSet<i64> = BTreeSet::new();
    let mut telling: HashSet<i64> = HashSet::new();
    for row in session.insert(&INSERT_SCANS, rows).await? {
        let (chain, digest) = (row.int("chain_id")?, row.int("digest")?);
        told.insert(chain);
        if let Some((place, message)) = places.get(&(chain, digest)) {
            new.insert((*place, digest));
            telling.extend(message);
        }
    }
    drop_messages(session, &messages, &telling).await?;
    super::news::append(session, &told, append.now).await?;
    insert_aliases(session, append.scope, &append.aliases, append.now).await?;
    insert_quarantined(session, append.scope, &append.quarantined, append.now).await?;
    Ok(Some(new))
}

/// The messages' keys, in the order given; equal ones are kept once.
async fn insert_messages(
    session: &mut Session,
    append: &Append,
    id_of: &impl Fn(Place) -> i64,
) -> Result<Vec<i64>, StoreError> {
    let mut seen = HashSet::new();
    let distinct = append.messages.iter().filter(|message| seen.insert(message.digest));
    let row = |message: &SealedMessage| {
        let chain = message.chain.map(id_of);
        let (digest, body) = (message.digest, message.body.as_slice());
        values![chain, digest, &message.adapter, append.now, message.expires_at, body]
    };
    let rows = distinct.map(row).collect();
    let mut keys: HashMap<[u8; 32], i64> = HashMap::new();
    for row in session.insert(&INSERT_MESSAGES, rows).await? {
        keys.insert(row.hash("digest")?, row.int("id")?);
    }
    let key = |message: &SealedMessage| keys.get(&message.digest).copied();
    let missing = || StoreError::corrupt("message key");
    append.messages.iter().map(|message| key(message).ok_or_else(missing)).collect()
}

/// Drops messages that told nothing new: a carrier that is polled tells the same again and again.
async fn drop_messages(
    session: &mut Session,
    messages: &[i64],
    telling: &HashSet<i64>,
) -> Result<(), StoreError> {
    let idle: BTreeSet<i64> =
        messages.iter().copied().filter(|message| !telling.contains(message)).collect();
    let list: Vec<Value> = idle.into_iter().map(Value::from).collect();
    session.fetch_in("DELETE FROM messages WHERE id", vec![], list, "RETURNING id").await.map(drop)
}
