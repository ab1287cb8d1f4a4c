use super::*;
use jiff::civil::date;
use portolan_model::{Code, Occurred, Proof, ScanPlace, ScanText};
use portolan_tracking::timeline::{FoldRules, fold};
use serde_json::{Value, json};

/// Hangzhou to Berlin over Shanghai and Frankfurt: collection, flight, road, delivery.
fn plan() -> Plan {
    let stop = |key: &str, name: &str, country: &str| json!({"key": key, "name": name, "country": country, "lat": 30.0, "lon": 120.0});
    let hangzhou = stop("hgh", "Hangzhou", "CN");
    let shanghai = stop("sha", "Shanghai", "CN");
    let frankfurt = stop("fra", "Frankfurt", "DE");
    let berlin = stop("ber", "Berlin", "DE");
    let leg = |from: &Value, to: &Value, times: [&str; 4], operator: &str, tracked: bool| {
        json!({
            "leg": "l", "mode": "road", "operator": operator, "operator_name": operator,
            "from": from, "to": to, "departs": times[0], "arrives": times[1],
            "departs_p90": times[2], "arrives_p90": times[3], "tracked": tracked, "estimated": false,
        })
    };
    let cn = |day: u8, hour: u8| format!("2026-03-{day:02}T{hour:02}:00:00+08:00[Asia/Shanghai]");
    let de = |day: u8, hour: u8| format!("2026-03-{day:02}T{hour:02}:00:00+01:00[Europe/Berlin]");
    let times = |all: [String; 4]| all;
    let rows = [
        (&hangzhou, &shanghai, times([cn(2, 18), cn(3, 6), cn(2, 18), cn(3, 18)]), "post-a", true),
        (&shanghai, &frankfurt, times([cn(4, 12), de(5, 12), cn(5, 12), de(6, 12)]), "air", true),
        (&frankfurt, &berlin, times([de(6, 12), de(7, 6), de(8, 12), de(9, 6)]), "road", false),
        (&berlin, &berlin, times([de(7, 8), de(7, 16), de(9, 8), de(10, 16)]), "post-b", true),
    ];
    let legs: Vec<Value> = rows
        .iter()
        .map(|(from, to, t, operator, tracked)| {
            leg(from, to, [&t[0], &t[1], &t[2], &t[3]], operator, *tracked)
        })
        .collect();
    let money = json!({"amount": "1.00", "currency": "CNY"});
    let route = json!({
        "services": [], "lines": [], "operators": [], "price": money, "charges": [],
        "p50": {"date": "2026-03-07", "instant": de(7, 16), "days": 5},
        "p90": {"date": "2026-03-10", "instant": de(10, 16), "days": 8},
        "loss": 0.01, "loss_percent": "1", "tracked": true, "legs": legs,
        "charged_mass_grams": 1, "requires": [], "incoterm": "DDU",
        "duty": "not asked", "guarantees": [],
        "estimated": false,
    });
    let route: QuotedRoute = serde_json::from_value(route).unwrap();
    Plan::read(&route).unwrap()
}

fn told(lines: &[(&str, &str, &str, &str)]) -> Timeline {
    let scan = |(milestone, at, country, city): &(&str, &str, &str, &str)| portolan_model::Scan {
        identifier: portolan_model::Identifier::parse("RR473124829CN").unwrap(),
        occurred: Occurred::parse(at).unwrap(),
        milestone: Milestone::parse(milestone).unwrap(),
        reason: None,
        place: ScanPlace {
            country: CountryCode::parse(country).ok(),
            city: ScanText::read(city),
            ..ScanPlace::default()
        },
        source: Code::parse("post-a").unwrap(),
        operator: None,
        event_key: None,
        raw_code: None,
        raw_text: None,
        proof: Proof::default(),
        void_of: None,
        received_at: Timestamp::UNIX_EPOCH,
    };
    fold(&lines.iter().map(scan).collect::<Vec<_>>(), &FoldRules::PLAIN)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn on_plan_the_window_is_that_of_the_quote() {
    let accepted = told(&[("accepted", "2026-03-02T18:00:00+08:00", "CN", "Hangzhou")]);
    let expected = plan().expect(&accepted, at("2026-03-02T12:00:00Z"));
    assert_eq!(expected.window, Some((date(2026, 3, 7), date(2026, 3, 10))));
    let steps: Vec<&str> = expected.next.iter().map(|step| step.milestone.as_str()).collect();
    let all = [
        "departed_outward_office",
        "arrived_at_inward_office",
        "released_by_import_customs",
        "out_for_delivery",
        "delivered",
    ];
    assert_eq!(steps, all);
}

#[test]
fn a_late_departure_moves_everything_after_it() {
    let late = told(&[
        ("accepted", "2026-03-02T18:00:00+08:00", "CN", "Hangzhou"),
        ("departed_by_transport", "2026-03-09T12:00:00+08:00", "CN", "Shanghai"),
    ]);
    let expected = plan().expect(&late, at("2026-03-09T05:00:00Z"));
    assert_eq!(expected.window.unwrap().0, date(2026, 3, 12), "five days late from there on");
    assert_eq!(expected.next[0].milestone, Milestone::ArrivedAtInwardOffice);
    assert_eq!(expected.next[0].about, Some(date(2026, 3, 10)));
}

#[test]
fn who_is_overdue_at_the_next_stop_is_there_now_at_the_earliest() {
    let told = told(&[("departed_by_transport", "2026-03-04T12:00:00+08:00", "CN", "Shanghai")]);
    let now = at("2026-03-20T00:00:00Z");
    let (p50, p90) = plan().expect(&told, now).arrival.unwrap();
    assert!(p50 > now && p90 >= p50);
    assert!(
        p50 < at("2026-03-23T00:00:00Z"),
        "what was left after the flight is left still: {p50}"
    );
}

#[test]
fn untracked_legs_add_their_time_to_the_next_scan() {
    let told = told(&[("arrived_at_inward_office", "2026-03-05T13:00:00+01:00", "DE", "")]);
    let due = plan().expect(&told, at("2026-03-05T13:00:00Z")).due;
    assert_eq!(due.len(), 1, "the road to Berlin is not scanned");
    assert!((due[0].p50_hours - 52.0).abs() < 0.01, "{due:?}");
    assert!(due[0].p90_hours > due[0].p50_hours && due[0].loss_ppm > 0);
}

#[test]
fn nothing_is_expected_of_what_is_over() {
    for last in ["delivered", "returned", "destroyed"] {
        let told = told(&[(last, "2026-03-05T13:00:00+01:00", "DE", "Berlin")]);
        let expected = plan().expect(&told, at("2026-03-05T13:00:00Z"));
        assert!(expected.window.is_none() && expected.due.is_empty() && expected.next.is_empty());
    }
}

#[test]
fn a_later_scan_of_an_earlier_place_does_not_set_it_back() {
    let (far, near) = (
        ("out_for_delivery", "2026-03-07T08:00:00+01:00", "DE", "Berlin"),
        ("in_transit", "2026-03-07T09:00:00+01:00", "CN", ""),
    );
    let expected = plan().expect(&told(&[far, near]), at("2026-03-07T09:00:00Z"));
    assert_eq!(expected.next.len(), 1);
    assert_eq!(expected.next[0].milestone, Milestone::Delivered);
}

#[test]
fn silence_is_allowed_for_what_the_stretch_should_take() {
    let told = told(&[("departed_by_transport", "2026-03-04T12:00:00+08:00", "CN", "Shanghai")]);
    let allowed = plan().allowed_silence(&told.events[0]).unwrap();
    assert!(allowed >= SignedDuration::from_hours(24 * 14), "never less than the usual rule");
    let over = self::told(&[("delivered", "2026-03-04T12:00:00+08:00", "DE", "Berlin")]);
    assert_eq!(plan().allowed_silence(&over.events[0]), None);
}

#[test]
fn the_map_shows_where_it_was_seen() {
    let told = told(&[("arrived_at_inward_office", "2026-03-05T13:00:00+01:00", "DE", "")]);
    let stops = plan().stops(&told);
    let seen: Vec<bool> = stops.iter().map(|stop| stop.seen_at.is_some()).collect();
    assert_eq!(seen, [true, true, true, false, false]);
}
