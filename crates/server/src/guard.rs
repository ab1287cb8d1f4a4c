//! Tries at passwords: counted by who tries, by the account tried, and by both, in memory.
//!
//! A guesser at one account is stopped after ten tries and then has one a minute; one who asks from many
//! places meets the account's own count, which leaves its owner room from elsewhere for longer.

use crate::problem::{Answer, ApiError};
use crate::rate::RateLimiter;
use jiff::Timestamp;
use portolan_api::ProblemCode;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;

/// The counts.
#[derive(Debug)]
pub struct Guard {
    by_both: RateLimiter<(IpAddr, [u8; 32])>,
    by_account: RateLimiter<[u8; 32]>,
    by_visitor: RateLimiter<IpAddr>,
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            by_both: RateLimiter::slow(10, 60),
            by_account: RateLimiter::slow(100, 30),
            by_visitor: RateLimiter::slow(60, 10),
        }
    }
}

impl Guard {
    /// A try of a visitor at the account of an address.
    pub fn take(&self, visitor: IpAddr, mail: &str, now: Timestamp) -> Answer<()> {
        self.take_visitor(visitor, now)?;
        let account = account_of(mail);
        self.by_both.take((visitor, account), now).map_err(refused)?;
        self.by_account.take(account, now).map_err(refused)
    }

    /// A try of a visitor at anything.
    pub fn take_visitor(&self, visitor: IpAddr, now: Timestamp) -> Answer<()> {
        self.by_visitor.take(visitor, now).map_err(refused)
    }

    /// A try at an account by who is signed in to it.
    pub fn take_account(&self, mail: &str, now: Timestamp) -> Answer<()> {
        self.by_account.take(account_of(mail), now).map_err(refused)
    }
}

fn account_of(mail: &str) -> [u8; 32] {
    Sha256::digest(mail.as_bytes()).into()
}

fn refused(seconds: u64) -> ApiError {
    let detail = format!("too many tries: wait {seconds} s");
    ApiError::new(ProblemCode::RateLimited, detail).retry_after(seconds)
}
