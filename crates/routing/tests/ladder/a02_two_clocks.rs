use super::notation::expect_routes;

/// Half a headway at p50 and nine tenths at p90, then the transit of each clock.
#[test]
fn headway_and_transit_on_both_clocks() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN
         hall depot CN
         leg haul hub depot 2h/5h headway=10h
         price leg haul 3
         parcel hub to depot 2026-03-04T01:00:00Z 1000g",
        &["3.00 CNY | 03-04 16:00 | 03-04 23:00 | 0 | haul"],
    );
}

/// A slow first leg misses the departure at p90 that it makes at p50.
#[test]
fn each_clock_waits_for_its_own_departure() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN
         hall depot CN
         leg fetch hz hub 2h/6h
         leg haul hub depot 1h/1h
         leave haul 1234567 12:00
         price leg fetch 1
         price leg haul 3
         parcel CN 31000 to depot 2026-03-04T01:00:00Z 1000g",
        &["4.00 CNY | 03-04 13:00 | 03-05 13:00 | 0 | fetch haul"],
    );
}
