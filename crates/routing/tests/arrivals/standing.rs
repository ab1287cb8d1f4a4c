//! The rest of a way: from the last scan on, and what silence says of it.

use jiff::{SignedDuration, Timestamp};
use portolan_routing::Live;
use portolan_routing::distribution::{Forecaster, Mark, Standing, TimesTaken};

use super::{equally_often, instant, only_chain, times};

const NETWORK: &str = "land CN CNY Etc/UTC
    hall a CN
    hall b CN
    hall c CN
    leg one a b 24h/48h loss=1000
    leg two b c 10h/12h loss=500
    leave two 1234567 12:00 cutoff=1h
    price leg one 1
    price leg two 1
    parcel a to c 2026-03-02T00:00:00Z 100g";

fn begun(stage: usize) -> Mark {
    Mark { stage, is_over: false }
}

fn at(text: &str) -> Timestamp {
    instant(text)
}

#[test]
fn without_news_the_rest_is_the_whole() {
    let (snapshot, chain, query) = only_chain(NETWORK);
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(&snapshot, &published, &live, 1);
    let whole = forecaster.arrivals(&chain, query.ready);
    let standing =
        Standing { mark: None, since: query.ready, quiet: query.ready, now: query.ready };
    let rest = forecaster.remaining(&chain, standing);
    for share in [0.1, 0.5, 0.9] {
        assert_eq!(rest.arrivals.instant(share), whole.instant(share));
    }
    assert!((rest.arrivals.probability_ever() - whole.probability_ever()).abs() < 1e-9);
}

#[test]
fn from_the_last_scan_on_only_the_rest_is_carried() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let own = times(&snapshot, &[("two", equally_often(&[600]))]);
    let live = Live::none();
    let mut forecaster = Forecaster::new(&snapshot, &own, &live, 1);
    let since = at("2026-03-05T11:00:00Z");
    let mark = Some(Mark { stage: 0, is_over: true });
    let rest = forecaster.remaining(&chain, Standing { mark, since, quiet: since, now: since });
    assert_eq!(rest.arrivals.instant(0.5), Some(at("2026-03-05T22:00:00Z")));
    assert!(
        (rest.arrivals.probability_ever() - 0.9995).abs() < 1e-9,
        "the first leg's loss is past"
    );
    let [due] = rest.due[..] else { panic!("{:?}", rest.due) };
    assert_eq!((due.stage, due.loss_ppm), (1, 500));
    assert!((due.p50_hours - 11.0).abs() < 0.01, "{due:?}");
}

/// A leg of one stage is conditioned exactly: what is left of its distribution beyond now.
#[test]
fn silence_leaves_only_what_is_longer() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let minutes: Vec<u32> = (1..=100).map(|hours| hours * 60).collect();
    let own = times(&snapshot, &[("one", equally_often(&minutes)), ("two", equally_often(&[0]))]);
    let live = Live::none();
    let mut forecaster = Forecaster::new(&snapshot, &own, &live, 1);
    let since = at("2026-03-02T00:00:00Z");
    let told = |silent: i64, forecaster: &mut Forecaster| {
        let now = since + SignedDuration::from_hours(silent);
        let standing = Standing { mark: Some(begun(0)), since, quiet: now, now };
        let arrivals = forecaster.remaining(&chain, standing).arrivals;
        [0.0, 0.5, 1.0]
            .map(|share| (arrivals.instant(share).unwrap().as_second() - since.as_second()) / 3_600)
    };
    // It leaves at noon of the day on which the first leg ends by eleven: after 60 hours, after 84, …
    assert_eq!(told(0, &mut forecaster), [12, 60, 108]);
    // Silent for 50 hours, it takes 51 to 100: the middle is 75, which waits for noon of the fourth day.
    let [first, middle, last] = told(50, &mut forecaster);
    assert_eq!((first, middle, last), (60, 84, 108));
}

/// What was told and cannot be laid ends the silence: the next scan was not made before it, and may have been since.
#[test]
fn silence_lasts_until_something_is_told() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(&snapshot, &published, &live, 1);
    let since = at("2026-03-02T00:00:00Z");
    let mut told = |quiet: i64, now: i64| {
        let [quiet, now] = [quiet, now].map(|silent| since + SignedDuration::from_hours(silent));
        let standing = Standing { mark: Some(begun(0)), since, quiet, now };
        let arrivals = forecaster.remaining(&chain, standing).arrivals;
        assert!(arrivals.instant(0.0).is_some_and(|first| first >= now));
        [0.5, 0.9].map(|share| arrivals.instant(share))
    };
    let [silent, talking, soon] = [told(60, 60), told(20, 60), told(20, 20)];
    assert!(silent[0] > talking[0] && silent[1] > talking[1], "{silent:?} {talking:?}");
    assert_eq!(talking[1], soon[1], "what is late by then was so before");
}

#[test]
fn it_stands_at_the_furthest_moment_and_is_quiet_until_the_next_word() {
    let [one, two, three, now] =
        ["02T01", "02T05", "03T09", "04T00"].map(|hour| at(&format!("2026-03-{hour}:00:00Z")));
    let over = Mark { stage: 0, is_over: true };
    let standing = |told: &[(Option<Mark>, Timestamp)]| Standing::by_told(told, now);
    assert_eq!(standing(&[(None, one)]), None, "nowhere on its chain");
    // Told twice, the first counts, in whatever order they came.
    let told = [(Some(over), two), (Some(begun(0)), three), (Some(over), one)];
    let expected = Standing { mark: Some(over), since: one, quiet: now, now };
    assert_eq!(standing(&told), Some(expected));
    let more = [(None, three), (None, two), (Some(over), one), (None, at("2026-03-01T00:00:00Z"))];
    assert_eq!(standing(&more), Some(Standing { quiet: two, ..expected }));
}

#[test]
fn it_never_arrives_in_the_past_and_later_silence_is_no_earlier() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let (published, live) = (TimesTaken::published(), Live::none());
    let mut forecaster = Forecaster::new(&snapshot, &published, &live, 1);
    let since = at("2026-03-02T00:00:00Z");
    let mut last: Option<[Timestamp; 3]> = None;
    for silent in (0..400).step_by(7) {
        let now = since + SignedDuration::from_hours(silent);
        let standing = Standing { mark: Some(begun(0)), since, quiet: now, now };
        let arrivals = forecaster.remaining(&chain, standing).arrivals;
        let told = [0.1, 0.5, 0.9].map(|share| arrivals.instant(share).unwrap());
        assert!(told.is_sorted() && told[0] >= now, "{told:?} {now}");
        if let Some(last) = last {
            assert!(told.iter().zip(last).all(|(now, before)| *now >= before), "{silent}");
        }
        last = Some(told);
    }
}
