//! China Post's mail: from its offices of exchange by air (surface parcels by sea) to the office of
//! exchange of every country, and to the door by the country's post.

use anyhow::Result;

use crate::atlas::Nation;
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage};
use crate::first_mile::{ride_collection, ride_feeders};
use crate::lanes::{Around, hours, weekend_wait, weekly};
use crate::places::{office_of, post_of};
use crate::rows::Row;
use crate::work::{Work, process};

/// Hours from hand-in at 10:00 in Hangzhou to a flight at Shanghai, measured on the compiled network.
const BEFORE: (f64, f64) = (48.0, 72.0);
/// Hours from the airport through customs and sorting, beside customs' own.
const INWARD: (f64, f64) = (18.0, 33.0);

/// Adds the offices of exchange abroad, delivery by their posts, and China Post's lines by air and sea.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for nation in draft.atlas.nations.clone().values().filter(|n| n.code != "CN") {
        add_office(draft, nation)?;
        add_delivery(draft, nation)?;
    }
    add_sea_ports(draft)?;
    for way in draft.ways_of("mail") {
        ride_collection(draft, &way)?;
        ride_uplift(draft, &way)?;
        for code in &way.countries {
            let nation = draft.atlas.nation(code)?.clone();
            add_lane(draft, &way, &nation)?;
            match way.product.as_str() {
                "surface" => ride_door(draft, &way.key, &nation, &way.delivery)?,
                _ => ride_delivery(draft, &way.key, &nation, &way.delivery)?,
            }
        }
    }
    Ok(())
}

fn add_office(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let key = format!("oe-{}", nation.lower());
    let airport = draft.atlas.airport(&nation.gateway)?.clone();
    let listed = office_of(draft, &nation.code);
    let name = listed.as_ref().map_or(nation.name.as_str(), |row| row.get("name")).to_owned();
    let source = listed
        .as_ref()
        .map_or("rule:post-1".to_owned(), |row| format!("rule:position; {}", row.get("source")));
    let row = Row::estimate(source)
        .set("facility", &key)
        .set("name", format!("Office of exchange {name}"))
        .set("name_zh", format!("{}互换局", nation.name_zh))
        .set("kind", "office_of_exchange")
        .set("operator", post_of(draft, &nation.code))
        .set("country", &nation.code)
        .set("city", if airport.country == nation.code { &airport.city } else { &nation.name })
        .set("timezone", &airport.timezone)
        .set("impc", listed.as_ref().map_or("", |row| row.get("impc")));
    draft.facility(row, airport.position)?;
    let weekdays = if nation.group.weekdays.len() > 5 { &nation.group.weekdays } else { "123456" };
    process(
        draft,
        Work {
            key: &format!("{key}-customs"),
            facility: &key,
            kind: "import_customs",
            applies: "always",
            clearance: "",
            step: "1",
            shift: (weekdays, "07:00", "19:00"),
            hours: nation.group.customs,
            capacity: "",
        },
    )?;
    process(
        draft,
        Work {
            key: &format!("{key}-sort"),
            facility: &key,
            kind: "sorting",
            applies: "always",
            clearance: "",
            step: "2",
            shift: ("", "", ""),
            hours: (4.0, 8.0),
            capacity: "",
        },
    )?;
    draft.leg(Leg {
        key: format!("{}-oe", nation.lower()),
        operator: post_of(draft, &nation.code),
        from: nation.gateway.to_lowercase(),
        to: key,
        mode: "road",
        clearance: "postal".into(),
        hours: (2.0, 6.0),
        runs: Runs::Every(8.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
    })
}

/// Hours of a class of delivery from the office of exchange to a zone.
fn delivery_hours(draft: &Draft, nation: &Nation, zone: &str, class: &str) -> (f64, f64) {
    let (p50, p90) = nation.group.deliver;
    let factor = match class {
        "ordinary" => 1.3,
        "ems" => 0.65,
        "parcel" => 0.8,
        "express" => 0.5,
        _ => 1.0,
    };
    let is_remote = draft.remote_zones.iter().any(|remote| remote == zone);
    let distance = if is_remote { 1.6 } else { 1.0 };
    ((p50 * factor * distance).round(), (p90 * factor * distance).round())
}

fn add_delivery(draft: &mut Draft, nation: &Nation) -> Result<()> {
    let classes = [
        ("ordinary", Risk::UntrackedDelivery),
        ("tracked", Risk::Delivery),
        ("ems", Risk::EmsDelivery),
    ];
    for zone in draft.zones_of(&nation.code) {
        for (class, risk) in classes {
            let hours = delivery_hours(draft, nation, &zone, class);
            draft.leg(Leg {
                key: format!("{zone}-deliver-{class}"),
                operator: post_of(draft, &nation.code),
                from: format!("oe-{}", nation.lower()),
                to: zone.clone(),
                mode: "post",
                hours,
                risk,
                risk_factor: nation.group.loss,
                source: "rule:transit-1".into(),
                ..Leg::default()
            })?;
        }
    }
    Ok(())
}

/// Puts the way from a country's airport through its office of exchange to the door into a line.
///
/// # Errors
/// When a leg does not exist.
pub fn ride_delivery(draft: &mut Draft, line: &str, nation: &Nation, class: &str) -> Result<()> {
    draft.ride(line, &format!("{}-oe", nation.lower()), Stage::Middle(8))?;
    ride_door(draft, line, nation, class)
}

/// Puts delivery from a country's office of exchange into a line.
///
/// # Errors
/// When a leg does not exist.
pub fn ride_door(draft: &mut Draft, line: &str, nation: &Nation, class: &str) -> Result<()> {
    for zone in draft.zones_of(&nation.code) {
        draft.ride(line, &format!("{zone}-deliver-{class}"), Stage::Exit(9))?;
    }
    Ok(())
}

/// Hours from the airport to the door by a country's post, at p50 and p90.
pub fn hours_after(draft: &Draft, nation: &Nation, class: &str) -> (f64, f64) {
    let zone = draft.zones_of(&nation.code).first().cloned().unwrap_or_default();
    let delivery = delivery_hours(draft, nation, &zone, class);
    let weekend = weekend_wait(&nation.group.weekdays);
    (
        INWARD.0 + nation.group.customs.0 + delivery.0 + weekend,
        INWARD.1 + nation.group.customs.1 + delivery.1 + weekend,
    )
}

fn ride_uplift(draft: &mut Draft, way: &LineWay) -> Result<()> {
    if way.product == "surface" {
        let hubs = ["hangzhou", "dongguan"];
        ride_feeders(draft, &way.key, &hubs)?;
        for hub in hubs {
            draft.ride(&way.key, &format!("cp-{hub}-port"), Stage::Middle(4))?;
        }
        return Ok(());
    }
    for city in draft.atlas.cities.clone() {
        draft.ride(&way.key, &format!("cp-{}-oe", city.key), Stage::Middle(3))?;
        for gateway in ["pvg", "can", "pek"] {
            let own = city.airport.to_lowercase();
            let (road, first) =
                (format!("oe-{}-{gateway}", city.key), format!("oe-{}-{own}", city.key));
            for (leg, stage) in [(road, 4), (first, 4), (format!("{own}-{gateway}"), 5)] {
                if draft.has_leg(&leg) {
                    draft.ride(&way.key, &leg, Stage::Middle(stage))?;
                }
            }
        }
    }
    Ok(())
}

fn add_sea_ports(draft: &mut Draft) -> Result<()> {
    for (hub, port, hours) in
        [("hangzhou", "port-shanghai", (6.0, 9.0)), ("dongguan", "port-yantian", (3.0, 5.0))]
    {
        draft.leg(Leg {
            key: format!("cp-{hub}-port"),
            operator: "china-post".into(),
            from: format!("cp-{hub}"),
            to: port.into(),
            mode: "road",
            hours,
            runs: Runs::Weekly {
                weekdays: "135".into(),
                departs: "06:00".into(),
                cutoff: 2.0,
                skips_holidays: false,
            },
            risk: Risk::Road,
            risk_factor: 1.0,
            source: "rule:transit-1".into(),
            ..Leg::default()
        })?;
    }
    Ok(())
}

/// Flights a week of a product on a lane.
fn flights_of(product: &str, nation: &Nation) -> usize {
    match product {
        "ordinary" | "sal" => 2,
        "surface" => 1,
        "ems" | "epacket" | "eems" => nation.group.flights.max(4),
        _ => nation.group.flights.min(3),
    }
}

fn add_lane(draft: &mut Draft, way: &LineWay, nation: &Nation) -> Result<()> {
    let target = draft.days.target(&way.key, nation)?;
    let is_large = draft.atlas.set("large")?.contains(&nation.code);
    let gateways: &[(&str, &str)] = match way.product.as_str() {
        "surface" => &[("port-shanghai", "ocean-partners"), ("port-yantian", "ocean-partners")],
        _ if is_large => &[
            ("pvg", "air-china-cargo"),
            ("can", "china-southern-cargo"),
            ("pek", "air-china-cargo"),
        ],
        _ => &[("pvg", "air-china-cargo"), ("can", "china-southern-cargo")],
    };
    let flights = flights_of(&way.product, nation);
    let around = Around { before: BEFORE, after: hours_after(draft, nation, &way.delivery) };
    for (gateway, operator) in gateways {
        let to = match way.product.as_str() {
            "surface" => format!("oe-{}", nation.lower()),
            _ => nation.gateway.to_lowercase(),
        };
        let km = draft.km(gateway, &to)?;
        let place = gateway.strip_prefix("port-").unwrap_or(gateway);
        let key = format!("mail-{place}-{}-{}", nation.lower(), way.product);
        let (departs, cutoff) = match way.product.as_str() {
            "ems" | "eems" => ("13:00", 5.0),
            "epacket" => ("11:00", 6.0),
            _ => ("10:00", 8.0),
        };
        let risk = match (way.product.as_str(), way.delivery.as_str()) {
            ("surface", _) => Risk::Sea,
            (_, "ordinary") => Risk::UntrackedFlight,
            _ => Risk::Flight,
        };
        draft.leg(Leg {
            key: key.clone(),
            operator: (*operator).into(),
            from: (*gateway).into(),
            to,
            mode: if way.product == "surface" { "sea" } else { "air" },
            clearance: way.clearance.clone(),
            hours: hours(target.days, around, km, flights),
            runs: weekly(nation, flights, departs, cutoff),
            risk,
            risk_factor: 1.0,
            source: target.source.clone(),
        })?;
        draft.ride(&way.key, &key, Stage::Middle(6))?;
    }
    Ok(())
}
