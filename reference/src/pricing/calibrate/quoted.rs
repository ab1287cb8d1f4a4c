//! Point quotes as points to fit: several services of one carrier are brought to one level, so that a
//! country's price is not told from which service happened to be quoted there.

use super::{
    facts::Facts,
    fit::{Point, median},
};
use crate::pricing::{rate::charged_grams, tables::Terms};
use std::collections::{BTreeMap, BTreeSet};

/// A service has a level of its own from this many quotes on.
const LEVEL_QUOTES_MIN: usize = 3;
/// A zone is adjusted from this many quotes on.
const ZONE_QUOTES_MIN: usize = 2;
/// Adjustments are multiples of this, in percent, and lie between the bounds.
const SHARE_STEP_PERCENT: i64 = 5;
const SHARE_MIN_PERCENT: i64 = 50;
const SHARE_MAX_PERCENT: i64 = 200;
const PERMILLE: i64 = 1_000;

/// A quote that calibration may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The quoted service.
    pub service: String,
    /// Destination.
    pub country: String,
    /// The price without fuel, at the charged mass.
    pub point: Point,
}

/// The quotes of a model that are not held out.
pub fn points_of(facts: &Facts, terms: &Terms) -> Vec<Sample> {
    let own =
        facts.calibration_quotes().filter(|quote| quote.calibrates && quote.line == terms.model);
    own.map(|quote| Sample {
        service: quote.quoted.clone(),
        country: quote.country.clone(),
        point: Point {
            km: facts.distances.get(&quote.country).copied().unwrap_or(0),
            grams: charged_grams(terms, quote.grams),
            price_fen: quote.price_fen * 100 / (100 + terms.fuel_percent),
        },
    })
    .collect()
}

/// The points of the service with the most quotes, or all where none has enough.
pub fn main_points(samples: &[Sample]) -> Vec<Point> {
    let counts = counts_of(samples);
    let main = counts.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(**name)));
    let main = main.filter(|(_, count)| **count >= LEVEL_QUOTES_MIN).map(|(name, _)| *name);
    let own = samples.iter().filter(|sample| main.is_none_or(|name| sample.service == name));
    own.map(|sample| sample.point).collect()
}

/// The samples with each service's prices moved to the level of the line as a whole. `expected` tells what
/// one level for all would ask.
pub fn level(samples: &[Sample], expected: impl Fn(&Sample) -> i64) -> Vec<Sample> {
    let counts = counts_of(samples);
    let ratio = |sample: &Sample| sample.point.price_fen * PERMILLE / expected(sample).max(1);
    let level_of = |service: &str| {
        let own = samples.iter().filter(|sample| sample.service == service);
        let ratios: Vec<i64> = own.map(ratio).collect();
        median(&ratios).unwrap_or(PERMILLE)
    };
    let levels: BTreeMap<&str, i64> = counts
        .iter()
        .filter(|(_, count)| **count >= LEVEL_QUOTES_MIN)
        .map(|(service, _)| (*service, level_of(service)))
        .collect();
    let levelled = samples.iter().filter_map(|sample| levels.get(sample.service.as_str()));
    let (sum, count) = levelled.fold((0, 0), |(sum, count), level| (sum + level, count + 1));
    if count == 0 {
        return samples.to_vec();
    }
    let line_level = sum / count;
    let moved = samples.iter().map(|sample| {
        let own = levels.get(sample.service.as_str()).copied().unwrap_or(line_level);
        let price_fen = sample.point.price_fen * line_level / own.max(1);
        Sample { point: Point { price_fen, ..sample.point }, ..sample.clone() }
    });
    moved.collect()
}

/// What countries and zones pay in percent of the model, from (country, zone, ratio in per mille): a
/// country by the mean of its own quotes, a zone by the median of its.
pub fn shares(ratios: &[(String, String, i64)]) -> BTreeMap<String, i64> {
    let mut shares = BTreeMap::new();
    let zones: BTreeSet<&String> = ratios.iter().map(|(_, zone, _)| zone).collect();
    for zone in zones {
        let own: Vec<i64> =
            ratios.iter().filter(|(_, of, _)| of == zone).map(|(_, _, ratio)| *ratio).collect();
        if own.len() >= ZONE_QUOTES_MIN {
            shares.insert(zone.clone(), rounded_percent(median(&own).unwrap_or(PERMILLE)));
        }
    }
    let countries: BTreeSet<&String> = ratios.iter().map(|(country, _, _)| country).collect();
    for country in countries {
        let own = ratios.iter().filter(|(of, _, _)| of == country).map(|(_, _, ratio)| *ratio);
        let (sum, count) = own.fold((0, 0), |(sum, count), ratio| (sum + ratio, count + 1));
        shares.insert(country.clone(), rounded_percent(sum / count.max(1)));
    }
    shares
}

fn rounded_percent(permille: i64) -> i64 {
    let step = SHARE_STEP_PERCENT * PERMILLE / 100;
    let percent = (permille + step / 2) / step * SHARE_STEP_PERCENT;
    percent.clamp(SHARE_MIN_PERCENT, SHARE_MAX_PERCENT)
}

fn counts_of(samples: &[Sample]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for sample in samples {
        *counts.entry(sample.service.as_str()).or_insert(0) += 1;
    }
    counts
}
