//! What lines cost the network: a tariff for each line and destination, by the model of the line or by the
//! prices written by hand, which come first.

use super::{
    rate::{Destination, HEAVY_GRAMS, Rate, rate_of},
    rows::{Band, Tariff},
    table::amount,
    tables::{Adjustment, EVERYWHERE, FixedBand, Kind, PriceTables, Terms},
};
use crate::world::{Line, World};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;

/// What every modelled price of a private carrier says of itself.
const ILLUSTRATIVE: &str = "illustrative";

/// The tariffs of every line.
///
/// # Errors
/// When a line names a model that the tables do not hold, or one without a price for a destination.
pub fn tariffs(world: &World, tables: &PriceTables) -> Result<Vec<Tariff>> {
    let distances: BTreeMap<&str, i64> = world
        .countries
        .iter()
        .map(|country| (country.code.as_str(), i64::from(country.distance_km)))
        .collect();
    let mut tariffs = Vec::new();
    for line in &world.lines {
        let terms = tables.get_terms(&line.price_model)?;
        let ends = line.countries.iter().chain(&line.facilities);
        for to in ends {
            let fixed = fixed_of(tables, &line.price_model, to);
            if !fixed.is_empty() {
                tariffs.extend(fixed_tariffs(line, terms, to, &fixed));
                continue;
            }
            ensure!(
                terms.kind != Kind::Fixed,
                "price_fixed.csv has no `{}` to `{to}`",
                terms.model
            );
            let distance_km = distances.get(to.as_str()).copied();
            let distance_km = distance_km.with_context(|| format!("no country `{to}`"))?;
            let to = Destination { country: to, distance_km };
            tariffs.push(modelled_tariff(line, terms, to, tables)?);
        }
    }
    Ok(tariffs)
}

/// The bands written by hand for a destination: those that name it, else those that name its beginning
/// before a `*`, else those for everywhere.
fn fixed_of<'t>(tables: &'t PriceTables, model: &str, to: &str) -> Vec<&'t FixedBand> {
    let own: Vec<&FixedBand> = tables.fixed.iter().filter(|band| band.model == model).collect();
    let of = |fits: &dyn Fn(&str) -> bool| -> Vec<&'t FixedBand> {
        own.iter().copied().filter(|band| fits(&band.to)).collect()
    };
    let begins = |pattern: &str| {
        pattern.strip_suffix('*').is_some_and(|head| !head.is_empty() && to.starts_with(head))
    };
    let tries: [&dyn Fn(&str) -> bool; 3] = [&|at| at == to, &begins, &|at| at == EVERYWHERE];
    tries.into_iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The tariff of a line before its bands.
fn bare_tariff(line: &Line, terms: &Terms, to: &str) -> Tariff {
    let charged = if terms.divisor.is_some() { "chargeable" } else { "actual" };
    let text = |value: i64| if value > 0 { value.to_string() } else { String::new() };
    Tariff {
        tariff: format!("{}-{}", line.key, to.to_lowercase()),
        side: "buy".into(),
        scope: "line".into(),
        of: line.key.clone(),
        to: to.into(),
        currency: "CNY".into(),
        band_by: charged.into(),
        charge_by: charged.into(),
        volumetric_divisor: text(terms.divisor.unwrap_or(0)),
        volumetric_side_mm: text(terms.side_mm.unwrap_or(0)),
        minimum_grams: text(terms.minimum_grams),
        round_up_grams: text(terms.round_up_grams),
        ..Tariff::default()
    }
}

/// One tariff for each origin the bands name.
fn fixed_tariffs(line: &Line, terms: &Terms, to: &str, bands: &[&FixedBand]) -> Vec<Tariff> {
    let mut by_origin: BTreeMap<&str, Vec<&FixedBand>> = BTreeMap::new();
    for band in bands {
        by_origin.entry(&band.from).or_default().push(band);
    }
    let tariffs = by_origin.into_iter().filter_map(|(from, bands)| {
        let first = bands.first()?;
        let mut tariff = bare_tariff(line, terms, to);
        if !from.is_empty() {
            tariff.tariff = format!("{}-{}", tariff.tariff, from.to_lowercase());
            from.clone_into(&mut tariff.from);
        }
        tariff.currency.clone_from(&first.currency);
        tariff.source.clone_from(&first.source);
        tariff.is_estimated = first.is_estimated;
        // A price by steps is charged on the mass itself: the steps round it up.
        if bands.iter().any(|band| band.step_grams > 0) {
            tariff.round_up_grams.clear();
        }
        tariff.bands = bands.iter().map(|band| fixed_band(band)).collect();
        Some(tariff)
    });
    tariffs.collect()
}

fn fixed_band(band: &FixedBand) -> Band {
    let text = |value: i64| if value > 0 { value.to_string() } else { String::new() };
    let price = |value: i64| if value > 0 { amount(value) } else { String::new() };
    Band {
        from_grams: band.from_grams,
        to_grams: Some(band.to_grams),
        per_item: price(band.item),
        per_kg: price(band.kg),
        first_grams: text(band.first_grams),
        first_price: price(band.first),
        step_grams: text(band.step_grams),
        step_price: price(band.step),
        ..Band::default()
    }
}

fn modelled_tariff(
    line: &Line,
    terms: &Terms,
    to: Destination,
    tables: &PriceTables,
) -> Result<Tariff> {
    let rate = rate_of(tables, &terms.model, to)?;
    let mut tariff = bare_tariff(line, terms, to.country);
    tariff.source = source_of(terms, to.country, tables)?;
    tariff.is_estimated = true;
    tariff.bands = bands_of(&rate, terms.mass_max_grams);
    Ok(tariff)
}

/// The rule, and how near the destination is to something published.
fn source_of(terms: &Terms, country: &str, tables: &PriceTables) -> Result<String> {
    let zone = tables.get_zone(country)?;
    let find = |at: &str| tables.adjustments.get(&(terms.model.clone(), at.to_owned()));
    let how = |adjustment: &Adjustment| format!("{} %", adjustment.percent);
    let by = match (find(country), find(zone)) {
        (Some(own), _) => format!("; {country} {}", how(own)),
        (None, Some(of_zone)) => format!("; {zone} {}", how(of_zone)),
        (None, None) => String::new(),
    };
    let private = if terms.model.starts_with("cnpost") || terms.model.starts_with("hkpost") {
        String::new()
    } else {
        format!("{ILLUSTRATIVE}, ")
    };
    Ok(format!("{private}{}{by}", terms.source))
}

/// A rate as bands: one to two kilograms and one beyond where a kilogram costs less there.
pub fn bands_of(rate: &Rate, mass_max_grams: u32) -> Vec<Band> {
    let band = |from_grams: u32, to_grams: u32, item_fen: i64, kg_fen: i64| Band {
        from_grams,
        to_grams: Some(to_grams),
        per_item: amount(item_fen),
        per_kg: amount(kg_fen),
        ..Band::default()
    };
    let bend = u32::try_from(HEAVY_GRAMS).unwrap_or(u32::MAX);
    if mass_max_grams <= bend || rate.heavy_kg_fen == rate.kg_fen {
        return vec![band(0, mass_max_grams, rate.item_fen, rate.kg_fen)];
    }
    vec![
        band(0, bend, rate.item_fen, rate.kg_fen),
        band(bend, mass_max_grams, rate.heavy_item_fen(), rate.heavy_kg_fen),
    ]
}
