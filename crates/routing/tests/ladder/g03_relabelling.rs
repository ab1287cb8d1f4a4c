use super::notation::expect_routes;

/// A change of operator costs on the leg of whoever charges for it; staying with one does not.
#[test]
fn relabelling_is_charged_at_a_change_of_operator() {
    expect_routes(
        "land CN CNY Asia/Shanghai
         hall a CN
         hall b CN
         hall c CN
         zone hz CN 31* collection
         leg ab1 a b 1h operator=alpha
         leg ab2 a b 2h operator=beta
         leg bc b c 1h operator=beta
         price leg ab1 1
         price leg ab2 3
         price leg bc 1
         extra relabelling operator beta 5
         parcel a to c 2026-03-04T01:00:00Z 1000g",
        &[
            "4.00 CNY | 03-04 12:00 | 03-04 12:00 | 0 | ab2 bc",
            "7.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | ab1 bc",
        ],
    );
}
