use super::notation::expect_routes;

/// A departure that skips holidays waits, one that runs does not; the calendar is the place's it leaves.
#[test]
fn departures_skip_the_holidays_of_the_place_they_leave() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN calendar=eve
         hall depot CN
         rest eve 2026-03-04
         rest eve 2026-03-05
         leg haul hub depot 1h
         leg rush hub depot 1h
         leave haul 1234567 12:00 skip
         leave rush 1234567 12:00
         price leg haul 3
         price leg rush 9
         parcel hub to depot 2026-03-04T02:00:00Z 1000g",
        &[
            "3.00 CNY | 03-06 13:00 | 03-06 13:00 | 0 | haul",
            "9.00 CNY | 03-04 13:00 | 03-04 13:00 | 0 | rush",
        ],
    );
}
