use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     hall hub CN calendar=eve
     hall depot CN
     rest eve 2026-03-05
     leg fetch hz hub 1h
     leg haul hub depot 1h
     price leg fetch 1
     price leg haul 3";

/// Processes follow each other by step, each with both durations.
#[test]
fn processes_take_their_time_one_after_the_other() {
    expect_routes(
        &format!(
            "{NETWORK}
             work hub always 2 1h/2h
             work hub always 1 2h/4h
             parcel CN 31000 to depot 2026-03-04T01:00:00Z 1000g"
        ),
        &["4.00 CNY | 03-04 14:00 | 03-04 17:00 | 0 | fetch haul"],
    );
}

/// Work starts in a shift, not on a holiday of the facility, and goes on after the shift's end.
#[test]
fn work_waits_for_a_shift() {
    let with = |ready: &str| {
        format!(
            "{NETWORK}
             work hub always 1 5h weekdays=12345 hours=08:00-12:00
             parcel CN 31000 to depot {ready} 1000g"
        )
    };
    // There at 11:59 on Wednesday: started in time.
    expect_routes(
        &with("2026-03-04T02:59:00Z"),
        &["4.00 CNY | 03-04 17:59 | 03-04 17:59 | 0 | fetch haul"],
    );
    // There at noon: Thursday is a holiday, so Friday at eight.
    expect_routes(
        &with("2026-03-04T03:00:00Z"),
        &["4.00 CNY | 03-06 14:00 | 03-06 14:00 | 0 | fetch haul"],
    );
}

/// A parcel that begins or ends at a facility passes only what stands before a next leg.
#[test]
fn the_ends_of_a_route() {
    expect_routes(
        &format!(
            "{NETWORK}
             work hub always 1 2h
             work depot always 1 7h
             work hub import 1 9h
             parcel hub to depot 2026-03-04T01:00:00Z 1000g"
        ),
        &["3.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | haul"],
    );
}
