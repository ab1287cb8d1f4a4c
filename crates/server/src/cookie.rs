//! The cookie of a sign-in, and the word that a page proves with that it can read our answers.
//!
//! The cookie goes with every request the browser makes, whoever had it made; the word does not. So
//! everything but reading needs both.

use crate::problem::ApiError;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use portolan_api::ProblemCode;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The cookie's name.
const NAME: &str = "ptl_session";
/// The header of the word.
const WORD: HeaderName = HeaderName::from_static("x-csrf-token");
/// Bytes of the word: 128 bits.
const WORD_BYTES: usize = 16;
/// Where the browser says that a request came from.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The secret of the sign-in that a request came with.
pub fn secret_of(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='))
}

/// A header that keeps a secret in the browser for so many seconds; out of reach of scripts and of other
/// sites, and never sent in the clear where `is_secure`.
pub fn keep(secret: &str, seconds: i64, is_secure: bool) -> Option<HeaderValue> {
    let secure = if is_secure { "; Secure" } else { "" };
    let text =
        format!("{NAME}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).ok()
}

/// The word of a sign-in.
pub fn word_of(secret: &str) -> String {
    let digest = Sha256::new().chain_update(b"portolan csrf").chain_update(secret).finalize();
    digest.iter().take(WORD_BYTES).fold(String::new(), |mut word, byte| {
        // Writing to a string does not fail.
        let _ = write!(word, "{byte:02x}");
        word
    })
}

/// Refuses what another site had the browser send.
pub fn check_origin(method: &Method, headers: &HeaderMap, secret: &str) -> Result<(), ApiError> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    let is_ours = headers.get(SITE).is_none_or(|site| site == "same-origin" || site == "none");
    let given = headers.get(WORD).map(HeaderValue::as_bytes).unwrap_or_default();
    // Digests are compared, so that the time tells nothing of where two words part.
    let is_said = Sha256::digest(given) == Sha256::digest(word_of(secret));
    if is_ours && is_said {
        return Ok(());
    }
    let detail = "send the header `x-csrf-token` with the word that `GET /v1/session` answers";
    Err(ApiError::new(ProblemCode::RequestForged, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = headers(&[("cookie", "a=1; ptl_session=pts_00; b=2")]);
        assert_eq!(secret_of(&found), Some("pts_00"));
        assert_eq!(secret_of(&headers(&[("cookie", "x=ptl_session; ptl_sessions=1")])), None);
    }

    #[test]
    fn a_change_needs_the_word_and_our_own_page() {
        let word = word_of("pts_00");
        let good = headers(&[("x-csrf-token", &word), ("sec-fetch-site", "same-origin")]);
        assert!(check_origin(&Method::POST, &good, "pts_00").is_ok());
        assert!(check_origin(&Method::POST, &good, "pts_01").is_err());
        let foreign = headers(&[("x-csrf-token", &word), ("sec-fetch-site", "cross-site")]);
        assert!(check_origin(&Method::DELETE, &foreign, "pts_00").is_err());
        assert!(check_origin(&Method::POST, &HeaderMap::new(), "pts_00").is_err());
        assert!(check_origin(&Method::GET, &HeaderMap::new(), "pts_00").is_ok());
    }
}
