//! Fits by least absolute relative error, in whole numbers: the same facts give the same coefficients on
//! every machine. Amounts are in fen, masses in grams, errors in parts per million.

/// The dearest price per item that is tried, in yuan.
const ITEM_YUAN_MAX: i64 = 150;
/// The steepest price per kilogram and 1,000 km that is tried, in fen.
const SLOPE_FEN_MAX: i64 = 2_000;
/// Steps between slopes, in fen.
const SLOPE_FEN_STEP: i64 = 25;
const MILLION: i64 = 1_000_000;
const FEN_PER_YUAN: i64 = 100;

/// A price to be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Kilometres to the country.
    pub km: i64,
    /// The mass charged.
    pub grams: i64,
    /// The price, in fen.
    pub price_fen: i64,
}

/// A price per item and per kilogram with the sum of its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Per item, in fen.
    pub item_fen: i64,
    /// Per kilogram, in fen.
    pub kg_fen: i64,
    /// Per kilogram and 1,000 km, in fen.
    pub slope_fen: i64,
    /// Sum of relative errors, in parts per million.
    pub error_ppm: i64,
}

impl Line {
    /// Its price of a point, in fen.
    pub fn price_fen(&self, point: &Point) -> i64 {
        let kg = self.kg_fen + self.slope_fen * point.km / 1_000;
        self.item_fen + kg * point.grams / 1_000
    }
}

/// How far a modelled price is from a published one, in parts per million of the published.
pub fn error_ppm(modelled_fen: i64, published_fen: i64) -> i64 {
    (modelled_fen - published_fen).abs() * MILLION / published_fen.max(1)
}

/// The value that leaves half of the weight on either side; the lower of two.
pub fn weighted_median(values: &mut [(i64, i64)]) -> Option<i64> {
    values.sort_unstable();
    let total: i64 = values.iter().map(|(_, weight)| weight).sum();
    let mut seen = 0;
    for (value, weight) in values.iter() {
        seen += weight;
        if seen * 2 >= total {
            return Some(*value);
        }
    }
    None
}

/// The middle of the sorted values; the lower of two.
pub fn median(values: &[i64]) -> Option<i64> {
    let mut weighted: Vec<(i64, i64)> = values.iter().map(|value| (*value, 1)).collect();
    weighted_median(&mut weighted)
}

/// The best price per item and per kilogram at a slope: the price per kilogram is a weighted median for
/// each price per item.
pub fn fit_item_and_kg(points: &[Point], slope_fen: i64) -> Option<Line> {
    let lines =
        (0..=ITEM_YUAN_MAX).filter_map(|yuan| fit_kg(points, yuan * FEN_PER_YUAN, slope_fen));
    lines.min_by_key(|line| (line.error_ppm, line.item_fen))
}

/// The best price per kilogram, in whole yuan, where the price per item and the slope are given.
pub fn fit_kg(points: &[Point], item_fen: i64, slope_fen: i64) -> Option<Line> {
    let mut wanted: Vec<(i64, i64)> = points
        .iter()
        .map(|point| {
            let by_mass = (point.price_fen - item_fen) * 1_000 / point.grams.max(1);
            let kg = by_mass - slope_fen * point.km / 1_000;
            (kg, point.grams * MILLION / point.price_fen.max(1))
        })
        .collect();
    let middle = weighted_median(&mut wanted)?.max(0) / FEN_PER_YUAN;
    let lines = [middle, middle + 1].map(|yuan| {
        let mut line = Line { item_fen, kg_fen: yuan * FEN_PER_YUAN, slope_fen, error_ppm: 0 };
        line.error_ppm =
            points.iter().map(|point| error_ppm(line.price_fen(point), point.price_fen)).sum();
        line
    });
    lines.into_iter().min_by_key(|line| line.error_ppm)
}

/// The slopes that are tried.
pub fn slopes() -> impl Iterator<Item = i64> {
    (0..=SLOPE_FEN_MAX / SLOPE_FEN_STEP).map(|step| step * SLOPE_FEN_STEP)
}

/// The best price per kilogram and distance where the price per item is given. Points of one country tell
/// nothing about the slope; the price per kilogram is then in proportion to the distance.
pub fn fit_by_distance(points: &[Point], item_fen: i64) -> Option<Line> {
    let first = points.first()?;
    if points.iter().all(|point| point.km == first.km) {
        let line = fit_kg(points, item_fen, 0)?;
        let slope_fen = line.kg_fen * 1_000 / first.km.max(1);
        return Some(Line { kg_fen: 0, slope_fen, ..line });
    }
    let lines = slopes().filter_map(|slope| fit_kg(points, item_fen, slope));
    lines.min_by_key(|line| (line.error_ppm, line.slope_fen))
}

/// The percentage and the amount per item, of those offered, by which base prices come nearest to the
/// published; of equals, the least change.
pub fn fit_share(
    pairs: &[(Base, i64)],
    percents: &[i64],
    adds_fen: &[i64],
) -> Option<(i64, i64, i64)> {
    let mut best: Option<(i64, i64, i64, i64)> = None;
    for &percent in percents {
        for &add_fen in adds_fen {
            let errors = pairs.iter().map(|(base, published)| {
                error_ppm(base.fen * percent / 100 + add_fen * base.fuel_percent / 100, *published)
            });
            let change = (percent - 100).abs() * FEN_PER_YUAN + add_fen.abs();
            let found = (errors.sum::<i64>(), change, percent, add_fen);
            if best.is_none_or(|known| (found.0, found.1) < (known.0, known.1)) {
                best = Some(found);
            }
        }
    }
    best.map(|(error, _, percent, add_fen)| (percent, add_fen, error))
}

/// A price of the model that another is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The price with fuel, in fen.
    pub fen: i64,
    /// 100 and the fuel surcharge, by which an amount per item grows too.
    pub fuel_percent: i64,
}
