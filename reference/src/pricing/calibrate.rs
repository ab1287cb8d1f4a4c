//! Fits the models of `price_terms.csv` to published cards and to the point quotes that may be used.
//!
//! Deterministic and in whole numbers; quotes that are held out are never read here. Models that are a share
//! of another are fitted after the others. What comes out are the texts of
//! `price_models.csv` and `price_adjustments.csv`.

pub mod facts;
pub mod fit;
mod quoted;
mod sheet;
#[cfg(test)]
mod tests;

use super::{
    rate::{Destination, charged_grams, plain_rate, rate_of},
    tables::{Adjustment, Coefficients, EVERYWHERE, Kind, PriceTables, Terms},
};
use anyhow::{Context as _, Result};
use facts::Facts;
use fit::{Base, Line, Point, error_ppm, fit_by_distance, fit_item_and_kg, fit_share, slopes};
use std::{collections::BTreeMap, fs, path::Path};

pub use sheet::Sheet;

/// Masses at which a card is read to two kilograms, in grams.
const LIGHT_GRAMS: &[i64] = &[100, 200, 300, 500, 750, 1_000, 1_500, 2_000];
/// Masses at which it is read beyond.
const HEAVY_GRAMS: &[i64] = &[3_000, 5_000, 10_000, 20_000];
/// Steps of a country's adjustment in percent and in yuan: coarse on purpose, so that no card is copied.
const ADJUST_PERCENT_STEP: i64 = 10;
const ADJUST_YUAN_STEP: i64 = 5;
const FEN_PER_YUAN: i64 = 100;
const FULL_PERCENT: i64 = 100;

/// What a fit came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// Model.
    pub model: String,
    /// Zone or `*`.
    pub zone: String,
    /// The coefficients.
    pub coefficients: Coefficients,
    /// Published prices it was fitted to.
    pub points: usize,
    /// Mean relative error over them after adjustments, in parts per million.
    pub error_ppm: i64,
}

/// An adjustment with what it was fitted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjusted {
    /// Model.
    pub model: String,
    /// Country or zone.
    pub at: String,
    /// The adjustment.
    pub adjustment: Adjustment,
    /// `card` or `quotes`.
    pub from: &'static str,
}

/// Fits every model. `tables` gives terms and zones; its coefficients and adjustments are not used.
pub fn calibrate(facts: &Facts, tables: &PriceTables) -> Result<Sheet> {
    let mut fitting = Fitting {
        facts,
        tables: PriceTables {
            coefficients: BTreeMap::new(),
            adjustments: BTreeMap::new(),
            ..tables.clone()
        },
        sheet: Sheet::default(),
    };
    let (shares, wholes): (Vec<_>, Vec<_>) =
        tables.terms.iter().partition(|terms| terms.kind == Kind::Scaled);
    for terms in wholes.into_iter().chain(shares) {
        fitting.fit(terms).with_context(|| format!("model `{}`", terms.model))?;
    }
    Ok(fitting.sheet)
}

struct Fitting<'f> {
    facts: &'f Facts,
    tables: PriceTables,
    sheet: Sheet,
}

impl Fitting<'_> {
    fn fit(&mut self, terms: &Terms) -> Result<()> {
        match terms.kind {
            Kind::Market => self.fit_market(terms),
            Kind::Linear => self.fit_linear(terms),
            Kind::Scaled => self.fit_scaled(terms),
            Kind::Ruled | Kind::Fixed => Ok(()),
        }
    }

    /// A zone for each market, one slope for all, then each country of the card.
    fn fit_market(&mut self, terms: &Terms) -> Result<()> {
        let mut by_zone: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        for country in self.facts.card_countries(&terms.cards) {
            let zone = self.tables.get_zone(country)?.to_owned();
            by_zone.entry(zone).or_default().extend(self.card_points(terms, country, LIGHT_GRAMS));
        }
        let fit = |slope: i64| -> Vec<(String, Line, usize)> {
            let zones = by_zone.iter().filter_map(|(zone, points)| {
                Some((zone.clone(), fit_item_and_kg(points, slope)?, points.len()))
            });
            zones.collect()
        };
        let total = |lines: &[(String, Line, usize)]| -> i64 {
            lines.iter().map(|(_, line, _)| line.error_ppm).sum()
        };
        let fits = slopes().map(fit);
        let best = fits.min_by_key(|lines| total(lines)).unwrap_or_default();
        for (zone, line, points) in best {
            self.keep(terms, &zone, coefficients_of(&line), points);
        }
        self.adjust_to_card(terms)?;
        self.fit_heavy(terms)
    }

    /// One price per kilogram by distance; quotes of several services are brought to one level first.
    fn fit_linear(&mut self, terms: &Terms) -> Result<()> {
        let quoted = quoted::points_of(self.facts, terms);
        let masses = if quoted.is_empty() { LIGHT_GRAMS } else { &[1_000] };
        let mut points = Vec::new();
        for country in self.facts.card_countries(&terms.cards) {
            points.extend(self.card_points(terms, country, masses));
        }
        let levelled = quoted::level(&quoted, |sample| {
            let line = fit_by_distance(&quoted::main_points(&quoted), terms.item_fen);
            line.map_or(sample.point.price_fen, |line| line.price_fen(&sample.point))
        });
        points.extend(levelled.iter().map(|sample| sample.point));
        let line = fit_by_distance(&points, terms.item_fen).context("nothing to fit it to")?;
        self.keep(terms, EVERYWHERE, coefficients_of(&line), points.len());
        self.adjust_to_quotes(terms, &levelled)
    }

    /// A share of another model, fitted to the model's own card or to its quotes.
    fn fit_scaled(&mut self, terms: &Terms) -> Result<()> {
        let neutral = Coefficients {
            item_fen: 0,
            kg_fen: 0,
            kg_fen_per_1000_km: 0,
            heavy_percent: FULL_PERCENT,
            percent: FULL_PERCENT,
        };
        self.keep(terms, EVERYWHERE, neutral, 0);
        let mut pairs = Vec::new();
        for country in self.facts.card_countries(&terms.cards) {
            for point in self.card_points(terms, country, LIGHT_GRAMS) {
                pairs.push((self.base_price(terms, country, point.grams)?, point.price_fen));
            }
        }
        let quoted = quoted::points_of(self.facts, terms);
        let base = |sample: &quoted::Sample| {
            let price = self.base_price(terms, &sample.country, sample.point.grams);
            price.map_or(sample.point.price_fen, |base| base.fen)
        };
        let levelled = quoted::level(&quoted, base);
        let is_carded = !pairs.is_empty();
        if !is_carded {
            for sample in &levelled {
                let base = self.base_price(terms, &sample.country, sample.point.grams)?;
                pairs.push((base, sample.point.price_fen));
            }
        }
        let percents: Vec<i64> = (30..=300).collect();
        let adds: Vec<i64> = (-40..=80).map(|yuan| yuan * FEN_PER_YUAN).collect();
        let adds = if is_carded { adds.as_slice() } else { &[0] };
        let (percent, add_fen, _) =
            fit_share(&pairs, &percents, adds).context("nothing offered")?;
        let coefficients = Coefficients { item_fen: add_fen, percent, ..neutral };
        self.sheet.fitted.pop();
        self.keep(terms, EVERYWHERE, coefficients, pairs.len());
        if is_carded {
            self.adjust_to_card(terms)?;
            return self.fit_heavy(terms);
        }
        self.adjust_to_quotes(terms, &levelled)
    }

    /// The base model's price of a charged mass as the plain rate of this model gives it now.
    fn base_price(&self, terms: &Terms, country: &str, grams: i64) -> Result<Base> {
        let rate = plain_rate(&self.tables, &terms.model, self.destination(country))?;
        Ok(Base { fen: rate.price_fen(grams), fuel_percent: FULL_PERCENT })
    }

    fn keep(&mut self, terms: &Terms, zone: &str, coefficients: Coefficients, points: usize) {
        let key = (terms.model.clone(), zone.to_owned());
        self.tables.coefficients.insert(key, coefficients);
        self.sheet.fitted.push(Fitted {
            model: terms.model.clone(),
            zone: zone.to_owned(),
            coefficients,
            points,
            error_ppm: 0,
        });
    }

    fn destination<'c>(&self, country: &'c str) -> Destination<'c> {
        let distance_km = self.facts.distances.get(country).copied().unwrap_or(0);
        Destination { country, distance_km }
    }

    /// What the card asks at the masses, without fuel; the model is told the charged mass.
    fn card_points(&self, terms: &Terms, country: &str, masses: &[i64]) -> Vec<Point> {
        let km = self.destination(country).distance_km;
        let priced = masses.iter().filter(|grams| **grams <= i64::from(terms.mass_max_grams));
        priced
            .filter_map(|&grams| {
                let price = self.facts.card_price(&terms.cards, country, grams)?;
                let price_fen = price * FULL_PERCENT / (FULL_PERCENT + terms.fuel_percent);
                Some(Point { km, grams: charged_grams(terms, grams), price_fen })
            })
            .collect()
    }

    /// For each country of the card, the coarse share by which the model comes nearest to it.
    fn adjust_to_card(&mut self, terms: &Terms) -> Result<()> {
        let percents: Vec<i64> = (4..=60).map(|step| step * ADJUST_PERCENT_STEP).collect();
        let adds: Vec<i64> =
            (-10..=20).map(|step| step * ADJUST_YUAN_STEP * FEN_PER_YUAN).collect();
        for country in self.facts.card_countries(&terms.cards) {
            let rate = plain_rate(&self.tables, &terms.model, self.destination(country))?;
            let points = self.card_points(terms, country, LIGHT_GRAMS);
            let pairs = points.iter().map(|point| {
                let base = Base { fen: rate.price_fen(point.grams), fuel_percent: FULL_PERCENT };
                (base, point.price_fen)
            });
            let pairs: Vec<(Base, i64)> = pairs.collect();
            if let Some((percent, add_fen, _)) = fit_share(&pairs, &percents, &adds) {
                self.adjust(terms, country, Adjustment { add_fen, percent }, "card");
            }
        }
        Ok(())
    }

    /// For each country or zone with quotes, how far they are from the model on average.
    fn adjust_to_quotes(&mut self, terms: &Terms, samples: &[quoted::Sample]) -> Result<()> {
        let mut ratios = Vec::new();
        for sample in samples {
            let to = self.destination(&sample.country);
            let modelled =
                plain_rate(&self.tables, &terms.model, to)?.price_fen(sample.point.grams);
            let zone = self.tables.get_zone(&sample.country)?.to_owned();
            let permille = sample.point.price_fen * 1_000 / modelled.max(1);
            ratios.push((sample.country.clone(), zone, permille));
        }
        for (at, percent) in quoted::shares(&ratios) {
            self.adjust(terms, &at, Adjustment { add_fen: 0, percent }, "quotes");
        }
        Ok(())
    }

    fn adjust(&mut self, terms: &Terms, at: &str, adjustment: Adjustment, from: &'static str) {
        if adjustment == (Adjustment { add_fen: 0, percent: FULL_PERCENT }) {
            return;
        }
        self.tables.adjustments.insert((terms.model.clone(), at.to_owned()), adjustment);
        self.sheet.adjusted.retain(|row| row.model != terms.model || row.at != at);
        self.sheet.adjusted.push(Adjusted {
            model: terms.model.clone(),
            at: at.to_owned(),
            adjustment,
            from,
        });
    }

    /// One percentage for kilograms beyond two, at most what a light one costs.
    fn fit_heavy(&mut self, terms: &Terms) -> Result<()> {
        let mut wanted = Vec::new();
        for country in self.facts.card_countries(&terms.cards) {
            let rate = rate_of(&self.tables, &terms.model, self.destination(country))?;
            for point in self.card_points(terms, country, HEAVY_GRAMS) {
                wanted.push((rate, point));
            }
        }
        let error = |percent: &i64| -> i64 {
            let errors = wanted.iter().map(|(rate, point)| {
                let heavy_kg_fen = rate.kg_fen * percent / FULL_PERCENT;
                let bent = super::rate::Rate { heavy_kg_fen, ..*rate };
                error_ppm(bent.price_fen(point.grams), point.price_fen)
            });
            errors.sum()
        };
        let percents = (5..=10).rev().map(|step| step * ADJUST_PERCENT_STEP);
        let best = percents.min_by_key(error).unwrap_or(FULL_PERCENT);
        for fitted in self.sheet.fitted.iter_mut().filter(|row| row.model == terms.model) {
            fitted.coefficients.heavy_percent = best;
            let key = (fitted.model.clone(), fitted.zone.clone());
            self.tables.coefficients.insert(key, fitted.coefficients);
        }
        self.tell_error(terms)
    }

    /// Writes beside each fit how near the adjusted model comes to the card.
    fn tell_error(&mut self, terms: &Terms) -> Result<()> {
        let mut errors: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for country in self.facts.card_countries(&terms.cards) {
            let rate = rate_of(&self.tables, &terms.model, self.destination(country))?;
            let zone = self.tables.get_zone(country)?.to_owned();
            for point in self.card_points(terms, country, LIGHT_GRAMS) {
                let error = error_ppm(rate.price_fen(point.grams), point.price_fen);
                errors.entry(zone.clone()).or_default().push(error);
                errors.entry(EVERYWHERE.to_owned()).or_default().push(error);
            }
        }
        for fitted in self.sheet.fitted.iter_mut().filter(|row| row.model == terms.model) {
            let seen = errors.get(&fitted.zone).filter(|seen| !seen.is_empty());
            let mean =
                |seen: &Vec<i64>| seen.iter().sum::<i64>() / i64::try_from(seen.len()).unwrap_or(1);
            fitted.error_ppm = seen.map_or(0, mean);
        }
        Ok(())
    }
}

fn coefficients_of(line: &Line) -> Coefficients {
    Coefficients {
        item_fen: line.item_fen,
        kg_fen: line.kg_fen,
        kg_fen_per_1000_km: line.slope_fen,
        heavy_percent: FULL_PERCENT,
        percent: FULL_PERCENT,
    }
}

/// Reads `rates.csv` and `air_distances.csv` of `facts`, fits, and writes `price_models.csv` and
/// `price_adjustments.csv` into `tables`.
pub fn run(facts: &Path, tables: &Path) -> Result<()> {
    let sheet = calibrate(&read_facts(facts)?, &PriceTables::committed()?)?;
    fs::write(tables.join("price_models.csv"), sheet.models_csv())?;
    fs::write(tables.join("price_adjustments.csv"), sheet.adjustments_csv())?;
    Ok(())
}

/// The facts of a folder, with the quotes compared as the committed table says.
pub fn read_facts(folder: &Path) -> Result<Facts> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).with_context(|| format!("reading {name}"))
    };
    Facts::read(&facts::FactTexts {
        rates: &read("rates.csv")?,
        distances: &read("air_distances.csv")?,
        quotes: include_str!("../../tables/price_quotes.csv"),
    })
}
