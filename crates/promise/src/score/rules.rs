//! Simple rules to compare with: the table's own promise, quantiles of everything, quantiles of the lane.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Forecast, Forecaster, days_between};
use crate::Observation;

/// Deliveries that the quantiles of everything are worth against those of a lane.
const LANE_PRIOR: f64 = 20.0;
const LEVELS: [f64; 3] = [0.1, 0.5, 0.9];

/// What the table itself promised, where it did.
pub fn own_promise(observations: &[Observation], test_from: Timestamp) -> Forecaster {
    let promise = |(row, o): (usize, &Observation)| {
        let days = days_between(o.features.shipped_at, o.features.promised_at?);
        Some((row, Forecast { p10: None, p50: None, p90: days }))
    };
    let tested = tested(observations, test_from);
    Forecaster {
        name: "the table's promise".to_owned(),
        forecasts: tested.filter_map(promise).collect(),
    }
}

/// Quantiles of all deliveries known at the first judged instant.
pub fn global_quantiles(observations: &[Observation], test_from: Timestamp) -> Forecaster {
    let quantiles = quantiles(known(observations, test_from).map(|(_, days)| days).collect());
    let forecasts = tested(observations, test_from).map(|(row, _)| (row, forecast(quantiles)));
    Forecaster { name: "global quantiles".to_owned(), forecasts: forecasts.collect() }
}

/// Quantiles of the lane, shrunk to those of everything.
#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
pub fn lane_quantiles(observations: &[Observation], test_from: Timestamp) -> Forecaster {
    let lane = |o: &Observation| (o.features.origin.region(), o.features.destination.region());
    let whole = quantiles(known(observations, test_from).map(|(_, days)| days).collect());
    let mut lanes: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for (observation, days) in known(observations, test_from) {
        lanes.entry(lane(observation)).or_default().push(days);
    }
    let lanes: BTreeMap<(String, String), [f64; 3]> = lanes
        .into_iter()
        .map(|(lane, days)| {
            let weight = days.len() as f64 / (days.len() as f64 + LANE_PRIOR);
            let own = quantiles(days);
            (lane, std::array::from_fn(|at| weight * own[at] + (1.0 - weight) * whole[at]))
        })
        .collect();
    let forecasts = tested(observations, test_from)
        .map(|(row, o)| (row, forecast(lanes.get(&lane(o)).copied().unwrap_or(whole))));
    Forecaster { name: "lane quantiles".to_owned(), forecasts: forecasts.collect() }
}

fn forecast(quantiles: [f64; 3]) -> Forecast {
    Forecast { p10: Some(quantiles[0]), p50: Some(quantiles[1]), p90: quantiles[2] }
}

fn tested(
    observations: &[Observation],
    test_from: Timestamp,
) -> impl Iterator<Item = (usize, &Observation)> {
    observations.iter().enumerate().filter(move |(_, o)| o.features.shipped_at >= test_from)
}

fn known(
    observations: &[Observation],
    test_from: Timestamp,
) -> impl Iterator<Item = (&Observation, f64)> {
    observations.iter().filter_map(move |o| {
        let delivered = o.delivered_at.filter(|&delivered| delivered < test_from)?;
        Some((o, days_between(o.features.shipped_at, delivered)))
    })
}

/// Quantiles with linear interpolation between neighbours; nothing where there is no value.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a list"
)]
fn quantiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    LEVELS.map(|level| {
        let place = level * values.len().saturating_sub(1) as f64;
        let (low, part) = (place.floor() as usize, place.fract());
        let value = |at: usize| values.get(at.min(values.len().saturating_sub(1))).copied();
        value(low).zip(value(low + 1)).map_or(0.0, |(low, high)| low + (high - low) * part)
    })
}
