//! Lines over land and sea, drawn by hand in `tables/legs.csv`, and customs at the borders and ports
//! they cross.

use anyhow::{Context as _, Result, bail};

use crate::draft::{Draft, Leg, Risk, Runs, Stage};
use crate::first_mile::{ride_collection, ride_feeders};
use crate::postal::ride_door;
use crate::record::Record;
use crate::work::{Work, process};

/// A process at a border, port or terminal: facility, kind, what it applies to, clearance, shift,
/// hours at p50 and p90.
type AtBorder = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str, &'static str),
    (f64, f64),
);

const DAY_SHIFT: (&str, &str, &str) = ("1234567", "09:00", "19:00");
const WEEKDAY_SHIFT: (&str, &str, &str) = ("12345", "08:00", "18:00");
const ANY_TIME: (&str, &str, &str) = ("", "", "");

/// Customs and handling where the lines cross borders. The China–Kazakhstan–Russia line's are its
/// stated 26 days shared out (rule:transit-3); the others follow rule:customs-1.
const AT_BORDERS: &[AtBorder] = &[
    ("alashankou", "export_customs", "export", "postal", DAY_SHIFT, (18.0, 36.0)),
    ("alashankou", "export_customs", "export", "9610", DAY_SHIFT, (8.0, 16.0)),
    ("alashankou", "export_customs", "export", "9710", DAY_SHIFT, (18.0, 36.0)),
    ("alashankou", "export_customs", "export", "9810", DAY_SHIFT, (18.0, 36.0)),
    ("khorgos", "export_customs", "export", "postal", DAY_SHIFT, (12.0, 24.0)),
    ("erenhot", "export_customs", "export", "postal", DAY_SHIFT, (12.0, 24.0)),
    ("manzhouli-border", "export_customs", "export", "postal", DAY_SHIFT, (10.0, 20.0)),
    ("manzhouli-border", "export_customs", "export", "9610", DAY_SHIFT, (12.0, 24.0)),
    ("manzhouli-border", "export_customs", "export", "9810", DAY_SHIFT, (18.0, 36.0)),
    ("suifenhe", "export_customs", "export", "postal", DAY_SHIFT, (10.0, 20.0)),
    ("youyiguan", "export_customs", "export", "9610", DAY_SHIFT, (6.0, 12.0)),
    ("mohan", "export_customs", "export", "9610", DAY_SHIFT, (6.0, 12.0)),
    ("dostyk", "import_customs", "import", "postal", DAY_SHIFT, (20.0, 40.0)),
    ("altynkol", "import_customs", "import", "postal", DAY_SHIFT, (12.0, 24.0)),
    ("petropavl", "handling", "always", "", ANY_TIME, (12.0, 20.0)),
    ("zabaikalsk", "import_customs", "import", "postal", DAY_SHIFT, (14.0, 30.0)),
    ("grodekovo", "import_customs", "import", "postal", DAY_SHIFT, (14.0, 30.0)),
    ("oe-ru-ovb", "sorting", "always", "", ANY_TIME, (6.0, 12.0)),
    ("oe-ru-vvo", "sorting", "always", "", ANY_TIME, (6.0, 12.0)),
    ("cdek-moscow", "import_customs", "import", "9610", DAY_SHIFT, (16.0, 36.0)),
    ("malaszewicze", "handling", "import", "postal", ANY_TIME, (12.0, 30.0)),
    ("malaszewicze", "import_customs", "import", "9710", WEEKDAY_SHIFT, (24.0, 60.0)),
    ("malaszewicze", "import_customs", "import", "9810", WEEKDAY_SHIFT, (24.0, 60.0)),
    ("vilnius-paneriai", "handling", "import", "postal", ANY_TIME, (12.0, 30.0)),
    ("wh-ru-1", "import_customs", "import", "9810", WEEKDAY_SHIFT, (24.0, 60.0)),
    ("huu-nghi", "import_customs", "import", "9610", DAY_SHIFT, (6.0, 14.0)),
    ("depot-la", "import_customs", "import", "9610", DAY_SHIFT, (8.0, 20.0)),
    ("depot-th", "import_customs", "import", "general", DAY_SHIFT, (8.0, 20.0)),
    ("depot-kh", "import_customs", "import", "general", DAY_SHIFT, (8.0, 20.0)),
    ("port-shanghai", "export_customs", "export", "postal", DAY_SHIFT, (6.0, 14.0)),
    ("port-shanghai", "export_customs", "export", "9610", DAY_SHIFT, (6.0, 14.0)),
    ("port-shanghai", "export_customs", "export", "9810", DAY_SHIFT, (8.0, 20.0)),
    ("port-shanghai", "export_customs", "export", "9710", DAY_SHIFT, (8.0, 20.0)),
    ("port-yantian", "export_customs", "export", "postal", DAY_SHIFT, (6.0, 14.0)),
    ("port-yantian", "export_customs", "export", "9610", DAY_SHIFT, (6.0, 14.0)),
    ("port-longbeach", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-longbeach", "import_customs", "import", "9710", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-longbeach", "import_customs", "import", "9810", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-felixstowe", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-felixstowe", "import_customs", "import", "9710", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-felixstowe", "import_customs", "import", "9810", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-sydney", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-sydney", "import_customs", "import", "9710", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-sydney", "import_customs", "import", "9810", WEEKDAY_SHIFT, (36.0, 72.0)),
    ("port-tokyo", "import_customs", "import", "9810", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-klang", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-laemchabang", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-manila", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
    ("port-vancouver", "import_customs", "import", "9610", WEEKDAY_SHIFT, (24.0, 48.0)),
];

/// Adds the legs of `tables/legs.csv`, border customs, and the lines made of them.
///
/// # Errors
/// When a table names what does not exist.
pub fn add(draft: &mut Draft) -> Result<()> {
    for (facility, kind, applies, clearance, shift, hours) in AT_BORDERS {
        let what = kind.split('_').next().unwrap_or(kind);
        let key = format!("{facility}-{what}-{clearance}");
        process(
            draft,
            Work {
                key: key.trim_end_matches('-'),
                facility,
                kind,
                applies,
                clearance,
                step: "1",
                shift: *shift,
                hours: *hours,
                capacity: "",
            },
        )?;
    }
    for way in draft.ways_of("land") {
        ride_collection(draft, &way)?;
        let hubs: &[&str] = match way.key.as_str() {
            "cnpost-rail-eu" => &["hangzhou", "dongguan", "chongqing", "zhengzhou"],
            "kz-ru-land" => &["hangzhou", "dongguan", "chongqing"],
            _ => &["hangzhou", "dongguan", "chongqing", "harbin"],
        };
        if way.hubs == "china-post" {
            ride_feeders(draft, &way.key, hubs)?;
        }
    }
    for row in draft.sources.table("tables/legs")? {
        add_leg(draft, row)?;
    }
    add_rail_mail(draft)?;
    for (line, code) in [("kz-ru-land", "RU"), ("kz-ru-land", "KZ")] {
        let nation = draft.atlas.nation(code)?.clone();
        ride_door(draft, line, &nation, "tracked")?;
    }
    for line in ["sea-express-us", "ocean-special", "th-land", "b2b-sea", "b2b-rail"] {
        ride_depots(draft, line)?;
    }
    Ok(())
}

fn risk_of(class: &str) -> Result<(Risk, f64)> {
    Ok(match class {
        "road" => (Risk::Road, 1.0),
        "rail" => (Risk::Rail, 1.0),
        "sea" => (Risk::Sea, 1.0),
        "border" => (Risk::Border, 1.0),
        "delivery-ru" => (Risk::Delivery, 2.0),
        "delivery-far" => (Risk::Delivery, 1.5),
        other => bail!("no class of risk {other}"),
    })
}

fn mode_of(word: &str) -> Result<&'static str> {
    ["road", "rail", "sea", "air", "post", "courier"]
        .into_iter()
        .find(|mode| *mode == word)
        .with_context(|| format!("no mode {word}"))
}

fn add_leg(draft: &mut Draft, row: &Record) -> Result<()> {
    let key = row.get("leg");
    let (risk, risk_factor) = risk_of(row.get("class"))?;
    let runs = match (row.find_number("headway")?, row.get("weekdays")) {
        (Some(headway), _) => Runs::Every(headway),
        (None, "") => Runs::AtOnce,
        (None, weekdays) => Runs::Weekly {
            weekdays: weekdays.into(),
            departs: row.get("departs").into(),
            cutoff: row.number("cutoff")?,
            skips_holidays: false,
        },
    };
    draft.leg(Leg {
        key: key.into(),
        operator: row.get("operator").into(),
        from: row.get("from").into(),
        to: row.get("to").into(),
        mode: mode_of(row.get("mode"))?,
        clearance: row.get("clearance").into(),
        hours: (row.number("p50")?, row.number("p90")?),
        runs,
        risk,
        risk_factor,
        source: row.get("source").into(),
    })?;
    for ride in row.list("rides") {
        let mut parts = ride.split(':');
        let line = parts.next().unwrap_or_default();
        let stage: u8 = parts.next().unwrap_or_default().parse().context("a stage")?;
        let stage = match parts.next() {
            Some("x") => Stage::Exit(stage),
            _ => Stage::Middle(stage),
        };
        draft.ride(line, key, stage)?;
    }
    Ok(())
}

/// Countries whose rail mail goes over Vilnius; the others' goes over Małaszewicze (rule:line-1).
const OVER_VILNIUS: [&str; 7] = ["LT", "LV", "EE", "FI", "SE", "NO", "DK"];

/// Road from the terminals to the offices of exchange of the countries the mail trains serve.
fn add_rail_mail(draft: &mut Draft) -> Result<()> {
    let line = "cnpost-rail-eu";
    for code in draft.atlas.set("rail-mail")?.to_vec() {
        let nation = draft.atlas.nation(&code)?.clone();
        let terminal =
            if OVER_VILNIUS.contains(&code.as_str()) { "vilnius-paneriai" } else { "malaszewicze" };
        let office = format!("oe-{}", nation.lower());
        let (p50, p90) = crate::draft::road_hours(draft.km(terminal, &office)?);
        let key = format!("rail-mail-{}", nation.lower());
        draft.leg(Leg {
            key: key.clone(),
            operator: "eu-road".into(),
            from: terminal.into(),
            to: office,
            mode: "road",
            clearance: "postal".into(),
            hours: (p50, p90),
            runs: Runs::Weekly {
                weekdays: "12345".into(),
                departs: "18:00".into(),
                cutoff: 4.0,
                skips_holidays: false,
            },
            risk: Risk::Road,
            risk_factor: 1.0,
            source: "rule:transit-1".into(),
        })?;
        draft.ride(line, &key, Stage::Middle(8))?;
        ride_door(draft, line, &nation, "tracked")?;
    }
    Ok(())
}

/// The last mile of lines that end at the parcel hubs of their countries.
fn ride_depots(draft: &mut Draft, line: &str) -> Result<()> {
    let way = draft.ways.iter().find(|way| way.key == line).cloned().context("a line")?;
    for code in way.countries {
        for zone in draft.zones_of(&code) {
            let leg = format!("par-deliver-{zone}");
            if draft.has_leg(&leg) {
                draft.ride(line, &leg, Stage::Exit(9))?;
            }
        }
    }
    Ok(())
}
