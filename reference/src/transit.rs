//! Mail posted outside China: parcels go over Hong Kong, Singapore or Amsterdam and are flown on from
//! that post's office of exchange. Stands beside direct export by China Post.

use anyhow::{Context as _, Result};

use crate::atlas::{Atlas, Nation};
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage};
use crate::first_mile::{hubs_of, ride_collection};
use crate::lanes::{Around, hours, weekly};
use crate::postal::{hours_after, ride_delivery};
use crate::work::{Work, process};

/// Hours from hand-in in Hangzhou to the flight onward, by the place where the mail is posted.
fn hours_before(gateway: &str) -> (f64, f64) {
    match gateway {
        "hkg" => (76.0, 104.0),
        "sin" => (84.0, 118.0),
        _ => (100.0, 136.0),
    }
}

/// Adds the lines posted abroad.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for way in draft.ways_of("transit") {
        ride_collection(draft, &way)?;
        let gateway = way.gateways.first().cloned().context("a transit line needs a gateway")?;
        let office = add_posting(draft, &way, &gateway)?;
        for code in &way.countries {
            let nation = draft.atlas.nation(code)?.clone();
            if nation.gateway.to_lowercase() != gateway {
                add_lane(draft, &way, &nation, &office)?;
                ride_delivery(draft, &way.key, &nation, &way.delivery)?;
            }
        }
    }
    Ok(())
}

/// The way from the hub to the airport abroad from which the mail goes on; its name.
fn add_posting(draft: &mut Draft, way: &LineWay, gateway: &str) -> Result<String> {
    let (mut hub, _) = hubs_of(draft, &way.hubs)?.into_iter().next().context("a hub")?;
    if gateway == "sin" {
        hub = add_truck(draft, way, &hub, "szx")?;
    }
    let (mode, hours, carrier, risk) = match gateway {
        "hkg" => ("road", (4.0, 8.0), way.hubs.as_str(), Risk::Road),
        "sin" => ("air", (10.0, 18.0), "singapore-airlines-cargo", Risk::Flight),
        _ => ("air", (22.0, 32.0), "klm-cargo", Risk::Flight),
    };
    let key = format!("{hub}-{gateway}-post");
    draft.leg(Leg {
        key: key.clone(),
        operator: carrier.into(),
        from: hub,
        to: gateway.into(),
        mode,
        clearance: "9610".into(),
        hours,
        runs: Runs::Weekly {
            weekdays: if gateway == "hkg" { "1234567" } else { "13567" }.into(),
            departs: "20:00".into(),
            cutoff: 4.0,
            skips_holidays: false,
        },
        risk,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
    })?;
    draft.ride(&way.key, &key, Stage::Middle(3))?;
    if gateway != "hkg" {
        process(
            draft,
            Work {
                key: &format!("{gateway}-post-handling"),
                facility: gateway,
                kind: "handling",
                applies: "import",
                clearance: "9610",
                step: "2",
                shift: ("12345", "08:00", "20:00"),
                hours: (8.0, 16.0),
                capacity: "",
            },
        )?;
    }
    Ok(gateway.to_owned())
}

/// The road from the hub to the airport its mail flies from; the airport.
fn add_truck(draft: &mut Draft, way: &LineWay, hub: &str, airport: &str) -> Result<String> {
    let key = format!("{hub}-{airport}");
    draft.leg(Leg {
        key: key.clone(),
        operator: way.hubs.clone(),
        from: hub.into(),
        to: airport.into(),
        mode: "road",
        hours: (2.0, 3.0),
        runs: Runs::Every(6.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
        ..Leg::default()
    })?;
    draft.ride(&way.key, &key, Stage::Middle(2))?;
    process(
        draft,
        Work {
            key: &format!("{airport}-export-9610"),
            facility: airport,
            kind: "export_customs",
            applies: "export",
            clearance: "9610",
            step: "2",
            shift: ("1234567", "08:00", "20:00"),
            hours: (3.0, 6.0),
            capacity: "",
        },
    )?;
    Ok(airport.to_owned())
}

fn add_lane(draft: &mut Draft, way: &LineWay, nation: &Nation, from: &str) -> Result<()> {
    let target = draft.days.target(&way.key, nation)?;
    let to = nation.gateway.to_lowercase();
    let km = draft.km(from, &to)?;
    let flights = nation.group.flights.clamp(2, 5);
    let around =
        Around { before: hours_before(from), after: hours_after(draft, nation, &way.delivery) };
    let home = draft.node(from)?.country.clone();
    let is_road = from == "ams" && km < 1500.0 && !Atlas::is_border(&home, &nation.code);
    let key = format!("post-{from}-{}-{}", nation.lower(), way.product);
    let is_scanned = way.delivery != "ordinary";
    draft.leg(Leg {
        key: key.clone(),
        operator: match from {
            "hkg" => "cathay-cargo",
            "sin" => "singapore-airlines-cargo",
            _ if is_road => "eu-road",
            _ => "klm-cargo",
        }
        .into(),
        from: from.into(),
        to,
        mode: if is_road { "road" } else { "air" },
        clearance: way.clearance.clone(),
        hours: hours(target.days, around, km, flights),
        runs: weekly(nation, flights, "12:00", 8.0),
        risk: match (is_scanned, is_road) {
            (false, _) => Risk::UntrackedFlight,
            (true, true) => Risk::Road,
            (true, false) => Risk::Flight,
        },
        risk_factor: 1.0,
        source: target.source,
    })?;
    draft.ride(&way.key, &key, Stage::Middle(6))
}
