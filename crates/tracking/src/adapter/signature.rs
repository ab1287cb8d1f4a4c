//! How a carrier signs what it sends, from a closed list; an adapter names one, the check is here.
//!
//! Pure: bytes, secret and header in, a yes or no out. A signature says who sent the bytes, not when: a
//! replayed message is recognised by its content, which ingest keeps by its hash.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

#[cfg(test)]
mod tests;

/// How a message is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureScheme {
    /// Hex of HMAC-SHA-256 over the body; a prefix up to `=` in the header does not count.
    HmacSha256Hex,
    /// Base64 of HMAC-SHA-256 over the body.
    HmacSha256Base64,
    /// Hex of SHA-256 over the body, `/` and the secret: a plain hash, as some aggregators use.
    Sha256SlashSecretHex,
    /// Base64 of MD5 over the body and the secret, as older Chinese platforms use: weak, better than nothing.
    Md5SecretBase64,
    /// The secret itself in the header.
    SharedSecret,
}

const SCHEMES: [(&str, SignatureScheme); 5] = [
    ("hmac_sha256_hex", SignatureScheme::HmacSha256Hex),
    ("hmac_sha256_base64", SignatureScheme::HmacSha256Base64),
    ("sha256_slash_secret_hex", SignatureScheme::Sha256SlashSecretHex),
    ("md5_secret_base64", SignatureScheme::Md5SecretBase64),
    ("shared_secret", SignatureScheme::SharedSecret),
];

/// What an adapter says about signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// How it is made.
    pub scheme: SignatureScheme,
    /// The header that carries it.
    pub header: String,
}

impl SignatureScheme {
    /// Every scheme's stable name.
    pub fn names() -> Vec<&'static str> {
        SCHEMES.iter().map(|(name, _)| *name).collect()
    }

    /// The scheme of a name.
    pub fn parse(text: &str) -> Option<Self> {
        SCHEMES.iter().find(|(name, _)| *name == text).map(|(_, scheme)| *scheme)
    }

    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        SCHEMES.iter().find(|(_, scheme)| *scheme == self).map_or("", |(name, _)| name)
    }

    /// Whether the header's value is what the holder of the secret would send with this body. An empty
    /// secret never fits. Takes as long for a wrong value as for a right one of its length.
    pub fn is_right(self, body: &[u8], secret: &[u8], header: &str) -> bool {
        if secret.is_empty() {
            return false;
        }
        let given = header.trim();
        let (wanted, given) = match self {
            Self::HmacSha256Hex => {
                let hex = given.rsplit('=').next().unwrap_or(given);
                (hex_of(&hmac(body, secret)), hex.to_ascii_lowercase())
            }
            Self::HmacSha256Base64 => (base64_of(&hmac(body, secret)), given.to_owned()),
            Self::Sha256SlashSecretHex => {
                let hash = Sha256::new().chain_update(body).chain_update(b"/").chain_update(secret);
                (hex_of(&hash.finalize()), given.to_ascii_lowercase())
            }
            Self::Md5SecretBase64 => {
                let hash = Md5::new().chain_update(body).chain_update(secret).finalize();
                (base64_of(&hash), given.to_owned())
            }
            Self::SharedSecret => return secret.ct_eq(given.as_bytes()).into(),
        };
        wanted.as_bytes().ct_eq(given.as_bytes()).into()
    }
}

fn hmac(body: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("invariant: any length is a key");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

fn hex_of(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| digit(nibble.into()))
        .collect()
}

fn digit(value: u32) -> char {
    char::from_digit(value, 16).unwrap_or('0')
}

fn base64_of(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_u32 {
            let is_padding = place as usize > three.len();
            let index = bits >> (18 - 6 * place) & 63;
            text.push(if is_padding { '=' } else { char::from(LETTERS[index as usize]) });
        }
    }
    text
}
