//! The committed network is what the generator makes, and it holds what it promises.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use portolan_network::{Checked, NetworkSource, Severity, TableFile, check};
use portolan_reference::check_days::days_of;
use portolan_reference::coverage::{Covered, cover};
use portolan_reference::folder::{read_network, read_sources};
use portolan_reference::generate::{Generated, generate};
use portolan_reference::load::service_points;
use portolan_reference::record::Record;
use portolan_routing::Searcher;

/// Countries that no other channel than a post is known to serve (rule:reach-1).
const POST_ALONE: [&str; 2] = ["EH", "KP"];
/// Countries without an express carrier or a fast line (rule:reach-1).
const UNHURRIED: [&str; 3] = ["BY", "EH", "KP"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn generated() -> &'static Generated {
    static MADE: OnceLock<Generated> = OnceLock::new();
    MADE.get_or_init(|| {
        let sources = read_sources(&root()).expect("the generator's folder");
        generate(&sources).expect("the network")
    })
}

fn source() -> NetworkSource {
    let files = generated().files.iter();
    let tables = files.map(|(path, bytes)| TableFile { path: path.clone(), bytes: bytes.clone() });
    NetworkSource { folders: vec![tables.collect()] }
}

fn checked() -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| check(&source()))
}

fn covered() -> Vec<Covered> {
    let checked = checked();
    cover(checked.snapshot.as_ref().expect("a snapshot"), &checked.reach)
}

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = &generated().files[&format!("{table}.csv")];
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn a_fresh_generation_is_the_committed_folder() {
    let again = generate(&read_sources(&root()).unwrap()).unwrap();
    assert_eq!(again.files, generated().files, "generated twice");
    let folder = root().join("../network/reference");
    let committed = read_network(&[&folder]).unwrap();
    let committed: BTreeMap<&str, &[u8]> = committed.folders[0]
        .iter()
        .map(|file| (file.path.as_str(), file.bytes.as_slice()))
        .collect();
    let made = &generated().files;
    assert_eq!(made.keys().map(String::as_str).collect::<Vec<_>>(), {
        committed.keys().copied().filter(|path| *path != "README.md").collect::<Vec<_>>()
    });
    for (path, bytes) in made {
        assert!(
            committed.get(path.as_str()).is_some_and(|old| old == bytes),
            "{path} is not what `cargo run -p portolan-reference -- generate` makes"
        );
    }
}

#[test]
fn it_compiles_with_warnings_that_are_known() {
    let errors = checked().faults.iter().filter(|fault| fault.severity == Severity::Error);
    assert_eq!(errors.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    // The calendar of Sri Lanka ends in 2026 in its source.
    let warnings: Vec<String> =
        checked().faults.iter().map(ToString::to_string).filter(|f| !f.contains("`lk`")).collect();
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn every_row_says_where_it_comes_from_and_estimates_name_themselves() {
    for path in generated().files.keys() {
        let Some(table) = path.strip_suffix(".csv") else { continue };
        for row in rows(table) {
            let text = row.get("source").map_or("", String::as_str);
            assert!(!text.is_empty(), "{path}: {row:?}");
            let is_estimated = row.get("estimated").is_some_and(|cell| cell == "yes");
            assert!(is_estimated || !text.starts_with("rule:"), "{path}: {row:?}");
        }
    }
}

#[test]
fn every_rule_that_is_named_is_written_down() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let mut unknown = std::collections::BTreeSet::new();
    for bytes in generated().files.values() {
        let text = String::from_utf8_lossy(bytes);
        for part in text.split("rule:").skip(1) {
            let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
            let name: String = part.chars().take_while(is_name).collect();
            if !readme.contains(&format!("`rule:{name}`")) {
                unknown.insert(name);
            }
        }
    }
    assert_eq!(unknown, std::collections::BTreeSet::new());
}

#[test]
fn two_hundred_and_twenty_countries_are_reached_by_post_and_by_another_channel() {
    let abroad: Vec<Covered> = covered().into_iter().filter(|c| c.country != "CN").collect();
    assert!(abroad.len() >= 220, "{} countries are reached", abroad.len());
    let without_post = abroad.iter().filter(|c| !c.has_post());
    assert_eq!(without_post.map(|c| c.country.clone()).collect::<Vec<_>>(), Vec::<String>::new());
    let alone = abroad.iter().filter(|c| !c.has_other());
    assert_eq!(alone.map(|c| c.country.clone()).collect::<Vec<_>>(), POST_ALONE);
    for country in &abroad {
        let is_sold = |service: &str| country.services.iter().any(|sold| sold == service);
        for service in ["economy", "standard"] {
            assert!(is_sold(service), "{service} is not sold to {}", country.country);
        }
        let is_fast = is_sold("priority") || is_sold("express");
        assert!(is_fast || UNHURRIED.contains(&country.country.as_str()), "{}", country.country);
    }
    for core in ["US", "GB", "FR", "DE", "ES", "IT", "NL", "CA", "AU", "JP", "KR", "BR", "RU"] {
        let country = abroad.iter().find(|country| country.country == core).unwrap();
        assert!(country.services.iter().any(|sold| sold == "priority"), "{core}");
    }
}

#[test]
fn goods_for_business_leave_under_9710() {
    let legs = rows("legs");
    for line in ["b2b-sea", "b2b-rail"] {
        let own: Vec<String> = rows("line_legs")
            .iter()
            .filter(|row| row["line"] == line)
            .map(|row| row["leg"].clone())
            .collect();
        let crossing: Vec<&str> = legs
            .iter()
            .filter(|row| own.contains(&row["leg"]) && !row["clearance"].is_empty())
            .map(|row| row["clearance"].as_str())
            .collect();
        assert!(!crossing.is_empty() && crossing.iter().all(|own| *own == "9710"), "{crossing:?}");
    }
    let mut searcher = Searcher::new(checked().snapshot.as_ref().unwrap());
    assert!(days_of(&mut searcher, "b2b-sea", "AU").unwrap().is_none(), "not below ten kilograms");
}

#[test]
fn published_hours_stand_in_the_processes() {
    let processes = rows("processes");
    let sources = read_sources(&root()).unwrap();
    for hours in sources.table("tables/hours").unwrap() {
        let own = processes.iter().filter(|row| {
            row["facility"] == hours.get("facility")
                && row["kind"] == hours.get("kind")
                && (hours.get("clearance").is_empty() || row["clearance"] == hours.get("clearance"))
        });
        let own: Vec<_> = own.collect();
        assert!(!own.is_empty(), "{hours:?} is of no process");
        for row in own {
            assert_eq!(row["opens"], hours.get("opens"), "{row:?}");
            assert!(row["source"].ends_with(hours.get("source")), "{row:?}");
        }
    }
}

#[test]
fn the_land_line_to_russia_takes_its_stated_26_days_on_average() {
    let mut searcher = Searcher::new(checked().snapshot.as_ref().unwrap());
    let days = days_of(&mut searcher, "kz-ru-land", "RU").unwrap().unwrap();
    assert!((25.0..=27.0).contains(&days.p50), "{days:?}");
}

#[test]
fn the_kinds_of_places_and_operators_are_all_there() {
    let facilities = rows("facilities");
    let count = |kind: &str, country: &str| {
        let of_kind = |row: &&BTreeMap<String, String>| {
            row["kind"] == kind && (country.is_empty() || row["country"] == country)
        };
        facilities.iter().filter(of_kind).count()
    };
    for (kind, country, least) in [
        ("sorting_centre", "CN", 20),
        ("drop_off_point", "CN", 20),
        ("office_of_exchange", "CN", 20),
        ("airport", "CN", 15),
        ("rail_terminal", "CN", 4),
        ("border", "CN", 4),
        ("port", "CN", 2),
        ("bonded_warehouse", "CN", 5),
        ("warehouse", "CN", 6),
        ("warehouse", "", 20),
        ("office_of_exchange", "", 220),
    ] {
        assert!(count(kind, country) >= least, "{kind} {country}: {}", count(kind, country));
    }
    for border in ["khorgos", "alashankou", "erenhot", "manzhouli-border"] {
        assert!(facilities.iter().any(|row| row["facility"] == border), "{border}");
    }
    assert!(rows("operators").iter().filter(|row| row["kind"] != "post").count() >= 30);
    let clearances: std::collections::BTreeSet<String> =
        rows("processes").iter().map(|row| row["clearance"].clone()).collect();
    for clearance in ["9610", "9710", "9810", "postal", "express"] {
        assert!(clearances.contains(clearance), "{clearance}");
    }
}

#[test]
fn the_network_stays_small_enough_to_read() {
    assert!(rows("legs").len() <= 8_000, "{} legs", rows("legs").len());
    let bytes: usize = generated().files.values().map(Vec::len).sum();
    assert!(bytes <= 12 * 1024 * 1024, "{bytes} bytes");
}

#[test]
fn facts_with_a_share_alike_licence_are_not_shipped() {
    let sources = read_sources(&root()).unwrap();
    for (name, rows) in &sources.tables {
        for column in rows.first().into_iter().flat_map(Record::columns) {
            let is_shared =
                ["capital", "country_lat", "country_lon", "landlocked"].contains(&column);
            assert!(!is_shared, "{name} has {column}");
        }
    }
    let offices = sources.table("facts/offices").unwrap();
    assert!(offices.len() < 250, "single codes, not the list");
}

#[test]
fn overlays_compile_over_the_network() {
    let reference = root().join("../network/reference");
    for overlay in ["brazil-line", "border-closed"] {
        let planned = root().join("../network/planned").join(overlay);
        let checked = check(&read_network(&[&reference, &planned]).unwrap());
        let snapshot = checked.snapshot.expect(overlay);
        let mut searcher = Searcher::new(&snapshot);
        if overlay == "brazil-line" {
            let planned = days_of(&mut searcher, "br-direct", "BR").unwrap().unwrap();
            let best = days_of(&mut searcher, "yun-economy", "BR").unwrap().unwrap();
            assert!(planned.p50 < best.p50, "{planned:?} {best:?}");
        } else {
            assert_eq!(days_of(&mut searcher, "kz-ru-land", "RU").unwrap(), None);
            assert!(days_of(&mut searcher, "ru-economy", "RU").unwrap().is_some());
            assert!(days_of(&mut searcher, "cnpost-rail-eu", "DE").unwrap().is_some());
        }
    }
}

#[test]
fn service_points_on_demand_load_as_an_overlay() {
    let files = service_points(&read_sources(&root()).unwrap(), 1_000).unwrap();
    let points =
        TableFile { path: "service_points.csv".into(), bytes: files["service_points.csv"].clone() };
    let mut source = source();
    source.folders.push(vec![points]);
    let snapshot = check(&source).snapshot.unwrap();
    let before = checked().snapshot.as_ref().unwrap().service_points.len();
    assert_eq!(snapshot.service_points.len(), before + 1_000);
}
