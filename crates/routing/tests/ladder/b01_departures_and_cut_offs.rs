use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     hall hub CN
     hall depot CN
     leg haul hub depot 1h
     price leg haul 3";

fn arrives(departures: &str, ready: &str) -> String {
    let text = format!("{NETWORK}\n{departures}\nparcel hub to depot {ready} 1000g");
    let (world, case) = super::notation::read(&text);
    let snapshot = super::notation::snapshot_of(&world);
    let query = crate::ask::query_of(&snapshot, &case);
    let live = crate::ask::live_of(&snapshot, &case);
    let routes = portolan_routing::search(
        &snapshot,
        &live,
        &query,
        &crate::ask::filter_of(&snapshot, &case),
    );
    let route = routes.unwrap().remove(0);
    super::notation::line_of(&snapshot, &route).split(" | ").nth(1).unwrap().to_owned()
}

/// Ready exactly at the cut-off is in time, a minute later is not.
#[test]
fn the_cut_off_is_inclusive() {
    let daily = "leave haul 1234567 12:00 cutoff=2h";
    assert_eq!(arrives(daily, "2026-03-04T02:00:00Z"), "03-04 13:00");
    assert_eq!(arrives(daily, "2026-03-04T02:01:00Z"), "03-05 13:00");
}

/// 2026-03-04 is a Wednesday.
#[test]
fn weekdays_dates_and_the_end_of_a_day() {
    assert_eq!(arrives("leave haul 5 12:00", "2026-03-04T02:00:00Z"), "03-06 13:00");
    assert_eq!(arrives("leave haul 2026-03-08 12:00", "2026-03-04T02:00:00Z"), "03-08 13:00");
    assert_eq!(arrives("leave haul 4 24:00", "2026-03-04T02:00:00Z"), "03-06 01:00");
}

/// The first to leave is taken, whatever the cut-offs.
#[test]
fn an_earlier_departure_with_a_later_cut_off() {
    let two = "leave haul 1234567 10:00 cutoff=9h
               leave haul 1234567 11:00 cutoff=0h";
    assert_eq!(arrives(two, "2026-03-04T02:00:00Z"), "03-04 12:00");
    assert_eq!(arrives(two, "2026-03-03T16:00:00Z"), "03-04 11:00");
}

/// A leg whose departures are all in the past is no leg.
#[test]
fn nothing_leaves_any_more() {
    expect_routes(
        &format!(
            "{NETWORK}\nleave haul 2026-03-01 12:00\nparcel hub to depot 2026-03-04T02:00:00Z 1g"
        ),
        &[],
    );
}
