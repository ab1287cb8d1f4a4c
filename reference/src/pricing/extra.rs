//! What is charged beside the line: surcharges, the work of warehouses, and legs bought alone.

use super::sold::goods::{self, Dearer};
use super::{
    rows::{Band, Surcharge, Tariff},
    table::{amount, read_rows},
    tables::{EVERYWHERE, PriceTables},
};
use crate::world::World;
use anyhow::Result;

/// Stands for the remote zones that the subject's lines deliver to.
const REMOTE: &str = "@remote";

/// The surcharges written by hand, and fuel by the terms of each line.
pub fn surcharges(world: &World, tables: &PriceTables) -> Result<Vec<Surcharge>> {
    let mut surcharges = Vec::new();
    for line in &world.lines {
        let fuel = tables.get_terms(&line.price_model)?.fuel_percent;
        if fuel > 0 {
            surcharges.push(Surcharge {
                surcharge: format!("{}-fuel", line.key),
                side: "buy".into(),
                scope: "line".into(),
                of: line.key.clone(),
                kind: "fuel".into(),
                percent: fuel.to_string(),
                source: "illustrative, rule:price-surcharges".into(),
                is_estimated: true,
                ..Surcharge::default()
            });
        }
    }
    let written = read_rows("price_surcharges.csv", SURCHARGES, |row| {
        let text = |column: &str| row.text(column).map(str::to_owned);
        Ok(Surcharge {
            surcharge: text("surcharge")?,
            side: text("side")?,
            tier: String::new(),
            scope: text("scope")?,
            of: text("of")?,
            kind: text("kind")?,
            zones: text("zones")?,
            goods: text("goods")?,
            percent: text("percent")?,
            per_item: text("per_item")?,
            per_kg: text("per_kg")?,
            minimum_price: text("minimum_price")?,
            currency: text("currency")?,
            valid_from: text("valid_from")?,
            valid_to: text("valid_to")?,
            source: text("source")?,
            is_estimated: row.text("estimated")? == "yes",
        })
    })?;
    let placed = written.into_iter().filter_map(|row| place_surcharge(world, row));
    surcharges.extend(placed);
    surcharges.extend(on_goods(world, &goods::committed()?));
    Ok(surcharges)
}

/// What services ask more for goods that the cheapest lines refuse.
fn on_goods(world: &World, rows: &[Dearer]) -> Vec<Surcharge> {
    let numbered = rows.iter().enumerate().filter_map(|(index, row)| {
        let zones = world.zones.iter().filter(|zone| zone.is_delivery);
        let zones: Vec<&str> = zones
            .filter(|zone| row.countries.contains(&zone.country))
            .map(|zone| zone.key.as_str())
            .collect();
        let first = row.goods.split('|').next().unwrap_or_default();
        let positive = |fen: i64| if fen > 0 { amount(fen) } else { String::new() };
        (!zones.is_empty()).then(|| Surcharge {
            surcharge: format!("sell-{}-{first}-{}", row.service, index + 1),
            side: "sell".into(),
            scope: "service".into(),
            of: row.service.clone(),
            kind: "goods".into(),
            zones: zones.join("|"),
            goods: row.goods.clone(),
            per_item: positive(row.item_fen),
            per_kg: positive(row.kg_fen),
            currency: "CNY".into(),
            source: "rule:markup-goods".into(),
            is_estimated: true,
            ..Surcharge::default()
        })
    });
    numbered.collect()
}

const SURCHARGES: &str = include_str!("../../tables/price_surcharges.csv");
const HANDLING: &str = include_str!("../../tables/price_handling.csv");

/// The row with its zones named; a sell row of a service is of all remote zones. Nothing where the world
/// has not its subject or no such zone.
fn place_surcharge(world: &World, mut row: Surcharge) -> Option<Surcharge> {
    let of_subject = |line: &&crate::world::Line| match row.scope.as_str() {
        "service" => world.services.contains(&row.of),
        "operator" => line.operator == row.of,
        _ => line.key == row.of,
    };
    let lines: Vec<_> = world.lines.iter().filter(of_subject).collect();
    if lines.is_empty() {
        return None;
    }
    if row.zones == REMOTE {
        let reached = |country: &String| lines.iter().any(|line| line.countries.contains(country));
        let zones = world.zones.iter().filter(|zone| zone.is_remote && reached(&zone.country));
        let keys: Vec<&str> = zones.map(|zone| zone.key.as_str()).collect();
        if keys.is_empty() {
            return None;
        }
        row.zones = keys.join("|");
    }
    Some(row)
}

/// A fee for packing and handing over in warehouses, by country.
pub fn handling(world: &World) -> Result<Vec<Tariff>> {
    let fees = read_rows("price_handling.csv", HANDLING, |row| {
        let fee = Tariff {
            side: "buy".into(),
            scope: "process".into(),
            currency: row.text("currency")?.to_owned(),
            band_by: "actual".into(),
            charge_by: "actual".into(),
            source: format!("illustrative, {}", row.text("source")?),
            is_estimated: row.text("estimated")? == "yes",
            bands: vec![Band {
                per_item: amount(row.hundredths("per_item")?.unwrap_or(0)),
                per_kg: amount(row.hundredths("per_kg")?.unwrap_or(0)),
                ..Band::default()
            }],
            ..Tariff::default()
        };
        Ok((row.text("country")?.to_owned(), row.text("kind")?.to_owned(), fee))
    })?;
    let priced = world.processes.iter().filter_map(|process| {
        let of = |country: &str| {
            fees.iter().find(|(at, kind, _)| *at == country && *kind == process.kind)
        };
        let (_, _, fee) = of(&process.country).or_else(|| of(EVERYWHERE))?;
        let tariff = format!("process-{}", process.key);
        Some(Tariff { tariff, of: process.key.clone(), ..fee.clone() })
    });
    Ok(priced.collect())
}
