use portolan_model::{CountryCode, Postcode};
use portolan_routing::{Endpoint, RouteFilter, search};

use super::notation::{read, snapshot_of};
use crate::ask::{live_of, query_of};

const NETWORK: &str = "land CN CNY Asia/Shanghai
     land FR EUR Europe/Paris
     hall hub CN
     hall depot CN
     zone hz CN 31* collection
     zone paris FR 75* delivery
     leg haul hub depot 1h
     price leg haul 1
     parcel hub to depot 2026-03-04T01:00:00Z 1000g";

fn code_of(to: Endpoint) -> &'static str {
    let (world, case) = read(NETWORK);
    let snapshot = snapshot_of(&world);
    let mut query = query_of(&snapshot, &case);
    query.to = to;
    let live = live_of(&snapshot, &case);
    search(&snapshot, &live, &query, &RouteFilter::default()).unwrap_err().code()
}

fn address(country: &str, postcode: Option<&str>) -> Endpoint {
    Endpoint::Postcode {
        country: CountryCode::parse(country).unwrap(),
        postcode: postcode.map(|code| Postcode::parse(code).unwrap()),
    }
}

/// A place that is none is an error; that nothing goes there is not.
#[test]
fn places_that_are_none() {
    assert_eq!(code_of(address("BR", Some("01000"))), "country_not_in_network");
    assert_eq!(code_of(address("FR", Some("SW1A 1AA"))), "postcode_shape");
    assert_eq!(code_of(address("FR", None)), "postcode_missing");
    assert_eq!(code_of(address("FR", Some("13001"))), "no_zone");
    assert_eq!(code_of(address("CN", Some("31000"))), "no_zone");
    let (world, case) = read(&NETWORK.replace("hub to depot", "hub to FR 75011"));
    let snapshot = snapshot_of(&world);
    let query = query_of(&snapshot, &case);
    let routes = search(&snapshot, &live_of(&snapshot, &case), &query, &RouteFilter::default());
    assert_eq!(routes.unwrap(), []);
}
