//! A file sent as a request's body: spooled to disk while it is counted and digested.
//!
//! A body over the limit is refused while it is read, so memory stays flat whatever is sent; a bounded
//! rest of it is thrown away, so that the caller gets to read the refusal. The file
//! has no name in the file system and is gone with its last handle.

use crate::extract::too_large;
use crate::limits::{DRAIN_BYTES_MAX, DRAIN_TIME};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_LENGTH;
use http_body_util::BodyExt as _;
use portolan_api::ProblemCode;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    file: Arc<File>,
    /// Its length, in bytes.
    pub bytes_length: u64,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
}

impl Upload {
    /// Reads a request's body, at most `bytes_max` of it.
    pub async fn spool(request: Request, bytes_max: u64) -> Answer<Self> {
        let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
        if announced.and_then(|text| text.parse::<u64>().ok()).is_some_and(|n| n > bytes_max) {
            drain(request.into_body()).await;
            return Err(too_large(bytes_max));
        }
        let file = tempfile::tempfile().map_err(ApiError::internal)?;
        let writer = file.try_clone().map_err(ApiError::internal)?;
        let (bytes_length, digest) =
            pour(request.into_body(), tokio::fs::File::from_std(writer), bytes_max).await?;
        Ok(Self { file: Arc::new(file), bytes_length, digest })
    }

    /// The whole file. Blocks: call it where blocking is allowed.
    pub fn read(&self) -> std::io::Result<Vec<u8>> {
        let mut file = self.file.as_ref();
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = Vec::with_capacity(usize::try_from(self.bytes_length).unwrap_or_default());
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

async fn pour(
    mut body: Body,
    mut file: tokio::fs::File,
    bytes_max: u64,
) -> Answer<(u64, [u8; 32])> {
    let mut digest = Sha256::new();
    let mut length = 0_u64;
    while let Some(frame) = body.frame().await {
        let broken = |_| ApiError::new(ProblemCode::MalformedRequest, "the body broke off");
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        length += data.len() as u64;
        if length > bytes_max {
            drop(file);
            drain(body).await;
            return Err(too_large(bytes_max));
        }
        digest.update(&data);
        file.write_all(&data).await.map_err(ApiError::internal)?;
    }
    file.flush().await.map_err(ApiError::internal)?;
    Ok((length, digest.finalize().into()))
}

/// Reads on and throws away, for a while: a caller that is still sending when the answer comes would see
/// a broken connection instead of the answer.
async fn drain(mut body: Body) {
    let rest = async {
        let mut left = DRAIN_BYTES_MAX;
        while let Some(Ok(frame)) = body.frame().await {
            let read = frame.data_ref().map_or(0, |data| data.len() as u64);
            left = left.saturating_sub(read);
            if left == 0 {
                return;
            }
        }
    };
    // Whoever sends more, or slower, has the connection closed.
    let _ = tokio::time::timeout(DRAIN_TIME, rest).await;
}

impl FromRequest<AppState> for Upload {
    type Rejection = ApiError;

    async fn from_request(mut request: Request, state: &AppState) -> Answer<Self> {
        match request.extensions_mut().remove::<Self>() {
            Some(spooled) => Ok(spooled),
            None => Self::spool(request, state.import_bytes_max).await,
        }
    }
}
