//! A row of either engine, read by column name; a value that cannot be read is [`StoreError::Corrupt`].

use crate::{ContentHash, StoreError, sqlite::connection::HeldRow};
use jiff::Timestamp;
use portolan_model::id::{Id, Kind};
use rusqlite::types::Value as Held;
use sqlx::{Row as _, postgres::PgRow};

/// One row.
pub(crate) enum Row {
    Sqlite(HeldRow),
    Postgres(PgRow),
}

impl Row {
    /// An integer that may be null.
    pub(crate) fn int_maybe(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => {
                return match row.get(column) {
                    Some(Held::Null) => Ok(None),
                    Some(Held::Integer(value)) => Ok(Some(*value)),
                    _ => Err(StoreError::corrupt(column)),
                };
            }
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|_| StoreError::corrupt(column))
    }

    /// A text that may be null.
    pub(crate) fn text_maybe(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => {
                return match row.get(column) {
                    Some(Held::Null) => Ok(None),
                    Some(Held::Text(value)) => Ok(Some(value.clone())),
                    _ => Err(StoreError::corrupt(column)),
                };
            }
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|_| StoreError::corrupt(column))
    }

    /// Bytes that may be null.
    pub(crate) fn blob_maybe(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self {
            Self::Sqlite(row) => {
                return match row.get(column) {
                    Some(Held::Null) => Ok(None),
                    Some(Held::Blob(value)) => Ok(Some(value.clone())),
                    _ => Err(StoreError::corrupt(column)),
                };
            }
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|_| StoreError::corrupt(column))
    }

    /// An integer.
    pub(crate) fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.int_maybe(column)?.ok_or_else(|| StoreError::corrupt(column))
    }

    /// A text.
    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.text_maybe(column)?.ok_or_else(|| StoreError::corrupt(column))
    }

    /// Bytes.
    pub(crate) fn blob(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.blob_maybe(column)?.ok_or_else(|| StoreError::corrupt(column))
    }

    /// An instant.
    pub(crate) fn time(&self, column: &str) -> Result<Timestamp, StoreError> {
        self.time_maybe(column)?.ok_or_else(|| StoreError::corrupt(column))
    }

    /// An instant that may be null.
    pub(crate) fn time_maybe(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        let instant = self.int_maybe(column)?.map(Timestamp::from_microsecond).transpose();
        instant.map_err(|_| StoreError::corrupt(column))
    }

    /// A public id.
    pub(crate) fn id<K: Kind>(&self, column: &str) -> Result<Id<K>, StoreError> {
        self.id_maybe(column)?.ok_or_else(|| StoreError::corrupt(column))
    }

    /// A public id that may be null.
    pub(crate) fn id_maybe<K: Kind>(&self, column: &str) -> Result<Option<Id<K>>, StoreError> {
        let Some(bytes) = self.blob_maybe(column)? else { return Ok(None) };
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| StoreError::corrupt(column))?;
        Id::from_bytes(bytes).map(Some).map_err(|_| StoreError::corrupt(column))
    }

    /// A digest.
    pub(crate) fn hash(&self, column: &str) -> Result<ContentHash, StoreError> {
        self.blob(column)?.try_into().map_err(|_| StoreError::corrupt(column))
    }
}
