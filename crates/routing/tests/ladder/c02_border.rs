use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     land FR EUR Europe/Paris territory=eu
     land DE EUR Europe/Berlin territory=eu
     rate EUR CNY 2026-01-01 8
     zone hz CN 31* collection
     hall hgh CN
     hall cdg FR
     hall fra DE
     leg mail hgh cdg 10h clearance=postal
     leg cargo hgh cdg 9h clearance=general
     leg truck cdg fra 5h
     price leg mail 10
     price leg cargo 10
     price leg truck 2
     work hgh export 1 1h
     work hgh export 2 2h clearance=general
     work cdg import 1 4h clearance=postal
     work cdg import 1 1h clearance=general
     work cdg always 1 1h
     work fra import 1 50h";

/// Export customs of the leg's clearance, import customs of the one it came by, none within a territory.
#[test]
fn customs_by_clearance_and_territory() {
    // mail: 09:00 + 1 + 10 = 20:00 in China, 13:00 in Paris; + 4 + 1 + 5 = 23:00.
    // cargo: 09:00 + 1 + 2 + 9 = 21:00, 14:00 in Paris; + 1 + 1 + 5 = 21:00.
    expect_routes(
        &format!("{NETWORK}\nparcel hgh to fra 2026-03-04T01:00:00Z 1000g"),
        &["12.00 CNY | 03-04 21:00 | 03-04 21:00 | 0 | cargo truck"],
    );
    expect_routes(
        &format!(
            "{NETWORK}\nclosed leg cargo 2026-03-01T00:00:00Z 2026-12-01T00:00:00Z\n\
                  parcel hgh to fra 2026-03-04T01:00:00Z 1000g"
        ),
        &["12.00 CNY | 03-04 23:00 | 03-04 23:00 | 0 | mail truck"],
    );
}
