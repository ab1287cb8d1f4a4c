//! Random numbers from a seed: splitmix64, and what is drawn with it.

use crate::book::mixed;

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    seed: u64,
    count: u64,
}

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self { seed: mixed(seed), count: 0 }
    }

    /// A stream of a row's own, whatever was drawn before.
    pub fn of_row(&self, row: usize) -> Self {
        Self::new(self.seed ^ mixed(row as u64 + 1))
    }

    fn next(&mut self) -> u64 {
        self.count += 1;
        mixed(self.seed.wrapping_add(self.count.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// 0 to 1, both excluded.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// A standard normal number (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.share()));
        radius * libm::cos(2.0 * core::f64::consts::PI * self.share())
    }

    /// A log-normal number of this median.
    pub fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// A place in a list of weights.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        weights.len() - 1
    }
}
