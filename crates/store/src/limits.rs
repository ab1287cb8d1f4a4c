//! The store's limits: every page, batch, queue, retry and wait, each with its unit and reason.

use std::time::Duration;

/// Rows in one page of a list: a page is held in memory, and its personal data unsealed.
pub const PAGE_ROWS_MAX: u32 = 1_000;

/// Rows in one set-based call; an import of a day's orders fits. A larger set is the caller's to cut.
pub const BATCH_ROWS_MAX: usize = 200_000;

/// Values of one `IN (…)` on SQLite: they are bound as one text.
pub(crate) const SQLITE_LIST_MAX: usize = 10_000;

/// Rows in one PostgreSQL statement: the arrays of one message stay small.
pub(crate) const POSTGRES_ROWS_MAX: usize = 10_000;

/// Commands waiting for SQLite's writer: callers beyond it wait for a place.
pub(crate) const WRITER_QUEUE_COMMANDS: usize = 1_024;

/// Commands in one SQLite transaction.
pub(crate) const WRITER_BATCH_COMMANDS: usize = 256;

/// How long a SQLite transaction takes in further waiting commands before it commits.
pub(crate) const WRITER_BATCH_TIME: Duration = Duration::from_millis(5);

/// How long it takes in those that waited already when it began: they share its pages, which are written once.
pub(crate) const WRITER_WAITING_TIME: Duration = Duration::from_millis(200);

/// How long a SQLite connection waits for another process's write.
pub(crate) const SQLITE_BUSY_TIME: Duration = Duration::from_secs(10);

/// How long a caller waits for a pooled connection.
pub(crate) const ACQUIRE_TIME: Duration = Duration::from_secs(30);

/// Attempts of one PostgreSQL transaction that deadlocks with another or cannot be serialised.
pub(crate) const POSTGRES_ATTEMPTS: u32 = 5;

/// An API key's `last_used_at` is written at most once in this time: a key in use is no write load.
pub(crate) const KEY_TOUCH_MICROSECONDS: i64 = 60_000_000;

/// Resources in one hold: a route has at most 8 legs, each with grams and pieces, and processes.
pub(crate) const HOLD_ITEMS_MAX: usize = 64;

/// Overdue holds given up in one call.
pub(crate) const HOLDS_EXPIRED_MAX: i64 = 1_000;

/// Serial numbers in one lease.
pub(crate) const LEASE_NUMBERS_MAX: u32 = 100_000;

/// Bytes of a staged file in one row: a row is held in memory while it is sealed and bound.
pub(crate) const STAGED_PIECE_BYTES: usize = 1_000_000;

/// Staged files of one tenant that are not yet kept: a person works on one or two, a program on some.
pub(crate) const STAGED_FILES_MAX: i64 = 50;

/// Most notices counted as not read.
pub(crate) const UNREAD_MAX: i64 = 1_000;
