//! The connections that read SQLite. Their statements run where they are called: a page in memory is read in
//! microseconds, and to wake another thread for it takes longer.

use crate::{
    StoreError,
    limits::{ACQUIRE_TIME, SQLITE_BUSY_TIME},
};
use rusqlite::{Connection, OpenFlags};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Statements kept prepared by each connection.
const PREPARED: usize = 128;

/// Connections that cannot write.
pub(crate) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
    count: u32,
}

/// One of them, given back when dropped.
pub(crate) struct Reader {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    _place: OwnedSemaphorePermit,
}

impl Readers {
    /// Opens so many connections to a file that is there.
    pub(crate) fn open(path: &Path, count: u32) -> Result<Self, StoreError> {
        let count = count.max(1);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |_| {
            let connection = Connection::open_with_flags(path, flags)?;
            connection.busy_timeout(SQLITE_BUSY_TIME)?;
            connection.set_prepared_statement_cache_capacity(PREPARED);
            Ok(connection)
        };
        let idle: Vec<Connection> = (0..count).map(open).collect::<Result<_, StoreError>>()?;
        let places = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), places, count })
    }

    /// A connection, once one is free.
    pub(crate) async fn acquire(&self) -> Result<Reader, StoreError> {
        let place = timeout(ACQUIRE_TIME, Arc::clone(&self.places).acquire_owned()).await;
        let place = place.map_err(|_| StoreError::Busy)?.map_err(|_| StoreError::Closed)?;
        let connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = Some(connection.ok_or(StoreError::Closed)?);
        Ok(Reader { connection, idle: Arc::clone(&self.idle), _place: place })
    }

    /// Waits for what is being read, and closes every connection.
    pub(crate) async fn close(&self) {
        // An error means that they are closed already, or that somebody reads on and on.
        let all = timeout(ACQUIRE_TIME, self.places.acquire_many(self.count)).await;
        self.places.close();
        drop(all);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Reader {
    /// The connection.
    pub(crate) fn connection(&mut self) -> Result<&mut Connection, StoreError> {
        self.connection.as_mut().ok_or(StoreError::Closed)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
    }
}
