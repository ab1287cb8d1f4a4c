use portolan_routing::{Live, RouteFilter, Searcher};

use super::notation::{expect_routes, read, snapshot_of};
use crate::ask::query_of;
use crate::world::Case;

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

/// A lane that was closed to the parcels before answers the next one by its own ways, not by those of the lane
/// asked for in between.
#[test]
fn a_lane_that_was_closed_answers_for_itself() {
    let (world, food) = read(&format!("{NETWORK}\nrefuse country FR food direction=to"));
    let snapshot = snapshot_of(&world);
    let general = Case { goods: String::new(), ..food.clone() };
    let near = Case { to: "ala".to_owned(), ..general.clone() };
    let mut searcher = Searcher::new(&snapshot);
    for (case, found) in [(&near, 1), (&food, 0), (&food, 0), (&general, 2), (&food, 0), (&near, 1)]
    {
        let query = query_of(&snapshot, case);
        let routes = searcher.search(&Live::none(), &query, &RouteFilter::default()).unwrap();
        assert_eq!(routes.len(), found, "{case:?}");
    }
}
