use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     zone sh CN 20* delivery weekdays=12345 calendar=eve
     rest eve 2026-03-09
     hall hub CN
     leg bring hub sh 1h/3h
     price leg bring 3";

/// A Friday evening reaches Friday at p50; Saturday at p90 waits for Tuesday, Monday being a holiday.
#[test]
fn a_parcel_waits_for_a_delivery_day() {
    expect_routes(
        &format!("{NETWORK}\nparcel hub to CN 20000 2026-03-06T14:00:00Z 1000g"),
        &["3.00 CNY | 03-06 23:00 | 03-10 00:00 | 0 | bring"],
    );
}
