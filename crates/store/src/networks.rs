//! Published networks: documents by content hash, and the history of which one was in force.

use crate::{ContentHash, Store, StoreError};
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
        unimplemented!()
    }

    /// Makes a kept network the one in force; [`StoreError::NotFound`] where it is not kept.
    pub async fn network_publish(
        &self,
        hash: ContentHash,
        note: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// The network in force.
    pub async fn network_published(&self) -> Result<Option<NetworkVersionRow>, StoreError> {
        unimplemented!()
    }

    /// A kept network with its sources.
    pub async fn network_find(&self, hash: ContentHash) -> Result<Option<NetworkRow>, StoreError> {
        unimplemented!()
    }

    /// The publications, newest first, at most `limit`.
    pub async fn network_versions_list(
        &self,
        limit: u32,
    ) -> Result<Vec<NetworkVersionRow>, StoreError> {
        unimplemented!()
    }
}
