//! How a store is opened: the database's address, the master key, the limits.

use crate::StoreError;
use std::fmt;

/// The key that wraps every data key: 32 bytes, held by the operator outside the database.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// A key from its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key from 64 hexadecimal digits; blanks around them are passed over.
    pub fn from_hex(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        let mut bytes = [0_u8; 32];
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(StoreError::MasterKeyFormat);
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16)
                .map_err(|_| StoreError::MasterKeyFormat)?;
        }
        Ok(Self(bytes))
    }

    /// A new random key, for a store that is being set up.
    pub fn generate() -> Result<Self, StoreError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| StoreError::Randomness)?;
        Ok(Self(bytes))
    }

    /// The key as 64 hexadecimal digits, to be written where the operator keeps it.
    pub fn to_hex(&self) -> String {
        use fmt::Write as _;
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    pub(crate) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Shows nothing of the key.
impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Which database stands behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file beside the program.
    Sqlite,
    /// A server.
    Postgres,
}

/// How a store is opened.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite:PATH` (made where absent) or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    pub url: String,
    /// The key that personal data is sealed under.
    pub master_key: MasterKey,
    /// SQLite only: the most pages (4,096 bytes each) the file may have; none for the disk's limit.
    pub max_page_count: Option<u32>,
    /// Connections for reading (SQLite), or for all (PostgreSQL).
    pub connections: u32,
}

impl StoreConfig {
    /// A store at `url` with the usual limits: 8 connections, no page limit.
    pub fn new(url: impl Into<String>, master_key: MasterKey) -> Self {
        Self { url: url.into(), master_key, max_page_count: None, connections: 8 }
    }
}

/// Shows neither the key nor the address, which may hold a password.
impl fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreConfig")
            .field("max_page_count", &self.max_page_count)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}
