use portolan_network::records::{Field, FieldSet};
use portolan_routing::{RouteFilter, search};

use super::notation::{line_of, read, snapshot_of};
use crate::ask::{live_of, query_of};

pub const NETWORK: &str = "land CN CNY Asia/Shanghai
     land FR EUR Europe/Paris
     hall hgh CN
     hall cdg FR
     hall orly FR
     zone hz CN 31* collection
     leg mail hgh cdg 10h clearance=postal
     leg cargo hgh cdg 8h clearance=general
     leg truck cdg orly 5h
     leg van cdg orly 4h
     line post alpha >1:truck<
     price leg mail 1
     price leg cargo 9
     price line post 1
     price leg van 8
     field line post recipient_phone
     field line post ioss_number clearance=postal
     parcel hgh to orly 2026-03-04T01:00:00Z 1000g";

fn routes_with(given: Option<FieldSet>) -> Vec<String> {
    let (world, case) = read(NETWORK);
    let snapshot = snapshot_of(&world);
    let mut query = query_of(&snapshot, &case);
    query.given_fields = given;
    let routes = search(&snapshot, &live_of(&snapshot, &case), &query, &RouteFilter::default());
    let line = |route| line_of(&snapshot, route).rsplit(" | ").next().unwrap().to_owned();
    routes.unwrap().iter().map(line).collect()
}

/// Not known to be missing: nothing is refused.
#[test]
fn fields_that_nobody_spoke_of_refuse_nothing() {
    let all = ["mail post(truck)", "mail van", "cargo post(truck)", "cargo van"];
    assert_eq!(routes_with(None), all);
}

/// A line without its field is not ridden.
#[test]
fn a_missing_field_refuses_its_line() {
    let given = FieldSet::EMPTY.with(Field::IossNumber);
    assert_eq!(routes_with(Some(given)), ["mail van", "cargo van"]);
}

/// A field asked for where a line meets a clearance leaves each of them by itself.
#[test]
fn a_field_of_a_line_and_a_clearance() {
    let given = FieldSet::EMPTY.with(Field::RecipientPhone);
    let rest = ["mail van", "cargo post(truck)", "cargo van"];
    assert_eq!(routes_with(Some(given)), rest);
}
