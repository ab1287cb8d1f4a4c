//! Countries, zones, and the facilities that no other story adds: airports and those listed by hand.

use anyhow::Result;

use crate::atlas::{Airport, Atlas, Nation};
use crate::draft::{Draft, Node};
use crate::geo::Position;
use crate::record::Record;
use crate::rows::Row;

/// Source of what is known of postal codes.
const POSTCODES: &str = "general knowledge of postal codes, not looked up; 2026-11";

/// Adds operators, countries, zones, airports and the facilities of `tables/facilities.csv`.
///
/// # Errors
/// When a table does not fit together.
pub fn add(draft: &mut Draft) -> Result<()> {
    add_operators(draft)?;
    for nation in draft.atlas.nations.clone().values() {
        if nation.code != "CN" {
            add_zones(draft, nation)?;
        }
        add_country(draft, nation)?;
    }
    add_china(draft)?;
    add_airports(draft)?;
    for row in draft.sources.table("tables/facilities")? {
        let position =
            Position { latitude: row.number("latitude")?, longitude: row.number("longitude")? };
        let mut facility = Row::estimate("rule:position");
        for column in [
            "facility", "name", "name_zh", "kind", "operator", "country", "city", "timezone",
            "unlocode",
        ] {
            facility = facility.set(column, row.get(column));
        }
        draft.facility(facility, position)?;
    }
    Ok(())
}

fn add_operators(draft: &mut Draft) -> Result<()> {
    for row in draft.sources.table("tables/operators")? {
        let mut operator = Row::sourced(row.get("source"));
        for column in [
            "operator",
            "name",
            "name_zh",
            "kind",
            "country",
            "upu_code",
            "iata_code",
            "tracking_adapter",
        ] {
            operator = operator.set(column, row.get(column));
        }
        draft.tables.add("operators", operator)?;
    }
    let nations = draft.atlas.nations.clone();
    let mut nations: Vec<&Nation> = nations.values().filter(|n| n.code != "CN").collect();
    // A post that serves other territories too is named and seated by its own country.
    nations.sort_by_key(|n| draft.sources.row("tables/mail_parents", "country", &n.code).is_ok());
    for nation in nations {
        let office = office_of(draft, &nation.code);
        let key = post_of(draft, &nation.code);
        if draft.tables.has("operators", &key) {
            continue;
        }
        let listed = draft.sources.row("tables/posts", "country", &nation.code).ok();
        let parent = draft.sources.row("tables/mail_parents", "country", &nation.code).ok();
        let from_list = office.as_ref().map(|office| office.get("operator").to_owned());
        let name = listed
            .or(parent)
            .map(|row| row.get("name").to_owned())
            .or(from_list)
            .unwrap_or_else(|| format!("Post of {}", nation.name));
        let name_zh = listed
            .map_or_else(|| format!("{}邮政", nation.name_zh), |row| row.get("name_zh").to_owned());
        let source = office.as_ref().map_or("rule:post-1", |office| office.get("source"));
        let row = Row::sourced(source)
            .set("operator", key)
            .set("name", name)
            .set("name_zh", name_zh)
            .set("kind", "post")
            .set("country", &nation.code)
            .set("upu_code", office.as_ref().map_or("", |office| office.get("upu_code")));
        draft.tables.add("operators", row)?;
    }
    Ok(())
}

/// The row of the office of exchange that mail for a country goes to.
pub fn office_of(draft: &Draft, country: &str) -> Option<Record> {
    draft.sources.row("facts/offices", "country", country).ok().cloned()
}

/// The post that delivers in a country.
pub fn post_of(draft: &Draft, country: &str) -> String {
    let sources = draft.sources;
    let listed = sources.row("tables/posts", "country", country);
    let parent = sources.row("tables/mail_parents", "country", country);
    match listed.or(parent) {
        Ok(row) => row.get("operator").to_owned(),
        Err(_) => format!("post-{}", country.to_lowercase()),
    }
}

fn add_country(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let shape = draft.sources.row("facts/postcodes", "country", &nation.code).ok();
    let main = match nation.code.as_str() {
        "CN" => "cn-hangzhou".to_owned(),
        _ => draft.zones_of(&nation.code).first().cloned().unwrap_or_default(),
    };
    let source = match shape {
        Some(shape) => format!("{}; {}", nation.source, shape.get("source")),
        None => nation.source.clone(),
    };
    // Without a postcode the main zone is meant, so that none has to be asked for.
    let row = Row::fact(source)
        .set("country", &nation.code)
        .set("name", &nation.name)
        .set("name_zh", &nation.name_zh)
        .set("currency", &nation.currency)
        .set("postcode_format", shape.map_or("", |shape| shape.get("format")))
        .set("postcode_required", shape.map_or("no", |shape| shape.get("required")))
        .set("main_zone", main)
        .set("customs_territory", Atlas::territory(&nation.code));
    draft.tables.add("countries", row)
}

/// The zones of a country: those of `tables/zones.csv`, and one for all of it unless they part it.
fn add_zones(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let listed: Vec<Record> = draft
        .sources
        .table("tables/zones")?
        .iter()
        .filter(|row| row.get("country") == nation.code)
        .cloned()
        .collect();
    let airport = draft.atlas.airport(&nation.gateway)?.clone();
    if !listed.iter().any(|row| row.get("kind").starts_with("base")) {
        let key = nation.lower();
        let is_home = airport.country == nation.code;
        let row = Row::estimate("rule:zone-1")
            .set("zone", &key)
            .set("name", &nation.name)
            .set("name_zh", &nation.name_zh)
            .set("postcodes", "*")
            .set("places", if is_home { airport.city.as_str() } else { "" })
            .set("timezone", &airport.timezone);
        add_zone(
            draft,
            nation,
            row,
            Kind { is_delivery: true, is_remote: false },
            airport.position,
        )?;
    }
    for listed in &listed {
        let kind = listed.get("kind");
        let source = if kind == "tariff" { "rule:zone-au" } else { POSTCODES };
        let row = Row::sourced(source)
            .set("zone", listed.get("zone"))
            .set("name", listed.get("name"))
            .set("name_zh", listed.get("name_zh"))
            .set("postcodes", listed.get("postcodes"))
            .set("places", listed.get("places"))
            .set("timezone", listed.get("timezone"));
        let kind =
            Kind { is_delivery: kind.starts_with("base"), is_remote: kind.ends_with("remote") };
        let position = Position {
            latitude: listed.number("latitude")?,
            longitude: listed.number("longitude")?,
        };
        add_zone(draft, nation, row, kind, position)?;
    }
    if BOUGHT_IN.contains(&nation.code.as_str()) {
        add_outward_zone(draft, nation, &airport)?;
    }
    Ok(())
}

/// The zone that goods bought in a country are collected in.
fn add_outward_zone(draft: &mut Draft, nation: &Nation, airport: &Airport) -> Result<()> {
    let key = format!("{}-out", nation.lower());
    let row = Row::estimate("rule:import-1")
        .set("zone", &key)
        .set("name", format!("{}, parcels for China", nation.name))
        .set("name_zh", format!("{}（寄往中国）", nation.name_zh))
        .set("country", &nation.code)
        .set("kinds", "collection")
        .set("postcodes", "*")
        .set("timezone", &airport.timezone)
        .number("latitude", airport.position.latitude)
        .number("longitude", airport.position.longitude);
    draft.tables.add("zones", row)?;
    let node = Node { country: nation.code.clone(), position: airport.position, is_zone: true };
    draft.nodes.insert(key, node);
    Ok(())
}

#[derive(Clone, Copy)]
struct Kind {
    is_delivery: bool,
    is_remote: bool,
}

/// Countries that goods are bought in for China: parcels are collected there too (rule:import-1).
pub const BOUGHT_IN: [&str; 11] =
    ["AU", "DE", "FR", "GB", "HK", "IT", "JP", "KR", "NL", "NZ", "US"];

fn add_zone(
    draft: &mut Draft,
    nation: &Nation,
    row: Row,
    kind: Kind,
    position: Position,
) -> Result<()> {
    let key = row.get("zone").to_owned();
    let kinds = if kind.is_delivery { "delivery|tariff" } else { "tariff" };
    let row = row
        .set("country", &nation.code)
        .set("kinds", kinds)
        .number("latitude", position.latitude)
        .number("longitude", position.longitude)
        .set("delivery_weekdays", &nation.group.weekdays)
        .set("calendar", draft.calendar_of(&nation.code));
    draft.tables.add("zones", row)?;
    let country = nation.code.clone();
    draft.nodes.insert(key.clone(), Node { country: country.clone(), position, is_zone: true });
    if kind.is_remote {
        draft.remote_zones.push(key.clone());
    }
    if kind.is_delivery {
        draft.delivery_zones.entry(country).or_default().push(key);
    }
    Ok(())
}

/// The cities, and the rest of China to which domestic carriers deliver.
fn add_china(draft: &mut Draft) -> Result<()> {
    let mut zones: Vec<(Row, Position)> = Vec::new();
    for city in draft.atlas.cities.clone() {
        let row = Row::fact(POSTCODES)
            .set("zone", format!("cn-{}", city.key))
            .set("name", &city.name)
            .set("name_zh", &city.name_zh)
            .set("kinds", "collection|delivery|tariff")
            .set("postcodes", &city.postcodes)
            .set("places", &city.places);
        zones.push((row, city.position));
    }
    let rest = [
        ("cn", "China outside the origin cities", "中国其他地区", "*", 34.0, 109.0),
        (
            "cn-remote",
            "Xinjiang, Tibet and Qinghai outside the cities",
            "新疆、西藏、青海",
            "810-817|831-834|836-860",
            36.0,
            90.0,
        ),
    ];
    for (key, name, name_zh, postcodes, latitude, longitude) in rest {
        let row = Row::fact(POSTCODES)
            .set("zone", key)
            .set("name", name)
            .set("name_zh", name_zh)
            .set("kinds", "delivery|tariff")
            .set("postcodes", postcodes);
        zones.push((row, Position { latitude, longitude }));
    }
    for (row, position) in zones {
        let key = row.get("zone").to_owned();
        let row = row
            .set("country", "CN")
            .set("timezone", "Asia/Shanghai")
            .number("latitude", position.latitude)
            .number("longitude", position.longitude)
            .set("calendar", "cn");
        draft.tables.add("zones", row)?;
        if key == "cn-remote" {
            draft.remote_zones.push(key.clone());
        }
        let node = Node { country: "CN".into(), position, is_zone: true };
        draft.nodes.insert(key.clone(), node);
        draft.delivery_zones.entry("CN".into()).or_default().push(key);
    }
    Ok(())
}

/// Airports that are no country's gateway but used by a story: mail of far cities, charters, hubs.
const OTHER_AIRPORTS: &str = "tao tsn ams can csx ckg dlc foc hgh hkg hrb kmg lgg nng pek pvg she \
    svo szx tfu urc wuh xiy xmn yin cgo nzh lux bud fra gru";

fn add_airports(draft: &mut Draft) -> Result<()> {
    let gateways: Vec<String> = draft.atlas.nations.values().map(|n| n.gateway.clone()).collect();
    for airport in draft.atlas.airports.clone().values() {
        let key = airport.iata.to_lowercase();
        let is_used = gateways.contains(&airport.iata)
            || OTHER_AIRPORTS.split_whitespace().any(|other| other == key);
        if !is_used {
            continue;
        }
        let row = Row::fact(&airport.source)
            .set("facility", airport.iata.to_lowercase())
            .set("name", &airport.name)
            .set("kind", "airport")
            .set("operator", "cargo-terminals")
            .set("country", &airport.country)
            .set("city", if airport.city.is_empty() { &airport.name } else { &airport.city })
            .set("timezone", &airport.timezone)
            .set("iata", &airport.iata);
        draft.facility(row, airport.position)?;
    }
    Ok(())
}
