use super::notation::expect_routes;

/// A line of three legs costs its one price, and is cheaper than its legs.
#[test]
fn one_price_from_entry_to_exit() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         zone sh CN 20* delivery
         hall hub CN
         hall depot CN
         leg fetch hz hub 1h
         leg haul hub depot 1h
         leg bring depot sh 1h
         line post alpha >1:fetch 2:haul 3:bring<
         price line post 10
         price leg fetch 4
         price leg haul 4
         price leg bring 4
         parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g",
        &["10.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | post(fetch haul bring)"],
    );
}
