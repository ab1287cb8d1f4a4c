//! Published networks: documents by content hash, and the history of which one was in force.

use crate::{ContentHash, PAGE_ROWS_MAX, Store, StoreError, row::Row, value::values};
use jiff::Timestamp;

/// A network to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNetwork {
    /// Its content hash: the version that decisions record.
    pub hash: ContentHash,
    /// Its title.
    pub title: String,
    /// Its sources, in the caller's packing.
    pub document: Vec<u8>,
}

/// A network as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkRow {
    /// Its content hash.
    pub hash: ContentHash,
    /// Its title.
    pub title: String,
    /// Its sources, in the caller's packing.
    pub document: Vec<u8>,
    /// When it was first kept.
    pub created_at: Timestamp,
}

/// One publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkVersionRow {
    /// Its number; later ones are greater.
    pub key: i64,
    /// Which network.
    pub hash: ContentHash,
    /// Its title.
    pub title: String,
    /// Why it was published.
    pub note: String,
    /// When it was published.
    pub published_at: Timestamp,
}

impl Store {
    /// Keeps a network; true where it was not kept yet.
    pub async fn network_put(
        &self,
        network: &NewNetwork,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write((network.clone(), now), |session, (network, now)| {
            Box::pin(async move {
                let sql = "INSERT INTO networks (hash, title, document, created_at)
                    VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING";
                let document = network.document.as_slice();
                let values = values![network.hash, &network.title, document, *now];
                Ok(session.execute(sql, values).await? > 0)
            })
        })
        .await
    }

    /// Makes a kept network the one in force; [`StoreError::NotFound`] where it is not kept.
    pub async fn network_publish(
        &self,
        hash: ContentHash,
        note: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((hash, note.to_owned(), now), |session, (hash, note, now)| {
            Box::pin(async move {
                let sql = "INSERT INTO network_versions (network_id, note, published_at)
                    SELECT id, $2, $3 FROM networks WHERE hash = $1";
                match session.execute(sql, values![*hash, note, *now]).await? {
                    0 => Err(StoreError::not_found("network")),
                    _ => Ok(()),
                }
            })
        })
        .await
    }

    /// The network in force.
    pub async fn network_published(&self) -> Result<Option<NetworkVersionRow>, StoreError> {
        Ok(self.network_versions_list(1).await?.into_iter().next())
    }

    /// A kept network with its sources.
    pub async fn network_find(&self, hash: ContentHash) -> Result<Option<NetworkRow>, StoreError> {
        let sql = "SELECT hash, title, document, created_at FROM networks WHERE hash = $1";
        let Some(row) = self.reader().await?.fetch_first(sql, values![hash]).await? else {
            return Ok(None);
        };
        Ok(Some(NetworkRow {
            hash: row.hash("hash")?,
            title: row.text("title")?,
            document: row.blob("document")?,
            created_at: row.time("created_at")?,
        }))
    }

    /// The publications, newest first, at most `limit`.
    pub async fn network_versions_list(
        &self,
        limit: u32,
    ) -> Result<Vec<NetworkVersionRow>, StoreError> {
        let sql = "SELECT v.id, n.hash, n.title, v.note, v.published_at FROM network_versions v
            JOIN networks n ON n.id = v.network_id ORDER BY v.id DESC LIMIT $1";
        let limit = i64::from(limit.min(PAGE_ROWS_MAX));
        let rows = self.reader().await?.fetch(sql, values![limit]).await?;
        rows.iter().map(read_version).collect()
    }
}

fn read_version(row: &Row) -> Result<NetworkVersionRow, StoreError> {
    Ok(NetworkVersionRow {
        key: row.int("id")?,
        hash: row.hash("hash")?,
        title: row.text("title")?,
        note: row.text("note")?,
        published_at: row.time("published_at")?,
    })
}
