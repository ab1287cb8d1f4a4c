//! The price of a model for a country: so much per item, so much per kilogram to two kilograms and so much
//! beyond. Everything here is a pure function of the tables.

#[cfg(test)]
mod tests;

use super::tables::{Adjustment, EVERYWHERE, Kind, PriceTables, Terms};
use anyhow::{Context as _, Result, bail};

/// To this mass a kilogram costs the first price, beyond it the heavy one.
pub const HEAVY_GRAMS: i64 = 2_000;
/// Models rest on models at most this deep.
const DEPTH_MAX: u32 = 4;
const FEN_PER_YUAN: i64 = 100;

/// Where a parcel goes, as far as models ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination<'w> {
    /// ISO 3166-1 alpha-2.
    pub country: &'w str,
    /// Great-circle kilometres from Shanghai to its gateway.
    pub distance_km: i64,
}

/// A price linear in mass, with one bend at two kilograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Per item, in fen.
    pub item_fen: i64,
    /// Per kilogram to two kilograms, in fen.
    pub kg_fen: i64,
    /// Per kilogram beyond, in fen; never more than `kg_fen`.
    pub heavy_kg_fen: i64,
}

impl Rate {
    /// The price of a charged mass, in fen, rounded half up.
    pub fn price_fen(&self, grams: i64) -> i64 {
        let light = self.kg_fen * grams.min(HEAVY_GRAMS);
        let heavy = self.heavy_kg_fen * (grams - HEAVY_GRAMS).max(0);
        self.item_fen + (light + heavy + 500).div_euclid(1_000)
    }

    /// What stands before the mass in the heavy band, so that both bands meet at two kilograms.
    pub fn heavy_item_fen(&self) -> i64 {
        self.item_fen + (self.kg_fen - self.heavy_kg_fen) * HEAVY_GRAMS / 1_000
    }

    /// A percentage of both prices and an amount per item, in whole yuan, at least one each.
    #[must_use]
    pub fn scaled(&self, percent: i64, add_fen: i64) -> Self {
        let share = |fen: i64| (fen * percent / 100).max(0);
        Self {
            item_fen: whole_yuan(share(self.item_fen) + add_fen),
            kg_fen: whole_yuan(share(self.kg_fen)),
            heavy_kg_fen: whole_yuan(share(self.heavy_kg_fen)),
        }
    }
}

/// Rounded half up to whole yuan, at least one.
fn whole_yuan(fen: i64) -> i64 {
    let rounded = (fen + FEN_PER_YUAN / 2).div_euclid(FEN_PER_YUAN) * FEN_PER_YUAN;
    rounded.max(FEN_PER_YUAN)
}

/// The mass that the terms charge for an actual mass, without its volume.
pub fn charged_grams(terms: &Terms, grams: i64) -> i64 {
    let least = grams.max(terms.minimum_grams);
    if terms.round_up_grams > 0 {
        return (least + terms.round_up_grams - 1) / terms.round_up_grams * terms.round_up_grams;
    }
    least
}

/// The rate of a model, with what its country or zone is adjusted by.
///
/// # Errors
/// When the tables do not hold what the model rests on, or its prices are written by hand.
pub fn rate_of(tables: &PriceTables, model: &str, to: Destination) -> Result<Rate> {
    adjusted_rate(tables, model, to, 0)
}

/// The rate of a model before its own adjustments.
pub fn plain_rate(tables: &PriceTables, model: &str, to: Destination) -> Result<Rate> {
    unadjusted_rate(tables, model, to, 0)
}

fn adjusted_rate(tables: &PriceTables, model: &str, to: Destination, depth: u32) -> Result<Rate> {
    let plain = unadjusted_rate(tables, model, to, depth)?;
    let zone = tables.get_zone(to.country)?;
    let find = |at: &str| tables.adjustments.get(&(model.to_owned(), at.to_owned()));
    let found = find(to.country).or_else(|| find(zone));
    let none = Adjustment { add_fen: 0, percent: 100 };
    let adjustment = found.unwrap_or(&none);
    Ok(plain.scaled(adjustment.percent, adjustment.add_fen))
}

fn unadjusted_rate(tables: &PriceTables, model: &str, to: Destination, depth: u32) -> Result<Rate> {
    if depth > DEPTH_MAX {
        bail!("model `{model}` rests on itself: see `based_on` in price_terms.csv");
    }
    let terms = tables.get_terms(model)?;
    match terms.kind {
        Kind::Fixed => bail!("prices of `{model}` are written by hand in price_fixed.csv"),
        Kind::Ruled => {
            let base = adjusted_rate(tables, &terms.based_on, to, depth + 1)?;
            Ok(base.scaled(terms.percent, terms.add_fen))
        }
        Kind::Scaled => {
            let base = adjusted_rate(tables, &terms.based_on, to, depth + 1)?;
            let fitted = get_coefficients(tables, model, EVERYWHERE)?;
            let mut rate = base.scaled(fitted.percent, fitted.item_fen);
            rate.heavy_kg_fen = whole_yuan(rate.kg_fen * fitted.heavy_percent / 100);
            Ok(rate)
        }
        Kind::Linear => by_distance(tables, model, EVERYWHERE, to),
        Kind::Market => {
            let zone = tables.get_zone(to.country)?;
            let key = (model.to_owned(), zone.to_owned());
            match tables.likes.get(zone).filter(|_| !tables.coefficients.contains_key(&key)) {
                None => by_distance(tables, model, zone, to),
                Some(like) => {
                    Ok(by_distance(tables, model, &like.zone, to)?.scaled(like.percent, 0))
                }
            }
        }
    }
}

fn get_coefficients<'t>(
    tables: &'t PriceTables,
    model: &str,
    zone: &str,
) -> Result<&'t super::tables::Coefficients> {
    let found = tables.coefficients.get(&(model.to_owned(), zone.to_owned()));
    found.with_context(|| format!("price_models.csv has no `{model}` in `{zone}`: calibrate"))
}

fn by_distance(tables: &PriceTables, model: &str, zone: &str, to: Destination) -> Result<Rate> {
    let fitted = get_coefficients(tables, model, zone)?;
    let kg = fitted.kg_fen + fitted.kg_fen_per_1000_km * to.distance_km / 1_000;
    let kg_fen = whole_yuan(kg);
    let heavy_kg_fen = whole_yuan(kg * fitted.heavy_percent / 100).min(kg_fen);
    Ok(Rate { item_fen: whole_yuan(fitted.item_fen), kg_fen, heavy_kg_fen })
}
