//! Prices of the network: a pure function from the world that was generated to the rows of
//! `tariffs.csv`, `tariff_bands.csv` and `surcharges.csv`.
//!
//! What lines cost is in [`buy`], what merchants pay in [`sell`], and [`extra`] has surcharges and the work
//! of warehouses. A model's price for a country is [`rate`]; its coefficients are fitted to published prices
//! by [`calibrate`] and kept in `reference/tables`. Private carriers' cards are never shipped.

pub mod buy;
pub mod calibrate;
pub mod extra;
pub mod rate;
mod rows;
pub mod sell;
pub mod sold;
pub mod table;
pub mod tables;
#[cfg(test)]
mod tests;

use crate::world::World;
use anyhow::Result;
use std::collections::BTreeMap;
use tables::PriceTables;

pub use rows::{Band, Prices, Surcharge, Tariff};

/// The prices of `world`, by the committed tables.
///
/// # Errors
/// When a line names a price model that the tables of prices do not hold.
pub fn price(world: &World) -> Result<Prices> {
    price_by(world, &PriceTables::committed()?)
}

/// The prices of `world`, by other tables.
///
/// # Errors
/// As [`price`].
pub fn price_by(world: &World, tables: &PriceTables) -> Result<Prices> {
    let mut tariffs = buy::tariffs(world, tables)?;
    let mut fuel_percents = BTreeMap::new();
    for line in &world.lines {
        let fuel = tables.get_terms(&line.price_model)?.fuel_percent;
        fuel_percents.insert(line.key.clone(), fuel);
    }
    let sell = sell::tariffs(world, &tariffs, &fuel_percents)?;
    tariffs.extend(extra::handling(world)?);
    tariffs.extend(sell);
    Ok(Prices { tariffs, surcharges: extra::surcharges(world, tables)? })
}
