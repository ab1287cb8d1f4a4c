//! Inside China and into it: domestic express between the cities, direct mail, direct purchase (9610)
//! and bonded import (1210), which all end on the domestic carriers' hubs.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::atlas::City;
use crate::draft::{Draft, Leg, Risk, Runs, Stage, road_hours};
use crate::places::{BOUGHT_IN, post_of};
use crate::rows::Row;
use crate::work::{Work, process};

/// A domestic carrier: its operator, the prefix of its keys, its line.
const CARRIERS: [(&str, &str, &str); 3] = [
    ("sf", "sfd", "sf-domestic"),
    ("jd", "jdd", "jd-domestic"),
    ("china-post", "cpd", "cnpost-domestic"),
];
/// Kilometres beyond which domestic express flies.
const ROAD_KM_MAX: f64 = 900.0;
/// Airports where imports land, with the city of the domestic hub beside them.
const LANDINGS: [(&str, &str); 2] = [("pvg", "shanghai"), ("can", "guangzhou")];

/// Adds domestic express and the three ways of import.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for (operator, prefix, line) in CARRIERS {
        add_hubs(draft, operator, prefix)?;
        add_collection(draft, operator, prefix, line)?;
        let from = hubs(draft);
        ride_inland(draft, prefix, line, &from, (2, 3))?;
    }
    add_direct_mail(draft)?;
    add_direct_purchase(draft)?;
    add_bonded(draft)
}

fn hubs(draft: &Draft) -> Vec<String> {
    let cities = draft.atlas.cities.iter().map(|city| city.domestic_hub.clone());
    cities.collect::<BTreeSet<_>>().into_iter().collect()
}

fn nightly(departs: &str) -> Runs {
    Runs::Weekly {
        weekdays: "1234567".into(),
        departs: departs.into(),
        cutoff: 1.0,
        skips_holidays: false,
    }
}

fn leg(operator: &str, key: String, from: &str, to: &str) -> Leg {
    Leg {
        key,
        operator: operator.into(),
        from: from.into(),
        to: to.into(),
        mode: "road",
        hours: (3.0, 5.0),
        risk: Risk::Road,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
        ..Leg::default()
    }
}

/// Hubs, the legs between them, and delivery from each hub to its zones.
fn add_hubs(draft: &mut Draft, operator: &str, prefix: &str) -> Result<()> {
    let name = draft.sources.row("tables/operators", "operator", operator)?.clone();
    for hub in hubs(draft) {
        let city = draft.atlas.city(&hub)?.clone();
        let key = format!("{prefix}-{hub}");
        let row = Row::estimate("rule:position")
            .set("facility", &key)
            .set("name", format!("{} domestic hub {}", name.get("name"), city.name))
            .set("name_zh", format!("{}{}转运中心", name.get("name_zh"), city.name_zh))
            .set("kind", "depot")
            .set("operator", operator)
            .set("country", "CN")
            .set("city", &city.name)
            .set("timezone", "Asia/Shanghai");
        draft.facility(row, city.position)?;
        process(
            draft,
            Work {
                key: &format!("{key}-sort"),
                facility: &key,
                kind: "sorting",
                applies: "always",
                clearance: "",
                step: "1",
                shift: ("", "", ""),
                hours: (1.0, 2.0),
                capacity: "",
            },
        )?;
    }
    for from in hubs(draft) {
        for to in hubs(draft).into_iter().filter(|to| *to != from) {
            let (a, b) = (format!("{prefix}-{from}"), format!("{prefix}-{to}"));
            let km = draft.km(&a, &b)?;
            let flies = km > ROAD_KM_MAX && prefix != "cpd";
            let leg = Leg {
                mode: if flies { "air" } else { "road" },
                hours: if flies { (7.0, 12.0) } else { road_hours(km) },
                runs: nightly("23:30"),
                risk: if flies { Risk::Flight } else { Risk::Road },
                ..leg(operator, format!("{a}-{to}"), &a, &b)
            };
            draft.leg(leg)?;
        }
    }
    for (zone, hub) in zones(draft) {
        let from = format!("{prefix}-{hub}");
        let (p50, p90) = road_hours(draft.km(&from, &zone)?.min(1200.0));
        let leg = Leg {
            mode: "courier",
            hours: (p50 + 8.0, p90 + 14.0),
            risk: Risk::LocalDelivery,
            ..leg(operator, format!("{prefix}-deliver-{zone}"), &from, &zone)
        };
        draft.leg(leg)?;
    }
    Ok(())
}

/// The delivery zones of China with the hub that serves them.
fn zones(draft: &Draft) -> Vec<(String, String)> {
    let hub_of = |city: &City| (format!("cn-{}", city.key), city.domestic_hub.clone());
    let mut zones: Vec<(String, String)> = draft.atlas.cities.iter().map(hub_of).collect();
    zones.push(("cn".into(), "wuhan".into()));
    zones.push(("cn-remote".into(), "chengdu".into()));
    zones
}

fn add_collection(draft: &mut Draft, operator: &str, prefix: &str, line: &str) -> Result<()> {
    for city in draft.atlas.cities.clone() {
        let (zone, hub) = (format!("cn-{}", city.key), format!("{prefix}-{}", city.domestic_hub));
        let (p50, p90) = road_hours(draft.km(&zone, &hub)?);
        let key = format!("{prefix}-collect-{}", city.key);
        let leg = Leg {
            mode: "courier",
            hours: (p50 + 1.0, p90 + 2.0),
            runs: nightly("18:30"),
            risk: Risk::Collection,
            ..leg(operator, key.clone(), &zone, &hub)
        };
        draft.leg(leg)?;
        draft.ride(line, &key, Stage::Entry(1))?;
    }
    Ok(())
}

/// Puts the legs of a carrier from these hubs to the others, and delivery, into a line at these stages.
fn ride_inland(
    draft: &mut Draft,
    prefix: &str,
    line: &str,
    from: &[String],
    stages: (u8, u8),
) -> Result<()> {
    for from in from {
        for to in hubs(draft).into_iter().filter(|to| to != from) {
            draft.ride(line, &format!("{prefix}-{from}-{to}"), Stage::Middle(stages.0))?;
        }
    }
    for (zone, _) in zones(draft) {
        draft.ride(line, &format!("{prefix}-deliver-{zone}"), Stage::Exit(stages.1))?;
    }
    Ok(())
}

fn landing_hubs() -> Vec<String> {
    LANDINGS.iter().map(|(_, hub)| (*hub).to_owned()).collect()
}

/// Customs and the way to the domestic hub where imports land.
fn add_landing(draft: &mut Draft, clearance: &str, prefix: &str, operator: &str) -> Result<()> {
    for (airport, hub) in LANDINGS {
        let hours = if clearance == "postal" { (12.0, 36.0) } else { (6.0, 18.0) };
        process(
            draft,
            Work {
                key: &format!("{airport}-import-{clearance}"),
                facility: airport,
                kind: "import_customs",
                applies: "import",
                clearance,
                step: "1",
                shift: ("1234567", "08:00", "20:00"),
                hours,
                capacity: "",
            },
        )?;
        let to = format!("{prefix}-{hub}");
        let leg = Leg {
            runs: Runs::Every(6.0),
            ..leg(operator, format!("{airport}-{to}"), airport, &to)
        };
        draft.leg(leg)?;
    }
    Ok(())
}

/// Parcels posted abroad, to China by express mail.
fn add_direct_mail(draft: &mut Draft) -> Result<()> {
    let line = "import-mail";
    add_landing(draft, "postal", "cpd", "china-post")?;
    for code in BOUGHT_IN {
        let nation = draft.atlas.nation(code)?.clone();
        let office = format!("oe-{}-out", nation.lower());
        let airport = draft.atlas.airport(&nation.gateway)?.clone();
        let post = post_of(draft, code);
        let row = Row::estimate("rule:position")
            .set("facility", &office)
            .set("name", format!("Outward office of exchange {}", nation.name))
            .set("name_zh", format!("{}出口互换局", nation.name_zh))
            .set("kind", "office_of_exchange")
            .set("operator", &post)
            .set("country", code)
            .set("city", &airport.city)
            .set("timezone", &airport.timezone);
        draft.facility(row, airport.position)?;
        process(
            draft,
            Work {
                key: &format!("{office}-sort"),
                facility: &office,
                kind: "sorting",
                applies: "always",
                clearance: "",
                step: "1",
                shift: ("123456", "07:00", "21:00"),
                hours: (6.0, 14.0),
                capacity: "",
            },
        )?;
        let main = format!("{}-out", nation.lower());
        let gateway = airport.iata.to_lowercase();
        let inward = leg(&post, format!("{main}-post"), &main, &office);
        let inward = Leg {
            mode: "drop_off",
            hours: (30.0, 48.0),
            runs: Runs::Every(12.0),
            risk: Risk::DropOff,
            ..inward
        };
        let outward = leg(&post, format!("{office}-airport"), &office, &gateway);
        let outward = Leg { runs: Runs::Every(12.0), ..outward };
        for (leg, stage) in [(inward, Stage::Entry(1)), (outward, Stage::Middle(2))] {
            let key = leg.key.clone();
            draft.leg(leg)?;
            draft.ride(line, &key, stage)?;
        }
        fly_in(draft, line, &gateway, "postal")?;
    }
    for (airport, hub) in LANDINGS {
        draft.ride(line, &format!("{airport}-cpd-{hub}"), Stage::Middle(4))?;
    }
    ride_inland(draft, "cpd", line, &landing_hubs(), (5, 6))
}

/// Flights from an airport abroad to where imports land.
fn fly_in(draft: &mut Draft, line: &str, from: &str, clearance: &str) -> Result<()> {
    for (airport, _) in LANDINGS {
        let km = draft.km(from, airport)?;
        let flight = km / 850.0 + 0.6;
        let key = format!("in-{from}-{airport}-{clearance}");
        let leg = Leg {
            mode: "air",
            clearance: clearance.into(),
            hours: ((flight + 10.0).ceil(), (flight + 24.0).ceil()),
            runs: Runs::Weekly {
                weekdays: "13567".into(),
                departs: "14:00".into(),
                cutoff: 6.0,
                skips_holidays: false,
            },
            risk: Risk::Flight,
            ..leg("air-china-cargo", key.clone(), from, airport)
        };
        draft.leg(leg)?;
        draft.ride(line, &key, Stage::Middle(3))?;
    }
    Ok(())
}

/// The collecting warehouses abroad: key and country.
fn collecting(draft: &Draft) -> Vec<(String, String)> {
    let nodes = draft.nodes.iter().filter(|(key, _)| key.starts_with("cwh-"));
    nodes.map(|(key, node)| (key.clone(), node.country.clone())).collect()
}

/// Goods bought abroad, collected in a warehouse there, packed together and cleared under 9610.
fn add_direct_purchase(draft: &mut Draft) -> Result<()> {
    let line = "import-direct";
    add_landing(draft, "9610", "sfd", "sf")?;
    for (warehouse, code) in collecting(draft) {
        process(
            draft,
            Work {
                key: &format!("{warehouse}-consolidate"),
                facility: &warehouse,
                kind: "packing",
                applies: "always",
                clearance: "",
                step: "1",
                shift: ("123456", "08:00", "20:00"),
                hours: (10.0, 24.0),
                capacity: "3000",
            },
        )?;
        let nation = draft.atlas.nation(&code)?.clone();
        let main = format!("{}-out", nation.lower());
        let gateway = nation.gateway.to_lowercase();
        let post = post_of(draft, &code);
        let bring = leg(&post, format!("{main}-{warehouse}"), &main, &warehouse);
        let bring = Leg { mode: "courier", hours: (44.0, 68.0), risk: Risk::Collection, ..bring };
        let hours = road_hours(draft.km(&warehouse, &gateway)?);
        let truck = leg("overseas-keepers", format!("{warehouse}-{gateway}"), &warehouse, &gateway);
        let truck = Leg { hours, runs: Runs::Every(24.0), ..truck };
        for (leg, stage) in [(bring, Stage::Entry(1)), (truck, Stage::Entry(2))] {
            let key = leg.key.clone();
            draft.leg(leg)?;
            draft.ride(line, &key, stage)?;
        }
        fly_in(draft, line, &gateway, "9610")?;
    }
    for (airport, hub) in LANDINGS {
        draft.ride(line, &format!("{airport}-sfd-{hub}"), Stage::Middle(4))?;
    }
    ride_inland(draft, "sfd", line, &landing_hubs(), (5, 6))
}

/// Bulk into bonded warehouses, and from them to the door once an order is cleared under 1210.
fn add_bonded(draft: &mut Draft) -> Result<()> {
    let (line, inbound) = ("import-bonded", "import-bonded-inbound");
    let mut from = BTreeSet::new();
    let nodes = draft.nodes.keys().filter(|key| key.starts_with("bw-"));
    for warehouse in nodes.cloned().collect::<Vec<_>>() {
        for (key, kind, step, hours) in [
            ("customs-1210", "import_customs", "1", (2.0, 8.0)),
            ("pick-pack", "packing", "2", (4.0, 10.0)),
        ] {
            process(
                draft,
                Work {
                    key: &format!("{warehouse}-{key}"),
                    facility: &warehouse,
                    kind,
                    applies: "always",
                    clearance: "",
                    step,
                    shift: ("1234567", "08:00", "20:00"),
                    hours,
                    capacity: "8000",
                },
            )?;
        }
        let city = warehouse.trim_start_matches("bw-");
        let hub = draft.atlas.city(city)?.domestic_hub.clone();
        let to = format!("jdd-{hub}");
        from.insert(hub);
        let hours = road_hours(draft.km(&warehouse, &to)?);
        let out = Leg {
            hours,
            runs: nightly("20:00"),
            ..leg("jd", format!("{warehouse}-{to}"), &warehouse, &to)
        };
        let key = out.key.clone();
        draft.leg(out)?;
        draft.ride(line, &key, Stage::Entry(1))?;
        for (from, code) in collecting(draft) {
            let key = format!("{from}-{warehouse}");
            let is_near = matches!(code.as_str(), "JP" | "KR");
            let sea = Leg {
                mode: "sea",
                clearance: "1210".into(),
                hours: if is_near { (168.0, 264.0) } else { (720.0, 1008.0) },
                runs: Runs::Weekly {
                    weekdays: "3".into(),
                    departs: "12:00".into(),
                    cutoff: 48.0,
                    skips_holidays: false,
                },
                risk: Risk::Sea,
                ..leg("ocean-partners", key.clone(), &from, &warehouse)
            };
            draft.leg(sea)?;
            draft.ride(inbound, &key, Stage::Only(1))?;
        }
    }
    let from: Vec<String> = from.into_iter().collect();
    ride_inland(draft, "jdd", line, &from, (2, 3))
}
