use super::notation::expect_routes;

const NETWORK: &str = "land FR EUR Europe/Paris
     zone any FR * collection
     hall orly FR
     hall lyon FR
     leg haul orly lyon 1h
     price leg haul 3
     leave haul 1234567 02:30";

/// On 2026-03-29 clocks go from 02:00 to 03:00: 02:30 is moved to 03:30.
#[test]
fn a_skipped_time_is_moved_forward() {
    let parcel = "parcel orly to lyon 2026-03-28T12:00:00Z 1000g";
    expect_routes(
        &format!("{NETWORK}\n{parcel}"),
        &["3.00 EUR | 03-29 04:30 | 03-29 04:30 | 0 | haul"],
    );
}

/// On 2026-10-25 02:30 comes twice: the first counts, and who misses it waits a day.
#[test]
fn a_time_that_comes_twice_is_the_first() {
    let first = "parcel orly to lyon 2026-10-25T00:30:00Z 1000g";
    expect_routes(
        &format!("{NETWORK}\n{first}"),
        &["3.00 EUR | 10-25 02:30 | 10-25 02:30 | 0 | haul"],
    );
    let second = "parcel orly to lyon 2026-10-25T00:31:00Z 1000g";
    expect_routes(
        &format!("{NETWORK}\n{second}"),
        &["3.00 EUR | 10-26 03:30 | 10-26 03:30 | 0 | haul"],
    );
}
