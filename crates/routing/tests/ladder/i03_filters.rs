use portolan_routing::{RouteFilter, search};

use super::notation::{expect_routes, read, snapshot_of};
use crate::ask::{live_of, query_of};

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     hall hub CN
     hall depot CN
     leg fetch hz hub 2h
     leg carry hz hub 1h mode=drop_off
     leg slow hub depot 100h loss=10
     leg fast hub depot 10h untracked loss=900
     line post alpha >1:slow<
     price leg fetch 5
     price leg carry 1
     price line post 1
     price leg fast 9";
const PARCEL: &str = "parcel CN 31000 to depot 2026-03-04T01:00:00Z 1000g";

/// Collection or drop-off, tracked legs only, some lines only.
#[test]
fn wishes() {
    let with = |wish: &str| format!("{NETWORK}\n{PARCEL} {wish}");
    expect_routes(
        &with("entry=collection"),
        &[
            "6.00 CNY | 03-08 15:00 | 03-08 15:00 | 10 | fetch post(slow)",
            "14.00 CNY | 03-04 21:00 | 03-04 21:00 | 900 | fetch fast",
        ],
    );
    expect_routes(
        &with("entry=drop_off tracked"),
        &["2.00 CNY | 03-08 14:00 | 03-08 14:00 | 10 | carry post(slow)"],
    );
}

/// The latest date and the greatest loss cut the set short.
#[test]
fn the_latest_date_and_the_greatest_loss() {
    let (world, case) = read(&format!("{NETWORK}\n{PARCEL}"));
    let snapshot = snapshot_of(&world);
    let (live, query) = (live_of(&snapshot, &case), query_of(&snapshot, &case));
    let count = |filter: RouteFilter| search(&snapshot, &live, &query, &filter).unwrap().len();
    let by = |day: i8| RouteFilter {
        date_p90_max: Some(jiff::civil::date(2026, 3, day)),
        ..RouteFilter::default()
    };
    assert_eq!([count(by(3)), count(by(4)), count(by(7)), count(by(8))], [0, 1, 1, 2]);
    let most = |ppm| RouteFilter { loss_ppm_max: Some(ppm), ..RouteFilter::default() };
    assert_eq!([count(most(9)), count(most(10)), count(most(900))], [0, 1, 2]);
    let none = RouteFilter { lines: Some([].into()), ..RouteFilter::default() };
    assert_eq!(count(none), 1);
}
