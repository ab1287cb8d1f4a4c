use portolan_network::Snapshot;
use portolan_network::records::RestrictionSubject;
use portolan_routing::{Quote, quote};

use super::notation::{read, snapshot_of};
use crate::ask::{live_of, query_of};
use crate::world::{Case, World};

const NETWORK: &str = "land CN CNY Asia/Shanghai
     hall hub CN
     hall depot CN
     hall nowhere CN
     zone hz CN 31* collection
     leg slow hub depot 240h
     leg fast hub depot 24h operator=beta
     leg jet hub depot 2h operator=gamma
     leg astray hub nowhere 1h
     line post alpha >1:slow<
     line pack alpha >1:slow<
     price line post 1
     price line pack 2 upto=500
     price leg fast 5
     price leg jet 20
     price leg astray 1
     refuse line post food
     refuse leg astray food
     refuse operator gamma food
     refuse leg jet any upto=900";

fn rows(text: &str) -> (Snapshot, Quote, Vec<String>) {
    let (world, case) = read(text);
    rows_in(&world, &case)
}

fn rows_in(world: &World, case: &Case) -> (Snapshot, Quote, Vec<String>) {
    let snapshot = snapshot_of(world);
    let mut query = query_of(&snapshot, case);
    query.explain = true;
    let quote = quote(&snapshot, &live_of(&snapshot, case), &query).unwrap();
    let rows = quote.refused.iter().map(|row| {
        let subject = match row.subject {
            RestrictionSubject::Line(line) => snapshot.lines[line].key.as_str(),
            RestrictionSubject::Leg(leg) => snapshot.legs[leg].key.as_str(),
            RestrictionSubject::Operator(operator) => snapshot.operators[operator].key.as_str(),
            _ => "?",
        };
        let would = row.would.map_or("-".to_owned(), |w| format!("{} {}", w.price, w.date_p90));
        let flags =
            (if row.cheaper { " cheaper" } else { "" }, if row.faster { " faster" } else { "" });
        format!("{subject} {} {} {would}{}{}", row.rule, row.by.code(), flags.0, flags.1)
    });
    let rows = rows.collect();
    (snapshot, quote, rows)
}

/// What could serve the lane tells its rule and what it would have been; what could not is not named.
#[test]
fn refusals_are_explained() {
    let parcel = "parcel hub to depot 2026-03-04T01:00:00Z 900g goods=food";
    let (_, quote, rows) = rows(&format!("{NETWORK}\n{parcel}"));
    assert_eq!(quote.options.len(), 1);
    assert_eq!(
        rows,
        [
            "gamma r2 restriction 20.00 CNY 2026-03-04 faster",
            "post r0 restriction 1.00 CNY 2026-03-14 cheaper",
            "pack t1 no_band -",
        ]
    );
    let band = quote.refused.last().unwrap();
    assert_eq!(band.reason, "900 g are over its greatest mass of 500 g");
    assert_eq!(band.source, "rule of the test");
}

/// Where two things refuse, lifting one does not help, and nothing is claimed.
#[test]
fn two_refusals_in_one_way() {
    let parcel = "parcel hub to depot 2026-03-04T01:00:00Z 901g goods=food";
    let (_, _, rows) = rows(&format!("{NETWORK}\n{parcel}"));
    assert_eq!(rows[0], "gamma r2 restriction -");
    assert!(rows.contains(&"jet r3 restriction -".to_owned()), "{rows:?}");
}

/// A parcel that nothing carries has no options and all the reasons.
#[test]
fn nothing_carries_it() {
    let parcel = "parcel hub to depot 2026-03-04T01:00:00Z 40000g";
    let (_, quote, rows) = rows(&format!("{NETWORK}\n{parcel}"));
    assert!(quote.options.is_empty() && quote.offers.is_empty());
    assert_eq!(
        rows,
        [
            "jet r3 restriction -",
            "pack t1 no_band -",
            "post t0 no_band -",
            "fast t2 no_band -",
            "jet t3 no_band -",
        ]
    );
}

/// What nobody sells, and what has ceased, refuses nothing: it would not have carried the parcel either.
#[test]
fn what_is_not_sold_or_has_ceased_is_not_named() {
    let parcel = "parcel hub to depot 2026-03-04T01:00:00Z 900g goods=food";
    // One leg has no price at all; before the other lies one with a price to elsewhere only.
    let more = "leg gift hub depot 1h\nrefuse leg gift food
         hall mid CN\nleg near hub mid 1h\nprice leg near 1 to=nowhere
         leg far mid depot 1h\nprice leg far 1\nrefuse leg far food";
    let (mut world, case) = read(&format!("{NETWORK}\n{more}\n{parcel}"));
    let of_legs = |world: &World| {
        let (_, _, rows) = rows_in(world, &case);
        rows.into_iter().filter(|row| row.starts_with("gamma")).count()
    };
    let is_of = |row: &String| row.starts_with("gift") || row.starts_with("far");
    let (_, _, named) = rows_in(&world, &case);
    assert!(!named.iter().any(is_of), "{named:?}");
    assert_eq!(of_legs(&world), 1, "its jet flies");
    let jet = world.legs.iter_mut().find(|leg| leg.key == "jet").unwrap();
    "2026-03-03".clone_into(&mut jet.valid.to);
    assert_eq!(of_legs(&world), 0, "its jet flies no more");
}

/// A refusal at the end of eight legs is news; at the end of nine it would have changed nothing.
#[test]
fn what_lies_beyond_eight_legs_is_not_named() {
    for (legs, named) in [(8, 1), (9, 0)] {
        let text = format!("{}refuse leg l{legs} food", super::e02_eight_legs::chain(legs));
        let text = text.replace(" 1000g", " 1000g goods=food");
        let (_, _, rows) = rows(&text);
        assert_eq!(rows.len(), named, "{rows:?}");
    }
}
