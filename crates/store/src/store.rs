//! The store's handle: opened once, cloned cheaply, closed at the end.

use crate::{
    Engine, StoreConfig, StoreError,
    identifiers::Leases,
    postgres,
    seal::{Sealer, Table},
    session::{Session, Work},
    sqlite::{self, SqliteBackend},
    tracking::{Dictionaries, KnownChains},
    value::values,
};
use sqlx::PgPool;
use std::{any::Any, sync::Arc};

/// Everything durable. Clones share one connection pool and, on SQLite, one writer.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    sealer: Sealer,
    leases: Leases,
    known_chains: KnownChains,
    dictionaries: Dictionaries,
}

enum Backend {
    Sqlite(SqliteBackend),
    Postgres(PgPool),
}

/// What is sealed in the settings to prove the master key.
const KEY_PROOF: &[u8] = b"portolan master key";
/// The setting's name.
const KEY_PROOF_NAME: &str = "master_key_proof";

impl Store {
    /// Opens a store: connects, migrates to this program's schema, and proves the master key.
    pub async fn open(config: StoreConfig) -> Result<Self, StoreError> {
        let backend = if let Some(path) = sqlite::path_of(&config.url) {
            Backend::Sqlite(sqlite::open(&path, &config).await?)
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            Backend::Postgres(postgres::open(&config).await?)
        } else {
            return Err(StoreError::Url);
        };
        let sealer = Sealer::new(&config.master_key);
        let (leases, known_chains) = (Leases::default(), KnownChains::default());
        let dictionaries = Dictionaries::default();
        let inner = Inner { backend, sealer, leases, known_chains, dictionaries };
        let store = Self { inner: Arc::new(inner) };
        if let Err(error) = store.prove_master_key().await {
            store.close().await;
            return Err(error);
        }
        Ok(store)
    }

    /// Which database stands behind it.
    pub fn engine(&self) -> Engine {
        match self.inner.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the database answers, for a readiness check.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader().await?.fetch("SELECT 1", vec![]).await.map(drop)
    }

    /// Finishes what was acknowledged, and closes every connection; later calls on any clone fail with
    /// [`StoreError::Closed`].
    pub async fn close(&self) {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => {
                sqlite.readers.close().await;
                sqlite.writer.close().await;
            }
            Backend::Postgres(pool) => pool.close().await,
        }
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }

    pub(crate) fn leases(&self) -> &Leases {
        &self.inner.leases
    }

    pub(crate) fn known_chains(&self) -> &KnownChains {
        &self.inner.known_chains
    }

    pub(crate) fn dictionaries(&self) -> &Dictionaries {
        &self.inner.dictionaries
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Session, StoreError> {
        Ok(match &self.inner.backend {
            Backend::Sqlite(sqlite) => Session::SqliteReader(sqlite.readers.acquire().await?),
            Backend::Postgres(pool) => Session::PostgresReader(pool.acquire().await?),
        })
    }

    /// Runs a command in a transaction and answers once it is committed. The work may run more than once,
    /// each time from nothing, so it owns its input.
    pub(crate) async fn write<I, T>(
        &self,
        input: I,
        work: for<'c> fn(&'c mut Session, &'c I) -> Work<'c, T>,
    ) -> Result<T, StoreError>
    where
        I: Send + Sync + 'static,
        T: Send + 'static,
    {
        match &self.inner.backend {
            Backend::Postgres(pool) => {
                let input = Arc::new(input);
                postgres::write(pool, move |session| {
                    let input = Arc::clone(&input);
                    Box::pin(async move { work(session, &input).await })
                })
                .await
            }
            Backend::Sqlite(sqlite) => {
                let input = Arc::new(input);
                let answer = sqlite.writer.run(Box::new(move |session| {
                    let input = Arc::clone(&input);
                    Box::pin(async move {
                        let answer = work(session, &input).await?;
                        Ok(Box::new(answer) as Box<dyn Any + Send>)
                    })
                }));
                let answer = answer.await?.downcast::<T>();
                Ok(*answer.expect("invariant: a command answers its own type"))
            }
        }
    }

    /// Makes sure that overwritten values are out of SQLite's log too.
    pub(crate) async fn forget_overwritten(&self) -> Result<(), StoreError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.writer.checkpoint().await,
            Backend::Postgres(_) => Ok(()),
        }
    }

    /// Opens the proof sealed by the key the store was made with, or makes it in a new store.
    async fn prove_master_key(&self) -> Result<(), StoreError> {
        let name = KEY_PROOF_NAME.as_bytes();
        let proof = self.sealer().seal_direct(Table::Settings, name, KEY_PROOF)?;
        let kept = self
            .write(proof, |session, proof| {
                Box::pin(async move {
                    let insert =
                        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING";
                    session.execute(insert, values![KEY_PROOF_NAME, proof.clone()]).await?;
                    let select = "SELECT value FROM settings WHERE name = $1";
                    let row = session.fetch_first(select, values![KEY_PROOF_NAME]).await?;
                    row.ok_or_else(|| StoreError::corrupt("key proof"))?.blob("value")
                })
            })
            .await?;
        match self.sealer().open_direct(Table::Settings, name, &kept) {
            Some(text) if text == KEY_PROOF => Ok(()),
            _ => Err(StoreError::WrongMasterKey),
        }
    }
}
