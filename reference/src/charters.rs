//! Charter flights that a line has beside the scheduled ones (`tables/charters.csv`): from a hub to an
//! airport abroad, and by road to the parcel hubs behind it.

use anyhow::Result;

use crate::draft::{Draft, Leg, Risk, Runs, Stage, road_hours};
use crate::record::Record;
use crate::work::{Work, process};

/// Adds the charters.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for row in draft.sources.table("tables/charters")? {
        add_charter(draft, row)?;
    }
    Ok(())
}

fn add_charter(draft: &mut Draft, row: &Record) -> Result<()> {
    let (line, hub, from, to) = (row.get("line"), row.get("hub"), row.get("from"), row.get("to"));
    let truck = format!("{hub}-{from}");
    let operator = draft.ways.iter().find(|way| way.key == line).map(|way| way.operator.clone());
    let operator = operator.unwrap_or_default();
    draft.leg(Leg {
        key: truck.clone(),
        operator: operator.clone(),
        from: hub.into(),
        to: from.into(),
        mode: "road",
        hours: road_hours(draft.km(hub, from)?),
        runs: Runs::Every(6.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
        ..Leg::default()
    })?;
    draft.ride(line, &truck, Stage::Middle(3))?;
    process(
        draft,
        Work {
            key: &format!("{from}-export-9610"),
            facility: from,
            kind: "export_customs",
            applies: "export",
            clearance: "9610",
            step: "2",
            shift: ("1234567", "08:00", "20:00"),
            hours: (3.0, 6.0),
            capacity: "",
        },
    )?;
    let flight = format!("charter-{from}-{to}");
    draft.leg(Leg {
        key: flight.clone(),
        operator,
        from: from.into(),
        to: to.into(),
        mode: "air",
        clearance: "9610".into(),
        hours: (row.number("p50")?, row.number("p90")?),
        runs: Runs::Weekly {
            weekdays: row.get("weekdays").into(),
            departs: row.get("departs").into(),
            cutoff: 6.0,
            skips_holidays: false,
        },
        risk: Risk::Flight,
        risk_factor: 1.0,
        source: row.get("source").into(),
    })?;
    draft.ride(line, &flight, Stage::Middle(5))?;
    for country in row.list("depots") {
        add_onward(draft, line, to, country)?;
    }
    Ok(())
}

/// The way from the airport to a country's parcel hub, where it is not the country's own gateway.
fn add_onward(draft: &mut Draft, line: &str, airport: &str, country: &str) -> Result<()> {
    if draft.atlas.nation(&country.to_uppercase())?.gateway.to_lowercase() == airport {
        return Ok(());
    }
    let depot = format!("depot-{country}");
    let key = format!("par-{airport}-{country}");
    draft.leg(Leg {
        key: key.clone(),
        operator: "eu-road".into(),
        from: airport.into(),
        to: depot.clone(),
        mode: "road",
        hours: road_hours(draft.km(airport, &depot)?),
        runs: Runs::Every(12.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
        ..Leg::default()
    })?;
    draft.ride(line, &key, Stage::Middle(7))?;
    if !draft.tables.has("processes", &format!("{airport}-import-9610")) {
        process(
            draft,
            Work {
                key: &format!("{airport}-import-9610"),
                facility: airport,
                kind: "import_customs",
                applies: "import",
                clearance: "9610",
                step: "1",
                shift: ("123456", "06:00", "22:00"),
                hours: (8.0, 14.0),
                capacity: "",
            },
        )?;
    }
    Ok(())
}
