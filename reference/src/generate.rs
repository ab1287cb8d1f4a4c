//! The whole network from what was read: every story in turn, then prices, then the files.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

use crate::draft::{Draft, LineWay};
use crate::pricing::{self, Prices};
use crate::record::{Record, Sources};
use crate::rows::Row;
use crate::world::{Country, Line, Process, World, Zone};
use crate::{
    borders, calendars, charters, china, dedicated, express, first_mile, land, offers, places,
    postal,
};
use crate::{priced, transit, warehouses};

/// Where prices are told from: distances are those of Shanghai's airport.
const PRICED_FROM: &str = "pvg";

/// What was generated.
#[derive(Debug)]
pub struct Generated {
    /// The files of the network.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What prices were made from.
    pub world: World,
}

/// Makes the network.
///
/// # Errors
/// When the tables do not fit together; the error names what is missing.
pub fn generate(sources: &Sources) -> Result<Generated> {
    let mut draft = build(sources)?;
    let world = world_of(&draft)?;
    add_prices(&mut draft, &pricing::price(&world)?)?;
    let mut files = draft.tables.files()?;
    for table in ["duties", "required_fields", "restrictions"] {
        let parts = [
            sources.optional(&format!("tables/{table}")),
            sources.optional(&format!("tables/{table}_import")),
        ];
        if let Some(bytes) = passed_through(&parts)? {
            files.insert(format!("{table}.csv"), bytes);
        }
    }
    for name in ["network.toml", "services.toml", "guarantees.toml"] {
        let text = sources.text(&format!("tables/{name}"))?;
        files.insert(name.into(), text.as_bytes().to_vec());
    }
    Ok(Generated { files, world })
}

/// The network without prices.
///
/// # Errors
/// As [`generate`].
pub fn build(sources: &Sources) -> Result<Draft<'_>> {
    let mut draft = Draft::new(sources)?;
    places::add(&mut draft)?;
    first_mile::add(&mut draft)?;
    postal::add(&mut draft)?;
    dedicated::add(&mut draft)?;
    charters::add(&mut draft)?;
    transit::add(&mut draft)?;
    express::add(&mut draft)?;
    land::add(&mut draft)?;
    warehouses::add(&mut draft)?;
    china::add(&mut draft)?;
    borders::add(&mut draft)?;
    calendars::add(&mut draft)?;
    offers::add(&mut draft)?;
    for way in draft.ways.clone() {
        add_line(&mut draft, &way)?;
    }
    Ok(draft)
}

fn add_line(draft: &mut Draft, way: &LineWay) -> Result<()> {
    let listed = draft.sources.row("tables/lines", "line", &way.key)?;
    let source = listed.get("source");
    let is_estimated = listed.is_yes("estimated");
    let row = if is_estimated { Row::estimate(source) } else { Row::fact(source) }
        .set("line", &way.key)
        .set("name", listed.get("name"))
        .set("name_zh", listed.get("name_zh"))
        .set("operator", &way.operator)
        .set("export_mode", &way.export_mode)
        .set("description", listed.get("description"));
    draft.tables.add("lines", row)
}

/// What prices are made from.
///
/// # Errors
/// When a country has no gateway.
pub fn world_of(draft: &Draft) -> Result<World> {
    let large = draft.atlas.set("large")?;
    let mut world = World::default();
    for nation in draft.atlas.nations.values() {
        let km = draft.km(PRICED_FROM, &nation.gateway.to_lowercase())?;
        world.countries.push(Country {
            code: nation.code.clone(),
            name: nation.name.clone(),
            currency: nation.currency.clone(),
            region: nation.region.clone(),
            subregion: nation.subregion.clone(),
            gateway: nation.gateway.clone(),
            distance_km: format!("{km:.0}").parse().context("a distance")?,
            is_large: large.contains(&nation.code),
        });
    }
    for row in draft.tables.rows("zones") {
        let has = |kind: &str| row.get("kinds").split('|').any(|word| word == kind);
        world.zones.push(Zone {
            key: row.get("zone").into(),
            country: row.get("country").into(),
            is_remote: draft.remote_zones.iter().any(|zone| zone == row.get("zone")),
            is_delivery: has("delivery"),
            is_collection: has("collection"),
        });
    }
    for way in &draft.ways {
        world.lines.push(Line {
            key: way.key.clone(),
            operator: way.operator.clone(),
            export_mode: way.export_mode.clone(),
            price_model: way.price_model.clone(),
            countries: way.countries.clone(),
            facilities: way.facilities.clone(),
        });
    }
    for row in draft.tables.rows("processes") {
        world.processes.push(Process {
            key: row.get("process").into(),
            facility: row.get("facility").into(),
            country: draft.node(row.get("facility"))?.country.clone(),
            kind: row.get("kind").into(),
        });
    }
    world.services = offers::services(draft.sources)?;
    Ok(world)
}

fn add_prices(draft: &mut Draft, prices: &Prices) -> Result<()> {
    for tariff in &prices.tariffs {
        draft.tables.add("tariffs", priced::tariff_row(tariff))?;
        for band in &tariff.bands {
            draft.tables.add("tariff_bands", priced::band_row(tariff, band))?;
        }
    }
    for surcharge in &prices.surcharges {
        draft.tables.add("surcharges", priced::surcharge_row(surcharge))?;
    }
    Ok(())
}

/// Tables that are written by hand in the format's own columns, put one after another and sorted by
/// their first column; `None` where there are none yet.
fn passed_through(parts: &[&[Record]]) -> Result<Option<Vec<u8>>> {
    let rows: Vec<&Record> = parts.iter().flat_map(|part| part.iter()).collect();
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let header: Vec<&str> = first.columns().collect();
    let key = header.first().copied().unwrap_or_default();
    let mut sorted = rows.clone();
    sorted.sort_by_key(|row| row.get(key).to_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    for row in sorted {
        writer.write_record(header.iter().map(|column| row.get(column)))?;
    }
    Ok(Some(writer.into_inner().context("csv")?))
}
