//! Requests per key: a token bucket each, in memory.
//!
//! Each process counts by itself, so several behind one address allow as many times more.

use crate::limits::{RATE_BURST, RATE_KEYS_MAX, RATE_PER_SECOND};
use jiff::Timestamp;
use portolan_model::ApiKeyId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How fast a key may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests in a burst.
    pub burst: u32,
    /// Requests given back every second.
    pub per_second: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self { burst: RATE_BURST, per_second: RATE_PER_SECOND }
    }
}

/// Every key's bucket.
#[derive(Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    buckets: Mutex<HashMap<ApiKeyId, Bucket>>,
}

/// Tokens in thousandths, as of an instant.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    milli_tokens: u64,
    at: Timestamp,
}

impl RateLimiter {
    /// Full buckets for everybody.
    pub fn new(limit: RateLimit) -> Self {
        Self { limit, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes a token of a key; where there is none, the seconds until there is one.
    pub fn take(&self, key: ApiKeyId, now: Timestamp) -> Result<(), u64> {
        let full = u64::from(self.limit.burst) * 1000;
        let rate = u64::from(self.limit.per_second).max(1);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= RATE_KEYS_MAX && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| refilled(bucket, now, rate, full) < full);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { milli_tokens: full, at: now });
        bucket.milli_tokens = refilled(bucket, now, rate, full);
        bucket.at = now.max(bucket.at);
        if let Some(left) = bucket.milli_tokens.checked_sub(1000) {
            bucket.milli_tokens = left;
            return Ok(());
        }
        Err((1000 - bucket.milli_tokens).div_ceil(rate * 1000).max(1))
    }
}

/// Tokens per second are thousandths of a token per millisecond.
fn refilled(bucket: &Bucket, now: Timestamp, rate: u64, full: u64) -> u64 {
    let millis = now.as_millisecond().saturating_sub(bucket.at.as_millisecond());
    let millis = u64::try_from(millis).unwrap_or_default();
    bucket.milli_tokens.saturating_add(millis.saturating_mul(rate)).min(full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_burst_is_let_through_then_the_rate() {
        let limiter = RateLimiter::new(RateLimit { burst: 3, per_second: 2 });
        let key = ApiKeyId::from_parts(1, [7; 10]);
        let other = ApiKeyId::from_parts(1, [8; 10]);
        let start = Timestamp::from_second(1_800_000_000).unwrap();
        let at = |millis| start + SignedDuration::from_millis(millis);
        for _ in 0..3 {
            assert_eq!(limiter.take(key, at(0)), Ok(()));
        }
        assert_eq!(limiter.take(key, at(0)), Err(1));
        assert_eq!(limiter.take(other, at(0)), Ok(()), "keys do not share");
        assert_eq!(limiter.take(key, at(499)), Err(1));
        assert_eq!(limiter.take(key, at(500)), Ok(()));
        assert_eq!(limiter.take(key, at(500)), Err(1));
        for _ in 0..3 {
            assert_eq!(limiter.take(key, at(60_000)), Ok(()), "never more than the burst");
        }
        assert_eq!(limiter.take(key, at(60_000)), Err(1));
    }
}
