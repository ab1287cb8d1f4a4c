use super::notation::expect_routes;

/// Each of these is best in one number; `bad` is beaten, `twin` is equal to `cheap`.
#[test]
fn what_is_best_in_some_number_is_kept() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         hall hub CN
         hall depot CN
         zone hz CN 31* collection
         leg bad hub depot 9h/9h loss=900
         leg cheap hub depot 9h/9h loss=500
         leg quick hub depot 2h/9h loss=500
         leg safe hub depot 9h/9h loss=1
         leg sure hub depot 4h/5h loss=500
         leg twin hub depot 9h/9h loss=500
         price leg bad 1
         price leg cheap 1
         price leg quick 2
         price leg safe 2
         price leg sure 2
         price leg twin 1
         parcel hub to depot 2026-03-04T01:00:00Z 1000g",
        &[
            "1.00 CNY | 03-04 18:00 | 03-04 18:00 | 500 | cheap",
            "2.00 CNY | 03-04 11:00 | 03-04 18:00 | 500 | quick",
            "2.00 CNY | 03-04 13:00 | 03-04 14:00 | 500 | sure",
            "2.00 CNY | 03-04 18:00 | 03-04 18:00 | 1 | safe",
        ],
    );
}

/// Loss is the product over legs, not the sum: 1 − 0.5 × 0.5.
#[test]
fn losses_multiply() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         hall a CN
         hall b CN
         hall c CN
         zone hz CN 31* collection
         leg ab a b 1h loss=500000
         leg bc b c 1h loss=500000
         price leg ab 1
         price leg bc 1
         parcel a to c 2026-03-04T01:00:00Z 1000g",
        &["2.00 CNY | 03-04 11:00 | 03-04 11:00 | 750000 | ab bc"],
    );
}
