use super::*;
use crate::testing;
use crate::timeline::{FoldRules, fold};
use jiff::civil::date;
use portolan_model::{Scan, ScanPlace, ScanText};

/// Hangzhou to Berlin over Shanghai and Frankfurt: collection, flight, road, delivery.
fn plan() -> Plan {
    let place = |name: &str, country: &str| PlannedPlace {
        name: name.to_owned(),
        country: CountryCode::parse(country).ok(),
        position: GeoPoint::parse("30.0", "120.0").ok(),
    };
    let (hangzhou, shanghai) = (place("Hangzhou", "CN"), place("Shanghai", "CN"));
    let (frankfurt, berlin) = (place("Frankfurt", "DE"), place("Berlin", "DE"));
    let cn = |day: u8, hour: u8| format!("2026-03-{day:02}T{hour:02}:00:00+08:00[Asia/Shanghai]");
    let de = |day: u8, hour: u8| format!("2026-03-{day:02}T{hour:02}:00:00+01:00[Europe/Berlin]");
    let time = |p50: String, p90: String| PlannedTime {
        p50: p50.parse().unwrap(),
        p90: p90.parse::<Zoned>().unwrap().timestamp(),
    };
    let leg = |from: &PlannedPlace, to: &PlannedPlace, times: [String; 4], operator: &str| {
        let [leaves, reaches, leaves_late, reaches_late] = times;
        PlannedLeg {
            from: from.clone(),
            to: to.clone(),
            operator_name: operator.to_owned(),
            is_tracked: operator != "road",
            leaves: time(leaves, leaves_late),
            reaches: time(reaches, reaches_late),
        }
    };
    let legs = vec![
        leg(&hangzhou, &shanghai, [cn(2, 18), cn(3, 6), cn(2, 18), cn(3, 18)], "post-a"),
        leg(&shanghai, &frankfurt, [cn(4, 12), de(5, 12), cn(5, 12), de(6, 12)], "air"),
        leg(&frankfurt, &berlin, [de(6, 12), de(7, 6), de(8, 12), de(9, 6)], "road"),
        leg(&berlin, &berlin, [de(7, 8), de(7, 16), de(9, 8), de(10, 16)], "post-b"),
    ];
    Plan::new(legs, time(de(7, 16), de(10, 16)), 0.01, BTreeMap::new()).unwrap()
}

fn told(lines: &[(&str, &str, &str, &str)]) -> Timeline {
    let scan = |(milestone, at, country, city): &(&str, &str, &str, &str)| {
        let milestone = Milestone::parse(milestone).unwrap();
        let country = CountryCode::parse(country).ok();
        let city = ScanText::read(city);
        let place = ScanPlace { country, city, ..ScanPlace::default() };
        Scan { place, ..testing::scan(milestone, at) }
    };
    fold(&lines.iter().map(scan).collect::<Vec<_>>(), &FoldRules::PLAIN)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn on_plan_the_window_is_that_of_the_quote() {
    let accepted = told(&[("accepted", "2026-03-02T18:00:00+08:00", "CN", "Hangzhou")]);
    let expected = plan().expect(&accepted, None, at("2026-03-02T12:00:00Z"));
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
    let expected = plan().expect(&late, None, at("2026-03-09T05:00:00Z"));
    assert_eq!(expected.window.unwrap().0, date(2026, 3, 12), "five days late from there on");
    assert_eq!(expected.next[0].milestone, Milestone::ArrivedAtInwardOffice);
    assert_eq!(expected.next[0].about, Some(date(2026, 3, 10)));
}

#[test]
fn who_is_overdue_at_the_next_stop_is_there_now_at_the_earliest() {
    let told = told(&[("departed_by_transport", "2026-03-04T12:00:00+08:00", "CN", "Shanghai")]);
    let now = at("2026-03-20T00:00:00Z");
    let (p50, p90) = plan().expect(&told, None, now).arrival.unwrap();
    assert!(p50 > now && p90 >= p50);
    assert!(
        p50 < at("2026-03-23T00:00:00Z"),
        "what was left after the flight is left still: {p50}"
    );
}

#[test]
fn untracked_legs_add_their_time_to_the_next_scan() {
    let told = told(&[("arrived_at_inward_office", "2026-03-05T13:00:00+01:00", "DE", "")]);
    let due = plan().expect(&told, None, at("2026-03-05T13:00:00Z")).due;
    assert_eq!(due.len(), 1, "the road to Berlin is not scanned");
    assert!((due[0].p50_hours - 52.0).abs() < 0.01, "{due:?}");
    assert!(due[0].p90_hours > due[0].p50_hours && due[0].loss_ppm > 0);
}

#[test]
fn nothing_is_expected_of_what_is_over() {
    for last in ["delivered", "returned", "destroyed"] {
        let told = told(&[(last, "2026-03-05T13:00:00+01:00", "DE", "Berlin")]);
        let expected = plan().expect(&told, None, at("2026-03-05T13:00:00Z"));
        assert!(expected.window.is_none() && expected.due.is_empty() && expected.next.is_empty());
    }
}

#[test]
fn a_later_scan_of_an_earlier_place_does_not_set_it_back() {
    let (far, near) = (
        ("out_for_delivery", "2026-03-07T08:00:00+01:00", "DE", "Berlin"),
        ("in_transit", "2026-03-07T09:00:00+01:00", "CN", ""),
    );
    let expected = plan().expect(&told(&[far, near]), None, at("2026-03-07T09:00:00Z"));
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

#[test]
fn a_change_of_transports_far_from_the_border_is_where_it_is() {
    let seen = |milestone| {
        let told = told(&[(milestone, "2026-03-06T13:00:00+01:00", "DE", "Frankfurt")]);
        plan().stops(&told).iter().filter(|stop| stop.seen_at.is_some()).count()
    };
    assert_eq!(seen("departed_by_transport"), 3, "as far as Frankfurt, on the road from there");
    assert_eq!(seen("presented_to_export_customs"), 3);
    let at_home = told(&[("departed_by_transport", "2026-03-04T12:00:00+08:00", "CN", "Hangzhou")]);
    let stops = plan().stops(&at_home);
    assert_eq!(stops.iter().filter(|stop| stop.seen_at.is_some()).count(), 2, "as before");
}

#[test]
fn what_a_distribution_foresees_goes_before_the_rule() {
    let told = told(&[]);
    let now = at("2026-03-05T13:00:00Z");
    let arrival = (at("2026-03-20T09:00:00Z"), at("2026-03-25T09:00:00Z"));
    let foreseen = Foreseen { arrival, due: Vec::new() };
    let expected = plan().expect(&told, Some(foreseen), now);
    assert_eq!(expected.arrival, Some(arrival));
    assert_ne!(plan().expect(&told, None, now).arrival, Some(arrival));
}
