use super::notation::expect_routes;

fn network(date: &str) -> String {
    format!(
        "land CN CNY Asia/Shanghai
         zone hz CN 31* collection
         hall hub CN
         hall depot CN
         leg haul hub depot 1h
         leave haul {date} 10:00
         price leg haul 3
         parcel hub to depot 2026-01-01T02:00:00Z 1000g"
    )
}

/// No departure later than 200 days after the ready instant is taken; 2026-07-20 is the two hundredth.
#[test]
fn two_hundred_days_and_no_more() {
    let last = "3.00 CNY | 07-20 11:00 | 07-20 11:00 | 0 | haul";
    expect_routes(&network("2026-07-20"), &[last]);
    expect_routes(&network("2026-07-21"), &[]);
}
