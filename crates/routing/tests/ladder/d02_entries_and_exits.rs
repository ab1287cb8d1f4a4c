use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     zone hz CN 31* collection
     zone sh CN 20* delivery
     hall hub CN
     hall depot CN
     leg fetch hz hub 1h
     leg haul hub depot 1h
     leg bring depot sh 1h
     leg hurry depot sh 0h
     price leg fetch 1
     price leg haul 99
     price leg hurry 5";

/// A line that cannot be left in the middle is ridden to its end, one that can may be left for another.
#[test]
fn left_only_where_it_may_be() {
    let parcel = "parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g";
    let closed = "line post alpha >1:fetch 2:haul 3:bring<\nprice line post 10";
    expect_routes(
        &format!("{NETWORK}\n{closed}\n{parcel}"),
        &[
            "10.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | post(fetch haul bring)",
            "105.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | fetch haul hurry",
        ],
    );
    let open = "line post alpha >1:fetch 2:haul< 3:bring<\nprice line post 10";
    expect_routes(
        &format!("{NETWORK}\n{open}\n{parcel}"),
        &[
            "10.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | post(fetch haul bring)",
            "15.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | post(fetch haul) hurry",
        ],
    );
}

/// A line is entered only by a leg marked so.
#[test]
fn entered_only_where_it_may_be() {
    let parcel = "parcel CN 31000 to CN 20000 2026-03-04T01:00:00Z 1000g";
    let late = "line post alpha >1:fetch >2:haul 3:bring<
                price line post 10 from=hz
                price line post 6 from=hub";
    expect_routes(
        &format!("{NETWORK}\n{late}\n{parcel}"),
        &[
            "7.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | fetch post(haul bring)",
            "105.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | fetch haul hurry",
        ],
    );
}
