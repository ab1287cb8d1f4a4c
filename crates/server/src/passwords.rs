//! Passwords: Argon2id with the crate's own parameters (19 MiB, two passes), a few at a time.

use crate::problem::{Answer, ApiError};
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use tokio::sync::Semaphore;

/// Digests reckoned at once: each holds a processor and its memory.
const AT_ONCE: usize = 2;
/// A digest of nobody's password: who signs in with an unknown address waits as long as all others.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
    U0ySEO8u4A0kCOJHX3PiHzQe+iFfrs3pWsqJIz9IkrY";

/// Where digests are reckoned.
#[derive(Debug)]
pub struct Passwords {
    places: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE) }
    }
}

impl Passwords {
    /// The digest to keep of a password, with a salt of its own.
    pub async fn digest(&self, password: &str) -> Answer<String> {
        let _place = self.places.acquire().await.map_err(ApiError::internal)?;
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| ApiError::internal(error.to_string()))?;
        let password = password.to_owned();
        let work = move || {
            let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
            let digest = Argon2::default().hash_password(password.as_bytes(), &salt);
            digest.map(|digest| digest.to_string()).map_err(|error| error.to_string())
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(ApiError::internal)?
            .map_err(ApiError::internal)
    }

    /// Whether a password is the one of a kept digest; without one the time is spent all the same.
    pub async fn is_right(&self, password: &str, kept: Option<&str>) -> Answer<bool> {
        let _place = self.places.acquire().await.map_err(ApiError::internal)?;
        let is_known = kept.is_some_and(|kept| !kept.is_empty());
        let kept = kept.filter(|_| is_known).unwrap_or(NOBODYS).to_owned();
        let password = password.to_owned();
        let work = move || {
            let kept = PasswordHash::new(&kept).map_err(|error| error.to_string())?;
            Ok::<_, String>(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
        };
        let is_right = tokio::task::spawn_blocking(work)
            .await
            .map_err(ApiError::internal)?
            .map_err(ApiError::internal)?;
        Ok(is_right && is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_digest_alone() {
        let passwords = Passwords::default();
        let kept = passwords.digest("correct horse battery").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, passwords.digest("correct horse battery").await.unwrap(), "salted");
        assert!(passwords.is_right("correct horse battery", Some(&kept)).await.unwrap());
        for (wrong, kept) in [("correct horse batterY", Some(kept.as_str())), ("", None)] {
            assert!(!passwords.is_right(wrong, kept).await.unwrap());
        }
        assert!(!passwords.is_right("anything", Some("")).await.unwrap(), "an erased account");
    }
}
