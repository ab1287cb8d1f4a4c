//! The store's handle: opened once, cloned cheaply, closed at the end.

use crate::{Engine, StoreConfig, StoreError};

/// Everything durable. Clones share one connection pool and, on SQLite, one writer.
#[derive(Clone)]
pub struct Store {}

impl Store {
    /// Opens a store: connects, migrates to this program's schema, and proves the master key.
    pub async fn open(config: StoreConfig) -> Result<Self, StoreError> {
        unimplemented!()
    }

    /// Which database stands behind it.
    pub fn engine(&self) -> Engine {
        unimplemented!()
    }

    /// Whether the database answers, for a readiness check.
    pub async fn ping(&self) -> Result<(), StoreError> {
        unimplemented!()
    }

    /// Finishes what was acknowledged, and closes every connection; later calls on any clone fail with
    /// [`StoreError::Closed`].
    pub async fn close(&self) {
        unimplemented!()
    }
}
