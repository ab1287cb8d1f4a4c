use super::*;
use crate::testing;
use portolan_model::TimeZoneName;
use portolan_model::scan::{OffsetSource, TimePrecision};
use proptest::prelude::*;

/// A scan in one line: `milestone time [city] [source]`.
fn scan(line: &str) -> Scan {
    let mut words = line.split_whitespace();
    let milestone = Milestone::parse(words.next().unwrap()).unwrap();
    let time = words.next().unwrap();
    let city = words.next().filter(|city| *city != "-").and_then(ScanText::read);
    let source = Code::parse(words.next().unwrap_or("post-a")).unwrap();
    Scan {
        place: ScanPlace { city, ..ScanPlace::default() },
        source,
        ..testing::scan(milestone, time)
    }
}

fn scans(text: &str) -> Vec<Scan> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(scan).collect()
}

fn plain(text: &str) -> Timeline {
    fold(&scans(text), &FoldRules::PLAIN)
}

fn milestones(timeline: &Timeline) -> Vec<&'static str> {
    timeline.events.iter().map(|event| event.milestone.as_str()).collect()
}

const STORY: &str = "
    announced 2026-11-01T09:00:00+08:00 Hangzhou
    accepted 2026-11-01T18:00:00+08:00 Hangzhou
    departed_outward_office 2026-11-03T10:00:00+08:00 Hangzhou
    arrived_at_inward_office 2026-11-06T08:00:00+01:00 Roissy post-b
    presented_to_import_customs 2026-11-06T09:00:00+01:00 Roissy post-b
    released_by_import_customs 2026-11-06T15:00:00+01:00 Roissy post-b
    out_for_delivery 2026-11-08T08:30:00+01:00 Paris post-b
    delivered 2026-11-08T11:12:00+01:00 Paris post-b";

#[test]
fn a_story_is_told_in_order_with_its_end() {
    let timeline = plain(STORY);
    assert_eq!(timeline.status(), Status::Delivered);
    assert_eq!(timeline.standing_by, Some(7));
    assert_eq!((timeline.blind.len(), timeline.contradictions.len()), (0, 0));
    let custody: Vec<String> =
        timeline.custody.iter().map(|stretch| format!("{:?}", stretch.keeper)).collect();
    assert_eq!(
        custody,
        [
            "Operator(Code(post-a))",
            "Operator(Code(post-b))",
            "Authority(Code(post-b))",
            "Operator(Code(post-b))",
            "Recipient"
        ]
    );
    assert_eq!(timeline.custody[1].proof, CustodyProof::Event(3));
    assert_eq!(timeline.custody[0].to, Some(timeline.custody[1].from));
}

#[test]
fn a_late_scan_slots_into_its_time_and_undoes_no_delivery() {
    let late =
        format!("{STORY}\n arrived_at_delivery_office 2026-11-07T20:00:00+01:00 Paris post-b");
    let timeline = plain(&late);
    assert_eq!(timeline.status(), Status::Delivered);
    assert_eq!(milestones(&timeline)[6], "arrived_at_delivery_office");
}

#[test]
fn what_moves_after_the_delivery_is_flagged_and_changes_nothing() {
    let timeline =
        plain(&format!("{STORY}\n departed_sorting_centre 2026-11-09T01:00:00+01:00 Lyon post-b"));
    assert_eq!(timeline.status(), Status::Delivered);
    assert_eq!(timeline.contradictions, [Contradiction::MovedAfterDelivery(8)]);
}

#[test]
fn only_a_scan_that_says_so_takes_a_delivery_back() {
    let reversed =
        plain(&format!("{STORY}\n delivery_reversed 2026-11-09T01:00:00+01:00 Paris post-b"));
    assert_eq!(reversed.status(), Status::DeliveryFailed);
    let sent_back = plain(&format!(
        "{STORY}\n return_started 2026-11-09T01:00:00+01:00 Paris post-b
         delivered 2026-12-01T01:00:00+08:00 Hangzhou"
    ));
    assert_eq!(sent_back.status(), Status::Returned, "who gets a return is its sender");
}

#[test]
fn a_delivery_taken_back_by_its_teller_counts_for_nothing() {
    let mut told = scans(STORY);
    told[7].event_key = ScanText::read("k-7");
    let mut void = scan("note 2026-11-08T12:00:00+01:00 Paris post-b");
    void.void_of = ScanText::read("k-7");
    told.push(void.clone());
    let timeline = fold(&told, &FoldRules::PLAIN);
    assert_eq!(timeline.status(), Status::OutForDelivery);
    assert_eq!(timeline.events.len(), 9, "it is shown all the same");
    // Somebody else cannot take it back.
    told[8].source = Code::parse("post-c").unwrap();
    assert_eq!(fold(&told, &FoldRules::PLAIN).status(), Status::Delivered);
}

#[test]
fn a_richer_copy_fills_the_poorer_and_doubles_nothing() {
    let mut poor = scan("delivered 2026-11-08 - aggregator");
    poor.raw_text = ScanText::read("Delivered");
    poor.proof.signatory = ScanText::read("A. N.");
    let mut rich = scan("delivered 2026-11-08T11:12:00+01:00 Paris post-b");
    rich.raw_text = ScanText::read("Livré");
    let minute = scan("delivered 2026-11-08T11:12 Paris aggregator-2");
    for told in [[&poor, &rich, &minute], [&minute, &rich, &poor]] {
        let told: Vec<Scan> = told.into_iter().cloned().collect();
        let timeline = fold(&told, &FoldRules::PLAIN);
        let [event] = timeline.events.as_slice() else { panic!("{:?}", timeline.events) };
        assert_eq!(event.occurred.to_string(), "2026-11-08T11:12:00+01:00");
        assert_eq!(event.proof.signatory.as_ref().unwrap().as_str(), "A. N.");
        assert_eq!((event.words.len(), event.scans.len()), (2, 3));
    }
}

#[test]
fn another_place_or_minute_is_another_event() {
    for other in ["2026-11-08T11:13:00+01:00 Paris", "2026-11-08T11:12:00+01:00 Lyon"] {
        let timeline = plain(&format!(
            "delivery_failed 2026-11-08T11:12:00+01:00 Paris\n delivery_failed {other}"
        ));
        assert_eq!(timeline.events.len(), 2, "{other}");
    }
}

#[test]
fn a_day_without_a_time_stands_where_its_milestone_belongs() {
    let timeline = plain(
        "announced 2026-11-01T20:00:00+08:00
         delivered 2026-11-08
         out_for_delivery 2026-11-08T08:30:00+01:00
         accepted 2026-11-01
         arrived_at_delivery_office 2026-11-08",
    );
    assert_eq!(
        milestones(&timeline),
        ["announced", "accepted", "arrived_at_delivery_office", "out_for_delivery", "delivered"]
    );
    assert_eq!(timeline.status(), Status::Delivered);
}

#[test]
fn an_unknown_code_never_counts_as_moving() {
    let timeline = plain("unknown 2026-11-01T20:00:00+08:00");
    assert_eq!((timeline.status(), timeline.unknown_count()), (Status::Unknown, 1));
    let after = plain(&format!("{STORY}\n unknown 2026-11-20T00:00:00+01:00"));
    assert_eq!((after.status(), after.contradictions.len()), (Status::Delivered, 0));
    let before = plain("accepted 2026-11-01T20:00:00+08:00\n unknown 2026-11-02T20:00:00+08:00");
    assert_eq!(before.sub_status, SubStatus::PickedUp);
}

#[test]
fn an_announcement_after_acceptance_is_no_step_back() {
    let timeline =
        plain("accepted 2026-11-01T20:00:00+08:00\n announced 2026-11-02T20:00:00+08:00");
    assert_eq!(timeline.sub_status, SubStatus::PickedUp);
}

#[test]
fn what_was_lost_is_found_by_whoever_has_it_in_hand() {
    let lost = "accepted 2026-11-01T20:00:00+08:00\n lost 2026-12-01T20:00:00+08:00";
    assert_eq!(plain(lost).sub_status, SubStatus::Lost);
    let found = plain(&format!("{lost}\n arrived_at_inward_office 2026-12-05T20:00:00+01:00"));
    assert_eq!(found.status(), Status::InTransit);
    let gone = "accepted 2026-11-01T20:00:00+08:00\n destroyed 2026-12-01T20:00:00+08:00";
    let moved = plain(&format!("{gone}\n delivered 2026-12-05T20:00:00+01:00"));
    assert_eq!(moved.sub_status, SubStatus::Destroyed);
    assert_eq!(moved.contradictions, [Contradiction::MovedAfterDestruction(2)]);
}

#[test]
fn silence_that_lasts_too_long_is_blind() {
    let now = "2026-12-31T00:00:00Z".parse().unwrap();
    let rules = FoldRules { now: Some(now), ..FoldRules::PLAIN };
    let told = scans(
        "accepted 2026-11-01T00:00:00+00:00
         departed_outward_office 2026-11-03T00:00:00+00:00
         arrived_at_inward_office 2026-11-30T00:00:00+00:00",
    );
    let timeline = fold(&told, &rules);
    let found: Vec<(usize, bool)> =
        timeline.blind.iter().map(|stretch| (stretch.after, stretch.is_open)).collect();
    assert_eq!(found, [(1, false), (2, true)]);
    assert_eq!(timeline.days_since_last_scan(now), Some(31));
    assert!(fold(&scans(STORY), &rules).blind.is_empty(), "after the end nothing is due");
}

#[test]
fn custody_moves_by_documents_for_what_was_accepted_alone() {
    let taker = |accepted| HandOver {
        at: "2026-11-05T00:00:00Z".parse().unwrap(),
        document: Code::parse("hand-over-1").unwrap(),
        giver: Code::parse("post-a").unwrap(),
        taker: Code::parse("post-b").unwrap(),
        accepted,
    };
    let keepers = |document: HandOver| {
        let rules = FoldRules { hand_overs: &[document], ..FoldRules::PLAIN };
        fold(&scans(STORY), &rules)
    };
    let accepted = keepers(taker(true));
    assert_eq!(accepted.custody[1].from.to_string(), "2026-11-05T00:00:00Z");
    assert!(matches!(accepted.custody[1].proof, CustodyProof::Document(_)));
    assert!(accepted.contradictions.is_empty());
    let short = keepers(taker(false));
    assert_eq!(short.custody[1].proof, CustodyProof::Event(3));
    assert!(short.contradictions.contains(&Contradiction::ScannedThoughShort(3)));
}

#[test]
fn a_giver_s_word_moves_no_custody() {
    let timeline = plain(
        "accepted 2026-11-01T00:00:00+00:00 - post-a
         handed_to_transport 2026-11-02T00:00:00+00:00 - post-a",
    );
    assert_eq!(timeline.custody.len(), 1);
}

fn any_scan() -> impl Strategy<Value = Scan> {
    let zone = TimeZoneName::parse("Europe/Paris").unwrap();
    let milestones = prop::sample::select(Milestone::ALL);
    let city = prop::sample::select(vec!["", "Paris", "paris", "Lyon"]);
    let source = prop::sample::select(vec!["post-a", "post-b"]);
    let key = prop::sample::select(vec!["", "k1", "k2"]);
    let void = prop::sample::select(vec!["", "", "", "k1", "k2"]);
    (milestones, 0_i64..40, 0_u8..4, city, (source, key, void), 0_i64..3).prop_map(
        move |(milestone, hours, told, city, (source, key, void), received)| {
            let local = jiff::civil::date(2026, 11, 1).at(0, 0, 0, 0);
            let local = local.saturating_add(jiff::Span::new().hours(hours / 4 * 4));
            let second = Occurred::local(local, TimePrecision::Second);
            let occurred = match told {
                0 => Occurred::on_day(local.date()),
                1 => Occurred::local(local, TimePrecision::Minute),
                2 => second,
                _ => second.in_zone(&zone, OffsetSource::Place),
            };
            let mut made = scan(&format!("{milestone} 2026-11-01 - {source}"));
            made.occurred = occurred;
            made.place.city = ScanText::read(city);
            made.event_key = ScanText::read(key);
            made.void_of = ScanText::read(void);
            made.received_at = Timestamp::from_second(received).unwrap();
            made
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_order_repetition_and_batching_gives_the_same_timeline(
        (told, shuffled) in prop::collection::vec(any_scan(), 0..14)
            .prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut other = shuffled.clone();
        if !told.is_empty() {
            other.extend(again.iter().map(|index| told[index.index(told.len())].clone()));
        }
        prop_assert_eq!(fold(&told, &FoldRules::PLAIN), fold(&other, &FoldRules::PLAIN));
    }

    #[test]
    fn every_scan_stands_in_one_event_and_events_stand_in_time(
        told in prop::collection::vec(any_scan(), 0..14),
    ) {
        let timeline = fold(&told, &FoldRules::PLAIN);
        let strip = |scan: &Scan| Scan { received_at: Timestamp::UNIX_EPOCH, ..scan.clone() };
        let told: std::collections::BTreeSet<Scan> = told.iter().map(strip).collect();
        let kept: Vec<Scan> =
            timeline.events.iter().flat_map(|event| event.scans.iter().map(strip)).collect();
        prop_assert_eq!(kept.len(), told.len());
        prop_assert_eq!(kept.into_iter().collect::<std::collections::BTreeSet<_>>(), told);
        let exact: Vec<Timestamp> = timeline.events.iter()
            .filter(|event| event.occurred.precision() != TimePrecision::Day)
            .map(|event| event.at)
            .collect();
        prop_assert!(exact.is_sorted());
        for two in timeline.custody.windows(2) {
            prop_assert_eq!(two[0].to, Some(two[1].from));
            prop_assert!(two[0].keeper != two[1].keeper && two[0].from <= two[1].from);
        }
    }

    #[test]
    fn nothing_un_delivers_a_parcel_but_what_says_so(
        more in prop::collection::vec(any_scan(), 0..10),
    ) {
        let allowed = |scan: &Scan| {
            scan.void_of.is_none()
                && scan.milestone != Milestone::DeliveryReversed
                && !matches!(
                    scan.milestone.phase(),
                    portolan_model::scan::Phase::Return
                        | portolan_model::scan::Phase::Returned
                        | portolan_model::scan::Phase::Ended
                )
                && scan.milestone != Milestone::Lost
        };
        let mut told: Vec<Scan> = more.into_iter().filter(allowed).collect();
        told.push(scan("delivered 2026-11-02T12:30:00+01:00 Paris post-b"));
        prop_assert_eq!(fold(&told, &FoldRules::PLAIN).status(), Status::Delivered);
    }
}

#[test]
fn the_book_names_every_milestone_status_and_reason() {
    let page = include_str!("../../../../docs/src/reference/statuses.md");
    let row = |cells: &[&str]| format!("| {} |", cells.join(" | "));
    for milestone in Milestone::ALL {
        let sub_status = milestone.sub_status(None);
        let cells = [
            &format!("`{milestone}`"),
            milestone.emsevt().unwrap_or_default(),
            &format!("`{}`", milestone.phase()),
            &format!("`{sub_status}`"),
        ];
        let start = row(&cells);
        assert!(page.contains(start.trim_end_matches(" |")), "{start}");
    }
    for sub_status in SubStatus::ALL {
        let start = row(&[&format!("`{sub_status}`"), &format!("`{}`", sub_status.status())]);
        assert!(page.contains(&start), "{start}");
    }
    for reason in Reason::ALL {
        assert!(page.contains(&format!("| `{reason}` |")), "{reason}");
    }
}

/// Scans that all differ, by what a number makes of the first.
fn many(count: u32, differ: fn(&mut Scan, u32)) -> Vec<Scan> {
    let first = scan("arrived_at_sorting_centre 2026-11-08T11:12:00+01:00 Paris");
    let scans = (0..count).map(|number| {
        let mut scan = first.clone();
        differ(&mut scan, number);
        scan
    });
    scans.collect()
}

fn facility(scan: &mut Scan, number: u32) {
    scan.place.facility = ScanText::read(&format!("F{number}"));
}

/// Were each of these compared with each, this test would take minutes, and the next would fail.
#[test]
fn a_flood_of_scans_takes_time_in_its_measure() {
    let on_days = |scan: &mut Scan, number: u32| {
        let day = jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(number % 3_000);
        scan.occurred = Occurred::on_day(day);
        facility(scan, number);
    };
    let in_minutes = |scan: &mut Scan, number: u32| {
        let wall = scan.occurred.wall() + jiff::Span::new().minutes(number);
        scan.occurred = Occurred::local(wall, TimePrecision::Minute);
    };
    let words = |scan: &mut Scan, number: u32| {
        scan.raw_text = ScanText::read(&format!("words {number}"));
    };
    let voids = |scan: &mut Scan, number: u32| {
        scan.event_key = ScanText::read(&format!("k-{number}"));
        scan.void_of = ScanText::read(&format!("k-{}", number + 1));
    };
    for (differ, events) in [
        (facility as fn(&mut Scan, u32), 50_000),
        (on_days, 50_000),
        (in_minutes, 50_000),
        (words, 1),
        (voids, 1),
    ] {
        let timeline = fold(&many(50_000, differ), &FoldRules::PLAIN);
        assert_eq!(timeline.events.len(), events);
        let told: usize = timeline.events.iter().map(|event| event.scans.len()).sum();
        assert_eq!(told, 50_000, "none is lost");
    }
}

#[test]
fn a_scan_is_compared_with_so_many_events_of_its_minute() {
    let most = u32::try_from(crate::limits::TELLINGS_MAX).unwrap();
    for (known, events) in [(most, most), (most + 1, most + 2)] {
        let mut told = many(known, facility);
        // The same again to the minute, of the facility that comes last among equals.
        let mut last = told.iter().max_by_key(|scan| scan.place.facility.clone()).unwrap().clone();
        last.occurred = Occurred::parse("2026-11-08T11:12+01:00").unwrap();
        told.push(last);
        let found = fold(&told, &FoldRules::PLAIN).events.len();
        assert_eq!(found, usize::try_from(events).unwrap(), "{known}");
    }
}

#[test]
fn a_million_scans_of_one_parcel_are_one_story() {
    let mut story = scans(STORY);
    let told: Vec<Scan> = story.iter().cycle().take(1_000_000).cloned().collect();
    let timeline = fold(&told, &FoldRules::PLAIN);
    story.sort();
    let mut kept: Vec<Scan> =
        timeline.events.iter().flat_map(|event| event.scans.clone()).collect();
    kept.sort();
    assert_eq!(kept, story);
    assert_eq!(timeline, plain(STORY));
}

/// The order in which days stand among exact times, as the rule says it: one after the other.
#[test]
fn days_stand_before_the_first_event_that_is_further_along() {
    let timeline = plain(
        "arrived_by_transport 2026-11-03T10:00:00Z
         accepted 2026-11-02T09:00:00Z
         departed_by_transport 2026-11-02
         delivered 2026-11-02
         out_for_delivery 2026-11-05T08:00:00Z
         arrived_at_inward_office 2026-11-03
         accepted 2026-11-09",
    );
    assert_eq!(
        milestones(&timeline),
        [
            "accepted",
            "departed_by_transport",
            "delivered",
            "arrived_by_transport",
            "arrived_at_inward_office",
            "out_for_delivery",
            "accepted"
        ]
    );
}
