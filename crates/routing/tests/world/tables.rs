//! A world as the bytes of a network folder.

use std::fmt::Write as _;

use portolan_network::{NetworkSource, TableFile};
use rust_decimal::Decimal;

use super::random::Random;
use super::{Valid, World};

/// Writes the tables; with `shuffle` the rows of each stand in another order.
pub fn tables_of(world: &World, shuffle: Option<u64>) -> Vec<(String, String)> {
    let mut files = vec![("network.toml".to_owned(), network_toml(world))];
    if !world.services.is_empty() {
        files.push(("services.toml".to_owned(), world.services.clone()));
    }
    let rows = [
        place_tables(world),
        movement_tables(world),
        line_tables(world),
        tariff_tables(world),
        money_tables(world),
        rule_tables(world),
    ];
    for (index, mut table) in rows.into_iter().flatten().enumerate() {
        if let Some(seed) = shuffle {
            Random::new(seed.wrapping_add(index as u64)).shuffle(&mut table.rows);
        }
        let mut text = table.header.to_owned() + ",source,estimated\n";
        for row in table.rows {
            let _ = writeln!(text, "{row},rule of the test,yes");
        }
        files.push((format!("{}.csv", table.name), text));
    }
    files
}

pub fn source_of(world: &World, shuffle: Option<u64>) -> NetworkSource {
    let files = tables_of(world, shuffle);
    let file = |(path, text): (String, String)| TableFile { path, bytes: text.into_bytes() };
    NetworkSource { folders: vec![files.into_iter().map(file).collect()] }
}

/// The tables as one text, for a failing case.
pub fn print_of(world: &World) -> String {
    tables_of(world, None).into_iter().fold(String::new(), |mut all, (name, text)| {
        let _ = writeln!(all, "--- {name}\n{text}");
        all
    })
}

struct Table {
    name: &'static str,
    header: &'static str,
    rows: Vec<String>,
}

fn network_toml(world: &World) -> String {
    let base = &world.base_currency;
    format!(
        "format = 1\nnetwork = \"test\"\ntitle = \"Test\"\nbase_currency = \"{base}\"\n\
         source = \"rule of the test\"\n"
    )
}

/// Hours with two decimals.
fn hours(minutes: i64) -> String {
    (Decimal::from(minutes) / Decimal::from(60)).normalize().to_string()
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn number(value: Decimal) -> String {
    if value.is_zero() { String::new() } else { value.normalize().to_string() }
}

fn valid(valid: &Valid) -> String {
    format!("{},{}", valid.from, valid.to)
}

fn place_tables(world: &World) -> Vec<Table> {
    let countries = world
        .countries
        .iter()
        .map(|c| format!("{0},{0} land,{1},99999,yes,{2}", c.code, c.currency, c.territory));
    let operators = world.operators.iter().map(|key| format!("{key},{key} name,carrier,CN"));
    let zones = world.zones.iter().map(|z| {
        format!(
            "{0},{0} zone,{1},{2},{3},{4},10,20,{5},{6}",
            z.key, z.country, z.kinds, z.postcodes, z.timezone, z.delivery_weekdays, z.calendar
        )
    });
    let facilities = world.facilities.iter().map(|f| {
        format!(
            "{0},{0} hall,sorting_centre,{1},{2},City,{3},10,20,{4}",
            f.key, f.operator, f.country, f.timezone, f.calendar
        )
    });
    let holidays = world.holidays.iter().map(|h| format!("{},{},rest", h.calendar, h.date));
    vec![
        Table {
            name: "countries",
            header: "country,name,currency,postcode_format,postcode_required,customs_territory",
            rows: countries.collect(),
        },
        Table {
            name: "operators",
            header: "operator,name,kind,country",
            rows: operators.collect(),
        },
        Table {
            name: "zones",
            header: "zone,name,country,kinds,postcodes,timezone,latitude,longitude,\
                     delivery_weekdays,calendar",
            rows: zones.collect(),
        },
        Table {
            name: "facilities",
            header: "facility,name,kind,operator,country,city,timezone,latitude,longitude,calendar",
            rows: facilities.collect(),
        },
        Table { name: "holidays", header: "calendar,date,name", rows: holidays.collect() },
    ]
}

fn movement_tables(world: &World) -> Vec<Table> {
    let processes = world.processes.iter().map(|p| {
        format!(
            "{},{},{},{},{},{},{},{},{},{},{}",
            p.key,
            p.facility,
            p.kind,
            p.applies,
            p.clearance,
            p.step,
            p.weekdays,
            p.opens,
            p.closes,
            hours(p.p50_minutes),
            hours(p.p90_minutes)
        )
    });
    let legs = world.legs.iter().map(|l| {
        let headway = if l.headway_minutes == 0 { String::new() } else { hours(l.headway_minutes) };
        format!(
            "{},{},{},{},{},{},100,{headway},{},{},{},{},0,{}",
            l.key,
            l.operator,
            l.from,
            l.to,
            l.mode,
            l.clearance,
            hours(l.p50_minutes),
            hours(l.p90_minutes),
            yes(l.tracked),
            l.loss_ppm,
            valid(&l.valid)
        )
    });
    let departures = world.departures.iter().map(|d| {
        let holidays = if d.skip_holidays { "skip" } else { "run" };
        format!(
            "{},{},{},{},{},{},{holidays},{}",
            d.key,
            d.leg,
            d.weekdays,
            d.date,
            d.departs,
            hours(d.cutoff_minutes),
            valid(&d.valid)
        )
    });
    vec![
        Table {
            name: "processes",
            header: "process,facility,kind,applies,clearance,step,weekdays,opens,closes,p50_hours,\
                     p90_hours",
            rows: processes.collect(),
        },
        Table {
            name: "legs",
            header: "leg,operator,from,to,mode,clearance,distance_km,headway_hours,p50_hours,\
                     p90_hours,tracked,loss_ppm,damage_ppm,valid_from,valid_to",
            rows: legs.collect(),
        },
        Table {
            name: "departures",
            header: "departure,leg,weekdays,date,departs,cutoff_hours,holidays,valid_from,valid_to",
            rows: departures.collect(),
        },
    ]
}

fn line_tables(world: &World) -> Vec<Table> {
    let lines =
        world.lines.iter().map(|l| format!("{0},{0} line,{1},dedicated_line", l.key, l.operator));
    let line_legs = world
        .line_legs
        .iter()
        .map(|l| format!("{},{},{},{},{}", l.line, l.leg, l.stage, yes(l.entry), yes(l.exit)));
    vec![
        Table { name: "lines", header: "line,name,operator,export_mode", rows: lines.collect() },
        Table { name: "line_legs", header: "line,leg,stage,entry,exit", rows: line_legs.collect() },
    ]
}

fn tariff_tables(world: &World) -> Vec<Table> {
    let tariffs = world.tariffs.iter().map(|t| {
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            t.key,
            t.side,
            t.tier,
            t.scope,
            t.of,
            t.from,
            t.to,
            t.currency,
            t.band_by,
            t.charge_by,
            or_empty(t.volumetric_divisor),
            or_empty(t.volumetric_side_mm),
            or_empty(t.volumetric_ratio),
            or_empty(t.volumetric_subtract_percent),
            or_empty(t.minimum_grams),
            or_empty(t.round_up_grams),
            or_empty(t.minimum_price),
            valid(&t.valid)
        )
    });
    let bands = world.bands.iter().map(|b| {
        let grams = |grams: u32| number(Decimal::from(grams));
        format!(
            "{},{},{},{},{},{},{},{},{},{}",
            b.tariff,
            b.from_grams,
            b.to_grams,
            number(b.flat),
            number(b.per_item),
            number(b.per_kg),
            grams(b.first_grams),
            number(b.first_price),
            grams(b.step_grams),
            number(b.step_price)
        )
    });
    vec![
        Table {
            name: "tariffs",
            header: "tariff,side,tier,scope,of,from,to,currency,band_by,charge_by,\
                     volumetric_divisor,volumetric_side_mm,volumetric_ratio,\
                     volumetric_subtract_percent,minimum_grams,round_up_grams,minimum_price,\
                     valid_from,valid_to",
            rows: tariffs.collect(),
        },
        Table {
            name: "tariff_bands",
            header: "tariff,from_grams,to_grams,flat,per_item,per_kg,first_grams,first_price,\
                     step_grams,step_price",
            rows: bands.collect(),
        },
    ]
}

fn money_tables(world: &World) -> Vec<Table> {
    let surcharges = world.surcharges.iter().map(|s| {
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},{}",
            s.key,
            s.side,
            s.scope,
            s.of,
            s.kind,
            s.zones,
            s.goods,
            or_empty(s.percent),
            or_empty(s.per_item),
            or_empty(s.per_kg),
            or_empty(s.minimum_price),
            s.currency
        )
    });
    let fx = world.fx.iter().map(|f| format!("{},{},{},{}", f.base, f.quote, f.date, f.rate));
    vec![
        Table {
            name: "surcharges",
            header: "surcharge,side,scope,of,kind,zones,goods,percent,per_item,per_kg,\
                     minimum_price,currency",
            rows: surcharges.collect(),
        },
        Table { name: "fx", header: "base,quote,date,rate", rows: fx.collect() },
    ]
}

fn rule_tables(world: &World) -> Vec<Table> {
    let restrictions = world.restrictions.iter().map(|r| {
        format!(
            "{},{},{},{},{},{},{},{},{},{},{},not carried",
            r.key,
            r.scope,
            r.of,
            r.direction,
            r.destinations,
            r.goods,
            or_empty(r.mass_max_grams),
            or_empty(r.side_max_mm),
            or_empty(r.sum_max_mm),
            or_empty(r.value_max),
            r.currency
        )
    });
    let required = world.required_fields.iter().map(|r| {
        format!("{},{},{},{},{},{},needed", r.key, r.country, r.scope, r.of, r.clearance, r.field)
    });
    let disruptions = world.disruptions.iter().map(|d| {
        let delay = if d.effect == "delay" { hours(d.delay_minutes) } else { String::new() };
        format!("{},{},{},{},{},{},{delay}", d.key, d.scope, d.of, d.from, d.to, d.effect)
    });
    vec![
        Table {
            name: "restrictions",
            header: "restriction,scope,of,direction,destinations,goods,mass_max_grams,side_max_mm,\
                     sum_max_mm,value_max,currency,reason",
            rows: restrictions.collect(),
        },
        Table {
            name: "required_fields",
            header: "required_field,country,scope,of,clearance,field,reason",
            rows: required.collect(),
        },
        Table {
            name: "disruptions",
            header: "disruption,scope,of,from,to,effect,delay_hours",
            rows: disruptions.collect(),
        },
    ]
}
