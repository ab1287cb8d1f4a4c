//! The network in force: compiled once, shared by every request, replaced when another is published.
//!
//! The store keeps a network's sources under their content hash; [`pack`] and [`unpack`] are how they
//! are kept. Every process asks the store now and then which version is in force and compiles it.

use crate::carriers::Carriers;
use crate::problem::{Answer, ApiError};
use jiff::Timestamp;
use portolan_api::ProblemCode;
use portolan_network::{Faults, NetworkSource, Snapshot, TableFile, compile, content_hash};
use portolan_promise::outcomes::{Levels, Outcomes};
use portolan_routing::distribution::TimesTaken;
use portolan_routing::learning::Lessons;
use portolan_store::{ContentHash, Mode, NewNetwork, Store, StoreError};
use portolan_tracking::operators::{NamedOperator, OperatorNames};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use thiserror::Error;

/// First bytes of packed sources; the number is the packing's version.
const MAGIC: &[u8] = b"portolan network 1\n";

/// Why a network could not be published or taken into force.
#[derive(Debug, Error)]
pub enum PublishError {
    /// Its tables have errors.
    #[error(transparent)]
    Faulty(#[from] Faults),
    /// What is stored is not a packed network.
    #[error("the stored network {version} cannot be unpacked: publish it anew")]
    Packing {
        /// Its content hash.
        version: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Compiling was cut short.
    #[error("compiling the network was cut short: start the server anew")]
    Stopped,
}

impl PublishError {
    /// Stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Faulty(faults) => faults.code(),
            Self::Packing { .. } => "network_packing",
            Self::Store(error) => error.code(),
            Self::Stopped => "network_compile_stopped",
        }
    }
}

/// A compiled network and the hash it is kept under.
#[derive(Debug)]
pub struct InForce {
    /// The content hash of its sources.
    pub hash: ContentHash,
    /// The network.
    pub snapshot: Arc<Snapshot>,
    /// How long its legs take: as published, but for what was learned.
    pub times: TimesTaken,
    /// What was really kept of dates told before.
    pub levels: Levels,
    /// The version of the lessons that the times are by.
    lessons_version: i64,
    names: OnceLock<OperatorNames>,
}

impl InForce {
    /// Its operators, found by any name they are told under; read when they are first asked for.
    pub fn operator_names(&self, carriers: &Carriers) -> &OperatorNames {
        self.names.get_or_init(|| {
            let operators = self.snapshot.operators.iter().map(|row| NamedOperator {
                key: &row.key,
                name: &row.name,
                tracking_adapter: &row.tracking_adapter,
            });
            OperatorNames::new(operators, carriers.adapters())
        })
    }
}

/// The network in force, if one is published.
#[derive(Debug)]
pub struct Published {
    in_force: RwLock<Option<Arc<InForce>>>,
    /// Lessons from elsewhere.
    given: Lessons,
    /// Whose parcels teach.
    learns_from: Mode,
    taught: RwLock<Arc<TaughtLessons>>,
}

/// What the store's parcels taught, as of a version.
#[derive(Debug, Default)]
pub struct TaughtLessons {
    /// The version, 0 where nothing was taught.
    pub version: i64,
    /// How long legs take.
    pub lessons: Lessons,
    /// How often told dates were kept.
    pub outcomes: Outcomes,
}

/// The kinds of what is kept by day.
pub mod kinds {
    /// How long legs take.
    pub const LESSONS: &str = "lessons";
    /// How often told dates were kept.
    pub const OUTCOMES: &str = "outcomes";
}

impl Published {
    /// No network yet; the times of each that comes are told by given lessons and by what the store's parcels
    /// of a mode taught.
    pub fn new(given: Lessons, learns_from: Mode) -> Self {
        Self { in_force: RwLock::default(), given, learns_from, taught: RwLock::default() }
    }

    /// Whose parcels teach.
    pub const fn learns_from(&self) -> Mode {
        self.learns_from
    }

    /// The network in force.
    pub fn find(&self) -> Option<Arc<InForce>> {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The network in force, or the problem that there is none.
    pub fn get(&self) -> Answer<Arc<InForce>> {
        self.find().ok_or_else(|| {
            let detail = "the operator must publish a network first: portolan network publish DIR";
            ApiError::new(ProblemCode::NetworkMissing, detail)
        })
    }

    /// Its version.
    pub fn version(&self) -> Option<String> {
        self.find().map(|network| network.snapshot.version.to_string())
    }

    /// Takes the store's published network and what its parcels taught into force, unless they are already;
    /// true where the network changed.
    pub async fn refresh(&self, store: &Store) -> Result<bool, PublishError> {
        let taught = self.refresh_lessons(store).await?;
        let Some(row) = store.network_published().await? else { return Ok(false) };
        let standing = self.find().filter(|network| network.hash == row.hash);
        let is_new = standing.is_none();
        let (hash, snapshot) = match standing {
            Some(network) if network.lessons_version == taught.version => return Ok(false),
            Some(network) => (network.hash, Arc::clone(&network.snapshot)),
            None => load(store, row.hash).await?,
        };
        let mut lessons = self.given.clone();
        let reckon = move || {
            lessons.merge(&taught.lessons);
            // Age is counted from the newest scan that was learned from.
            let today = lessons.newest_day().unwrap_or_default();
            let times = lessons.times(&snapshot, today);
            let lessons_version = taught.version;
            let judged = taught.outcomes.newest_day().unwrap_or_default();
            let levels = taught.outcomes.levels(judged);
            InForce { hash, snapshot, times, levels, lessons_version, names: OnceLock::new() }
        };
        let network = tokio::task::spawn_blocking(reckon).await;
        let network = Arc::new(network.map_err(|_| PublishError::Stopped)?);
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = Some(network);
        Ok(is_new)
    }

    /// What the store's parcels taught by now; only the days that changed are read. A day that cannot be read
    /// is left as it was, and said.
    pub async fn refresh_lessons(&self, store: &Store) -> Result<Arc<TaughtLessons>, StoreError> {
        let known = Arc::clone(&self.taught.read().unwrap_or_else(PoisonError::into_inner));
        let version = store.learning_find(self.learns_from).await?.map_or(0, |row| row.version);
        if version == known.version {
            return Ok(known);
        }
        let mut lessons = known.lessons.clone();
        let mut outcomes = known.outcomes.clone();
        for day in store.lesson_days_list(self.learns_from, known.version).await? {
            let read = match day.kind.as_str() {
                kinds::LESSONS => Lessons::read(&day.document)
                    .map(|read| {
                        lessons.forget_day(day.day);
                        lessons.merge(&read);
                    })
                    .map_err(|fault| fault.to_string()),
                kinds::OUTCOMES => Outcomes::read(&day.document)
                    .map(|read| {
                        outcomes.forget_day(day.day);
                        outcomes.merge(&read);
                    })
                    .map_err(|fault| fault.to_string()),
                _ => Err("its kind is not known to this program".to_owned()),
            };
            if let Err(fault) = read {
                tracing::error!(
                    day = day.day,
                    kind = day.kind,
                    fault,
                    "what was taught is not read"
                );
            }
        }
        let taught = Arc::new(TaughtLessons { version, lessons, outcomes });
        *self.taught.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&taught);
        Ok(taught)
    }
}

/// Reads a kept network and compiles it.
async fn load(
    store: &Store,
    hash: ContentHash,
) -> Result<(ContentHash, Arc<Snapshot>), PublishError> {
    let version = || hash.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let row = store.network_find(hash).await?;
    let packed = row.ok_or_else(|| PublishError::Packing { version: version() })?.document;
    let source = unpack(&packed).ok_or_else(|| PublishError::Packing { version: version() })?;
    let compiled = tokio::task::spawn_blocking(move || compile(&source)).await;
    let snapshot = compiled.map_err(|_| PublishError::Stopped)??;
    Ok((hash, Arc::new(snapshot)))
}

/// Checks a network, keeps it and puts it in force; answers its version.
pub async fn publish_network(
    store: &Store,
    source: NetworkSource,
    note: &str,
    now: Timestamp,
) -> Result<String, PublishError> {
    let checked = tokio::task::spawn_blocking(move || compile(&source).map(|made| (made, source)));
    let (snapshot, source) = checked.await.map_err(|_| PublishError::Stopped)??;
    let hash = content_hash(&source);
    let title = snapshot.title.clone();
    store.network_put(&NewNetwork { hash, title, document: pack(&source) }, now).await?;
    store.network_publish(hash, note, now).await?;
    Ok(snapshot.version.to_string())
}

/// The sources of a network as one piece of bytes: folders of files, each with lengths before it.
pub fn pack(source: &NetworkSource) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put_length(&mut out, source.folders.len());
    for folder in &source.folders {
        put_length(&mut out, folder.len());
        for file in folder {
            put_length(&mut out, file.path.len());
            out.extend_from_slice(file.path.as_bytes());
            put_length(&mut out, file.bytes.len());
            out.extend_from_slice(&file.bytes);
        }
    }
    out
}

/// The sources of a network from their packing; none where the bytes are something else.
pub fn unpack(packed: &[u8]) -> Option<NetworkSource> {
    let mut rest = packed.strip_prefix(MAGIC)?;
    let mut folders = Vec::new();
    for _ in 0..take_length(&mut rest)? {
        let mut folder = Vec::new();
        for _ in 0..take_length(&mut rest)? {
            let path = String::from_utf8(take(&mut rest)?.to_vec()).ok()?;
            folder.push(TableFile { path, bytes: take(&mut rest)?.to_vec() });
        }
        folders.push(folder);
    }
    rest.is_empty().then_some(NetworkSource { folders })
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    out.extend_from_slice(&(length as u64).to_be_bytes());
}

fn take_length(rest: &mut &[u8]) -> Option<u64> {
    let (length, after) = rest.split_first_chunk::<8>()?;
    *rest = after;
    Some(u64::from_be_bytes(*length))
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_length(rest)?).ok()?;
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_and_anything_else_does_not() {
        let file = |path: &str, bytes: &[u8]| TableFile { path: path.into(), bytes: bytes.into() };
        let source = NetworkSource {
            folders: vec![vec![file("legs.csv", b"a,b\n"), file("x", b"")], vec![]],
        };
        let packed = pack(&source);
        let read = unpack(&packed).unwrap();
        assert_eq!(content_hash(&read), content_hash(&source));
        assert_eq!(read.folders.len(), 2);
        assert!(unpack(&packed[..packed.len() - 1]).is_none());
        assert!(unpack(&[packed.as_slice(), b"x"].concat()).is_none());
        assert!(unpack(b"PK").is_none());
    }
}
