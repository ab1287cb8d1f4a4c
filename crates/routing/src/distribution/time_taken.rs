//! How long a leg or a work takes, as a distribution.
//!
//! Published are a p50 and a p90, and the rule between and beyond them is the lognormal through both: no
//! transit is negative, and delays are longer than head starts. Where nothing lies between them (equal, or a
//! p90 below the p50, which no network is compiled with) it always takes the p50; where the p50 is nothing,
//! half take no time and the rest rises evenly with the deviate. Learned are quantiles themselves.

use std::collections::HashMap;
use std::sync::Arc;

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, ProcessIdx};

use super::{normal_quantile, normal_share};
use crate::limits::TIME_TAKEN_MAX_SECONDS;

/// The deviate below which nine in ten lie.
const P90_DEVIATE: f64 = 1.281_551_565_5;

/// The distribution of one duration.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeTaken {
    /// By the two quantiles of a network's row.
    Published {
        /// Median, in seconds.
        p50_seconds: u32,
        /// Ninety percent, in seconds.
        p90_seconds: u32,
    },
    /// By quantiles: share and seconds, both ascending, straight between them and level beyond.
    Quantiles(Arc<[(f64, f64)]>),
}

impl TimeTaken {
    /// Of quantiles, in any order. A duration below that of a smaller share is lifted to it. None where there
    /// is none, a share is not from 0 to 1, or a duration is negative, no number, or longer than a year.
    pub fn of_quantiles(quantiles: &[(f64, f64)]) -> Option<Self> {
        let is_sound = |&(share, seconds): &(f64, f64)| {
            (0.0..=1.0).contains(&share)
                && (0.0..=f64::from(TIME_TAKEN_MAX_SECONDS)).contains(&seconds)
        };
        if quantiles.is_empty() || !quantiles.iter().all(is_sound) {
            return None;
        }
        let mut sorted = quantiles.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut most = 0.0_f64;
        for (_, seconds) in &mut sorted {
            most = most.max(*seconds);
            *seconds = most;
        }
        Some(Self::Quantiles(sorted.into()))
    }

    /// The duration that a share of all cases do not exceed, in seconds.
    pub fn seconds(&self, share: f64) -> u32 {
        match self {
            Self::Published { p50_seconds, p90_seconds } => {
                published(*p50_seconds, *p90_seconds, normal_quantile(share))
            }
            Self::Quantiles(quantiles) => whole(between(quantiles, share)),
        }
    }

    /// The duration at a deviate of the normal scale, in seconds.
    pub(crate) fn at_deviate(&self, deviate: f64) -> u32 {
        match self {
            Self::Published { p50_seconds, p90_seconds } => {
                published(*p50_seconds, *p90_seconds, deviate)
            }
            Self::Quantiles(quantiles) => whole(between(quantiles, normal_share(deviate))),
        }
    }

    /// Durations at each of some shares, in their order.
    pub(crate) fn all(&self, shares: &[f64], deviates: &[f64]) -> Vec<u32> {
        match self {
            Self::Published { p50_seconds, p90_seconds } => {
                deviates.iter().map(|&d| published(*p50_seconds, *p90_seconds, d)).collect()
            }
            Self::Quantiles(quantiles) => {
                shares.iter().map(|&share| whole(between(quantiles, share))).collect()
            }
        }
    }
}

/// The published rule at a deviate.
fn published(p50: u32, p90: u32, deviate: f64) -> u32 {
    let (p50, p90) = (f64::from(p50), f64::from(p90));
    if p90 <= p50 {
        return whole(p50);
    }
    let scaled = deviate / P90_DEVIATE;
    if p50 > 0.0 {
        whole(p50 * libm::exp(libm::log(p90 / p50) * scaled))
    } else {
        whole(p90 * scaled)
    }
}

/// Straight between the points, level beyond them.
fn between(points: &[(f64, f64)], x: f64) -> f64 {
    let after = points.partition_point(|point| point.0 <= x);
    let Some(&(x1, y1)) = points.get(after) else {
        return points.last().map_or(0.0, |last| last.1);
    };
    let Some(&(x0, y0)) = after.checked_sub(1).and_then(|before| points.get(before)) else {
        return y1;
    };
    if x1 > x0 { y0 + (y1 - y0) * (x - x0) / (x1 - x0) } else { y0 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the bounds of a duration first"
)]
fn whole(seconds: f64) -> u32 {
    seconds.round().clamp(0.0, f64::from(TIME_TAKEN_MAX_SECONDS)) as u32
}

/// The times taken on a network: as published, but for what was learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimesTaken {
    legs: HashMap<LegIdx, TimeTaken>,
    processes: HashMap<ProcessIdx, TimeTaken>,
}

impl TimesTaken {
    /// All as published.
    pub fn published() -> Self {
        Self::default()
    }

    /// Sets what was learned of a leg.
    pub fn set_leg(&mut self, leg: LegIdx, taken: TimeTaken) {
        self.legs.insert(leg, taken);
    }

    /// Sets what was learned of a work.
    pub fn set_process(&mut self, process: ProcessIdx, taken: TimeTaken) {
        self.processes.insert(process, taken);
    }

    /// Whether a leg's time was learned.
    pub fn has_leg(&self, leg: LegIdx) -> bool {
        self.legs.contains_key(&leg)
    }

    /// Whether a work's time was learned.
    pub fn has_process(&self, process: ProcessIdx) -> bool {
        self.processes.contains_key(&process)
    }

    /// How long a leg takes.
    pub fn leg(&self, snapshot: &Snapshot, leg: LegIdx) -> TimeTaken {
        self.legs.get(&leg).cloned().unwrap_or_else(|| {
            let row = &snapshot.legs[leg];
            TimeTaken::Published { p50_seconds: row.p50_seconds, p90_seconds: row.p90_seconds }
        })
    }

    /// How long a work takes.
    pub fn process(&self, snapshot: &Snapshot, process: ProcessIdx) -> TimeTaken {
        self.processes.get(&process).cloned().unwrap_or_else(|| {
            let row = &snapshot.processes[process];
            TimeTaken::Published { p50_seconds: row.p50_seconds, p90_seconds: row.p90_seconds }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn published(p50_seconds: u32, p90_seconds: u32) -> TimeTaken {
        TimeTaken::Published { p50_seconds, p90_seconds }
    }

    #[test]
    fn the_two_published_quantiles_are_met() {
        let taken = published(36_000, 90_000);
        assert_eq!((taken.seconds(0.5), taken.seconds(0.9)), (36_000, 90_000));
        // As far below on the scale of ratios as the p90 is above.
        assert_eq!(taken.seconds(0.1), 14_400);
    }

    #[test]
    fn what_has_no_spread_or_no_median_has_a_stated_outcome() {
        assert_eq!([0.01, 0.5, 0.99].map(|share| published(7, 7).seconds(share)), [7, 7, 7]);
        assert_eq!([0.01, 0.5, 0.99].map(|share| published(9, 3).seconds(share)), [9, 9, 9]);
        assert_eq!([0.1, 0.5, 0.9].map(|share| published(0, 600).seconds(share)), [0, 0, 600]);
        assert_eq!(published(1, u32::MAX).seconds(1.0), TIME_TAKEN_MAX_SECONDS);
    }

    #[test]
    fn quantiles_that_cannot_be_are_refused_and_crossing_ones_lifted() {
        for wrong in [(0.5, -1.0), (0.5, f64::NAN), (f64::NAN, 1.0), (1.5, 1.0), (0.5, 1e18)] {
            assert_eq!(TimeTaken::of_quantiles(&[wrong]), None, "{wrong:?}");
        }
        assert_eq!(TimeTaken::of_quantiles(&[]), None);
        let lifted = TimeTaken::of_quantiles(&[(0.9, 50.0), (0.5, 100.0)]).unwrap();
        assert_eq!((lifted.seconds(0.5), lifted.seconds(0.9)), (100, 100));
        let steps = [(0.0, 10.0), (0.5, 10.0), (0.5, 20.0), (1.0, 20.0)];
        let steps = TimeTaken::of_quantiles(&steps).unwrap();
        assert_eq!([0.0, 0.49, 0.51, 1.0].map(|share| steps.seconds(share)), [10, 10, 20, 20]);
    }

    proptest! {
        #[test]
        fn durations_rise_with_their_share(
            p50 in 0_u32..10_000_000, p90 in 0_u32..10_000_000, shares in prop::collection::vec(0.0_f64..1.0, 8)
        ) {
            let mut shares = shares;
            shares.sort_by(f64::total_cmp);
            let taken = published(p50, p90);
            prop_assert!(shares.iter().map(|&share| taken.seconds(share)).is_sorted());
        }

        #[test]
        fn quantiles_rise_with_their_share(
            points in prop::collection::vec((0.0_f64..=1.0, 0.0_f64..1e6), 1..9),
            shares in prop::collection::vec(0.0_f64..1.0, 8)
        ) {
            let mut shares = shares;
            shares.sort_by(f64::total_cmp);
            let taken = TimeTaken::of_quantiles(&points).unwrap();
            prop_assert!(shares.iter().map(|&share| taken.seconds(share)).is_sorted());
        }
    }
}
