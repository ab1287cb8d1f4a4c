//! How good predictions were, beside simple rules and beside anybody else's predictions.

#[cfg(test)]
mod tests;

mod rules;

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Observation,
    evaluate::{Evaluation, Prediction, TENTHS},
    plot::Line,
};

pub use rules::{global_quantiles, lane_quantiles, own_promise};

/// Deliveries a lane must have to be told by itself.
pub const LANE_ROWS_MIN: usize = 100;

/// The three quantiles of one row, in days; a promise alone has only the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// One in ten arrives sooner.
    pub p10: Option<f64>,
    /// Half do.
    pub p50: Option<f64>,
    /// The promise.
    pub p90: f64,
}

/// Somebody's forecasts by row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forecaster {
    /// Who.
    pub name: String,
    /// What they said, by the row's place.
    pub forecasts: BTreeMap<usize, Forecast>,
}

impl Forecaster {
    /// Predictions with all three quantiles.
    pub fn of(name: &str, predictions: &[Prediction]) -> Self {
        let forecast =
            |p: &Prediction| (p.row, Forecast { p10: Some(p.p10), p50: Some(p.p50), p90: p.p90 });
        Self { name: name.to_owned(), forecasts: predictions.iter().map(forecast).collect() }
    }
}

/// How well somebody did on a group of rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Delivered rows that have a forecast.
    pub rows: usize,
    /// Mean pinball loss at 0.1, 0.5 and 0.9, in days; none where a quantile is not forecast.
    pub pinball: Option<[f64; 3]>,
    /// Mean distance of the median from the truth, in days.
    pub median_error: Option<f64>,
    /// Share of promises kept.
    pub kept: f64,
    /// Mean length of the promise, in days.
    pub length: f64,
}

impl Score {
    /// The mean of the three pinball losses.
    pub fn pinball_mean(&self) -> Option<f64> {
        self.pinball.map(|losses| losses.iter().sum::<f64>() / 3.0)
    }
}

/// A group of rows and everybody's score on it, in the order of the forecasters.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// `all`, a month, or a lane.
    pub name: String,
    /// One per forecaster.
    pub scores: Vec<Score>,
}

/// Everybody's scores over all rows, by month of shipment and by lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Names, in the order of the scores.
    pub names: Vec<String>,
    /// Over all judged rows.
    pub all: Section,
    /// By month of shipment.
    pub months: Vec<Section>,
    /// By lane of at least [`LANE_ROWS_MIN`] judged rows.
    pub lanes: Vec<Section>,
}

/// A judged row: its place, its lane, its month and how long it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Place in the history.
    pub row: usize,
    /// Day of shipment.
    pub shipped_at: Timestamp,
    /// Origin and destination, coarse.
    pub lane: String,
    /// Days from shipment to delivery.
    pub days: f64,
}

/// The rows shipped at or after an instant that were delivered.
pub fn judged(observations: &[Observation], test_from: Timestamp) -> Vec<Judged> {
    let tested = observations.iter().enumerate();
    tested
        .filter(|(_, o)| o.features.shipped_at >= test_from)
        .filter_map(|(row, o)| {
            let days = days_between(o.features.shipped_at, o.delivered_at?);
            let (from, to) = (o.features.origin.region(), o.features.destination.region());
            let lane = format!("{from} → {to}");
            Some(Judged { row, shipped_at: o.features.shipped_at, lane, days })
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a few years")]
fn days_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.as_second() - from.as_second()) as f64 / 86_400.0
}

/// The pinball loss of a quantile, in the unit of its arguments (Koenker and Bassett 1978).
pub fn pinball(level: f64, forecast: f64, truth: f64) -> f64 {
    let miss = truth - forecast;
    if miss >= 0.0 { level * miss } else { (level - 1.0) * miss }
}

/// Scores forecasters on the same rows.
pub fn report(rows: &[Judged], forecasters: &[Forecaster]) -> Report {
    let section = |name: &str, rows: &[&Judged]| Section {
        name: name.to_owned(),
        scores: forecasters.iter().map(|forecaster| score(rows, forecaster)).collect(),
    };
    let mut months: BTreeMap<String, Vec<&Judged>> = BTreeMap::new();
    let mut lanes: BTreeMap<&str, Vec<&Judged>> = BTreeMap::new();
    for row in rows {
        let date = row.shipped_at.to_zoned(TimeZone::UTC).date();
        months.entry(format!("{:04}-{:02}", date.year(), date.month())).or_default().push(row);
        lanes.entry(&row.lane).or_default().push(row);
    }
    let all: Vec<&Judged> = rows.iter().collect();
    lanes.retain(|_, rows| rows.len() >= LANE_ROWS_MIN);
    Report {
        names: forecasters.iter().map(|forecaster| forecaster.name.clone()).collect(),
        all: section("all", &all),
        months: months.iter().map(|(name, rows)| section(name, rows)).collect(),
        lanes: lanes.iter().map(|(name, rows)| section(name, rows)).collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
fn score(rows: &[&Judged], forecaster: &Forecaster) -> Score {
    let told = |row: &&&Judged| forecaster.forecasts.get(&row.row).map(|f| (row.days, *f));
    let told: Vec<(f64, Forecast)> = rows.iter().filter_map(|row| told(&row)).collect();
    let count = told.len().max(1) as f64;
    let mean = |value: &dyn Fn(f64, &Forecast) -> Option<f64>| {
        let sum: Option<f64> = told.iter().map(|(days, f)| value(*days, f)).sum();
        sum.map(|sum| sum / count).filter(|_| !told.is_empty())
    };
    let losses = [
        mean(&|days, f| Some(pinball(0.1, f.p10?, days))),
        mean(&|days, f| Some(pinball(0.5, f.p50?, days))),
        mean(&|days, f| Some(pinball(0.9, f.p90, days))),
    ];
    let pinball = match losses {
        [Some(low), Some(middle), Some(high)] => Some([low, middle, high]),
        _ => None,
    };
    Score {
        rows: told.len(),
        pinball,
        median_error: mean(&|days, f| Some((days - f.p50?).abs())),
        kept: told.iter().filter(|(days, f)| *days <= f.p90).count() as f64 / count,
        length: told.iter().map(|(_, f)| f.p90).sum::<f64>() / count,
    }
}

/// How often what was said for each tenth came true.
#[expect(clippy::cast_precision_loss, reason = "counts of rows")]
pub fn calibration(rows: &[Judged], evaluation: &Evaluation) -> Line {
    let days: BTreeMap<usize, f64> = rows.iter().map(|row| (row.row, row.days)).collect();
    let said: Vec<(f64, &[f64; 9])> = evaluation
        .predictions
        .iter()
        .zip(&evaluation.tenths)
        .filter_map(|(prediction, tenths)| Some((*days.get(&prediction.row)?, tenths)))
        .collect();
    let share = |at: usize| {
        let came = said.iter().filter(|(days, tenths)| *days <= tenths[at]).count();
        came as f64 / said.len().max(1) as f64
    };
    let points = TENTHS.iter().enumerate().map(|(at, &tenth)| (tenth, share(at)));
    Line { name: "ours".to_owned(), points: points.collect() }
}

/// How often somebody's three quantiles came true.
pub fn calibration_of(rows: &[Judged], forecaster: &Forecaster) -> Line {
    let told: Vec<(f64, &Forecast)> = rows
        .iter()
        .filter_map(|row| Some((row.days, forecaster.forecasts.get(&row.row)?)))
        .collect();
    let quantile = |f: &Forecast, at: usize| [f.p10, f.p50, Some(f.p90)][at];
    #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
    let share = |at: usize| {
        let said: Vec<bool> =
            told.iter().filter_map(|(days, f)| Some(*days <= quantile(f, at)?)).collect();
        let came = said.iter().filter(|&&came| came).count() as f64;
        (!said.is_empty()).then(|| came / said.len() as f64)
    };
    let levels = [0.1, 0.5, 0.9].into_iter().enumerate();
    let points = levels.filter_map(|(at, level)| Some((level, share(at)?)));
    Line { name: forecaster.name.clone(), points: points.collect() }
}
