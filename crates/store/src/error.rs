//! What can go wrong in the store, with a stable code for each.

use std::borrow::Cow;

/// An error of the store. Whatever the error, nothing of the failed command was applied.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else changed or took it first: load again and decide again.
    #[error("{what}")]
    Conflict {
        /// What collided, in words for the caller's log and answer.
        what: String,
    },
    /// The tenant has no such row.
    #[error("{what} not found")]
    NotFound {
        /// Which row, by its public id or key.
        what: String,
    },
    /// A hold asks for more than is left of a resource.
    #[error("{resource} has {left} {unit} left of {capacity}, {asked} asked")]
    OverCapacity {
        /// The resource's key.
        resource: String,
        /// `grams` or `pieces`.
        unit: &'static str,
        /// The limit of the resource.
        capacity: i64,
        /// What is neither held nor confirmed.
        left: i64,
        /// What the hold asked for.
        asked: i64,
    },
    /// A range of identifiers has too few numbers left.
    #[error(
        "identifier range {range} is exhausted: {left} numbers left, {asked} asked; add a range to the operator"
    )]
    IdentifiersExhausted {
        /// The range's key.
        range: String,
        /// Numbers left.
        left: i64,
        /// Numbers asked for.
        asked: i64,
    },
    /// The database has no room.
    #[error(
        "the database is full: nothing was written; free disk space or raise max_page_count, then try again"
    )]
    Full,
    /// The store was sealed with another master key.
    #[error("the master key does not open this store: give the key it was created with")]
    WrongMasterKey,
    /// A master key that is not 64 hexadecimal digits.
    #[error("a master key is 64 hexadecimal digits")]
    MasterKeyFormat,
    /// A database address that is neither SQLite's nor PostgreSQL's.
    #[error("a database is sqlite:PATH or postgres://USER@HOST/NAME")]
    Url,
    /// The database was migrated by a newer version of the program.
    #[error(
        "the database has schema version {found}, this program knows {known}: use the newer program"
    )]
    SchemaNewer {
        /// The version found.
        found: i64,
        /// The newest version this program has.
        known: i64,
    },
    /// A migration that was applied differs from the one in this program.
    #[error("migration {version} of the database differs from this program's")]
    SchemaChanged {
        /// The migration's number.
        version: i64,
    },
    /// A set, page, text or number beyond its limit.
    #[error("{what} exceeds its limit of {limit}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: i64,
    },
    /// A stored value that cannot be read: the database was changed by other hands.
    #[error("stored {what} cannot be read")]
    Corrupt {
        /// Which value.
        what: String,
    },
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Randomness,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// Another process or transaction held the database too long: try again.
    #[error("the database is busy, try again")]
    Busy,
    /// The database failed otherwise.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// A stable code for logs and answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "store_conflict",
            Self::NotFound { .. } => "store_not_found",
            Self::OverCapacity { .. } => "store_over_capacity",
            Self::IdentifiersExhausted { .. } => "store_identifiers_exhausted",
            Self::Full => "store_full",
            Self::WrongMasterKey => "store_wrong_master_key",
            Self::MasterKeyFormat => "store_master_key_format",
            Self::Url => "store_url",
            Self::SchemaNewer { .. } => "store_schema_newer",
            Self::SchemaChanged { .. } => "store_schema_changed",
            Self::Limit { .. } => "store_limit",
            Self::Corrupt { .. } => "store_corrupt",
            Self::Randomness => "store_randomness",
            Self::Closed => "store_closed",
            Self::Busy => "store_busy",
            Self::Database(_) => "store_database",
        }
    }

    /// Whether the same command may succeed when tried again unchanged.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Busy)
    }

    pub(crate) fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }

    pub(crate) fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

/// SQLite's primary result codes: <https://sqlite.org/rescode.html>; extended codes hold them in the
/// low byte. PostgreSQL's: its manual, appendix A.
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => return Self::Busy,
            sqlx::Error::PoolClosed => return Self::Closed,
            _ => {}
        }
        if let Some(fault) = error.as_database_error() {
            if fault.is_unique_violation() {
                return Self::conflict(fault.message());
            }
            if fault.is_foreign_key_violation() {
                return Self::not_found("a row that this one refers to");
            }
        }
        let Some(code) = error.as_database_error().and_then(|e| e.code().map(Cow::into_owned))
        else {
            return Self::Database(error.into());
        };
        if code.len() == 5 {
            return match code.as_str() {
                "53100" => Self::Full,
                "40001" | "40P01" | "55P03" => Self::Busy,
                _ => Self::Database(error.into()),
            };
        }
        sqlite_code(code.parse().unwrap_or(0)).unwrap_or_else(|| Self::Database(error.into()))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Database(error.into());
        };
        match failure.extended_code {
            // Of a primary key, and of another key.
            1_555 | 2_067 => Self::conflict(message.clone().unwrap_or_default()),
            787 => Self::not_found("a row that this one refers to"),
            code => sqlite_code(code).unwrap_or_else(|| Self::Database(error.into())),
        }
    }
}

fn sqlite_code(code: i32) -> Option<StoreError> {
    match code & 0xff {
        5 | 6 => Some(StoreError::Busy),
        13 => Some(StoreError::Full),
        _ => None,
    }
}
