use super::notation::expect_routes;

/// A departure without room is passed over, for both clocks.
#[test]
fn the_next_departure_with_room_is_taken() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN
         hall depot CN
         leg haul hub depot 1h
         leave haul 1234567 12:00
         price leg haul 3
         full haul 2026-03-04T04:00:00Z
         full haul 2026-03-05T04:00:00Z
         parcel hub to depot 2026-03-04T02:00:00Z 1000g",
        &["3.00 CNY | 03-06 13:00 | 03-06 13:00 | 0 | haul"],
    );
}
