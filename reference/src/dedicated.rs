//! Dedicated lines by air: from consolidators' hubs over Shanghai or Hong Kong to the parcel hub of a
//! last-mile carrier and the door. Legs are shared by lines whose days are the same.

use anyhow::{Context as _, Result};

use crate::atlas::Nation;
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage, road_hours};
use crate::first_mile::{hubs_of, ride_collection};
use crate::lanes::{Around, hours, weekend_wait, weekly};
use crate::places::post_of;
use crate::rows::Row;
use crate::work::{Work, process};

/// Hours from hand-in at 10:00 in Hangzhou to a flight at Shanghai, measured on the compiled network.
const BEFORE: (f64, f64) = (38.0, 60.0);
/// Hours from the airport through customs and the parcel hub.
const INWARD: (f64, f64) = (24.0, 40.0);
/// Hours that an international leg is rounded to, so that lines may share it.
const SHARED_HOURS: f64 = 12.0;

/// Adds parcel hubs abroad and every dedicated line by air.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    add_gateways(draft)?;
    for way in draft.ways_of("parcel") {
        ride_collection(draft, &way)?;
        ride_to_gateways(draft, &way)?;
        for code in &way.countries {
            let nation = draft.atlas.nation(code)?.clone();
            add_depot(draft, &nation)?;
            add_lane(draft, &way, &nation)?;
            draft.ride(&way.key, &format!("par-{}-in", nation.lower()), Stage::Middle(7))?;
            for zone in draft.zones_of(code) {
                draft.ride(&way.key, &format!("par-deliver-{zone}"), Stage::Exit(8))?;
            }
        }
    }
    Ok(())
}

/// Security and export customs where parcels leave China.
fn add_gateways(draft: &mut Draft) -> Result<()> {
    for airport in ["pvg", "hkg", "can"] {
        process(
            draft,
            Work {
                key: &format!("{airport}-security"),
                facility: airport,
                kind: "security",
                applies: "export",
                clearance: "",
                step: "1",
                shift: ("", "", ""),
                hours: (2.0, 4.0),
                capacity: "",
            },
        )?;
    }
    for (clearance, opens, closes, hours) in
        [("9610", "08:00", "20:00", (3.0, 6.0)), ("express", "00:00", "24:00", (1.5, 4.0))]
    {
        process(
            draft,
            Work {
                key: &format!("pvg-export-{clearance}"),
                facility: "pvg",
                kind: "export_customs",
                applies: "export",
                clearance,
                step: "2",
                shift: ("1234567", opens, closes),
                hours,
                capacity: "",
            },
        )?;
    }
    Ok(())
}

/// The gateway a hub feeds: Hong Kong from the south, Shanghai from the rest.
fn gateway_of(city: &str) -> &'static str {
    if matches!(city, "shenzhen" | "guangzhou") { "hkg" } else { "pvg" }
}

/// Trucks from the hubs of an operator to the gateways, and between its hubs where only one has a
/// gateway that the line uses.
fn ride_to_gateways(draft: &mut Draft, way: &LineWay) -> Result<()> {
    for (hub, city) in hubs_of(draft, &way.hubs)? {
        let own = gateway_of(&city);
        let gateway = if way.gateways.iter().any(|gateway| gateway == own) {
            own
        } else {
            way.gateways
                .first()
                .map(String::as_str)
                .with_context(|| format!("{} has no gateway", way.key))?
        };
        let key = format!("{hub}-{gateway}");
        let leg = to_gateway(draft, way, &hub, gateway, key.clone())?;
        draft.leg(leg)?;
        draft.ride(&way.key, &key, Stage::Middle(3))?;
    }
    Ok(())
}

fn to_gateway(draft: &Draft, way: &LineWay, hub: &str, gateway: &str, key: String) -> Result<Leg> {
    Ok(Leg {
        key,
        operator: way.hubs.clone(),
        from: hub.into(),
        to: gateway.into(),
        mode: "road",
        clearance: "9610".into(),
        hours: road_hours(draft.km(hub, gateway)?),
        runs: Runs::Weekly {
            weekdays: "1234567".into(),
            departs: "06:00".into(),
            cutoff: 1.0,
            skips_holidays: false,
        },
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
    })
}

/// Who delivers a country's parcels: a carrier of `tables/last_mile.csv`, else its post.
pub fn last_mile_of(draft: &Draft, country: &str) -> String {
    match draft.sources.row("tables/last_mile", "country", country) {
        Ok(row) => row.get("operator").to_owned(),
        Err(_) => post_of(draft, country),
    }
}

fn delivery_hours(draft: &Draft, nation: &Nation, zone: &str) -> (f64, f64) {
    let (p50, p90) = nation.group.deliver;
    let is_remote = draft.remote_zones.iter().any(|remote| remote == zone);
    let factor = if is_remote { 1.28 } else { 0.8 };
    ((p50 * factor).round(), (p90 * factor).round())
}

/// The parcel hub of a country, with import customs at its airport and delivery from it.
fn add_depot(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let depot = format!("depot-{}", nation.lower());
    if draft.nodes.contains_key(&depot) {
        return Ok(());
    }
    let airport = draft.atlas.airport(&nation.gateway)?.clone();
    let row = Row::estimate("rule:position")
        .set("facility", &depot)
        .set("name", format!("Parcel hub {}", airport.city))
        .set("name_zh", format!("{}包裹中心", nation.name_zh))
        .set("kind", "depot")
        .set("operator", "parcel-hubs")
        .set("country", &nation.code)
        .set("city", &airport.city)
        .set("timezone", &airport.timezone);
    draft.facility(row, airport.position)?;
    let (customs50, customs90) = nation.group.customs;
    process(
        draft,
        Work {
            key: &format!("{}-import-9610", airport.iata.to_lowercase()),
            facility: &airport.iata.to_lowercase(),
            kind: "import_customs",
            applies: "import",
            clearance: "9610",
            step: "1",
            shift: ("123456", "06:00", "22:00"),
            hours: ((customs50 * 0.7).round(), (customs90 * 0.6).round()),
            capacity: "",
        },
    )?;
    process(
        draft,
        Work {
            key: &format!("{depot}-sort"),
            facility: &depot,
            kind: "sorting",
            applies: "always",
            clearance: "",
            step: "1",
            shift: ("", "", ""),
            hours: (4.0, 7.0),
            capacity: "",
        },
    )?;
    add_depot_legs(draft, nation, &depot)
}

/// The way from the airport to the parcel hub, and from it to the doors.
fn add_depot_legs(draft: &mut Draft, nation: &Nation, depot: &str) -> Result<()> {
    draft.leg(Leg {
        key: format!("par-{}-in", nation.lower()),
        operator: "parcel-hubs".into(),
        from: nation.gateway.to_lowercase(),
        to: depot.into(),
        mode: "road",
        clearance: "9610".into(),
        hours: (2.0, 5.0),
        runs: Runs::Every(6.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
    })?;
    for zone in draft.zones_of(&nation.code) {
        draft.leg(Leg {
            key: format!("par-deliver-{zone}"),
            operator: last_mile_of(draft, &nation.code),
            from: depot.into(),
            to: zone.clone(),
            mode: "courier",
            hours: delivery_hours(draft, nation, &zone),
            risk: Risk::Delivery,
            risk_factor: nation.group.loss,
            source: "rule:transit-1".into(),
            ..Leg::default()
        })?;
    }
    Ok(())
}

fn add_lane(draft: &mut Draft, way: &LineWay, nation: &Nation) -> Result<()> {
    let target = draft.days.target(&way.key, nation)?;
    let zone = draft.zones_of(&nation.code).first().cloned().unwrap_or_default();
    let delivery = delivery_hours(draft, nation, &zone);
    let weekend = weekend_wait(&nation.group.weekdays);
    let (customs50, customs90) = nation.group.customs;
    let around = Around {
        before: BEFORE,
        after: (
            INWARD.0 + customs50 * 0.7 + delivery.0 + weekend,
            INWARD.1 + customs90 * 0.6 + delivery.1 + weekend,
        ),
    };
    let flights = if nation.group.flights >= 5 { 7 } else { nation.group.flights };
    let is_scanned = way.product != "untracked";
    for gateway in &way.gateways {
        let to = nation.gateway.to_lowercase();
        let (p50, p90) = hours(target.days, around, draft.km(gateway, &to)?, flights);
        let (p50, p90) = (shared(p50), shared(p90));
        let class = if is_scanned { "" } else { "-plain" };
        let key = format!("air-{gateway}-{}-{p50}-{p90}{class}", nation.lower());
        draft.leg(Leg {
            key: key.clone(),
            operator: if gateway == "hkg" { "cathay-cargo" } else { "air-china-cargo" }.into(),
            from: gateway.clone(),
            to,
            mode: "air",
            clearance: "9610".into(),
            hours: (p50, p90),
            runs: weekly(nation, flights, "23:30", 6.0),
            risk: if is_scanned { Risk::Flight } else { Risk::UntrackedFlight },
            risk_factor: 1.0,
            source: "rule:transit-2".into(),
        })?;
        draft.ride(&way.key, &key, Stage::Middle(5))?;
    }
    Ok(())
}

fn shared(hours: f64) -> f64 {
    (hours / SHARED_HOURS).round().max(1.0) * SHARED_HOURS
}
