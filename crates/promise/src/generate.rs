//! Histories made up from a seed, with the truth of every row: what to measure a learner against.
//!
//! A world of regions, sellers and a carrier: orders wait at the seller for working days, travel a distance at
//! the pace of the day, and are delivered on delivery days. Every scenario bends one thing. The truth of a row is
//! the distribution of its duration with everything known but its own luck, future strikes included: nobody
//! who predicts can do better.

mod draws;
mod world;

#[cfg(test)]
mod tests;

use std::io;

use jiff::Timestamp;

use crate::evaluate::Prediction;
use draws::Draws;
use world::World;

/// What is special about a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Transit grows a third faster over the time, unevenly.
    Drift,
    /// Ten days in which half of the regions stand still.
    Strike,
    /// The history ends while many are under way, and some are lost.
    CensoredTail,
    /// Sellers differ a lot in handling and change their habits; hand-overs are told.
    Sellers,
    /// A few large lanes and many small ones, places by name, no coordinates and no hand-overs.
    Lanes,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Drift, Self::Strike, Self::CensoredTail, Self::Sellers, Self::Lanes];

    /// The name, as one types it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Strike => "strike",
            Self::CensoredTail => "censored-tail",
            Self::Sellers => "sellers",
            Self::Lanes => "lanes",
        }
    }
}

/// A history and its truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// Cells of the rows, in the order of [`COLUMNS`].
    pub rows: Vec<[String; COLUMNS.len()]>,
    /// The true quantiles of the rows that were asked for.
    pub truth: Vec<Prediction>,
}

/// The columns of a generated history.
pub const COLUMNS: [&str; 15] = [
    "shipped_at",
    "delivered_at",
    "origin",
    "destination",
    "service",
    "seller",
    "mass_g",
    "promised_at",
    "handed_over_at",
    "origin_lat",
    "origin_lng",
    "destination_lat",
    "destination_lng",
    "freight_value",
    "category",
];

/// Lives drawn to tell a row's true quantiles.
const LIVES: usize = 300;

/// Makes a history of so many rows, and the truth of those from a share of them on (0.7: the last 30 %).
pub fn generate(scenario: Scenario, seed: u64, rows: usize, truth_from: f64) -> Generated {
    let mut draws = Draws::new(seed ^ 0x0070_6f72_746f_6c61);
    let world = World::new(scenario, &mut draws);
    let mut orders = world.orders(rows, &mut draws);
    orders.sort_by_key(|order| order.shipped);
    let ends = world.told_until(orders.last().map_or(0, |order| order.shipped));
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let first_true = (rows as f64 * truth_from) as usize;
    let mut generated = Generated { rows: Vec::with_capacity(rows), truth: Vec::new() };
    for (row, order) in orders.iter().enumerate() {
        let mut own = draws.of_row(row);
        let life = world.live(order, &mut own);
        generated.rows.push(world.cells(order, &life, ends));
        if row >= first_true {
            generated.truth.push(truth_of(&world, order, row, &mut own));
        }
    }
    generated
}

#[expect(clippy::cast_precision_loss, reason = "seconds of weeks")]
fn truth_of(world: &World, order: &world::Order, row: usize, draws: &mut Draws) -> Prediction {
    let days = |_| (world.live(order, draws).delivered - order.shipped) as f64 / 86_400.0;
    let mut lives: Vec<f64> = (0..LIVES).map(days).collect();
    lives.sort_by(f64::total_cmp);
    let at = |of_ten: usize| {
        let middle = LIVES * of_ten / 10;
        f64::midpoint(lives[middle - 1], lives[middle])
    };
    Prediction { row, p10: at(1), p50: at(5), p90: at(9) }
}

/// Writes a history as CSV.
///
/// # Errors
/// When the writer fails.
pub fn write_history(generated: &Generated, to: impl io::Write) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(COLUMNS)?;
    for row in &generated.rows {
        out.write_record(row)?;
    }
    out.flush()
}

/// Writes predictions as CSV: `row,p10,p50,p90`, days after the shipment.
///
/// # Errors
/// When the writer fails.
pub fn write_predictions(predictions: &[Prediction], to: impl io::Write) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(to);
    out.write_record(["row", "p10", "p50", "p90"])?;
    for p in predictions {
        let days = [p.p10, p.p50, p.p90].map(|days| format!("{days:.5}"));
        out.write_record([&p.row.to_string(), &days[0], &days[1], &days[2]])?;
    }
    out.flush()
}

/// An instant as the tables write it.
fn told(second: i64) -> String {
    let at = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
