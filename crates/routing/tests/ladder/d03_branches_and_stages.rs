use super::notation::expect_routes;

/// Stages only rise: a leg of the same stage cannot follow, one that skips a stage can.
#[test]
fn stages_rise() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         hall a CN
         hall b CN
         hall c CN
         hall d CN
         zone hz CN 31* collection
         leg ab a b 1h
         leg bc b c 1h
         leg bd b d 9h
         leg cd c d 1h
         line post alpha >1:ab 2:bc< >2:cd< 3:bd<
         line slow alpha >1:ab 2:bc 3:cd<
         price line post 3
         price line slow 5
         parcel a to d 2026-03-04T01:00:00Z 1000g",
        &[
            "3.00 CNY | 03-04 19:00 | 03-04 19:00 | 0 | post(ab bd)",
            "5.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | slow(ab bc cd)",
        ],
    );
}
