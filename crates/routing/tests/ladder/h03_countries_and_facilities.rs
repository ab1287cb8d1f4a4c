use super::notation::expect_routes;

const NETWORK: &str = "land CN CNY Asia/Shanghai
     land KZ CNY Asia/Almaty
     land FR CNY Europe/Paris
     hall hgh CN
     hall ala KZ
     hall cdg FR
     zone hz CN 31* collection
     leg east hgh ala 1h clearance=general
     leg west ala cdg 1h clearance=general
     leg fly hgh cdg 1h clearance=postal
     price leg east 1
     price leg west 1
     price leg fly 9
     parcel hgh to cdg 2026-03-04T01:00:00Z 1000g goods=food";
const LAND: &str = "2.00 CNY | 03-04 04:00 | 03-04 04:00 | 0 | east west";
const AIR: &str = "9.00 CNY | 03-04 03:00 | 03-04 03:00 | 0 | fly";

/// A country refuses what leaves it, enters it or passes a facility of it.
#[test]
fn from_through_and_to() {
    let with = |rule: &str| format!("{NETWORK}\n{rule}");
    expect_routes(NETWORK, &[LAND, AIR]);
    expect_routes(&with("refuse country KZ food direction=through"), &[AIR]);
    expect_routes(&with("refuse country KZ food direction=to"), &[LAND, AIR]);
    expect_routes(&with("refuse country KZ food direction=from"), &[LAND, AIR]);
    expect_routes(&with("refuse country FR food direction=to"), &[]);
    expect_routes(&with("refuse country CN food direction=from"), &[]);
    expect_routes(&with("refuse country FR food direction=through"), &[]);
    expect_routes(&with("refuse facility ala food"), &[AIR]);
}

/// A rule for some destinations does not touch others.
#[test]
fn destinations() {
    let with = |rule: &str| format!("{NETWORK}\n{rule}");
    expect_routes(&with("refuse facility ala food to=FR"), &[AIR]);
    expect_routes(&with("refuse facility ala food to=KZ"), &[LAND, AIR]);
}
