//! The table of coverage: countries by the modes of the lines that reach them, and in each cell the
//! services that use those lines.
//!
//! A service is told by a letter or a few, which stand above the table; the lines themselves are in the JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use portolan_model::Code;
use portolan_network::Word as _;
use portolan_network::reach::{CountryReach, Reach};
use portolan_network::records::ExportMode;
use serde_json::{Value, json};

use crate::output::Table;

#[cfg(test)]
mod tests;

/// Modes in the order of the columns: posts first, then carriers.
const MODES: [ExportMode; 7] = [
    ExportMode::SmallPacket,
    ExportMode::Ems,
    ExportMode::PostalParcel,
    ExportMode::DedicatedLine,
    ExportMode::OverseasWarehouse,
    ExportMode::DomesticExpress,
    ExportMode::InternationalExpress,
];

/// What the network reaches, as a person reads it.
pub fn text(reach: &Reach) -> String {
    let marks = marks_of(reach);
    let mut text = String::new();
    if reach.reached.is_empty() {
        text.push_str("no country can be reached\n");
    } else {
        let told: Vec<String> = marks.iter().map(|(key, mark)| format!("{mark} {key}")).collect();
        text.push_str("lines that reach a country, by mode, and the services that use them: ");
        text.push_str(&told.join(", "));
        text.push('\n');
        text.push_str(&table(reach, &marks).text());
    }
    for country in &reach.unreached {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}: not reached: {}", country.country, country.why);
    }
    text.trim_end().to_owned()
}

fn table(reach: &Reach, marks: &BTreeMap<&Code, String>) -> Table {
    let heads: Vec<&str> = MODES.iter().map(|mode| mode.as_str()).collect();
    let mut table = Table::new(&[&["country", ">legs"], heads.as_slice()].concat());
    for country in &reach.reached {
        let mut cells = vec![country.country.to_string(), country.legs_min.to_string()];
        cells.extend(MODES.iter().map(|mode| cell(country, *mode, marks)));
        table.row(cells);
    }
    let mut totals = vec!["countries".to_owned(), reach.reached.len().to_string()];
    totals.extend(MODES.iter().map(|mode| total(reach, *mode, marks)));
    table.row(totals);
    table
}

/// How many lines of a mode reach a country, and the services that use them.
fn cell(country: &CountryReach, mode: ExportMode, marks: &BTreeMap<&Code, String>) -> String {
    let Some(own) = country.modes.iter().find(|own| own.mode == mode) else {
        return String::new();
    };
    let services = own.services.iter().filter_map(|service| marks.get(service).cloned());
    let parts: Vec<String> = std::iter::once(own.lines.len().to_string()).chain(services).collect();
    parts.join(" ")
}

/// How many countries a mode reaches, and how many of them each service by it.
fn total(reach: &Reach, mode: ExportMode, marks: &BTreeMap<&Code, String>) -> String {
    let own = reach.reached.iter().flat_map(|country| &country.modes);
    let own: Vec<_> = own.filter(|own| own.mode == mode).collect();
    if own.is_empty() {
        return String::new();
    }
    let by_service = marks.iter().filter_map(|(service, mark)| {
        let count = own.iter().filter(|own| own.services.contains(service)).count();
        (count > 0).then(|| format!("{mark}:{count}"))
    });
    let parts: Vec<String> = std::iter::once(own.len().to_string()).chain(by_service).collect();
    parts.join(" ")
}

/// The shortest beginning of each service's key that no other has.
fn marks_of(reach: &Reach) -> BTreeMap<&Code, String> {
    let services: BTreeSet<&Code> =
        reach.reached.iter().flat_map(|country| &country.services).collect();
    let mark = |service: &Code| {
        let key = service.as_str();
        let is_alone = |length: &usize| {
            let holds = |other: &&&Code| other.as_str().starts_with(&key[..*length]);
            services.iter().filter(holds).count() == 1
        };
        let length = (1..key.len()).find(is_alone).unwrap_or(key.len());
        key[..length].to_owned()
    };
    services.iter().map(|service| (*service, mark(service))).collect()
}

/// What the network reaches, as a program reads it.
pub fn json(reach: &Reach) -> Value {
    let keys = |codes: &[Code]| codes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let reached = reach.reached.iter().map(|country| {
        let modes = country.modes.iter().map(|own| {
            let (lines, services) = (keys(&own.lines), keys(&own.services));
            json!({ "mode": own.mode.as_str(), "lines": lines, "services": services })
        });
        json!({
            "country": country.country.to_string(),
            "legs_min": country.legs_min,
            "services": keys(&country.services),
            "modes": modes.collect::<Vec<_>>(),
        })
    });
    let unreached = reach
        .unreached
        .iter()
        .map(|country| json!({ "country": country.country.to_string(), "why": country.why }));
    json!({
        "reached": reached.collect::<Vec<_>>(),
        "unreached": unreached.collect::<Vec<_>>(),
    })
}
