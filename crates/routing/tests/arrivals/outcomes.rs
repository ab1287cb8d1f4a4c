//! Stated outcomes: no departures left, no spread, full departures, losses, a change overnight.

use portolan_routing::Live;
use portolan_routing::distribution::{Forecaster, TimeTaken, TimesTaken};

use super::{equally_often, instant, only_chain, times};

const LAND: &str = "land CN CNY Etc/UTC
    hall a CN
    hall b CN
    price leg haul 1\n";

#[test]
fn who_misses_the_last_departure_never_arrives_and_nothing_is_promised() {
    let text = format!(
        "{LAND}leg haul a b 10h
        leave haul 2026-03-05 10:00 cutoff=2h
        parcel a to b 2026-03-01T00:00:00Z 100g"
    );
    let (snapshot, chain, _) = only_chain(&text);
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(&snapshot, &published, &live, 1);
    let in_time = forecaster.arrivals(&chain, instant("2026-03-05T08:00:00Z"));
    assert_eq!(in_time.instant(0.9), Some(instant("2026-03-05T20:00:00Z")));
    let late = forecaster.arrivals(&chain, instant("2026-03-05T08:00:01Z"));
    assert_eq!((late.instant(0.0), late.promise(0.9)), (None, None));
    assert!(late.probability_ever() < 1e-12 && late.by_date().is_empty());
    assert_eq!(forecaster.why(&chain, instant("2026-03-05T08:00:01Z"), 0.9), None);
}

#[test]
fn without_spread_the_distribution_is_the_one_instant() {
    let text = format!(
        "{LAND}leg haul a b 10h
        leave haul 1234567 10:00
        parcel a to b 2026-03-01T00:00:00Z 100g"
    );
    let (snapshot, chain, query) = only_chain(&text);
    let (published, live) = (TimesTaken::published(), Live::none());
    let arrivals = Forecaster::new(&snapshot, &published, &live, 1).arrivals(&chain, query.ready);
    for share in [0.0, 0.5, 1.0] {
        assert_eq!(arrivals.instant(share), Some(instant("2026-03-01T20:00:00Z")));
    }
    let promise = arrivals.promise(0.9).unwrap();
    assert_eq!((promise.date.to_string().as_str(), promise.probability), ("2026-03-01", 1.0));
}

#[test]
fn half_miss_the_cut_off_and_wait_for_the_next() {
    let text = format!(
        "{LAND}hall c CN
        leg haul a b 1h
        leg on b c 1h
        leave haul 1234567 00:00
        leave on 1234567 12:00 cutoff=1h
        price leg on 1
        parcel a to c 2026-03-01T00:00:00Z 100g"
    );
    let (snapshot, chain, query) = only_chain(&text);
    let own = times(&snapshot, &[("haul", equally_often(&[10 * 60, 11 * 60 + 1]))]);
    let live = Live::none();
    let arrivals = Forecaster::new(&snapshot, &own, &live, 1).arrivals(&chain, query.ready);
    assert_eq!(arrivals.instant(0.5), Some(instant("2026-03-01T13:00:00Z")));
    assert_eq!(arrivals.instant(0.51), Some(instant("2026-03-02T13:00:00Z")));
    let curve = arrivals.by_date();
    let told: Vec<_> = curve.iter().map(|p| (p.date.to_string(), p.probability)).collect();
    assert_eq!(told, [("2026-03-01".to_owned(), 0.5), ("2026-03-02".to_owned(), 1.0)]);
}

#[test]
fn full_departures_are_passed_over() {
    let text = format!(
        "{LAND}leg haul a b 10h
        leave haul 1234567 10:00
        full haul 2026-03-01T10:00:00Z
        parcel a to b 2026-03-01T00:00:00Z 100g"
    );
    let (snapshot, chain, query) = only_chain(&text);
    let published = TimesTaken::published();
    let full = [(snapshot.find_leg("haul").unwrap(), instant("2026-03-01T10:00:00Z"))];
    let live = Live { full_departures: full.into() };
    let arrivals = Forecaster::new(&snapshot, &published, &live, 1).arrivals(&chain, query.ready);
    assert_eq!(arrivals.instant(0.5), Some(instant("2026-03-02T20:00:00Z")));
}

#[test]
fn what_is_lost_arrives_by_no_date() {
    let text = |ppm: u32| {
        format!(
            "{LAND}leg haul a b 24h/72h loss={ppm}
            leave haul 1234567 10:00
            parcel a to b 2026-03-01T00:00:00Z 100g"
        )
    };
    let (published, live) = (TimesTaken::published(), Live::none());
    let told = |ppm| {
        let (snapshot, chain, query) = only_chain(&text(ppm));
        let arrivals =
            Forecaster::new(&snapshot, &published, &live, 1).arrivals(&chain, query.ready);
        (arrivals.promise(0.9).unwrap(), arrivals.probability_ever())
    };
    let (sure, ever) = told(0);
    assert!((ever - 1.0).abs() < 1e-12);
    let (risky, ever) = told(50_000);
    assert!((ever - 0.95).abs() < 1e-9);
    assert!(risky.probability >= 0.9 && risky.date > sure.date, "{risky:?} {sure:?}");
    // With a fifth lost no date has 90 %: it is told of those that arrive, as it is.
    let (hopeless, _) = told(200_000);
    assert_eq!(hopeless.date, sure.date);
    assert!(hopeless.probability < 0.8, "{hopeless:?}");
}

/// A leg that has become slower overnight: the answer follows the times given, nothing is kept of others.
#[test]
fn a_leg_that_jumps_overnight_moves_the_date() {
    let text = format!(
        "{LAND}leg haul a b 24h/30h
        leave haul 1234567 10:00
        parcel a to b 2026-03-01T00:00:00Z 100g"
    );
    let (snapshot, chain, query) = only_chain(&text);
    let slow = TimeTaken::Published { p50_seconds: 10 * 86_400, p90_seconds: 11 * 86_400 };
    let (published, slow) = (TimesTaken::published(), times(&snapshot, &[("haul", slow)]));
    let live = Live::none();
    let promised = |times: &TimesTaken| {
        let arrivals = Forecaster::new(&snapshot, times, &live, 1).arrivals(&chain, query.ready);
        arrivals.promise(0.9).unwrap().date.to_string()
    };
    assert_eq!(promised(&published), "2026-03-02");
    assert_eq!(promised(&slow), "2026-03-12");
}
