use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     land FR EUR Europe/Paris
     zone hz CN 31* collection
     hall hub CN
     hall depot CN
     leg one hub depot 1h
     price leg one 10 currency=EUR
     rate EUR CNY 2026-01-01 7
     rate EUR CNY 2026-03-04 8
     rate EUR CNY 2026-03-05 9
     rate CNY JPY 2026-01-01 20.005";

/// The newest rate on or before the hand-in day, directly, over the base, and into whole yen.
#[test]
fn rates_of_the_hand_in_day() {
    let parcel = "parcel hub to depot 2026-03-04T10:00:00Z 1000g";
    expect_routes(
        &format!("{NETWORK}\n{parcel}"),
        &["80.00 CNY | 03-04 19:00 | 03-04 19:00 | 0 | one"],
    );
    expect_routes(
        &format!("{NETWORK}\n{parcel} currency=JPY"),
        &["1600 JPY | 03-04 19:00 | 03-04 19:00 | 0 | one"],
    );
}

/// At 17:00 UTC it is the next day at the origin.
#[test]
fn the_hand_in_day_is_the_origins() {
    expect_routes(
        &format!("{NETWORK}\nparcel hub to depot 2026-03-04T17:00:00Z 1000g"),
        &["90.00 CNY | 03-05 02:00 | 03-05 02:00 | 0 | one"],
    );
}
