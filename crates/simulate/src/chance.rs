//! Chance, seeded: every draw is named by what it is about, so that it does not hang on who else moves.
//!
//! A draw's generator is keyed by the hash of the world's seed and the draw's name. The same seed gives the
//! same departure the same delay whichever parcels are on it, in whatever order they came.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

use crate::limits::{DEVIATION_MAX, P90_DEVIATE};

#[cfg(test)]
mod tests;

/// A world's chance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chance {
    seed: u64,
}

/// A duration known by its p50 and its p90.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) p50_seconds: u32,
    pub(crate) p90_seconds: u32,
}

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { seed }
    }

    fn draw(self, name: &[&str]) -> ChaCha8Rng {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        for part in name {
            // With its length before it, so that no two names run together.
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        ChaCha8Rng::from_seed(hash.finalize().into())
    }

    /// A number from 0, inclusive, to 1, exclusive.
    fn fraction(self, name: &[&str]) -> f64 {
        fraction_of(self.draw(name).next_u64())
    }

    /// A standard normal deviate, cut at [`DEVIATION_MAX`] (Box and Muller's way).
    pub(crate) fn deviate(self, name: &[&str]) -> f64 {
        let mut draw = self.draw(name);
        let (first, second) = (1.0 - fraction_of(draw.next_u64()), fraction_of(draw.next_u64()));
        let radius = (-2.0 * libm::log(first)).sqrt();
        let deviate = radius * libm::cos(std::f64::consts::TAU * second);
        deviate.clamp(-DEVIATION_MAX, DEVIATION_MAX)
    }

    /// Whether something of this probability happens.
    pub(crate) fn happens(self, ppm: u32, name: &[&str]) -> bool {
        self.fraction(name) * 1e6 < f64::from(ppm)
    }

    /// A whole number of a range.
    pub(crate) fn within(self, range: &std::ops::Range<u32>, name: &[&str]) -> u32 {
        let span = range.end.saturating_sub(range.start);
        range.start + scaled(span, self.fraction(name))
    }
}

impl Spread {
    /// The duration at a standard normal deviate: lognormal through p50 and p90, in seconds. Where the
    /// median is nothing there is nothing to scale, and it takes none.
    pub(crate) fn at(self, deviate: f64) -> u32 {
        if self.p50_seconds == 0 || self.p90_seconds <= self.p50_seconds {
            return self.p50_seconds;
        }
        let sigma =
            libm::log(f64::from(self.p90_seconds) / f64::from(self.p50_seconds)) / P90_DEVIATE;
        scaled(self.p50_seconds, libm::exp(sigma * deviate))
    }
}

/// Two deviates as one, the first with this share of the variance.
pub(crate) fn mixed(shared: f64, own: f64, shared_percent: u32) -> f64 {
    let share = f64::from(shared_percent) / 100.0;
    shared * share.sqrt() + own * (1.0 - share).sqrt()
}

/// 53 random bits as a fraction, as many as it holds exactly.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
fn fraction_of(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the type's bounds first"
)]
fn scaled(whole: u32, factor: f64) -> u32 {
    (f64::from(whole) * factor).clamp(0.0, f64::from(u32::MAX)) as u32
}
