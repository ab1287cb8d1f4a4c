//! SQLite: WAL, one writer thread that owns the one write connection, and connections that read.

pub(crate) mod connection;
pub(crate) mod readers;
pub(crate) mod writer;

use crate::{StoreConfig, StoreError, migrate::migrate, session::Session};
use readers::Readers;
use std::path::{Path, PathBuf};
use writer::Writer;

/// Bytes of a page; `max_page_count` counts these.
const PAGE_BYTES: u32 = 4_096;

/// Memory for the writer's pages, in KiB (64 MiB): those of the parcels under way are written again and
/// again, and would else be read again each time.
const WRITER_CACHE_KIB: u32 = 65_536;
/// Pages in the log before they are moved into the file (256 MiB): the pages of the keys are written again
/// with every batch, and moved once.
const LOG_PAGES: u32 = 65_536;

/// Claims due entries of the outbox: the writer alone claims.
pub(crate) const OUTBOX_CLAIM: &str =
    "UPDATE outbox SET claimed_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM outbox WHERE next_attempt_at <= $1
        AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY next_attempt_at, id LIMIT $3)
    RETURNING *";

/// Claims due timers likewise.
pub(crate) const TIMERS_CLAIM: &str =
    "UPDATE timers SET claimed_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM timers WHERE due_at <= $1
        AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY due_at, id LIMIT $3)
    RETURNING *";

/// An open SQLite database.
pub(crate) struct SqliteBackend {
    pub(crate) writer: Writer,
    pub(crate) readers: Readers,
}

/// The file of a `sqlite:PATH` address.
pub(crate) fn path_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && !path.starts_with(':')).then(|| PathBuf::from(path))
}

/// Opens or makes the file, migrates it, and starts the writer.
pub(crate) async fn open(path: &Path, config: &StoreConfig) -> Result<SqliteBackend, StoreError> {
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(|e| StoreError::Database(e.into()))?;
    }
    let mut pragmas = vec![
        ("page_size", PAGE_BYTES.to_string()),
        ("journal_mode", "wal".to_owned()),
        ("synchronous", "full".to_owned()),
        ("foreign_keys", "on".to_owned()),
        // What is deleted or overwritten leaves no trace in the file: erased keys must be gone.
        ("secure_delete", "on".to_owned()),
        ("cache_size", format!("-{WRITER_CACHE_KIB}")),
        ("wal_autocheckpoint", LOG_PAGES.to_string()),
    ];
    if let Some(pages) = config.max_page_count {
        pragmas.push(("max_page_count", pages.to_string()));
    }
    let mut session = Session::SqliteWriter(Box::new(connection::open(path, &pragmas)?));
    session.script("BEGIN IMMEDIATE").await?;
    match migrate(&mut session).await {
        Ok(()) => session.script("COMMIT").await?,
        Err(error) => {
            // The connection is dropped with its transaction, whether or not this succeeds.
            let _ = session.script("ROLLBACK").await;
            return Err(error);
        }
    }
    let readers = Readers::open(path, config.connections)?;
    Ok(SqliteBackend { writer: Writer::start(session)?, readers })
}
