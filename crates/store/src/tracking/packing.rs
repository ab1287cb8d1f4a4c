//! How messages are compressed: short ones against the samples of their layout, with which they share
//! nearly everything but their values.

use crate::{Store, StoreError, session::Session, value::values};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::{
    collections::{HashMap, hash_map::Entry},
    io::Read as _,
    sync::{Arc, Mutex, PoisonError},
};
use zstd::{bulk::Compressor, dict::EncoderDictionary};

#[cfg(test)]
mod tests;

/// How well messages are compressed alone: the least that still counts how often each byte comes, which
/// costs a tenth of the highest and gains most of it.
const ALONE: i32 = 1;
/// How well they are compressed against samples: bytes that are not in those are not worth counting.
const AGAINST: i32 = -1;
/// From how many bytes on a message repeats enough of its own.
const LONG: usize = 4_096;
/// Of a message when unpacked: more than any that is taken in.
const UNPACKED_MAX: u64 = 1 << 30;

/// Samples that messages are compressed against.
pub(super) struct Dictionary {
    id: i64,
    encoder: EncoderDictionary<'static>,
}

/// Those used so far in this process, by the digest of what they hold; there are as many as adapters.
#[derive(Default)]
pub(crate) struct Dictionaries(Mutex<HashMap<[u8; 32], Arc<Dictionary>>>);

/// A message, compressed.
pub(super) struct Packed {
    pub(super) dictionary: Option<i64>,
    pub(super) bytes: Vec<u8>,
}

/// Compresses the messages of one append: to make a compressor takes longer than to use it once.
pub(super) struct Packer<'d> {
    alone: Option<Compressor<'static>>,
    against: HashMap<i64, Compressor<'d>>,
}

fn failed(error: std::io::Error) -> StoreError {
    StoreError::Database(error.into())
}

impl<'d> Packer<'d> {
    pub(super) fn new() -> Self {
        Self { alone: None, against: HashMap::new() }
    }

    pub(super) fn pack(
        &mut self,
        body: &[u8],
        dictionary: Option<&'d Dictionary>,
    ) -> Result<Packed, StoreError> {
        let Some(Dictionary { id, encoder }) = dictionary.filter(|_| body.len() < LONG) else {
            let mut alone = match self.alone.take() {
                Some(alone) => alone,
                None => Compressor::new(ALONE).map_err(failed)?,
            };
            let bytes = alone.compress(body).map_err(failed)?;
            self.alone = Some(alone);
            return Ok(Packed { dictionary: None, bytes });
        };
        let against = match self.against.entry(*id) {
            Entry::Occupied(made) => made.into_mut(),
            Entry::Vacant(none) => {
                none.insert(Compressor::with_prepared_dictionary(encoder).map_err(failed)?)
            }
        };
        Ok(Packed { dictionary: Some(*id), bytes: against.compress(body).map_err(failed)? })
    }
}

/// A message as it was.
pub(super) fn unpack(packed: &[u8], dictionary: Option<&[u8]>) -> Result<Vec<u8>, StoreError> {
    let unpacked = || -> std::io::Result<Vec<u8>> {
        let samples = dictionary.unwrap_or_default();
        let decoder = zstd::stream::Decoder::with_dictionary(packed, samples)?;
        let mut body = Vec::new();
        decoder.take(UNPACKED_MAX).read_to_end(&mut body)?;
        Ok(body)
    };
    unpacked().map_err(|_| StoreError::corrupt("message"))
}

impl Store {
    /// The dictionary of samples, which is kept from its first use on.
    pub(super) async fn dictionary(
        &self,
        samples: &Arc<[u8]>,
        now: Timestamp,
    ) -> Result<Arc<Dictionary>, StoreError> {
        let digest: [u8; 32] = Sha256::digest(samples).into();
        let used = &self.dictionaries().0;
        let held = used.lock().unwrap_or_else(PoisonError::into_inner).get(&digest).cloned();
        if let Some(held) = held {
            return Ok(held);
        }
        let input = (digest, Arc::clone(samples), now);
        let id = self.write(input, |session, (digest, samples, now)| {
            Box::pin(keep(session, *digest, samples, *now))
        });
        let (id, encoder) = (id.await?, EncoderDictionary::copy(samples, AGAINST));
        let made = Arc::new(Dictionary { id, encoder });
        let mut used = used.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(used.entry(digest).or_insert(made)))
    }
}

async fn keep(
    session: &mut Session,
    digest: [u8; 32],
    samples: &[u8],
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "INSERT INTO dictionaries (digest, body, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (digest) DO NOTHING";
    session.execute(sql, values![digest, samples, now]).await?;
    let sql = "SELECT id FROM dictionaries WHERE digest = $1";
    let row = session.fetch_first(sql, values![digest]).await?;
    row.ok_or_else(|| StoreError::corrupt("dictionary"))?.int("id")
}
