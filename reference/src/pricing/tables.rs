//! What prices are made from: `reference/tables/price_*.csv`, as types.
//!
//! Terms, zones, fixed prices and rules of sale are written by hand; coefficients and adjustments are
//! written by `calibrate`. Amounts are in hundredths of a unit of currency (of a yuan: fen).

use super::{calibrate::Sheet, table::read_rows};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;

/// The name of every country's row: coefficients that hold in every zone.
pub const EVERYWHERE: &str = "*";

/// The texts of the tables.
#[derive(Debug, Clone, Copy)]
pub struct TableTexts<'t> {
    /// `price_terms.csv`
    pub terms: &'t str,
    /// `price_zones.csv`
    pub zones: &'t str,
    /// `price_zone_names.csv`
    pub zone_names: &'t str,
    /// `price_models.csv`
    pub models: &'t str,
    /// `price_adjustments.csv`
    pub adjustments: &'t str,
    /// `price_fixed.csv`
    pub fixed: &'t str,
}

/// The tables as committed.
pub const COMMITTED: TableTexts<'static> = TableTexts {
    terms: include_str!("../../tables/price_terms.csv"),
    zones: include_str!("../../tables/price_zones.csv"),
    zone_names: include_str!("../../tables/price_zone_names.csv"),
    models: include_str!("../../tables/price_models.csv"),
    adjustments: include_str!("../../tables/price_adjustments.csv"),
    fixed: include_str!("../../tables/price_fixed.csv"),
};

/// How a model comes to its prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Per item and per kilogram by market zone, and per kilogram by distance; fitted to a wide card.
    Market,
    /// Per item given, per kilogram by distance; fitted to quotes or to a few countries of a card.
    Linear,
    /// A percentage of another model and an amount per item; fitted to a card or to quotes.
    Scaled,
    /// A percentage of another model and an amount per item, given by a written rule.
    Ruled,
    /// Prices written by hand for each destination.
    Fixed,
}

/// What is charged by volume, least mass and steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The model's key.
    pub model: String,
    /// How it comes to its prices.
    pub kind: Kind,
    /// The model it is a percentage of.
    pub based_on: String,
    /// Given price per item, in fen.
    pub item_fen: i64,
    /// Given percentage.
    pub percent: i64,
    /// Given amount per item, in fen.
    pub add_fen: i64,
    /// Words of the published services whose cards it is fitted to.
    pub cards: Vec<String>,
    /// Heaviest parcel.
    pub mass_max_grams: u32,
    /// cm³ per kilogram.
    pub divisor: Option<i64>,
    /// Volume counts only above this longest side.
    pub side_mm: Option<i64>,
    /// Least charged mass.
    pub minimum_grams: i64,
    /// Charged mass is a multiple of this.
    pub round_up_grams: i64,
    /// Fuel surcharge in percent.
    pub fuel_percent: i64,
    /// Where the prices are from.
    pub source: String,
}

/// A zone that takes its coefficients from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// The other zone.
    pub zone: String,
    /// Percentage of the other's prices.
    pub percent: i64,
}

/// The coefficients of one model in one zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coefficients {
    /// Per item, in fen.
    pub item_fen: i64,
    /// Per kilogram, in fen.
    pub kg_fen: i64,
    /// Per kilogram and 1,000 km, in fen.
    pub kg_fen_per_1000_km: i64,
    /// Percentage of the price per kilogram that a kilogram beyond two costs.
    pub heavy_percent: i64,
    /// For a scaled model: the percentage of the other model.
    pub percent: i64,
}

/// What a country or zone pays more or less than the model says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adjustment {
    /// Per item, in fen, after the percentage.
    pub add_fen: i64,
    /// Percentage of both prices.
    pub percent: i64,
}

/// A band of a price written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedBand {
    /// The model.
    pub model: String,
    /// Where the ride begins: a country, or empty for anywhere.
    pub from: String,
    /// Country, facility or `*`.
    pub to: String,
    /// ISO 4217.
    pub currency: String,
    /// Exclusive.
    pub from_grams: u32,
    /// Inclusive.
    pub to_grams: u32,
    /// Per item, in hundredths.
    pub item: i64,
    /// Per kilogram, in hundredths.
    pub kg: i64,
    /// First mass.
    pub first_grams: i64,
    /// Its price, in hundredths.
    pub first: i64,
    /// Further step.
    pub step_grams: i64,
    /// Its price, in hundredths.
    pub step: i64,
    /// Where it was published, or the rule.
    pub source: String,
    /// Whether a rule estimated it.
    pub is_estimated: bool,
}

/// All tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceTables {
    /// Terms in the order of the file, which is the order of fitting.
    pub terms: Vec<Terms>,
    /// The zone of each country.
    pub zones: BTreeMap<String, String>,
    /// Zones without a card.
    pub likes: BTreeMap<String, Likeness>,
    /// Coefficients by model and zone.
    pub coefficients: BTreeMap<(String, String), Coefficients>,
    /// Adjustments by model and by country or zone.
    pub adjustments: BTreeMap<(String, String), Adjustment>,
    /// Prices written by hand.
    pub fixed: Vec<FixedBand>,
}

impl PriceTables {
    /// The tables as committed.
    pub fn committed() -> Result<Self> {
        Self::read(&COMMITTED)
    }

    /// Reads the tables.
    pub fn read(texts: &TableTexts) -> Result<Self> {
        let mut tables = Self {
            terms: read_terms(texts.terms)?,
            fixed: read_fixed(texts.fixed)?,
            ..Self::default()
        };
        let zones = read_rows("price_zones.csv", texts.zones, |row| {
            Ok((row.text("country")?.to_owned(), row.text("zone")?.to_owned()))
        })?;
        tables.zones = zones.into_iter().collect();
        let likes = read_rows("price_zone_names.csv", texts.zone_names, |row| {
            let like = row.text("like")?.to_owned();
            let percent = row.whole("percent")?.unwrap_or(100);
            Ok((row.text("zone")?.to_owned(), Likeness { zone: like, percent }))
        })?;
        tables.likes = likes.into_iter().filter(|(_, like)| !like.zone.is_empty()).collect();
        let coefficients = read_rows("price_models.csv", texts.models, |row| {
            let key = (row.text("model")?.to_owned(), row.text("zone")?.to_owned());
            let read = Coefficients {
                item_fen: row.hundredths("per_item")?.unwrap_or(0),
                kg_fen: row.hundredths("per_kg")?.unwrap_or(0),
                kg_fen_per_1000_km: row.hundredths("per_kg_per_1000_km")?.unwrap_or(0),
                heavy_percent: row.whole("heavy_percent")?.unwrap_or(100),
                percent: row.whole("percent")?.unwrap_or(100),
            };
            Ok((key, read))
        })?;
        tables.coefficients = coefficients.into_iter().collect();
        let adjustments = read_rows("price_adjustments.csv", texts.adjustments, |row| {
            let key = (row.text("model")?.to_owned(), row.text("at")?.to_owned());
            let add_fen = row.hundredths("add")?.unwrap_or(0);
            let percent = row.whole("percent")?.unwrap_or(100);
            Ok((key, Adjustment { add_fen, percent }))
        })?;
        tables.adjustments = adjustments.into_iter().collect();
        Ok(tables)
    }

    /// Puts what calibration came to in the place of what was there.
    pub fn apply(&mut self, sheet: &Sheet) {
        let fitted = sheet.fitted.iter();
        self.coefficients =
            fitted.map(|row| ((row.model.clone(), row.zone.clone()), row.coefficients)).collect();
        let adjusted = sheet.adjusted.iter();
        self.adjustments =
            adjusted.map(|row| ((row.model.clone(), row.at.clone()), row.adjustment)).collect();
    }

    /// The terms of a model.
    pub fn get_terms(&self, model: &str) -> Result<&Terms> {
        let found = self.terms.iter().find(|terms| terms.model == model);
        found.with_context(|| format!("price_terms.csv has no model `{model}`"))
    }

    /// The zone of a country.
    pub fn get_zone(&self, country: &str) -> Result<&str> {
        let found = self.zones.get(country);
        found.map(String::as_str).with_context(|| format!("price_zones.csv has no `{country}`"))
    }
}

fn read_terms(text: &str) -> Result<Vec<Terms>> {
    read_rows("price_terms.csv", text, |row| {
        let kind = match row.text("kind")? {
            "market" => Kind::Market,
            "linear" => Kind::Linear,
            "scaled" => Kind::Scaled,
            "ruled" => Kind::Ruled,
            "fixed" => Kind::Fixed,
            other => bail!("`{other}` is no kind of model"),
        };
        let cards = row.text("cards")?.split('|').filter(|word| !word.is_empty());
        Ok(Terms {
            model: row.text("model")?.to_owned(),
            kind,
            based_on: row.text("based_on")?.to_owned(),
            item_fen: row.hundredths("item")?.unwrap_or(0),
            percent: row.whole("percent")?.unwrap_or(100),
            add_fen: row.hundredths("add")?.unwrap_or(0),
            cards: cards.map(str::to_owned).collect(),
            mass_max_grams: row.text("mass_max_grams")?.parse()?,
            divisor: row.whole("volumetric_divisor")?,
            side_mm: row.whole("volumetric_side_mm")?,
            minimum_grams: row.whole("minimum_grams")?.unwrap_or(0),
            round_up_grams: row.whole("round_up_grams")?.unwrap_or(0),
            fuel_percent: row.whole("fuel_percent")?.unwrap_or(0),
            source: row.text("source")?.to_owned(),
        })
    })
}

fn read_fixed(text: &str) -> Result<Vec<FixedBand>> {
    read_rows("price_fixed.csv", text, |row| {
        Ok(FixedBand {
            model: row.text("model")?.to_owned(),
            from: row.text("from")?.to_owned(),
            to: row.text("to")?.to_owned(),
            currency: row.text("currency")?.to_owned(),
            from_grams: row.text("from_grams")?.parse()?,
            to_grams: row.text("to_grams")?.parse()?,
            item: row.hundredths("per_item")?.unwrap_or(0),
            kg: row.hundredths("per_kg")?.unwrap_or(0),
            first_grams: row.whole("first_grams")?.unwrap_or(0),
            first: row.hundredths("first_price")?.unwrap_or(0),
            step_grams: row.whole("step_grams")?.unwrap_or(0),
            step: row.hundredths("step_price")?.unwrap_or(0),
            source: row.text("source")?.to_owned(),
            is_estimated: row.text("estimated")? == "yes",
        })
    })
}
