//! Departures, processes and deliveries by the rules of the format, and that later never means earlier.

use super::*;
use crate::fixture::{day, instant, leg, line, node, snapshot};
use proptest::prelude::*;
use std::fmt::Write;

fn taken(snapshot: &Snapshot, key: &str, ready: &str) -> Option<DepartureAt> {
    taken_by(snapshot, key, None, Clock::P50, ready)
}

fn taken_by(
    snapshot: &Snapshot,
    key: &str,
    line: Option<LineIdx>,
    clock: Clock,
    ready: &str,
) -> Option<DepartureAt> {
    let ready = instant(ready);
    let boarding =
        Boarding { leg: leg(snapshot, key), line, clock, horizon_end: horizon_end(ready) };
    next_departure(snapshot, boarding, ready)
}

fn scheduled(snapshot: &Snapshot, key: &str, ready: &str) -> String {
    taken(snapshot, key, ready).map_or_else(String::new, |at| at.scheduled.to_string())
}

#[test]
fn the_first_departure_after_the_cutoff_is_taken() {
    let network = snapshot(&[]);
    // Monday 2 November 2026: departures at 12:00 and 18:00 in Hangzhou, an hour's cut-off.
    assert_eq!(scheduled(&network, "truck", "2026-11-02T11:00+08:00"), "2026-11-02T04:00:00Z");
    assert_eq!(scheduled(&network, "truck", "2026-11-02T11:00:01+08:00"), "2026-11-02T10:00:00Z");
    let late = taken(&network, "truck", "2026-11-02T17:30+08:00").unwrap();
    assert_eq!(late.scheduled.to_string(), "2026-11-03T04:00:00Z");
    assert_eq!(late.departure, Some(0));
    // A fraction of a second too late is too late.
    assert_eq!(
        scheduled(&network, "truck", "2026-11-02T11:00:00.001+08:00"),
        "2026-11-02T10:00:00Z"
    );
}

#[test]
fn skipped_holidays_and_sundays_do_not_leave() {
    let network = snapshot(&[]);
    // 1 and 2 October 2026 are holidays, 3 October a Saturday with its evening departure only.
    assert_eq!(scheduled(&network, "truck", "2026-09-30T20:00+08:00"), "2026-10-03T10:00:00Z");
    assert_eq!(scheduled(&network, "truck", "2026-10-03T20:00+08:00"), "2026-10-05T04:00:00Z");
}

#[test]
fn single_dates_and_the_end_of_the_day_leave() {
    let network = snapshot(&[]);
    // Thursday 24 December 2026 once; on Sundays at 24:00, which is Monday's midnight.
    assert_eq!(scheduled(&network, "fly-cdg", "2026-12-24T05:00+08:00"), "2026-12-24T00:00:00Z");
    assert_eq!(scheduled(&network, "fly-cdg", "2026-12-24T05:01+08:00"), "2026-12-25T15:30:00Z");
    assert_eq!(scheduled(&network, "fly-lhr", "2026-11-08T21:00+08:00"), "2026-11-08T16:00:00Z");
    assert_eq!(scheduled(&network, "fly-lhr", "2026-11-08T21:01+08:00"), "2026-11-15T16:00:00Z");
}

#[test]
fn changes_of_clocks_move_local_times() {
    let network = snapshot(&[(
        "departures.csv",
        "departure,leg,weekdays,departs,source\nnight,deliver-fr,1234567,02:45,rule:t\n",
    )]);
    // 29 March 2026 has no 02:45 in Paris: it is 03:45 then.
    assert_eq!(scheduled(&network, "deliver-fr", "2026-03-29T00:10:00Z"), "2026-03-29T01:45:00Z");
    // 25 October 2026 has it twice: the first.
    assert_eq!(scheduled(&network, "deliver-fr", "2026-10-24T23:00:00Z"), "2026-10-25T00:45:00Z");
    assert_eq!(scheduled(&network, "deliver-fr", "2026-10-25T00:46:00Z"), "2026-10-26T01:30:00Z");
}

#[test]
fn a_time_moved_over_a_later_one_does_not_hide_it() {
    let network = snapshot(&[(
        "departures.csv",
        "departure,leg,weekdays,departs,source\na,deliver-fr,7,02:50,rule:t\nb,deliver-fr,7,03:10,rule:t\n",
    )]);
    let at = taken(&network, "deliver-fr", "2026-03-29T01:00:00Z").unwrap();
    assert_eq!(at.scheduled.to_string(), "2026-03-29T01:10:00Z");
}

#[test]
fn closures_pass_over_departures_and_delays_end_with_their_cause() {
    let network = snapshot(&[]);
    // Paris airport is closed on 10 December (Paris time), so nothing leaves there, nor for there.
    assert_eq!(scheduled(&network, "cdg-oe", "2026-12-10T11:00+01:00"), "2026-12-10T23:00:00Z");
    let closed = snapshot(&[(
        "disruptions.csv",
        "disruption,scope,of,from,to,effect,source\nx,facility,cdg,2026-11-02T00:00Z,2026-11-03T00:00Z,closed,rule:t\n",
    )]);
    assert_eq!(scheduled(&closed, "fly-cdg", "2026-11-02T12:00+08:00"), "2026-11-04T15:30:00Z");
    // Monday's flight of 14 December leaves 23:30 and would leave a day later; Wednesday's is after the snow.
    let at = taken(&network, "fly-cdg", "2026-12-14T12:00+08:00").unwrap();
    assert_eq!(at.leaves.to_string(), "2026-12-15T15:30:00Z");
    let capped = snapshot(&[(
        "disruptions.csv",
        "disruption,scope,of,from,to,effect,delay_hours,source\nsnow,country,CN,2026-12-14T00:00+08:00,2026-12-15T02:00+08:00,delay,24,rule:t\n",
    )]);
    let at = taken(&capped, "fly-cdg", "2026-12-14T12:00+08:00").unwrap();
    assert_eq!(
        (at.scheduled.to_string(), at.leaves.to_string()),
        ("2026-12-14T15:30:00Z".into(), "2026-12-14T18:00:00Z".into())
    );
    // A country's delay is of what leaves it, not of what comes.
    let other = snapshot(&[(
        "disruptions.csv",
        "disruption,scope,of,from,to,effect,delay_hours,source\nsnow,country,FR,2026-11-01T00:00Z,2026-11-30T00:00Z,delay,24,rule:t\n",
    )]);
    let at = taken(&other, "fly-cdg", "2026-11-02T12:00+08:00").unwrap();
    assert_eq!(at.leaves, at.scheduled);
}

#[test]
fn a_lines_closure_is_the_lines_alone() {
    let network = snapshot(&[(
        "disruptions.csv",
        "disruption,scope,of,from,to,effect,source\nx,line,sp,2026-11-02T00:00Z,2026-11-03T00:00Z,closed,rule:t\n",
    )]);
    let ready = "2026-11-02T08:30+08:00";
    let alone = taken(&network, "truck", ready).unwrap();
    let ridden =
        taken_by(&network, "truck", Some(line(&network, "sp")), Clock::P50, ready).unwrap();
    assert_eq!(alone.scheduled.to_string(), "2026-11-02T04:00:00Z");
    assert_eq!(ridden.scheduled.to_string(), "2026-11-03T04:00:00Z");
}

#[test]
fn full_departures_are_passed_over() {
    let network = snapshot(&[]);
    let ready = instant("2026-11-02T09:00+08:00");
    let full = instant("2026-11-02T12:00+08:00");
    let boarding = Boarding {
        leg: leg(&network, "truck"),
        line: None,
        clock: Clock::P90,
        horizon_end: horizon_end(ready),
    };
    let at = next_departure_unless(&network, boarding, ready, &|instant| instant == full).unwrap();
    assert_eq!(at.scheduled.to_string(), "2026-11-02T10:00:00Z");
}

#[test]
fn headways_are_waited_for_by_half_and_by_nine_tenths() {
    let network = snapshot(&[]);
    let ready = "2026-11-02T09:00:00.5+08:00";
    let p50 = taken_by(&network, "collect", None, Clock::P50, ready).unwrap();
    let p90 = taken_by(&network, "collect", None, Clock::P90, ready).unwrap();
    assert_eq!(p50.leaves, instant("2026-11-02T11:00:00.5+08:00"));
    assert_eq!(p90.leaves, instant("2026-11-02T12:36:00.5+08:00"));
    assert_eq!(taken(&network, "drop", ready).unwrap().leaves, instant(ready));
    // Not before the first day on which the leg counts.
    let early = taken_by(&network, "collect", None, Clock::P50, "2025-12-20T09:00+08:00").unwrap();
    assert_eq!(early.leaves, instant("2026-01-01T00:00+08:00"));
}

#[test]
fn nothing_leaves_outside_its_days_or_beyond_the_horizon() {
    let network = snapshot(&[(
        "departures.csv",
        "departure,leg,weekdays,departs,valid_from,valid_to,source\ntruck-1,truck,1234567,12:00,2026-11-10,2026-11-12,rule:t\ntruck-2,truck,6,18:00,,2026-01-01,rule:t\n",
    )]);
    assert_eq!(scheduled(&network, "truck", "2026-11-02T09:00+08:00"), "2026-11-10T04:00:00Z");
    assert_eq!(scheduled(&network, "truck", "2026-11-12T13:00+08:00"), "");
    assert_eq!(scheduled(&network, "truck", "2026-04-10T09:00+08:00"), "");
    assert_eq!(scheduled(&network, "truck", "2026-04-24T12:00+08:00"), "2026-11-10T04:00:00Z");
}

fn ended(snapshot: &Snapshot, key: &str, arrive: &str) -> String {
    let process = snapshot.find_process(key).unwrap();
    process_end(snapshot, process, instant(arrive), Clock::P50).unwrap().to_string()
}

#[test]
fn processes_wait_for_their_shift() {
    let network = snapshot(&[]);
    // Two hours from 08:00 to 20:00 on weekdays, from 10:00 to 16:00 on Saturdays.
    assert_eq!(ended(&network, "hgh-sort-1", "2026-11-02T07:00+08:00"), "2026-11-02T02:00:00Z");
    assert_eq!(ended(&network, "hgh-sort-2", "2026-11-02T19:59+08:00"), "2026-11-02T13:59:00Z");
    assert_eq!(ended(&network, "hgh-sort-1", "2026-11-06T20:00+08:00"), "2026-11-07T04:00:00Z");
    assert_eq!(ended(&network, "hgh-sort-1", "2026-11-07T16:00+08:00"), "2026-11-09T02:00:00Z");
    // 1 and 2 October are holidays of the facility, 3 October is a Saturday.
    assert_eq!(ended(&network, "hgh-sort-1", "2026-10-01T09:00+08:00"), "2026-10-03T04:00:00Z");
    // A process without hours still keeps holidays.
    assert_eq!(ended(&network, "hgh-security", "2026-10-01T09:00+08:00"), "2026-10-02T17:00:00Z");
}

#[test]
fn processes_apply_by_border_and_clearance() {
    let network = snapshot(&[]);
    let keys = |last: Option<&str>, next: &str| -> Vec<String> {
        let last = last.map(|key| leg(&network, key));
        let own = processes_between(&network, last, leg(&network, next));
        own.map(|index| network.processes[index].key.to_string()).collect()
    };
    assert_eq!(keys(Some("collect"), "truck"), ["hgh-sort-1"]);
    assert_eq!(keys(Some("collect"), "inbound-de"), ["hgh-sort-1", "hgh-sort-9810"]);
    assert_eq!(keys(Some("truck"), "fly-cdg"), ["hgh-security", "hgh-customs"]);
    assert_eq!(keys(Some("fly-cdg"), "cdg-oe"), ["cdg-customs"]);
    assert_eq!(keys(None, "cdg-oe"), Vec::<String>::new());
    assert_eq!(keys(Some("inbound-de"), "deliver-de"), ["ber-customs"]);
}

#[test]
fn parcels_are_handed_over_on_delivery_days() {
    let network = snapshot(&[]);
    let reached = |zone: &str, reach: &str| {
        let found = delivery(&network, node(&network, zone), instant(reach)).unwrap();
        (found.instant.to_string(), found.date)
    };
    let (at, date) = reached("fr-paris", "2026-11-07T22:30+01:00");
    assert_eq!((at.as_str(), date), ("2026-11-07T21:30:00Z", day("2026-11-07")));
    // Sunday waits for Monday's first instant; Christmas for Saturday.
    let (at, date) = reached("fr-paris", "2026-11-08T10:00+01:00");
    assert_eq!((at.as_str(), date), ("2026-11-08T23:00:00Z", day("2026-11-09")));
    let (_, date) = reached("fr-paris", "2026-12-25T08:00+01:00");
    assert_eq!(date, day("2026-12-26"));
    // The civil date is the zone's, not the instant's in UTC.
    let (_, date) = reached("gb-london", "2026-06-30T23:30:00Z");
    assert_eq!(date, day("2026-07-01"));
}

/// A leg from Paris with departures drawn at random, two closures and a delay.
fn random_network(departures: &[(u8, u16, u8)], spans: &[(u16, u16)]) -> Snapshot {
    let mut table = String::from("departure,leg,weekdays,departs,cutoff_hours,holidays,source\n");
    for (index, (days, minutes, cutoff)) in departures.iter().enumerate() {
        let weekdays: String =
            (1..=7).filter(|d| days & 1 << d != 0).map(|d| d.to_string()).collect();
        let weekdays = if weekdays.is_empty() { "7".to_owned() } else { weekdays };
        let (hour, minute) = (minutes / 60, minutes % 60);
        let holidays = if days & 1 == 0 { "run" } else { "skip" };
        writeln!(
            table,
            "oe-{index},deliver-fr,{weekdays},{hour:02}:{minute:02},{cutoff},{holidays},rule:t"
        )
        .unwrap();
    }
    let mut disruptions = String::from("disruption,scope,of,from,to,effect,delay_hours,source\n");
    for (index, (from, hours)) in spans.iter().enumerate() {
        let from = instant("2026-03-27T00:00:00Z") + SignedDuration::from_hours((*from).into());
        let to = from + SignedDuration::from_hours(i64::from(*hours) + 1);
        let effect = if index % 2 == 0 { "closed," } else { "delay,30" };
        writeln!(disruptions, "d{index},facility,par-oe,{from},{to},{effect},rule:t").unwrap();
    }
    let holidays = "calendar,date,name,source\nfr,2026-03-29,a,rule:t\nfr,2026-04-06,b,rule:t\nfr,2026-04-07,c,rule:t\n";
    snapshot(&[
        ("departures.csv", &table),
        ("disruptions.csv", &disruptions),
        ("holidays.csv", holidays),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn later_is_never_earlier(
        departures in prop::collection::vec((any::<u8>(), 0_u16..=1440, 0_u8..30), 1..6),
        spans in prop::collection::vec((0_u16..500, 0_u16..90), 0..4),
        mut seconds in prop::collection::vec(0_i64..30 * 86_400, 40)
    ) {
        let network = random_network(&departures, &spans);
        seconds.sort_unstable();
        let start = instant("2026-03-20T00:00:00Z");
        let horizon_end = horizon_end(start);
        for key in ["deliver-fr", "cdg-oe"] {
            let leg = leg(&network, key);
            for clock in [Clock::P50, Clock::P90] {
                let boarding = Boarding { leg, line: None, clock, horizon_end };
                let mut last: Option<Timestamp> = None;
                for &second in &seconds {
                    let ready = start + SignedDuration::from_secs(second);
                    let at = next_departure(&network, boarding, ready).unwrap();
                    prop_assert!(at.leaves >= ready);
                    prop_assert!(last.is_none_or(|last| last <= at.leaves));
                    last = Some(at.leaves);
                }
            }
        }
        for process in network.processes.indices() {
            let ends = seconds.iter().map(|&second| {
                process_end(&network, process, start + SignedDuration::from_secs(second), Clock::P50).unwrap()
            });
            let ends: Vec<_> = ends.collect();
            prop_assert!(ends.is_sorted());
        }
    }

    /// The first departure, found by trying every date and every departure.
    #[test]
    fn it_is_the_first_of_all(
        departures in prop::collection::vec((any::<u8>(), 0_u16..=1440, 0_u8..30), 1..5),
        second in 0_i64..30 * 86_400
    ) {
        let network = random_network(&departures, &[]);
        let ready = instant("2026-03-20T00:00:00Z") + SignedDuration::from_secs(second);
        let leg = leg(&network, "deliver-fr");
        let boarding = Boarding { leg, line: None, clock: Clock::P50, horizon_end: horizon_end(ready) };
        let found = next_departure(&network, boarding, ready).unwrap();
        let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
        let holidays = &network.calendars[network.nodes[network.legs[leg].from].calendar.unwrap()].days;
        let first = zone.to_datetime(ready).date();
        let mut all = Vec::new();
        for days in -2..40 {
            let date = first.checked_add(jiff::Span::new().days(days)).unwrap();
            for departure in &network.legs[leg].departures {
                let crate::records::Runs::Weekly(weekdays) = departure.runs else { unreachable!() };
                let is_holiday = holidays.iter().any(|(holiday, _)| *holiday == date);
                if !weekdays.contains_date(date) || (departure.skips_holidays && is_holiday) {
                    continue;
                }
                let minutes = i64::from(departure.departs.minutes);
                let local = date.at(0, 0, 0, 0).checked_add(jiff::Span::new().minutes(minutes)).unwrap();
                let at = zone.to_ambiguous_timestamp(local).compatible().unwrap();
                let cutoff = SignedDuration::from_secs(departure.cutoff_seconds.into());
                if at - cutoff >= ready {
                    all.push(at);
                }
            }
        }
        prop_assert_eq!(found.scheduled, all.into_iter().min().unwrap());
    }
}
