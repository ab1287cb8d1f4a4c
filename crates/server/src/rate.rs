//! Requests per caller: a token bucket each, in memory.
//!
//! Each process counts by itself, so several behind one address allow as many times more.

use crate::limits::{RATE_BURST, RATE_KEYS_MAX, RATE_PER_SECOND};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::hash::Hash;
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

/// Every caller's bucket.
#[derive(Debug)]
pub struct RateLimiter<K> {
    /// Thousandths of a token when full.
    full: u64,
    /// So many thousandths of a token come back every so many milliseconds.
    back: (u64, u64),
    buckets: Mutex<HashMap<K, Bucket>>,
}

/// Tokens in thousandths, as of an instant.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    milli_tokens: u64,
    at: Timestamp,
}

impl<K: Copy + Eq + Hash> RateLimiter<K> {
    /// Full buckets for everybody.
    pub fn new(limit: RateLimit) -> Self {
        Self::of(limit.burst, (u64::from(limit.per_second).max(1), 1))
    }

    /// Full buckets to which a token comes back every so many seconds.
    pub fn slow(burst: u32, seconds: u32) -> Self {
        Self::of(burst, (1, u64::from(seconds).max(1)))
    }

    fn of(burst: u32, back: (u64, u64)) -> Self {
        Self { full: u64::from(burst) * 1000, back, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes a token of a caller; where there is none, the seconds until there is one.
    pub fn take(&self, key: K, now: Timestamp) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= RATE_KEYS_MAX && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| bucket.milli_tokens + self.gained(bucket, now) < self.full);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { milli_tokens: self.full, at: now });
        let gained = self.gained(bucket, now);
        if gained > 0 {
            bucket.milli_tokens = bucket.milli_tokens.saturating_add(gained).min(self.full);
            // Only the time that was paid for is over: the rest counts towards what comes back next.
            let paid = gained.saturating_mul(self.back.1) / self.back.0;
            let paid = SignedDuration::from_millis(i64::try_from(paid).unwrap_or(i64::MAX));
            bucket.at = bucket.at.checked_add(paid).map_or(now, |at| at.min(now));
        }
        if let Some(left) = bucket.milli_tokens.checked_sub(1000) {
            bucket.milli_tokens = left;
            return Ok(());
        }
        let missing = (1000 - bucket.milli_tokens).saturating_mul(self.back.1);
        Err(missing.div_ceil(self.back.0 * 1000).max(1))
    }

    fn gained(&self, bucket: &Bucket, now: Timestamp) -> u64 {
        let millis = now.as_millisecond().saturating_sub(bucket.at.as_millisecond());
        let millis = u64::try_from(millis).unwrap_or_default();
        millis.saturating_mul(self.back.0) / self.back.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::ApiKeyId;

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

    #[test]
    fn a_slow_bucket_gains_however_often_it_is_asked() {
        let limiter = RateLimiter::slow(1, 60);
        let start = Timestamp::from_second(1_800_000_000).unwrap();
        let at = |millis| start + SignedDuration::from_millis(millis);
        assert_eq!(limiter.take(1, at(0)), Ok(()));
        assert_eq!(limiter.take(1, at(0)), Err(60));
        let first = (1..=70_000).step_by(7).find(|&millis| limiter.take(1, at(millis)).is_ok());
        assert!((60_000..62_000).contains(&first.unwrap()), "{first:?}");
    }
}
