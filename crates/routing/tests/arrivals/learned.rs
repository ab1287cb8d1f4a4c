//! What is learned from scans: single legs, several at once, neighbours, changes, and bad clocks.

use jiff::{SignedDuration, Timestamp};
use portolan_model::scan::{Occurred, OffsetSource, ScanPlace, ScanText, TimePrecision};
use portolan_model::{Code, CountryCode, Identifier, Milestone, Scan};
use portolan_network::Snapshot;
use portolan_routing::Live;
use portolan_routing::distribution::{Chain, Mark, TimesTaken};
use portolan_routing::learning::{
    Learner, Lessons, Sight, Subject, SubjectReport, day_of, sights_of,
};
use proptest::prelude::*;

use super::{instant, only_chain};

/// Two legs of one lane and mode on the way, a third of the same beside it, and one by air.
const NETWORK: &str = "land CN CNY Etc/UTC
    hall a CN
    hall b CN
    hall c CN
    hall d CN
    leg one a b 24h/36h
    leg two b c 24h/36h
    leg beside c d 48h/96h
    leg flight c d 5h/9h mode=air
    price leg one 1
    price leg two 1
    price leg beside 1
    price leg flight 1
    parcel a to c 2026-03-02T00:00:00Z 100g";

const ONE_BEGUN: Mark = Mark { stage: 0, is_over: false };
const ONE_OVER: Mark = Mark { stage: 0, is_over: true };
const TWO_OVER: Mark = Mark { stage: 1, is_over: true };

fn start() -> Timestamp {
    instant("2026-03-02T00:00:00Z")
}

fn hours(hours: f64) -> SignedDuration {
    SignedDuration::try_from_secs_f64(hours * 3_600.0).unwrap()
}

/// Parcels, one a day, each seen at the marks after so many hours.
fn teach(
    snapshot: &Snapshot,
    chain: &Chain,
    seen: &[Vec<(Mark, f64)>],
    until: Timestamp,
) -> Lessons {
    let live = Live::none();
    let mut lessons = Lessons::default();
    let mut learner = Learner::new(snapshot, &live, until);
    for (day, marks) in (0..).zip(seen) {
        let from = start() + SignedDuration::from_hours(24 * day);
        let sights: Vec<Sight> =
            marks.iter().map(|&(mark, after)| Sight { mark, at: from + hours(after) }).collect();
        learner.learn(chain, &sights, &mut lessons);
    }
    lessons
}

fn later(days: i64) -> Timestamp {
    start() + SignedDuration::from_hours(24 * days)
}

fn report_of(lessons: &Lessons, snapshot: &Snapshot, today: Timestamp, key: &str) -> SubjectReport {
    let subject = Subject::Leg(key.to_owned());
    let report = lessons.report(snapshot, day_of(today));
    report.into_iter().find(|one| one.subject == subject).expect("it was learned of")
}

fn median_hours(report: &SubjectReport) -> f64 {
    report.learned_seconds.0 / 3_600.0
}

#[test]
fn a_leg_seen_by_itself_is_believed_as_it_is_seen_more_often() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let seen = vec![vec![(ONE_BEGUN, 0.0), (ONE_OVER, 48.0)]; 60];
    let median = |count: usize| {
        let lessons = teach(&snapshot, &chain, &seen[..count], later(400));
        // Told on the last day something was seen, so that nothing is old.
        let today = later(i64::try_from(count).unwrap());
        let report = report_of(&lessons, &snapshot, today, "one");
        assert!((report.published_seconds.0 - 86_400.0).abs() < 1.0);
        median_hours(&report)
    };
    let medians = [1, 5, 60].map(median);
    assert!(medians.is_sorted() && medians[0] > 24.0 && medians[0] < 31.0, "{medians:?}");
    assert!((medians[2] - 48.0).abs() < 3.5, "{medians:?}");
}

#[test]
fn neighbours_teach_a_cold_leg_and_another_mode_stays_as_published() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let seen = vec![vec![(ONE_BEGUN, 0.0), (ONE_OVER, 48.0)]; 60];
    let lessons = teach(&snapshot, &chain, &seen, later(400));
    let beside = report_of(&lessons, &snapshot, later(60), "beside");
    assert!(beside.samples < 1e-9 && median_hours(&beside) > 60.0, "{beside:?}");
    let times = lessons.times(&snapshot, day_of(later(60)));
    let leg = |key: &str| snapshot.find_leg(key).unwrap();
    assert!(times.has_leg(leg("beside")) && !times.has_leg(leg("flight")));
    assert_eq!(Lessons::default().times(&snapshot, 20_000), TimesTaken::published());
}

#[test]
fn a_missed_scan_parts_the_time_between_both_legs() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    // Nobody said when it was at `b`: 72 hours for what is 48 at the median.
    let seen = vec![vec![(ONE_BEGUN, 0.0), (TWO_OVER, 72.0)]; 60];
    let lessons = teach(&snapshot, &chain, &seen, later(400));
    for key in ["one", "two"] {
        let report = report_of(&lessons, &snapshot, later(60), key);
        assert!((report.samples - 30.0).abs() < 0.1, "half an observation each: {report:?}");
        assert!(median_hours(&report) > 34.0, "{key}: {report:?}");
    }
    // As published, they stay as published: the rule adds nothing of its own.
    let seen = vec![vec![(ONE_BEGUN, 0.0), (TWO_OVER, 48.0)]; 60];
    let lessons = teach(&snapshot, &chain, &seen, later(400));
    let median = median_hours(&report_of(&lessons, &snapshot, later(60), "one"));
    assert!((median - 24.0).abs() < 0.6, "{median}");
}

#[test]
fn a_leg_that_changed_overnight_is_believed_within_days() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let mut seen = vec![vec![(ONE_BEGUN, 0.0), (ONE_OVER, 24.0)]; 60];
    seen.extend(vec![vec![(ONE_BEGUN, 0.0), (ONE_OVER, 72.0)]; 12]);
    let lessons = teach(&snapshot, &chain, &seen, later(400));
    let report = report_of(&lessons, &snapshot, later(72), "one");
    assert!(report.drift.is_some_and(|drift| drift.is_change), "{report:?}");
    assert!(median_hours(&report) > 50.0, "{report:?}");
    let quiet = teach(&snapshot, &chain, &seen[..60], later(400));
    let report = report_of(&quiet, &snapshot, later(60), "one");
    assert!(report.drift.is_some_and(|drift| !drift.is_change), "{report:?}");
}

#[test]
fn of_the_young_only_the_fast_are_known_so_none_is_learned() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let seen = [vec![(ONE_BEGUN, 0.0), (ONE_OVER, 3.0)]];
    assert!(teach(&snapshot, &chain, &seen, start() + hours(71.0)).is_empty());
    assert!(!teach(&snapshot, &chain, &seen, start() + hours(73.0)).is_empty());
}

fn scan(milestone: Milestone, at: Timestamp, city: &str) -> Scan {
    let offset = jiff::tz::Offset::UTC;
    let (local, source) = (offset.to_datetime(at), OffsetSource::Message);
    Scan {
        identifier: Identifier::parse("RB123456785CN").unwrap(),
        occurred: Occurred::with_offset(local, offset, TimePrecision::Second, source),
        milestone,
        reason: None,
        place: ScanPlace {
            country: CountryCode::parse("CN").ok(),
            text: ScanText::read(city),
            ..ScanPlace::default()
        },
        source: Code::parse("alpha").unwrap(),
        operator: None,
        event_key: None,
        raw_code: None,
        raw_text: None,
        proof: portolan_model::Proof::default(),
        void_of: None,
        received_at: at,
    }
}

#[test]
fn scans_are_laid_where_they_leave_no_doubt_and_clocks_that_disagree_are_left_out() {
    let (snapshot, chain, _) = only_chain(NETWORK);
    let scans = [
        scan(Milestone::DepartedOriginFacility, start(), "a hall"),
        scan(Milestone::ArrivedAtOriginFacility, start() + hours(20.0), "b hall"),
        // Before it left, by its clock; nowhere on the way; anywhere.
        scan(Milestone::ArrivedAtSortingCentre, start() + hours(-5.0), "c hall"),
        scan(Milestone::DepartedSortingCentre, start() + hours(30.0), "d hall"),
        scan(Milestone::InTransit, start() + hours(31.0), "b hall"),
    ];
    let (sights, left_out) = sights_of(&snapshot, &chain, &scans);
    assert_eq!(left_out, 1);
    let marks: Vec<Mark> = sights.iter().map(|sight| sight.mark).collect();
    assert_eq!(marks, [ONE_BEGUN, ONE_OVER]);
}

/// A feed that tells what was done and never where: customs' work is laid where the route has it once.
#[test]
fn customs_without_a_place_are_laid_where_there_is_only_one() {
    let network = "land CN CNY Etc/UTC
        land FR EUR Etc/UTC territory=eu
        land RU EUR Etc/UTC
        rate EUR CNY 2026-01-01 8
        hall hgh CN
        hall svo RU
        hall cdg FR
        leg mail hgh svo 10h
        hall lys FR
        leg onward svo cdg 5h
        leg last cdg lys 1h
        price leg last 1
        price leg mail 10
        price leg onward 2
        work hgh export 1 1h
        work svo import 1 4h
        work cdg import 1 4h
        parcel hgh to lys 2026-03-04T01:00:00Z 1000g";
    let (snapshot, chain, _) = only_chain(network);
    let placeless = |milestone, hours_on| Scan {
        place: ScanPlace::default(),
        ..scan(milestone, start() + hours(hours_on), "")
    };
    let scans = [
        placeless(Milestone::PresentedToExportCustoms, 1.0),
        placeless(Milestone::ReleasedByExportCustoms, 2.0),
        // In Russia or in France; left which of the two places.
        placeless(Milestone::ReleasedByImportCustoms, 20.0),
        placeless(Milestone::DepartedByTransport, 30.0),
    ];
    let (sights, left_out) = sights_of(&snapshot, &chain, &scans);
    let marks: Vec<Mark> = sights.iter().map(|sight| sight.mark).collect();
    assert_eq!((left_out, marks), (0, vec![ONE_BEGUN, ONE_OVER]));
    // A place that is on no way is not none.
    let place = ScanPlace { city: ScanText::read("nowhere"), ..ScanPlace::default() };
    let elsewhere = Scan { place, ..placeless(Milestone::ReleasedByExportCustoms, 2.0) };
    assert_eq!(sights_of(&snapshot, &chain, &[elsewhere]).0, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_teaches_the_same(
        seen in prop::collection::vec((0.0_f64..90.0, 0.0_f64..90.0, any::<bool>()), 2..12),
        turn in 0_usize..12,
    ) {
        let (snapshot, chain, _) = only_chain(NETWORK);
        let parcels: Vec<Vec<Sight>> = (0..)
            .zip(&seen)
            .map(|(day, &(first, second, is_seen))| {
                let at = |after: f64| later(day) + hours(after);
                let mut sights = vec![Sight { mark: ONE_BEGUN, at: at(0.0) }];
                if is_seen {
                    sights.push(Sight { mark: ONE_OVER, at: at(first) });
                }
                sights.push(Sight { mark: TWO_OVER, at: at(first + second) });
                sights
            })
            .collect();
        let learn = |order: &[usize]| {
            let live = Live::none();
            let mut lessons = Lessons::default();
            let mut learner = Learner::new(&snapshot, &live, later(400));
            for &parcel in order {
                learner.learn(&chain, &parcels[parcel], &mut lessons);
            }
            lessons
        };
        let order: Vec<usize> = (0..parcels.len()).collect();
        let mut turned = order.clone();
        turned.rotate_left(turn % parcels.len());
        turned.reverse();
        let whole = learn(&order);
        prop_assert_eq!(&learn(&turned), &whole);
        let (some, others) = order.split_at(parcels.len() / 2);
        let mut merged = learn(others);
        merged.merge(&learn(some));
        prop_assert_eq!(&merged, &whole);
        let times = |lessons: &Lessons| lessons.times(&snapshot, day_of(later(20)));
        prop_assert_eq!(times(&merged), times(&whole));
    }
}

/// A parcel taught from while it is under way: what has been told and can be judged by each day.
fn teach_daily(snapshot: &Snapshot, chain: &Chain, sights: &[Sight], days: &[i64]) -> Lessons {
    let live = Live::none();
    let mut lessons = Lessons::default();
    let mut taught_to: Option<Sight> = None;
    for &day in days {
        let now = later(day);
        let told: Vec<Sight> = sights.iter().copied().filter(|sight| sight.at <= now).collect();
        let from =
            told.iter().position(|sight| Some(sight.mark) >= taught_to.map(|last| last.mark));
        let mut learner = Learner::new(snapshot, &live, now);
        let rest = &told[from.unwrap_or(0)..];
        let settled = learner.learn_settled(chain, rest, &mut lessons);
        assert!(settled.waits_until.is_none_or(|at| at > now), "what can be judged is judged");
        taught_to = settled.taught_to.or(taught_to);
    }
    lessons
}

proptest! {
    /// Whenever it is looked at, and however often, a parcel teaches in the end what it teaches at once.
    #[test]
    fn a_parcel_under_way_teaches_each_pair_once(
        hours_between in prop::array::uniform3(0_i64..200),
        mut looks in prop::collection::vec(0_i64..40, 0..12),
    ) {
        let (snapshot, chain, _) = only_chain(NETWORK);
        let marks = [ONE_BEGUN, ONE_OVER, Mark { stage: 1, is_over: false }, TWO_OVER];
        let mut at = start();
        let mut sights = vec![Sight { mark: marks[0], at }];
        for (mark, hours) in marks[1..].iter().zip(hours_between) {
            at += SignedDuration::from_hours(hours);
            sights.push(Sight { mark: *mark, at });
        }
        looks.sort_unstable();
        looks.push(100);
        let live = Live::none();
        let mut at_once = Lessons::default();
        Learner::new(&snapshot, &live, later(100)).learn(&chain, &sights, &mut at_once);
        prop_assert!(!at_once.is_empty());
        prop_assert_eq!(teach_daily(&snapshot, &chain, &sights, &looks), at_once);
    }
}
