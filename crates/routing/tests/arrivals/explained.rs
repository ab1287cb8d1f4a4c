//! Why a date is promised: the parts add up, and name what binds.

use portolan_routing::Live;
use portolan_routing::distribution::{Chain, Forecaster, PartOf, TimesTaken};
use portolan_routing::{RouteFilter, search};

use super::{equally_often, only_chain, times};
use crate::sample;

const NETWORK: &str = "land CN CNY Etc/UTC
    hall a CN
    hall b CN
    hall c CN
    leg haul a b 5h
    leg on b c 20h
    leave haul 1234567 06:00
    leave on 1234567 12:00 cutoff=1h
    work b always 1 2h hours=13:00-15:00
    price leg haul 1
    price leg on 1
    parcel a to c 2026-03-02T00:00:00Z 100g";

#[test]
fn each_part_waits_and_moves_for_its_hours() {
    let (snapshot, chain, query) = only_chain(NETWORK);
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(&snapshot, &published, &live, 1);
    let why = forecaster.why(&chain, query.ready, 0.9).unwrap();
    let hours = |seconds: i64| seconds / 3_600;
    let told: Vec<_> = why
        .parts
        .iter()
        .map(|part| {
            (hours(part.waiting_seconds), hours(part.moving_seconds), hours(part.spread_seconds))
        })
        .collect();
    // 0 to 6 waits, 6 to 11 hauls, until 13 the work waits, until 15 it is done, the day after at 12 it leaves.
    assert_eq!(told, [(6, 5, 0), (2, 2, 0), (21, 20, 0), (0, 0, 0)]);
    let on = snapshot.find_leg("on").unwrap();
    assert_eq!(why.binding().unwrap().of, PartOf::Leg(on));
}

#[test]
fn a_delay_that_the_next_departure_absorbs_costs_nothing() {
    let (snapshot, chain, query) = only_chain(NETWORK);
    // Two hours later at worst, which the work would have waited for anyway.
    let own = times(&snapshot, &[("haul", equally_often(&[300, 420]))]);
    let live = Live::none();
    let mut forecaster = Forecaster::new(&snapshot, &own, &live, 1);
    let arrivals = forecaster.arrivals(&chain, query.ready);
    assert_eq!(arrivals.instant(0.0), arrivals.instant(1.0));
    let why = forecaster.why(&chain, query.ready, 0.9).unwrap();
    let spread: i64 = why.parts.iter().map(|part| part.spread_seconds).sum();
    assert_eq!(spread, 0, "what one is late by, the next waits less: {why:?}");
}

/// On real routes the medians sum to the walk that search itself made, and with the spread to the arrivals
/// about the promise.
#[test]
fn the_parts_add_up_on_the_sample_network() {
    let snapshot = sample::snapshot();
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(snapshot, &published, &live, 1);
    let mut seen = 0;
    for to in sample::DESTINATIONS {
        let query = sample::offers::query(to, 480, "general");
        for route in search(snapshot, &live, &query, &RouteFilter::default()).unwrap() {
            let chain = Chain::of_route(&route);
            let why = forecaster.why(&chain, query.ready, 0.9).unwrap();
            let median: i64 = why.parts.iter().map(|p| p.waiting_seconds + p.moving_seconds).sum();
            let walked = route.arrival_p50.as_second() - query.ready.as_second();
            assert_eq!(median, walked, "{to:?}");
            let spread: i64 = why.parts.iter().map(|part| part.spread_seconds).sum();
            let promised = query.ready.as_second() + median + spread;
            let arrivals = forecaster.arrivals(&chain, query.ready);
            let (low, high) = (arrivals.instant(0.84).unwrap(), arrivals.instant(0.97).unwrap());
            // Each part is a mean in whole seconds.
            let slack = i64::try_from(why.parts.len()).unwrap();
            let about = low.as_second() - slack..=high.as_second() + slack;
            assert!(about.contains(&promised), "{to:?}");
            // Every leg at its p90 at once is rarer than one in ten, but for what is lost and for chance.
            assert!(arrivals.probability_by(route.date_p90) > 0.85, "{to:?}");
            let legs = route.legs.iter().map(|leg| (leg.leg, leg.line)).collect::<Vec<_>>();
            assert_eq!(Chain::of_legs(snapshot, route.hand_in, &legs), Some(chain));
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
