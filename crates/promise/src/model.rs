//! What was learned from a history as of an instant: clocks, levels, habits and trees.

mod lesson;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    Book, Curve, Features, PromiseError,
    book::Facts,
    clock::{DAY_SECONDS, day_of},
    curve::{KNOTS, interpolate, logit},
    forest::{Forest, LEVELS, Settings},
    limits,
    standing::{Stage, Standing, days_of_log, log_days, set_begin},
};

/// Hand-over instants that stand for all of a shipment's when handling and transit are put together.
const HANDLING_POINTS: usize = 12;
/// Transit durations that stand for all, for each of them.
const TRANSIT_POINTS: usize = 16;

/// Share of a curve that handling and transit say together, where they are known; the rest is the whole's.
const PARTS_SHARE: f64 = 0.5;

/// What a forest of one stage says of one shipment: quantiles of the logarithm of its duration.
type Quantiles = [f64; 7];

/// A model of one history.
#[derive(Debug, Clone)]
pub struct Model {
    standing: Standing,
    whole: Forest,
    /// Handling and transit, where hand-overs are told often enough.
    parts: Option<(Forest, Forest)>,
    /// Share of the curve that the two parts say; the rest is the whole's.
    parts_share: f64,
}

impl Model {
    /// Learns from what was known at the beginning of the (UTC) day of an instant.
    ///
    /// # Errors
    /// When fewer than [`limits::KNOWN_MIN`] deliveries were known.
    pub fn learn(book: &Book, as_of: Timestamp) -> Result<Self, PromiseError> {
        let day = day_of(as_of.as_second()).0;
        let known = book.known(day * DAY_SECONDS);
        if known < limits::KNOWN_MIN {
            return Err(PromiseError::HistoryTooShort {
                known,
                needed: limits::KNOWN_MIN,
                at: as_of,
            });
        }
        let (standing, lessons) = lesson::prepare(book, day);
        let settings = Settings::default();
        let [whole, handling, transit] = lessons.map(|lesson| lesson.map(|l| l.learn(&settings)));
        let parts = handling.zip(transit);
        let parts_share = if parts.is_some() { PARTS_SHARE } else { 0.0 };
        Ok(Self { standing, whole: whole.unwrap_or_default(), parts, parts_share })
    }

    /// Takes note of what has become known by the beginning of the day of an instant, without learning anew.
    pub fn advance(&mut self, book: &Book, as_of: Timestamp) {
        self.standing.advance(book, day_of(as_of.as_second()).0);
    }

    /// The distribution of a shipment's duration.
    pub fn predict(&self, features: &Features) -> Curve {
        self.predict_facts(&Facts::of(features), features.shipped_at.as_second())
    }

    pub(crate) fn predict_facts(&self, facts: &Facts, shipped: i64) -> Curve {
        let (whole, parts) = self.both(facts, shipped);
        let share = if parts.is_some() { self.parts_share } else { 0.0 };
        let logs = match parts {
            Some(parts) => std::array::from_fn(|at| whole[at] * (1.0 - share) + parts[at] * share),
            None => whole,
        };
        Curve::new(Arc::clone(&self.standing.clocks.delivery), shipped, &logs)
    }

    /// What the whole and the two parts say, at the knots.
    pub(crate) fn both(&self, facts: &Facts, shipped: i64) -> ([f64; 15], Option<[f64; 15]>) {
        let mut row = Vec::new();
        self.standing.features(facts, &mut row);
        set_begin(&mut row, shipped);
        let whole = knots(&self.quantiles(&self.whole, Stage::Whole, &mut row));
        let parts = self.parts.as_ref().map(|(handling, transit)| {
            let handling = self.quantiles(handling, Stage::Handling, &mut row);
            self.put_together(&handling, transit, shipped, &mut row)
        });
        (whole, parts)
    }

    fn quantiles(&self, forest: &Forest, stage: Stage, row: &mut Vec<f32>) -> Quantiles {
        let level = self.standing.level(stage);
        forest.quantiles(row).map(|quantile| quantile + level)
    }

    /// Handling, then transit from each instant of hand-over, on the clock of deliveries.
    fn put_together(
        &self,
        handling: &Quantiles,
        transit: &Forest,
        shipped: i64,
        row: &mut Vec<f32>,
    ) -> [f64; 15] {
        let clocks = &self.standing.clocks;
        let handling = line(handling);
        let (begun, shown) = (clocks.handover.show(shipped), clocks.delivery.show(shipped));
        let mut sums = Vec::with_capacity(HANDLING_POINTS * TRANSIT_POINTS);
        for probability in even(HANDLING_POINTS) {
            let days = days_of_log(interpolate(&handling, logit(probability)));
            #[expect(clippy::cast_possible_truncation, reason = "an instant in seconds")]
            let handed = (clocks.handover.instant(begun + days) as i64).max(shipped);
            set_begin(row, handed);
            let transit = line(&self.quantiles(transit, Stage::Transit, row));
            let waited = clocks.delivery.show(handed) - shown;
            sums.extend(
                even(TRANSIT_POINTS).map(|p| waited + days_of_log(interpolate(&transit, logit(p)))),
            );
        }
        sums.sort_by(f64::total_cmp);
        let points: Vec<(f64, f64)> =
            even(sums.len()).zip(&sums).map(|(p, &days)| (logit(p), log_days(days))).collect();
        KNOTS.map(|knot| interpolate(&points, logit(knot)))
    }
}

/// Probabilities in the middles of so many equal parts.
#[expect(clippy::cast_precision_loss, reason = "hundreds")]
fn even(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |at| (at as f64 + 0.5) / count as f64)
}

fn line(quantiles: &Quantiles) -> Vec<(f64, f64)> {
    LEVELS.iter().zip(quantiles).map(|(&level, &log)| (logit(level), log)).collect()
}

fn knots(quantiles: &Quantiles) -> [f64; 15] {
    let points = line(quantiles);
    KNOTS.map(|knot| interpolate(&points, logit(knot)))
}
