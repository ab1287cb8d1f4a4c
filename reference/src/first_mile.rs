//! From the sender's door to the places parcels leave China from: collection, sorting, offices of
//! exchange, hubs of consolidators, and warehouses let to sellers.

use anyhow::{Context as _, Result};

use crate::atlas::City;
use crate::draft::{Draft, Leg, LineWay, Risk, Runs, Stage, road_hours};
use crate::rows::Row;
use crate::work::{Work, process};

/// Hubs of China Post's lines over land, in order of preference at equal distance.
const LAND_HUBS: [&str; 5] = ["hangzhou", "dongguan", "chongqing", "zhengzhou", "harbin"];
/// Kilometres within which mail goes to its airport by road; farther by air.
const ROAD_KM_MAX: f64 = 500.0;

/// Adds China Post's first mile, the hubs of `tables/hubs.csv` and the origin warehouses.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for city in draft.atlas.cities.clone() {
        add_post_office(draft, &city)?;
    }
    for city in draft.atlas.cities.clone() {
        add_exchange(draft, &city)?;
        add_feeders(draft, &city)?;
    }
    for row in draft.sources.table("tables/hubs")? {
        add_hub(draft, row.get("operator"), row.get("city"), row.get("legs_prefix"))?;
    }
    for row in draft.sources.table("tables/hubs")? {
        add_hub_collection(draft, row.get("operator"), row.get("legs_prefix"))?;
    }
    add_warehouses(draft)
}

fn in_china(city: &City, kind: &str, operator: &str) -> Row {
    Row::estimate("rule:position")
        .set("kind", kind)
        .set("operator", operator)
        .set("country", "CN")
        .set("city", &city.name)
        .set("timezone", "Asia/Shanghai")
}

fn collection(operator: &str, key: String, zone: &str, to: &str, hours: (f64, f64)) -> Leg {
    Leg {
        key,
        operator: operator.into(),
        from: zone.into(),
        to: to.into(),
        mode: "courier",
        hours,
        risk: Risk::Collection,
        risk_factor: 1.0,
        source: "rule:transit-1".into(),
        ..Leg::default()
    }
}

fn drop_off(operator: &str, key: String, zone: &str, to: &str) -> Leg {
    Leg {
        mode: "drop_off",
        risk: Risk::DropOff,
        runs: Runs::Every(4.0),
        ..collection(operator, key, zone, to, (2.0, 4.0))
    }
}

/// The small-packet centre of a city, with collection and drop-off.
fn add_post_office(draft: &mut Draft, city: &City) -> Result<()> {
    let centre = format!("cp-{}", city.key);
    let zone = format!("cn-{}", city.key);
    let row = in_china(city, "sorting_centre", "china-post")
        .set("facility", &centre)
        .set("name", format!("China Post small-packet centre {}", city.name))
        .set("name_zh", format!("中国邮政{}小包处理中心", city.name_zh));
    draft.facility(row, city.position.moved(0.03, 0.04))?;
    process(
        draft,
        Work {
            key: &format!("{centre}-sort"),
            facility: &centre,
            kind: "sorting",
            applies: "always",
            clearance: "",
            step: "1",
            shift: ("1234567", "00:00", "24:00"),
            hours: (2.0, 5.0),
            capacity: if city.key == "hangzhou" { "100000" } else { "60000" },
        },
    )?;
    let point = format!("cp-point-{}", city.key);
    let row = in_china(city, "drop_off_point", "china-post")
        .set("facility", &point)
        .set("name", format!("China Post counter {}", city.name))
        .set("name_zh", format!("中国邮政{}营业厅", city.name_zh));
    draft.facility(row, city.position)?;
    let runs = Runs::Weekly {
        weekdays: "1234567".into(),
        departs: "17:30".into(),
        cutoff: 2.0,
        skips_holidays: false,
    };
    let collect = collection("china-post", format!("{centre}-collect"), &zone, &centre, (3.0, 5.0));
    draft.leg(Leg { runs: runs.clone(), ..collect })?;
    draft.leg(drop_off("china-post", format!("{centre}-dropoff"), &zone, &point))?;
    let bring = Leg {
        key: format!("{centre}-point"),
        from: point,
        mode: "road",
        risk: Risk::Road,
        runs: Runs::Weekly {
            weekdays: "1234567".into(),
            departs: "18:30".into(),
            cutoff: 0.5,
            skips_holidays: false,
        },
        ..collection("china-post", String::new(), &zone, &centre, (2.0, 4.0))
    };
    draft.leg(bring)
}

/// The office of exchange of a city, or the way to the nearest one; and from it to its airport.
fn add_exchange(draft: &mut Draft, city: &City) -> Result<()> {
    let centre = format!("cp-{}", city.key);
    let nearest = nearest_exchange(draft, city)?;
    let office = format!("oe-{}", nearest.key);
    if city.impc.is_empty() {
        let hours = road_hours(draft.km(&centre, &format!("cp-{}", nearest.key))?);
        return trunk(draft, &format!("{centre}-oe"), &centre, &office, hours);
    }
    let row = in_china(city, "office_of_exchange", "china-post")
        .set("facility", &office)
        .set("name", format!("Office of exchange {}", city.name))
        .set("name_zh", format!("{}国际邮件互换局", city.name_zh))
        .set("impc", &city.impc)
        .set("source", "rule:position; UPU code list 108, single code, 2020-01");
    draft.facility(row, city.position.moved(-0.03, 0.05))?;
    for (what, kind, step, opens, closes) in [
        ("sort", "sorting", "1", "07:00", "22:00"),
        ("customs", "export_customs", "2", "09:00", "18:00"),
    ] {
        process(
            draft,
            Work {
                key: &format!("{office}-{what}"),
                facility: &office,
                kind,
                applies: "always",
                clearance: "",
                step,
                shift: ("1234567", opens, closes),
                hours: (3.0, 6.0),
                capacity: if what == "sort" { "20000" } else { "" },
            },
        )?;
    }
    trunk(draft, &format!("{centre}-oe"), &centre, &office, (1.5, 3.0))?;
    let gateways: &[&str] = match city.mail_gateway.as_str() {
        "PEK" => &["pek", "pvg"],
        "CAN" => &["can"],
        _ => &["pvg"],
    };
    for gateway in gateways {
        add_uplift(draft, city, &office, gateway)?;
    }
    Ok(())
}

fn nearest_exchange(draft: &Draft, city: &City) -> Result<City> {
    let with_office = draft.atlas.cities.iter().filter(|other| !other.impc.is_empty());
    let nearest = with_office
        .min_by(|a, b| {
            let km = |other: &City| city.position.km_to(other.position);
            km(a).total_cmp(&km(b)).then_with(|| a.key.cmp(&b.key))
        })
        .context("no city has an office of exchange")?;
    Ok(nearest.clone())
}

/// A nightly truck of China Post.
fn trunk(draft: &mut Draft, key: &str, from: &str, to: &str, hours: (f64, f64)) -> Result<()> {
    let leg = Leg {
        key: key.into(),
        from: from.into(),
        to: to.into(),
        mode: "road",
        runs: Runs::Weekly {
            weekdays: "1234567".into(),
            departs: "06:00".into(),
            cutoff: 1.0,
            skips_holidays: false,
        },
        risk: Risk::Road,
        ..collection("china-post", String::new(), from, to, hours)
    };
    draft.leg(leg)
}

/// From an office of exchange to the airport mail leaves from: by road, or by air from the city's own.
fn add_uplift(draft: &mut Draft, city: &City, office: &str, gateway: &str) -> Result<()> {
    let km = draft.km(office, gateway)?;
    let own = city.airport.to_lowercase();
    let nightly = Runs::Weekly {
        weekdays: "1234567".into(),
        departs: "20:00".into(),
        cutoff: 2.0,
        skips_holidays: false,
    };
    let road = |to: &str, hours: (f64, f64)| Leg {
        key: format!("oe-{}-{to}", city.key),
        from: office.into(),
        to: to.into(),
        mode: "road",
        runs: nightly.clone(),
        risk: Risk::Road,
        ..collection("china-post", String::new(), office, to, hours)
    };
    if km <= ROAD_KM_MAX || own == gateway {
        return draft.leg(road(gateway, road_hours(km)));
    }
    draft.leg(road(&own, road_hours(draft.km(office, &own)?)))?;
    let flight = km / 850.0 + 0.6;
    draft.leg(Leg {
        key: format!("{own}-{gateway}"),
        operator: "air-china-cargo".into(),
        mode: "air",
        runs: Runs::Weekly {
            weekdays: "1234567".into(),
            departs: "23:55".into(),
            cutoff: 1.0,
            skips_holidays: false,
        },
        risk: Risk::Flight,
        source: "rule:transit-1".into(),
        ..collection(
            "",
            String::new(),
            &own,
            gateway,
            ((flight + 2.0).ceil(), (flight + 6.0).ceil()),
        )
    })
}

/// Trucks from a city's centre to the hubs of the lines over land: the nearest one and Hangzhou's.
fn add_feeders(draft: &mut Draft, city: &City) -> Result<()> {
    for hub in feeds_of(draft, city) {
        let (from, to) = (format!("cp-{}", city.key), format!("cp-{hub}"));
        let hours = road_hours(draft.km(&from, &to)?);
        trunk(draft, &format!("cp-{}-{hub}", city.key), &from, &to, hours)?;
    }
    Ok(())
}

/// The hubs that a city feeds.
fn feeds_of(draft: &Draft, city: &City) -> Vec<String> {
    let nearest = LAND_HUBS.into_iter().min_by(|a, b| {
        let km = |hub: &str| {
            draft.atlas.city(hub).map_or(f64::MAX, |other| city.position.km_to(other.position))
        };
        km(a).total_cmp(&km(b))
    });
    let mut feeds: Vec<String> =
        nearest.into_iter().chain(["hangzhou"]).map(str::to_owned).collect();
    feeds.dedup();
    feeds.retain(|hub| *hub != city.key);
    feeds
}

fn add_hub(draft: &mut Draft, operator: &str, city: &str, prefix: &str) -> Result<()> {
    let city = draft.atlas.city(city)?.clone();
    let hub = format!("{prefix}-{}", city.key);
    let name = draft
        .sources
        .row("tables/operators", "operator", operator)
        .or_else(|_| draft.sources.row("tables/posts", "operator", operator))?;
    let spread = f64::from(u32::try_from(prefix.bytes().map(usize::from).sum::<usize>() % 9)?);
    let row = in_china(&city, "sorting_centre", operator)
        .set("facility", &hub)
        .set("name", format!("{} hub {}", name.get("name"), city.name))
        .set("name_zh", format!("{}{}分拨中心", name.get("name_zh"), city.name_zh));
    draft.facility(row, city.position.moved(0.02 * spread - 0.08, 0.06))?;
    process(
        draft,
        Work {
            key: &format!("{hub}-sort"),
            facility: &hub,
            kind: "sorting",
            applies: "always",
            clearance: "",
            step: "1",
            shift: ("1234567", "00:00", "24:00"),
            hours: if is_express(operator) { (1.0, 2.0) } else { (3.0, 6.0) },
            capacity: "40000",
        },
    )?;
    for (clearance, hours, opens, closes) in
        [("9610", (2.0, 5.0), "08:00", "20:00"), ("express", (1.0, 2.0), "00:00", "24:00")]
    {
        process(
            draft,
            Work {
                key: &format!("{hub}-export-{clearance}"),
                facility: &hub,
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

/// Whether an operator collects and sorts at the pace of an express carrier.
fn is_express(operator: &str) -> bool {
    matches!(operator, "dhl" | "fedex" | "ups")
}

/// The hub of an operator nearest to each city, by prefix of its keys.
fn add_hub_collection(draft: &mut Draft, operator: &str, prefix: &str) -> Result<()> {
    let runs = Runs::Weekly {
        weekdays: if is_express(operator) { "12345" } else { "1234567" }.into(),
        departs: if is_express(operator) { "16:00" } else { "17:30" }.into(),
        cutoff: if is_express(operator) { 1.0 } else { 2.0 },
        skips_holidays: true,
    };
    for city in draft.atlas.cities.clone() {
        let hub = nearest_hub(draft, operator, &city)?;
        let to = format!("{prefix}-{hub}");
        let zone = format!("cn-{}", city.key);
        let (far50, far90) =
            if hub == city.key { (0.0, 0.0) } else { road_hours(draft.km(&zone, &to)?) };
        let key = format!("{prefix}-collect-{}", city.key);
        let collect = collection(operator, key, &zone, &to, (3.0 + far50, 5.0 + far90));
        draft.leg(Leg { runs: runs.clone(), ..collect })?;
        if hub == city.key {
            draft.leg(drop_off(operator, format!("{prefix}-dropoff-{hub}"), &zone, &to))?;
        }
    }
    Ok(())
}

fn nearest_hub(draft: &Draft, operator: &str, city: &City) -> Result<String> {
    let mut best: Option<(f64, String)> = None;
    for row in draft.sources.table("tables/hubs")? {
        if row.get("operator") == operator {
            let km = draft.atlas.city(row.get("city"))?.position.km_to(city.position);
            if best.as_ref().is_none_or(|(least, _)| km < *least) {
                best = Some((km, row.get("city").to_owned()));
            }
        }
    }
    Ok(best.with_context(|| format!("{operator} has no hub"))?.1)
}

/// The hubs of an operator: key of the facility and its city.
///
/// # Errors
/// When the table is missing.
pub fn hubs_of(draft: &Draft, operator: &str) -> Result<Vec<(String, String)>> {
    let rows = draft.sources.table("tables/hubs")?.iter();
    let own = rows.filter(|row| row.get("operator") == operator);
    Ok(own
        .map(|row| {
            let city = row.get("city").to_owned();
            (format!("{}-{city}", row.get("legs_prefix")), city)
        })
        .collect())
}

/// Warehouses let to sellers, by size, with the way to the hubs beside them.
fn add_warehouses(draft: &mut Draft) -> Result<()> {
    for city in ["hangzhou", "yiwu", "shenzhen"] {
        for size in ["s", "m", "l"] {
            let warehouse = format!("wh-{city}-{size}");
            if !draft.nodes.contains_key(&warehouse) {
                continue;
            }
            process(
                draft,
                Work {
                    key: &format!("{warehouse}-pick-pack"),
                    facility: &warehouse,
                    kind: "packing",
                    applies: "always",
                    clearance: "",
                    step: "1",
                    shift: ("123456", "08:00", "20:00"),
                    hours: (3.0, 8.0),
                    capacity: match size {
                        "s" => "500",
                        "m" => "3000",
                        _ => "20000",
                    },
                },
            )?;
            let region = if city == "shenzhen" { "shenzhen" } else { "hangzhou" };
            let hubs = [format!("cp-{city}"), format!("yun-{region}"), format!("cai-{region}")];
            for hub in hubs {
                let hours = road_hours(draft.km(&warehouse, &hub)?);
                let leg = Leg {
                    key: format!("{warehouse}-{hub}"),
                    operator: draft_operator(&hub).into(),
                    from: warehouse.clone(),
                    to: hub,
                    mode: "road",
                    hours,
                    runs: Runs::Weekly {
                        weekdays: "123456".into(),
                        departs: "18:00".into(),
                        cutoff: 1.0,
                        skips_holidays: true,
                    },
                    risk: Risk::Road,
                    risk_factor: 1.0,
                    source: "rule:transit-1".into(),
                    ..Leg::default()
                };
                draft.leg(leg)?;
            }
        }
    }
    Ok(())
}

fn draft_operator(hub: &str) -> &'static str {
    match hub.split('-').next() {
        Some("yun") => "yunexpress",
        Some("cai") => "cainiao",
        _ => "china-post",
    }
}

/// Puts the collection of a line's operator into the line, from every city and warehouse (rule:line-2).
///
/// # Errors
/// When a leg does not exist.
pub fn ride_collection(draft: &mut Draft, way: &LineWay) -> Result<()> {
    let warehouses: Vec<String> =
        draft.nodes.keys().filter(|key| is_origin_warehouse(key)).cloned().collect();
    if way.hubs == "china-post" || way.family == "mail" {
        for city in draft.atlas.cities.clone() {
            draft.ride(&way.key, &format!("cp-{}-collect", city.key), Stage::Entry(1))?;
            draft.ride(&way.key, &format!("cp-{}-dropoff", city.key), Stage::Entry(1))?;
            draft.ride(&way.key, &format!("cp-{}-point", city.key), Stage::Middle(2))?;
            for warehouse in &warehouses {
                let leg = format!("{warehouse}-cp-{}", city.key);
                if draft.has_leg(&leg) {
                    draft.ride(&way.key, &leg, Stage::Entry(2))?;
                }
            }
        }
        return Ok(());
    }
    let hubs = hubs_of(draft, &way.hubs)?;
    let prefix = hubs.first().and_then(|(key, _)| key.split('-').next().map(str::to_owned));
    let prefix = prefix.with_context(|| format!("{} has no hubs", way.hubs))?;
    for city in draft.atlas.cities.clone() {
        let leg = format!("{prefix}-collect-{}", city.key);
        draft.ride(&way.key, &leg, Stage::Entry(1))?;
    }
    for (hub, city) in hubs {
        draft.ride(&way.key, &format!("{prefix}-dropoff-{city}"), Stage::Entry(1))?;
        for warehouse in &warehouses {
            let leg = format!("{warehouse}-{hub}");
            if draft.has_leg(&leg) {
                draft.ride(&way.key, &leg, Stage::Entry(2))?;
            }
        }
    }
    Ok(())
}

/// Puts the trucks to the hubs a line over land leaves from into the line.
///
/// # Errors
/// When a leg does not exist.
pub fn ride_feeders(draft: &mut Draft, line: &str, hubs: &[&str]) -> Result<()> {
    for city in draft.atlas.cities.clone() {
        let feeds = feeds_of(draft, &city);
        for hub in feeds.into_iter().filter(|hub| hubs.contains(&hub.as_str())) {
            draft.ride(line, &format!("cp-{}-{hub}", city.key), Stage::Middle(3))?;
        }
    }
    Ok(())
}

fn is_origin_warehouse(key: &str) -> bool {
    ["wh-hangzhou-", "wh-yiwu-", "wh-shenzhen-"].iter().any(|prefix| key.starts_with(prefix))
}
