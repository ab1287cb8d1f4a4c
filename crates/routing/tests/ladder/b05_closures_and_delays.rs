use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     hall hub CN
     hall depot CN
     leg haul hub depot 1h
     leg ride hub depot 1h
     leave haul 1234567 12:00
     price leg haul 3
     price leg ride 5
     parcel hub to depot 2026-03-04T02:00:00Z 1000g";

/// A closed departure does not leave; a leg without departures waits for the end of the closure.
#[test]
fn nothing_leaves_while_it_is_closed() {
    expect_routes(
        &format!("{NETWORK}\nclosed facility hub 2026-03-04T00:00:00Z 2026-03-04T09:00:00Z"),
        &[
            "3.00 CNY | 03-05 13:00 | 03-05 13:00 | 0 | haul",
            "5.00 CNY | 03-04 18:00 | 03-04 18:00 | 0 | ride",
        ],
    );
}

/// A delay moves a departure, at most to the end of the disruption.
#[test]
fn a_delay_ends_with_its_disruption() {
    let day = "2026-03-04T00:00:00Z 2026-03-04T06:00:00Z";
    expect_routes(
        &format!("{NETWORK}\nclosed leg haul {day} delay=1h\nclosed leg ride {day} delay=9h"),
        &["3.00 CNY | 03-04 14:00 | 03-04 14:00 | 0 | haul"],
    );
}

/// A line's disruption does not touch its legs bought by themselves.
#[test]
fn a_disrupted_line() {
    expect_routes(
        &format!(
            "{NETWORK}
             line post alpha >1:ride<
             price line post 1
             closed line post 2026-03-04T00:00:00Z 2026-03-06T00:00:00Z"
        ),
        &[
            "1.00 CNY | 03-06 09:00 | 03-06 09:00 | 0 | post(ride)",
            "3.00 CNY | 03-04 13:00 | 03-04 13:00 | 0 | haul",
            "5.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | ride",
        ],
    );
}
