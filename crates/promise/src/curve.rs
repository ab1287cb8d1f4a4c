//! A distribution of one shipment's duration.
//!
//! Fifteen knots on the delivery clock; between them the logarithm of the duration is linear in the logit of
//! the probability, and beyond them it goes on at the last slope. So curves never cross themselves and have tails.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::{
    WorkClock,
    clock::DAY_SECONDS,
    limits,
    standing::{days_of_log, log_days},
};

/// Probabilities of the knots.
pub(crate) const KNOTS: [f64; 15] =
    [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.995];

/// The knot in the middle.
const MEDIAN: usize = 6;
/// Least change of the logarithm of a duration for one of the logit: nobody knows an arrival to the minute, and a
/// curve that claims to would take every small error for a miracle. It is a third of a day on five at 90 %.
const SPREAD_MIN: f64 = 0.03;

/// Probabilities nearer to 0 or 1 than this are not told apart.
const EDGE: f64 = 1e-4;

pub(crate) fn logit(probability: f64) -> f64 {
    let inside = probability.clamp(EDGE, 1.0 - EDGE);
    libm::log(inside / (1.0 - inside))
}

fn from_logit(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Interpolates through points ascending in `x`, and past the ends on the last slopes.
pub(crate) fn interpolate(points: &[(f64, f64)], x: f64) -> f64 {
    let at = points.partition_point(|point| point.0 <= x).clamp(1, points.len() - 1);
    let ((x0, y0), (x1, y1)) = (points[at - 1], points[at]);
    if x1 - x0 < 1e-12 { y0 } else { y0 + (y1 - y0) * (x - x0) / (x1 - x0) }
}

/// The distribution of one duration.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    clock: Arc<WorkClock>,
    shipped: i64,
    /// What the clock showed at the shipment.
    shown: f64,
    /// (logit of the probability, logarithm of the days on the clock).
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// A curve through logarithms of durations at [`KNOTS`].
    pub(crate) fn new(clock: Arc<WorkClock>, shipped: i64, logs: &[f64; 15]) -> Self {
        let median = logs[MEDIAN];
        let mut highest = f64::NEG_INFINITY;
        let points = KNOTS.iter().zip(logs).map(|(&probability, &log)| {
            let far = logit(probability);
            let least = median + SPREAD_MIN * far;
            highest = highest.max(if far < 0.0 { log.min(least) } else { log.max(least) });
            (far, highest)
        });
        let points = points.collect();
        let shown = clock.show(shipped);
        Self { clock, shipped, shown, points }
    }

    /// Days after the shipment by which it has arrived with a probability.
    #[expect(clippy::cast_precision_loss, reason = "seconds")]
    pub fn days(&self, probability: f64) -> f64 {
        let log = interpolate(&self.points, logit(probability));
        let longest = limits::DURATION_DAYS_MAX as f64;
        let at = self.clock.instant(self.shown + days_of_log(log).min(longest));
        ((at - self.shipped as f64) / DAY_SECONDS as f64).clamp(0.0, longest)
    }

    /// The probability that it has arrived by an instant (Unix seconds).
    pub fn probability_by(&self, second: i64) -> f64 {
        if second <= self.shipped {
            return 0.0;
        }
        let log = log_days(self.clock.show(second) - self.shown);
        // The same line read the other way; where it is level, the last probability counts.
        let after = self.points.partition_point(|point| point.1 <= log);
        let at = after.clamp(1, self.points.len() - 1);
        let ((x0, y0), (x1, y1)) = (self.points[at - 1], self.points[at]);
        let logit = if y1 - y0 < 1e-12 {
            if log < y0 { f64::NEG_INFINITY } else { x1 }
        } else {
            x0 + (x1 - x0) * (log - y0) / (y1 - y0)
        };
        from_logit(logit)
    }
}
