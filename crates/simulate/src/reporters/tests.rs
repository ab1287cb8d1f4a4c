use super::*;
use crate::World;
use crate::testing::{LONDON, PARIS, READY, adapters, network, parcel};
use portolan_model::Milestone;
use std::collections::BTreeSet;
use std::sync::Arc;

/// China Post speaks in its own format and La Poste in its own, as the operators' rows say.
const SPEAKING: &str = "operator,name,name_zh,kind,country,upu_code,iata_code,other_code,\
    tracking_adapter,source,estimated\n\
    cnpost,China Post,,post,CN,CNA,,,china-post,rule:test,yes\n\
    laposte,La Poste,,post,FR,FRA,,,la-poste,rule:test,yes\n";

fn reports(seed: u64, serials: &[u32], with: &[Adapter]) -> Vec<Report> {
    let snapshot = network(&[("operators.csv", SPEAKING)]);
    let mut world = World::new(Arc::clone(&snapshot), seed);
    let mut reporters = Reporters::new(&snapshot, with);
    for &serial in serials {
        let booked = parcel(serial, READY, if serial % 2 == 0 { PARIS } else { LONDON });
        world.enter(&booked).unwrap();
        reporters.announce(&snapshot, &booked);
    }
    let happened = world.advance("2027-06-01T00:00:00Z".parse().unwrap());
    reporters.report(&happened)
}

#[test]
fn the_same_seed_and_parcels_give_the_same_bytes() {
    let with = adapters(&["china_post", "la_poste"]);
    let one = reports(42, &[1, 2, 3, 4], &with);
    assert_eq!(one, reports(42, &[4, 3, 2, 1], &with));
    assert_ne!(one, reports(43, &[1, 2, 3, 4], &with));
}

#[test]
fn carriers_tell_in_their_own_formats_and_everybody_else_in_scans() {
    let with = adapters(&["china_post", "la_poste"]);
    let told = reports(42, &[2, 3], &with);
    let channels: BTreeSet<Channel> = told.iter().map(|one| one.channel.clone()).collect();
    let inbound = |name: &str| Channel::Inbound(name.to_owned());
    let expected = [inbound("china_post"), inbound("la_poste"), Channel::Scans];
    // The last leg to London is not tracked, the collection of that parcel is Yun's: no adapter.
    assert_eq!(channels, BTreeSet::from(expected));
    for report in &told {
        let scans = match &report.channel {
            Channel::Scans => {
                let line = std::str::from_utf8(&report.body).unwrap();
                vec![scan_line::read(line, report.at).unwrap()]
            }
            Channel::Inbound(name) => {
                let adapter = with.iter().find(|one| one.name().as_str() == name).unwrap();
                let reading = adapter.read(&report.body, report.at);
                assert!(reading.faults.is_empty(), "{:?}", reading.faults);
                reading.scans
            }
        };
        let newest = scans.iter().map(|scan| scan.occurred.wall()).max().unwrap();
        assert!(scans.iter().all(|scan| scan.identifier.to_string().starts_with("RK0000000")));
        assert!(newest.date() >= jiff::civil::date(2026, 11, 4));
    }
    let last = told.iter().rfind(|one| one.parcel == "par_2").unwrap();
    let scans = with[1].read(&last.body, last.at).scans;
    assert_eq!(scans[0].milestone, Milestone::Delivered);
    // La Poste's answer holds all that it told before.
    assert!(scans.len() >= 3, "{}", scans.len());
}

#[test]
fn a_carrier_without_an_adapter_tells_every_step_as_a_scan() {
    let told = reports(42, &[2], &[]);
    assert!(told.iter().all(|one| one.channel == Channel::Scans));
    assert_eq!(told.len(), 14);
    let first = std::str::from_utf8(&told[0].body).unwrap();
    let scan = scan_line::read(first, told[0].at).unwrap();
    assert_eq!((scan.milestone, scan.source.as_str()), (Milestone::Accepted, "cnpost"));
    assert_eq!(scan.occurred.instant(), Some(told[0].at));
    assert_eq!(scan.proof.mass.unwrap().grams(), 500);
}

#[test]
fn an_operator_is_known_by_the_adapter_it_names_or_that_names_it() {
    let snapshot = network(&[("operators.csv", SPEAKING)]);
    let reporters = Reporters::new(&snapshot, &adapters(&["china_post", "la_poste", "yanwen"]));
    let found: Vec<String> =
        reporters.list_speaking().map(|(who, by)| format!("{who} {by}")).collect();
    assert_eq!(found, ["cnpost china_post", "laposte la_poste"]);
}

#[test]
fn who_was_away_is_told_the_newest_answer_and_every_scan() {
    let with = adapters(&["china_post", "la_poste"]);
    let all = reports(42, &[2, 4], &with);
    let kept = condense(all.clone());
    assert!(kept.len() < all.len());
    for report in &all {
        let is_kept = kept.contains(report);
        let mut later = all.iter().rev().filter(|one| one.parcel == report.parcel);
        let newest = later.find(|one| one.channel == report.channel).unwrap();
        assert_eq!(is_kept, !report.holds_all || newest == report);
    }
    assert!(kept.is_sorted_by_key(|one| one.at));
    let scans = reports(42, &[2, 4], &[]);
    assert_eq!(condense(scans.clone()), scans);
}
