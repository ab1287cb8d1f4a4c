//! International express: door to door in one carrier's hands over Hong Kong. The carrier's hubs on the
//! way are in the hours of the flight (rule:line-3).

use anyhow::Result;

use crate::atlas::Nation;
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage};
use crate::first_mile::{hubs_of, ride_collection};
use crate::lanes::{Around, hours, weekend_wait, weekly};
use crate::work::{Work, process};

/// Hours from hand-in at 10:00 in Hangzhou to departure at Hong Kong, measured on the compiled network.
const BEFORE: (f64, f64) = (22.0, 24.0);
/// Hours from the airport through customs.
const INWARD: (f64, f64) = (6.0, 12.0);

/// Adds the express carriers.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for way in draft.ways_of("express") {
        ride_collection(draft, &way)?;
        for (hub, _) in hubs_of(draft, &way.hubs)? {
            add_gateway(draft, &way, &hub)?;
        }
        for code in &way.countries {
            let nation = draft.atlas.nation(code)?.clone();
            add_customs(draft, &nation)?;
            add_lane(draft, &way, &nation)?;
        }
    }
    Ok(())
}

fn add_gateway(draft: &mut Draft, way: &LineWay, hub: &str) -> Result<()> {
    let is_near = draft.km(hub, "hkg")? < 300.0;
    let key = format!("{hub}-hkg-express");
    draft.leg(Leg {
        key: key.clone(),
        operator: way.hubs.clone(),
        from: hub.into(),
        to: "hkg".into(),
        mode: if is_near { "road" } else { "air" },
        clearance: "express".into(),
        hours: if is_near { (3.0, 4.0) } else { (4.0, 5.0) },
        runs: Runs::Weekly {
            weekdays: "123456".into(),
            departs: "23:30".into(),
            cutoff: 0.5,
            skips_holidays: false,
        },
        risk: if is_near { Risk::Road } else { Risk::Flight },
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
    })?;
    draft.ride(&way.key, &key, Stage::Middle(3))
}

fn add_customs(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let airport = draft.atlas.airport(&nation.gateway)?.clone();
    let key = format!("{}-import-express", airport.iata.to_lowercase());
    if nation.code == "HK" || draft.tables.has("processes", &key) {
        return Ok(());
    }
    let (customs50, customs90) = nation.group.customs;
    let home = draft.atlas.nation(&airport.country)?;
    let weekdays = if home.group.weekdays.len() > 5 { "1234567" } else { "123456" };
    process(
        draft,
        Work {
            key: &key,
            facility: &airport.iata.to_lowercase(),
            kind: "import_customs",
            applies: "import",
            clearance: "express",
            step: "1",
            shift: (weekdays, "05:00", "21:00"),
            hours: ((customs50 * 0.3).ceil(), (customs90 * 0.35).ceil()),
            capacity: "",
        },
    )
}

fn delivery_hours(draft: &Draft, nation: &Nation, zone: &str) -> (f64, f64) {
    let (p50, p90) = nation.group.deliver;
    let is_remote = draft.remote_zones.iter().any(|remote| remote == zone);
    let factor = if is_remote { 0.8 } else { 0.4 };
    ((p50 * factor).round(), (p90 * factor).round())
}

fn add_lane(draft: &mut Draft, way: &LineWay, nation: &Nation) -> Result<()> {
    let target = draft.days.target(&way.key, nation)?;
    let airport = nation.gateway.to_lowercase();
    let zones = draft.zones_of(&nation.code);
    let first = zones.first().cloned().unwrap_or_default();
    let delivery = delivery_hours(draft, nation, &first);
    let weekend = weekend_wait(&nation.group.weekdays);
    let (customs50, customs90) = nation.group.customs;
    let around = Around {
        before: BEFORE,
        after: (
            INWARD.0 + (customs50 * 0.3).ceil() + delivery.0 + weekend,
            INWARD.1 + (customs90 * 0.35).ceil() + delivery.1 + weekend,
        ),
    };
    let flight = format!("{}-hkg-{}", way.hubs, nation.lower());
    if airport != "hkg" {
        let flights = if nation.group.flights >= 5 { 6 } else { nation.group.flights.max(3) };
        draft.leg(Leg {
            key: flight.clone(),
            operator: way.hubs.clone(),
            from: "hkg".into(),
            to: airport.clone(),
            mode: "air",
            clearance: "express".into(),
            hours: hours(target.days, around, draft.km("hkg", &airport)?, flights),
            runs: weekly(nation, flights, "07:30", 1.5),
            risk: Risk::Flight,
            risk_factor: 1.0,
            source: target.source,
        })?;
        draft.ride(&way.key, &flight, Stage::Middle(5))?;
    }
    for zone in zones {
        let key = format!("{}-deliver-{zone}", way.hubs);
        draft.leg(Leg {
            key: key.clone(),
            operator: way.hubs.clone(),
            from: airport.clone(),
            to: zone.clone(),
            mode: "courier",
            clearance: "express".into(),
            hours: delivery_hours(draft, nation, &zone),
            risk: Risk::ExpressDelivery,
            risk_factor: nation.group.loss,
            source: "rule:transit-1".into(),
            ..Leg::default()
        })?;
        draft.ride(&way.key, &key, Stage::Exit(8))?;
    }
    Ok(())
}
