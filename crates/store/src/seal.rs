//! Sealing: XChaCha20-Poly1305 with a random 192-bit nonce in front of each ciphertext. The first 128 bits of
//! the nonce and the key make the key that `ring` seals with under the rest (draft-irtf-cfrg-xchacha-03, 2.3).
//!
//! The additional data names what is sealed and of whom, so that a ciphertext moved to another row or
//! column does not open.

use crate::{MasterKey, Personal, StoreError};
use chacha20::{R20, hchacha};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;

#[cfg(test)]
mod tests;

/// Bytes of a nonce.
const NONCE_LENGTH: usize = 24;
/// Bytes of what proves a ciphertext.
const TAG_LENGTH: usize = 16;
/// Nonces drawn at once.
const NONCES_DRAWN: usize = 128;

/// What is sealed; part of the additional data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Orders,
    Parcels,
    Labels,
    Idempotency,
    Settings,
    Scans,
    Messages,
    Quarantine,
    Inbound,
    Accounts,
    Invitations,
    StagedFiles,
    StagedPieces,
}

impl Table {
    /// The table's name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Parcels => "parcels",
            Self::Labels => "labels",
            Self::Idempotency => "idempotency",
            Self::Settings => "settings",
            Self::Scans => "scans",
            Self::Messages => "messages",
            Self::Quarantine => "quarantine",
            Self::Inbound => "inbound_addresses",
            Self::Accounts => "accounts",
            Self::Invitations => "invitations",
            Self::StagedFiles => "staged_files",
            Self::StagedPieces => "staged_pieces",
        }
    }
}

/// A subject's personal data, sealed under a new key of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealedSubject {
    /// The data key, wrapped by the master key.
    pub(crate) wrapped: Vec<u8>,
    /// The data, sealed by the data key.
    pub(crate) sealed: Vec<u8>,
}

/// A subject's data key as kept, and whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WrappedKey<'k> {
    /// The subject's own table.
    pub(crate) owner: Table,
    /// The subject's public id.
    pub(crate) subject: &'k [u8; 16],
    /// The wrapped key; none once erased.
    pub(crate) wrapped: Option<&'k [u8]>,
}

/// A subject's data key, out of its wrapping.
#[derive(Clone, Copy)]
pub(crate) struct DataKey([u8; 32]);

/// Seals and opens under the master key.
pub(crate) struct Sealer {
    master: [u8; 32],
    digests: [u8; 32],
}

impl Sealer {
    pub(crate) fn new(master: &MasterKey) -> Self {
        let digests = Sha256::new().chain_update(b"portolan digests").chain_update(master.bytes());
        Self { master: *master.bytes(), digests: digests.finalize().into() }
    }

    /// A digest that nobody without the master key can make, so that it cannot be used to guess what it
    /// was made of once that is erased.
    pub(crate) fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut digest = Sha256::new().chain_update(self.digests);
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().into()
    }

    /// A new data key of a subject, and its wrapping.
    pub(crate) fn new_data_key(
        &self,
        owner: Table,
        subject: &[u8; 16],
    ) -> Result<(DataKey, Vec<u8>), StoreError> {
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).map_err(|_| StoreError::Randomness)?;
        let wrapped = seal(&self.master, &wrap_data(owner, subject), &key)?;
        Ok((DataKey(key), wrapped))
    }

    /// The data key of a wrapping; none once erased.
    pub(crate) fn data_key(&self, key: WrappedKey<'_>) -> Result<Option<DataKey>, StoreError> {
        Ok(self.unwrap(key)?.map(DataKey))
    }

    /// Seals data under a new key of its subject.
    pub(crate) fn seal_subject(
        &self,
        table: Table,
        subject: &[u8; 16],
        plain: &[u8],
    ) -> Result<SealedSubject, StoreError> {
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).map_err(|_| StoreError::Randomness)?;
        let wrapped = seal(&self.master, &wrap_data(table, subject), &key)?;
        let sealed = seal(&key, &row_data(table, subject), plain)?;
        Ok(SealedSubject { wrapped, sealed })
    }

    /// Seals more data of a subject under the key it has; none where that was erased.
    pub(crate) fn seal_more(
        &self,
        key: WrappedKey<'_>,
        table: Table,
        plain: &[u8],
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(data_key) = self.unwrap(key)? else { return Ok(None) };
        seal(&data_key, &row_data(table, key.subject), plain).map(Some)
    }

    /// Opens a subject's data; without its key, or without the data, it was erased.
    pub(crate) fn open_subject(
        &self,
        key: WrappedKey<'_>,
        table: Table,
        sealed: Option<&[u8]>,
    ) -> Result<Personal, StoreError> {
        let (Some(data_key), Some(sealed)) = (self.unwrap(key)?, sealed) else {
            return Ok(Personal::Erased);
        };
        open(&data_key, &row_data(table, key.subject), sealed)
            .map(Personal::Kept)
            .ok_or_else(|| StoreError::corrupt(format!("personal data of {}", table.as_str())))
    }

    fn unwrap(&self, key: WrappedKey<'_>) -> Result<Option<[u8; 32]>, StoreError> {
        let Some(wrapped) = key.wrapped else { return Ok(None) };
        let data_key = open(&self.master, &wrap_data(key.owner, key.subject), wrapped);
        match data_key.and_then(|data_key| data_key.try_into().ok()) {
            Some(data_key) => Ok(Some(data_key)),
            None => Err(StoreError::corrupt(format!("data key of {}", key.owner.as_str()))),
        }
    }

    /// Seals under the master key itself, for what has no subject and does not last.
    pub(crate) fn seal_direct(
        &self,
        table: Table,
        name: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        seal(&self.master, &direct_data(table, name), plain)
    }

    /// Opens what was sealed under the master key itself; none under a wrong key.
    pub(crate) fn open_direct(&self, table: Table, name: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        open(&self.master, &direct_data(table, name), sealed)
    }
}

impl DataKey {
    /// Seals data of the key's subject.
    pub(crate) fn seal(
        &self,
        table: Table,
        subject: &[u8; 16],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        seal(&self.0, &row_data(table, subject), plain)
    }

    /// Opens data of the key's subject.
    pub(crate) fn open(
        &self,
        table: Table,
        subject: &[u8; 16],
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        open(&self.0, &row_data(table, subject), sealed)
            .ok_or_else(|| StoreError::corrupt(format!("sealed part of {}", table.as_str())))
    }
}

fn row_data(table: Table, subject: &[u8; 16]) -> Vec<u8> {
    [b"portolan row ", table.as_str().as_bytes(), b" ", subject.as_slice()].concat()
}

fn wrap_data(table: Table, subject: &[u8; 16]) -> Vec<u8> {
    [b"portolan key ", table.as_str().as_bytes(), b" ", subject.as_slice()].concat()
}

fn direct_data(table: Table, name: &[u8]) -> Vec<u8> {
    [b"portolan own ", table.as_str().as_bytes(), b" ", name].concat()
}

fn seal(key: &[u8; 32], data: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce = NONCES.with_borrow_mut(Nonces::next)?;
    let mut sealed = Vec::with_capacity(NONCE_LENGTH + plain.len() + TAG_LENGTH);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(plain);
    let too_long = || StoreError::Limit { what: "personal data", limit: i64::from(u32::MAX) };
    let (key, nonce) = inner(key, &nonce).ok_or_else(too_long)?;
    let tag = key.seal_in_place_separate_tag(nonce, Aad::from(data), &mut sealed[NONCE_LENGTH..]);
    sealed.extend_from_slice(tag.map_err(|_| too_long())?.as_ref());
    Ok(sealed)
}

/// The key and the nonce of ChaCha20-Poly1305 that a key and a nonce of XChaCha20-Poly1305 stand for.
fn inner(key: &[u8; 32], nonce: &[u8; NONCE_LENGTH]) -> Option<(LessSafeKey, Nonce)> {
    let (first, rest) = nonce.split_first_chunk::<16>()?;
    let key = hchacha::<R20>(key.into(), first.into());
    let mut short = [0_u8; 12];
    short[4..].copy_from_slice(rest);
    let key = UnboundKey::new(&CHACHA20_POLY1305, &key).ok()?;
    Some((LessSafeKey::new(key), Nonce::assume_unique_for_key(short)))
}

/// Nonces drawn from the system many at a time: it takes as long to draw one as to seal a scan.
struct Nonces {
    drawn: [[u8; NONCE_LENGTH]; NONCES_DRAWN],
    left: usize,
}

thread_local! {
    static NONCES: RefCell<Nonces> =
        const { RefCell::new(Nonces { drawn: [[0; NONCE_LENGTH]; NONCES_DRAWN], left: 0 }) };
}

impl Nonces {
    /// One that was not given before.
    fn next(&mut self) -> Result<[u8; NONCE_LENGTH], StoreError> {
        if self.left == 0 {
            let bytes = self.drawn.as_flattened_mut();
            getrandom::fill(bytes).map_err(|_| StoreError::Randomness)?;
            self.left = NONCES_DRAWN;
        }
        self.left -= 1;
        Ok(self.drawn[self.left])
    }
}

fn open(key: &[u8; 32], data: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LENGTH>()?;
    let (key, nonce) = inner(key, nonce)?;
    let mut plain = sealed.to_vec();
    let length = key.open_in_place(nonce, Aad::from(data), &mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}
