//! Appending scans: what is personal sealed, what was told before passed over, all of it on disk before
//! it is answered.

use super::{
    TellScope,
    chains::{Chain, ChainState, LookedUp, insert_chains},
    links::{NewAlias, insert_aliases},
    packing::{Dictionary, Packed, Packer},
    quarantine::{NewQuarantined, SealedQuarantined, insert_quarantined},
};
use crate::{
    BATCH_ROWS_MAX, Store, StoreError,
    bulk::KeyedInsert,
    seal::Table,
    session::Session,
    value::{Bound, Value},
};
use jiff::Timestamp;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// How often appending is begun anew where another made the same chain at the same moment: once, since they
/// are all made then.
const ATTEMPTS: usize = 2;

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
    /// Samples of its layout, without personal data, that it is compressed against; they are kept for good.
    pub samples: Option<Arc<[u8]>>,
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

/// What is sealed of a scan, which stands at the same place in [`Append::told`].
struct SealedScan {
    /// Its place in [`Append::chains`].
    chain: usize,
    digest: i64,
    sealed: Option<Vec<u8>>,
}

struct SealedMessage {
    /// The one chain it is about: its place in [`Append::chains`].
    chain: Option<usize>,
    digest: [u8; 32],
    expires_at: Timestamp,
    dictionary: Option<i64>,
    body: Vec<u8>,
}

struct Append {
    scope: TellScope,
    told: Arc<ScansAppend>,
    chains: Vec<Chain>,
    scans: Vec<SealedScan>,
    messages: Vec<SealedMessage>,
    quarantined: Vec<SealedQuarantined>,
    now: Timestamp,
}

/// What was written.
struct Appended {
    /// The keys of the chains that were made, in the order of [`Append::chains`].
    made: Vec<i64>,
    /// The fate of each scan.
    fates: Vec<ScanFate>,
}

impl Store {
    /// Appends what was told; answers once it is on disk. The same again changes nothing.
    pub async fn scans_append(
        &self,
        scope: TellScope,
        told: impl Into<Arc<ScansAppend>>,
        now: Timestamp,
    ) -> Result<ScansAppended, StoreError> {
        let told: Arc<ScansAppend> = told.into();
        if told.scans.len() > BATCH_ROWS_MAX {
            let limit = i64::try_from(BATCH_ROWS_MAX).unwrap_or(i64::MAX);
            return Err(StoreError::Limit { what: "scans told at once", limit });
        }
        for _ in 0..ATTEMPTS {
            let looked_up = self.chains_look_up(scope, &told).await?;
            let dictionaries = self.dictionaries_of(&told, now).await?;
            let (store, told) = (self.clone(), Arc::clone(&told));
            // Sealing thousands of scans takes longer than a thread that serves has time for.
            let seal = move || store.seal_append(scope, told, (looked_up, &dictionaries), now);
            let append = tokio::task::spawn_blocking(seal).await;
            let append = Arc::new(append.map_err(|_| StoreError::Closed)??);
            let input = Arc::clone(&append);
            let written = self.write(input, |session, input| Box::pin(append_all(session, input)));
            if let Some(Appended { made, fates }) = written.await? {
                self.chains_made(&append.chains, &made);
                return Ok(ScansAppended { fates });
            }
            // Another made some of the chains at the same moment. With all of them there, the next attempt
            // finds them.
            self.write(append, |session, append| Box::pin(make_chains(session, append))).await?;
        }
        Err(StoreError::Busy)
    }

    fn seal_append(
        &self,
        scope: TellScope,
        told: Arc<ScansAppend>,
        (looked_up, dictionaries): (LookedUp, &[Option<Arc<Dictionary>>]),
        now: Timestamp,
    ) -> Result<Append, StoreError> {
        let LookedUp { chain_of, chains } = looked_up;
        let chains = chains.into_iter().map(|chain| self.chain(chain));
        let chains = chains.collect::<Result<Vec<_>, StoreError>>()?;
        let mut scans = Vec::with_capacity(told.scans.len());
        for (scan, chain) in told.scans.iter().zip(&chain_of) {
            scans.push(self.seal_scan(scan, *chain, &chains[*chain])?);
        }
        let mut messages = Vec::with_capacity(told.messages.len());
        let mut packer = Packer::new();
        let abouts = single_chains(&told, &chain_of);
        for ((message, about), dictionary) in told.messages.iter().zip(abouts).zip(dictionaries) {
            let about = match about {
                About::One(chain) => Some((chain, &chains[chain])),
                About::None | About::Several => None,
            };
            let packed = packer.pack(&message.body, dictionary.as_deref())?;
            messages.push(self.seal_message(message, packed, about)?);
        }
        let quarantined = told.quarantined.iter().map(|one| self.seal_quarantined(scope, one));
        let quarantined = quarantined.collect::<Result<_, _>>()?;
        Ok(Append { scope, told, chains, scans, messages, quarantined, now })
    }

    fn seal_scan(
        &self,
        scan: &ToldScan,
        place: usize,
        chain: &Chain,
    ) -> Result<SealedScan, StoreError> {
        let subject = &chain.subject;
        let digest = self.sealer().digest(&[subject, &scan.document, &scan.personal]);
        let (digest, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        // A chain whose key was erased keeps what is not personal.
        let key = chain.key.as_ref().filter(|_| !scan.personal.is_empty());
        let sealed = key.map(|key| key.seal(Table::Scans, subject, &scan.personal)).transpose()?;
        Ok(SealedScan { chain: place, digest: i64::from_be_bytes(*digest), sealed })
    }

    fn seal_message(
        &self,
        message: &ToldMessage,
        Packed { dictionary, bytes }: Packed,
        about: Option<(usize, &Chain)>,
    ) -> Result<SealedMessage, StoreError> {
        let sealer = self.sealer();
        let digest = sealer.digest(&[b"message", message.adapter.as_bytes(), &message.body]);
        if let Some((place, Chain { subject, key: Some(key), .. })) = about {
            let body = key.seal(Table::Messages, subject, &bytes)?;
            let (chain, expires_at) = (Some(place), message.expires_at);
            return Ok(SealedMessage { chain, digest, expires_at, dictionary, body });
        }
        // About several chains, or about one that was erased: under no chain's key, for a short time.
        let body = sealer.seal_direct(Table::Messages, &digest, &bytes)?;
        let expires_at = message.shared_expires_at;
        Ok(SealedMessage { chain: None, digest, expires_at, dictionary, body })
    }

    /// What each message is compressed against.
    async fn dictionaries_of(
        &self,
        told: &ScansAppend,
        now: Timestamp,
    ) -> Result<Vec<Option<Arc<Dictionary>>>, StoreError> {
        let mut found: Vec<(&Arc<[u8]>, Arc<Dictionary>)> = Vec::new();
        let mut dictionaries = Vec::with_capacity(told.messages.len());
        for message in &told.messages {
            let Some(samples) = &message.samples else {
                dictionaries.push(None);
                continue;
            };
            if let Some((_, known)) = found.iter().find(|(known, _)| Arc::ptr_eq(known, samples)) {
                dictionaries.push(Some(Arc::clone(known)));
                continue;
            }
            let dictionary = self.dictionary(samples, now).await?;
            found.push((samples, Arc::clone(&dictionary)));
            dictionaries.push(Some(dictionary));
        }
        Ok(dictionaries)
    }
}

/// How many chains a message is about.
#[derive(Clone, Copy)]
enum About {
    None,
    One(usize),
    Several,
}

/// Which chain each message is about.
fn single_chains(told: &ScansAppend, chain_of: &[usize]) -> Vec<About> {
    let mut about = vec![About::None; told.messages.len()];
    for (scan, chain) in told.scans.iter().zip(chain_of) {
        let Some(one) = scan.message.and_then(|index| about.get_mut(index)) else { continue };
        *one = match *one {
            About::None => About::One(*chain),
            About::One(known) if known == *chain => About::One(known),
            About::One(_) | About::Several => About::Several,
        };
    }
    about
}

const INSERT_SCANS: KeyedInsert = KeyedInsert {
    table: "scans",
    columns: &["chain_id", "digest", "received_at", "message_id", "document", "sealed"],
    told_apart_by: &[0, 1],
    on_conflict: "ON CONFLICT DO NOTHING",
};

const INSERT_MESSAGES: KeyedInsert = KeyedInsert {
    table: "messages",
    columns: &[
        "chain_id",
        "digest",
        "adapter",
        "received_at",
        "expires_at",
        "body",
        "dictionary_id",
    ],
    told_apart_by: &[1],
    on_conflict: "",
};

/// Writes what was sealed; none where chains must be looked up again.
async fn append_all(
    session: &mut Session,
    append: &Append,
) -> Result<Option<Appended>, StoreError> {
    let made = insert_chains(session, append.scope, &append.chains, append.now).await?;
    let Some(made) = made else { return Ok(None) };
    let mut next = made.iter().copied();
    let id = |chain: &Chain| match chain.state {
        ChainState::Known(id) => Some(id),
        ChainState::New { .. } => next.next(),
    };
    let ids: Vec<i64> = append.chains.iter().filter_map(id).collect();
    let messages = insert_messages(session, append, &ids).await?;
    let message_of = |index: usize| {
        let scan: Option<&ToldScan> = append.told.scans.get(index);
        scan.and_then(|scan| scan.message).and_then(|message| messages.get(message).copied())
    };
    // In the order of the key: rows of one chain lie together, and so do their keys. Of two equal scans in
    // one set the first is the new one.
    let key = |index: &usize| (ids[append.scans[*index].chain], append.scans[*index].digest);
    let mut order: Vec<usize> = (0..append.scans.len()).collect();
    order.sort_by_cached_key(key);
    order.dedup_by_key(|index| key(index));
    let now = Some(append.now.as_microsecond());
    let row = |index: &usize| {
        let (scan, told) = (&append.scans[*index], &append.told.scans[*index]);
        let (chain, digest) = key(index);
        [
            Bound::Int(Some(chain)),
            Bound::Int(Some(digest)),
            Bound::Int(now),
            Bound::Int(message_of(*index)),
            Bound::Blob(Some(&told.document)),
            Bound::Blob(scan.sealed.as_deref()),
        ]
    };
    let rows: Vec<_> = order.iter().map(row).collect();
    let keys = session.insert_keyed(&INSERT_SCANS, &rows).await?;
    let mut fates = vec![ScanFate::Known; append.scans.len()];
    let (mut chains, mut telling) = (BTreeSet::new(), HashSet::new());
    for (index, _) in order.iter().zip(keys).filter(|(_, key)| key.is_some()) {
        fates[*index] = ScanFate::New;
        chains.insert(key(index).0);
        telling.extend(message_of(*index));
    }
    drop_messages(session, &messages, &telling).await?;
    super::news::append(session, &chains, append.now).await?;
    insert_aliases(session, append.scope, &append.told.aliases, append.now).await?;
    insert_quarantined(session, append.scope, &append.quarantined, append.now).await?;
    Ok(Some(Appended { made, fates }))
}

/// Makes the chains alone, those that are not there.
async fn make_chains(session: &mut Session, append: &Append) -> Result<(), StoreError> {
    insert_chains(session, append.scope, &append.chains, append.now).await.map(drop)
}

/// The messages' keys, in the order given; equal ones are kept once.
async fn insert_messages(
    session: &mut Session,
    append: &Append,
    ids: &[i64],
) -> Result<Vec<i64>, StoreError> {
    let mut places = HashMap::with_capacity(append.messages.len());
    let (mut rows, mut row_of) = (Vec::new(), Vec::with_capacity(append.messages.len()));
    for (message, told) in append.messages.iter().zip(&append.told.messages) {
        let next = rows.len();
        let place = *places.entry(message.digest).or_insert(next);
        row_of.push(place);
        if place == next {
            rows.push([
                Bound::Int(message.chain.map(|chain| ids[chain])),
                Bound::Blob(Some(&message.digest)),
                Bound::Text(&told.adapter),
                Bound::Int(Some(append.now.as_microsecond())),
                Bound::Int(Some(message.expires_at.as_microsecond())),
                Bound::Blob(Some(&message.body)),
                Bound::Int(message.dictionary),
            ]);
        }
    }
    let keys = session.insert_keyed(&INSERT_MESSAGES, &rows).await?;
    let key = |place: &usize| keys.get(*place).copied().flatten();
    let missing = || StoreError::corrupt("message key");
    row_of.iter().map(|place| key(place).ok_or_else(missing)).collect()
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
