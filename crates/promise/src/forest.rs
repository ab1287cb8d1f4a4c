//! A conditional distribution from boosted trees: first where it lies, then its shape.
//!
//! The place is boosted in halves: two runs, each on half of the rows, so that every row has a
//! place told by a run that never saw it. The shape, seven quantiles of what is left over, is boosted on those
//! honest remainders; otherwise it would be as narrow as the fit is good.

#[cfg(test)]
mod tests;

use crate::{
    book::mixed,
    trees::{Bins, Growth, Sample, Tree, grow},
};

/// The quantiles of a shape.
pub(crate) const LEVELS: [f64; 7] = [0.03, 0.10, 0.25, 0.50, 0.75, 0.90, 0.97];
/// Of those, the ones that decide where a shape's tree is cut.
const STEERING: [usize; 3] = [1, 3, 5];
/// Runs over the place.
const FOLDS: usize = 2;

/// How a forest is learned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub place_trees: usize,
    pub place_rate: f64,
    pub shape_trees: usize,
    pub shape_rate: f64,
    pub place_growth: Growth,
    pub shape_growth: Growth,
    /// Of 256 rows, how many each tree sees.
    pub rows_of_256: u64,
    /// Of 256 features, how many each tree may cut by.
    pub features_of_256: u64,
    /// Past this remainder a row pulls no harder (Huber).
    pub pull_max: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            place_trees: 60,
            place_rate: 0.12,
            shape_trees: 40,
            shape_rate: 0.25,
            place_growth: Growth { leaves: 14, leaf_weight: 15.0, ridge: 8.0 },
            shape_growth: Growth { leaves: 8, leaf_weight: 40.0, ridge: 40.0 },
            rows_of_256: 180,
            features_of_256: 150,
            pull_max: 1.0,
        }
    }
}

/// What a forest is learned from.
pub(crate) struct Lesson<'a> {
    /// Features, row by row.
    pub table: &'a [f32],
    pub width: usize,
    pub targets: &'a [f64],
    pub weights: &'a [f64],
    /// Of what each row says; rows are drawn by it.
    pub hashes: &'a [u64],
}

#[derive(Debug, Clone, Default)]
struct Run {
    base: f64,
    trees: Vec<Tree>,
}

impl Run {
    fn place(&self, features: &[f32]) -> f64 {
        self.base + self.trees.iter().map(|tree| tree.values_of(features)[0]).sum::<f64>()
    }
}

/// The learned distribution.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    runs: Vec<Run>,
    base: [f64; 7],
    shapes: Vec<Tree>,
}

impl Forest {
    /// Learns from rows; at least one.
    pub fn learn(lesson: &Lesson<'_>, settings: &Settings) -> Self {
        let bins = Bins::new(lesson.table, lesson.width);
        let mut places = vec![0.0; lesson.targets.len()];
        let runs: Vec<Run> = (0..FOLDS)
            .map(|fold| learn_place(lesson, &bins, settings, fold, &mut places))
            .collect();
        let left: Vec<f64> =
            lesson.targets.iter().zip(&places).map(|(target, place)| target - place).collect();
        let mut forest = Self { runs, base: [0.0; 7], shapes: Vec::new() };
        forest.learn_shape(lesson, &places, &left, settings);
        forest
    }

    /// The quantiles at [`LEVELS`], ascending.
    pub fn quantiles(&self, features: &mut Vec<f32>) -> [f64; 7] {
        let sum: f64 = self.runs.iter().map(|run| run.place(features)).sum();
        #[expect(clippy::cast_precision_loss, reason = "two")]
        let place = sum / self.runs.len().max(1) as f64;
        #[expect(clippy::cast_possible_truncation, reason = "a feature")]
        features.push(place as f32);
        let mut quantiles = self.base;
        for tree in &self.shapes {
            for (quantile, step) in quantiles.iter_mut().zip(tree.values_of(features)) {
                *quantile += step;
            }
        }
        features.pop();
        quantiles.sort_by(f64::total_cmp);
        quantiles.map(|quantile| quantile + place)
    }

    fn learn_shape(
        &mut self,
        lesson: &Lesson<'_>,
        places: &[f64],
        left: &[f64],
        settings: &Settings,
    ) {
        self.base = weighted_quantiles(left, lesson.weights);
        let width = lesson.width + 1;
        #[expect(clippy::cast_possible_truncation, reason = "a feature")]
        let table: Vec<f32> = lesson
            .table
            .chunks_exact(lesson.width)
            .zip(places)
            .flat_map(|(row, &place)| row.iter().copied().chain([place as f32]))
            .collect();
        let bins = Bins::new(&table, width);
        let spans = spans_of(&self.base);
        let mut now = vec![self.base; left.len()];
        for number in 0..settings.shape_trees {
            let asks: Vec<([f64; 3], f64)> = (0..left.len())
                .map(|row| {
                    let weight = lesson.weights[row];
                    (STEERING.map(|at| weight * scaled_pull(at, left[row], now[row][at])), weight)
                })
                .collect();
            let salt = 0x5a9e_0000 + number as u64;
            let features = drawn_features(width, salt, settings);
            let rows = drawn_rows(lesson.hashes, salt, settings, |_| true);
            let sample = Sample { bins: &bins, asks: &asks, features: &features };
            let (mut tree, leaves) = grow(&sample, rows, &settings.shape_growth);
            tree.width = 7;
            for rows in leaves {
                let ridge = settings.shape_growth.ridge;
                let steps = leaf_steps(&rows, left, lesson.weights, &now, ridge);
                let moved =
                    steps.iter().zip(&spans).map(|(s, span)| s * span * settings.shape_rate);
                tree.values.extend(moved);
            }
            for (row, quantiles) in now.iter_mut().enumerate() {
                let leaf = tree.leaf_of(&bins, row);
                for (quantile, step) in quantiles.iter_mut().zip(&tree.values[leaf * 7..]) {
                    *quantile += step;
                }
            }
            self.shapes.push(tree);
        }
    }
}

/// What a row asks of a quantile, in units of its own deviation.
fn scaled_pull(at: usize, value: f64, quantile: f64) -> f64 {
    let level = LEVELS[at];
    let pull = if value < quantile { level - 1.0 } else { level };
    pull / libm::sqrt(level * (1.0 - level))
}

/// How far off each level's share is in a leaf.
fn leaf_steps(
    rows: &[u32],
    left: &[f64],
    weights: &[f64],
    now: &[[f64; 7]],
    ridge: f64,
) -> [f64; 7] {
    let mut sums = [0.0; 7];
    let mut weight = 0.0;
    for &row in rows {
        let row = row as usize;
        weight += weights[row];
        for (at, sum) in sums.iter_mut().enumerate() {
            let is_under = left[row] < now[row][at];
            *sum += weights[row] * (LEVELS[at] - if is_under { 1.0 } else { 0.0 });
        }
    }
    sums.map(|sum| sum / (weight + ridge))
}

/// One over the density at each quantile, from its neighbours: how far a share is in units of the target.
fn spans_of(base: &[f64; 7]) -> [f64; 7] {
    std::array::from_fn(|at| {
        let (below, above) = (at.saturating_sub(1), (at + 1).min(6));
        (base[above] - base[below]) / (LEVELS[above] - LEVELS[below])
    })
}

fn learn_place(
    lesson: &Lesson<'_>,
    bins: &Bins,
    settings: &Settings,
    fold: usize,
    places: &mut [f64],
) -> Run {
    let is_held_out = |row: usize| fold_of(lesson.hashes[row]) == fold;
    let rows = 0..lesson.targets.len();
    let (sum, weight) =
        rows.clone().filter(|&row| !is_held_out(row)).fold((0.0, 0.0), |sums, row| {
            (sums.0 + lesson.weights[row] * lesson.targets[row], sums.1 + lesson.weights[row])
        });
    let base = if weight > 0.0 { sum / weight } else { 0.0 };
    let mut now = vec![base; lesson.targets.len()];
    let mut trees = Vec::with_capacity(settings.place_trees);
    for number in 0..settings.place_trees {
        let asks: Vec<([f64; 1], f64)> = rows
            .clone()
            .map(|row| {
                let pull = lesson.targets[row] - now[row];
                let pull = pull.clamp(-settings.pull_max, settings.pull_max);
                ([lesson.weights[row] * pull], lesson.weights[row])
            })
            .collect();
        let salt = (fold * 100_000 + number) as u64;
        let features = drawn_features(lesson.width, salt, settings);
        let drawn = drawn_rows(lesson.hashes, salt, settings, |row| !is_held_out(row));
        let sample = Sample { bins, asks: &asks, features: &features };
        let (mut tree, leaves) = grow(&sample, drawn, &settings.place_growth);
        tree.width = 1;
        for rows in leaves {
            let (pull, weight) = rows.iter().fold((0.0, 0.0), |sums, &row| {
                let ask = asks[row as usize];
                (sums.0 + ask.0[0], sums.1 + ask.1)
            });
            tree.values.push(settings.place_rate * pull / (weight + settings.place_growth.ridge));
        }
        for (row, place) in now.iter_mut().enumerate() {
            *place += tree.values[tree.leaf_of(bins, row)];
        }
        trees.push(tree);
    }
    for row in rows.filter(|&row| is_held_out(row)) {
        places[row] = now[row];
    }
    Run { base, trees }
}

#[expect(clippy::cast_possible_truncation, reason = "a remainder of two")]
fn fold_of(hash: u64) -> usize {
    (mixed(hash ^ 0xf01d) % FOLDS as u64) as usize
}

fn drawn_rows(
    hashes: &[u64],
    salt: u64,
    settings: &Settings,
    is_wanted: impl Fn(usize) -> bool,
) -> Vec<u32> {
    let is_drawn = |hash: u64| mixed(hash ^ salt.rotate_left(20)) & 255 < settings.rows_of_256;
    let rows = hashes.iter().enumerate().filter(|&(row, &hash)| is_drawn(hash) && is_wanted(row));
    rows.filter_map(|(row, _)| u32::try_from(row).ok()).collect()
}

fn drawn_features(width: usize, salt: u64, settings: &Settings) -> Vec<usize> {
    let is_drawn = |feature: usize| {
        mixed(salt.rotate_left(32) ^ feature as u64) & 255 < settings.features_of_256
    };
    let drawn: Vec<usize> = (0..width).filter(|&feature| is_drawn(feature)).collect();
    if drawn.is_empty() { (0..width).collect() } else { drawn }
}

/// Quantiles at [`LEVELS`] of weighted values.
fn weighted_quantiles(values: &[f64], weights: &[f64]) -> [f64; 7] {
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = pairs.iter().map(|pair| pair.1).sum();
    LEVELS.map(|level| {
        let mut gone = 0.0;
        let found = pairs.iter().find(|pair| {
            gone += pair.1;
            gone >= level * whole
        });
        found.or(pairs.last()).map_or(0.0, |pair| pair.0)
    })
}
