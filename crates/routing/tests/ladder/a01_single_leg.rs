use super::notation::expect_routes;

/// A leg that leaves at once and is bought by itself.
#[test]
fn one_leg_from_zone_to_zone_is_not_a_route_but_two_over_a_hall_are() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         zone sh CN 20* delivery
         hall hub CN
         leg fetch hz hub 2h
         leg bring hub sh 3h loss=100
         price leg fetch 5
         price leg bring 7.5
         parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g",
        &["12.50 CNY | 03-04 14:00 | 03-04 14:00 | 100 | fetch bring"],
    );
}

/// A parcel that is already at a facility, and one that ends at a facility.
#[test]
fn one_leg_between_facilities() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN
         hall depot CN
         leg haul hub depot 90m
         price leg haul 3
         parcel hub to depot 2026-03-04T01:00:00Z 1000g",
        &["3.00 CNY | 03-04 10:30 | 03-04 10:30 | 0 | haul"],
    );
}
