use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     zone all CN * delivery|tariff
     zone sh CN 20* delivery|tariff
     hall hub CN
     leg fetch hz hub 1h
     leg wide hub all 1h
     line post alpha >1:fetch 2:wide<
     price line post 9
     price line post 8 to=CN
     price line post 7 to=all
     price line post 6 to=sh
     price line post 5 to=all from=hz";

/// The most specific `to` wins over any `from`; the ride ends in every zone of the postcode.
#[test]
fn the_most_specific_end_prices() {
    expect_routes(
        &format!("{NETWORK}\nparcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g"),
        &["6.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | post(fetch wide)"],
    );
    expect_routes(
        &format!("{NETWORK}\nparcel CN 31000 to CN 99000 2026-03-04T01:00:00Z 1000g"),
        &["5.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | post(fetch wide)"],
    );
}
