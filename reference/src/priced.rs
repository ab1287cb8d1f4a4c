//! Rows of prices as rows of the network's tables.

use crate::pricing::{Band, Surcharge, Tariff};
use crate::rows::Row;

fn sourced(source: &str, is_estimated: bool) -> Row {
    if is_estimated { Row::estimate(source) } else { Row::fact(source) }
}

/// A tariff's row.
pub fn tariff_row(tariff: &Tariff) -> Row {
    sourced(&tariff.source, tariff.is_estimated)
        .set("tariff", &tariff.tariff)
        .set("side", &tariff.side)
        .set("tier", &tariff.tier)
        .set("scope", &tariff.scope)
        .set("of", &tariff.of)
        .set("from", &tariff.from)
        .set("to", &tariff.to)
        .set("currency", &tariff.currency)
        .set("band_by", &tariff.band_by)
        .set("charge_by", &tariff.charge_by)
        .set("volumetric_divisor", &tariff.volumetric_divisor)
        .set("volumetric_side_mm", &tariff.volumetric_side_mm)
        .set("volumetric_ratio", &tariff.volumetric_ratio)
        .set("volumetric_subtract_percent", &tariff.volumetric_subtract_percent)
        .set("minimum_grams", &tariff.minimum_grams)
        .set("round_up_grams", &tariff.round_up_grams)
        .set("minimum_price", &tariff.minimum_price)
        .set("valid_from", &tariff.valid_from)
        .set("valid_to", &tariff.valid_to)
}

/// A band's row; its source is its tariff's.
pub fn band_row(tariff: &Tariff, band: &Band) -> Row {
    sourced(&tariff.source, tariff.is_estimated)
        .set("tariff", &tariff.tariff)
        .set("from_grams", band.from_grams.to_string())
        .set("to_grams", band.to_grams.map(|grams| grams.to_string()).unwrap_or_default())
        .set("flat", &band.flat)
        .set("per_item", &band.per_item)
        .set("per_kg", &band.per_kg)
        .set("first_grams", &band.first_grams)
        .set("first_price", &band.first_price)
        .set("step_grams", &band.step_grams)
        .set("step_price", &band.step_price)
}

/// A surcharge's row.
pub fn surcharge_row(surcharge: &Surcharge) -> Row {
    sourced(&surcharge.source, surcharge.is_estimated)
        .set("surcharge", &surcharge.surcharge)
        .set("side", &surcharge.side)
        .set("tier", &surcharge.tier)
        .set("scope", &surcharge.scope)
        .set("of", &surcharge.of)
        .set("kind", &surcharge.kind)
        .set("zones", &surcharge.zones)
        .set("goods", &surcharge.goods)
        .set("percent", &surcharge.percent)
        .set("per_item", &surcharge.per_item)
        .set("per_kg", &surcharge.per_kg)
        .set("minimum_price", &surcharge.minimum_price)
        .set("currency", &surcharge.currency)
        .set("valid_from", &surcharge.valid_from)
        .set("valid_to", &surcharge.valid_to)
}
