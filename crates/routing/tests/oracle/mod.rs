//! Search against an oracle that enumerates every walk, on random small worlds.
//!
//! The oracle shares nothing with the code under test, not even the parsed network: it reads the rows
//! that the tables were written from, tries days one by one and prices with its own arithmetic.

mod carried;
mod enumerate;
mod generate;
mod price;
mod rules;
mod shared;

use std::collections::BTreeSet;

use portolan_network::compile;
use portolan_routing::{Route, RoutingError, Searcher, search, verify};

use crate::ask::{filter_of, live_of, query_of};
use crate::world::tables;
use enumerate::{Numbers, pareto_by_exhaustion};
use generate::generate;

/// Random worlds that search must agree on.
const WORLDS: u64 = 3_000;

#[test]
fn search_agrees_with_exhaustion_on_random_worlds() {
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    for seed in 0..WORLDS {
        if let Err(why) = check_seed(seed, &mut tally) {
            failed.push((seed, why));
        }
    }
    println!("{tally:?}");
    if let Some((seed, why)) = failed.first() {
        let (world, case) = generate(*seed);
        let others: Vec<_> = failed.iter().map(|(seed, why)| format!("{seed}: {why}")).collect();
        panic!(
            "seed {seed}: {why}\n{case:#?}\n{}\n{}",
            tables::print_of(&world),
            others.join("\n")
        );
    }
    assert!(tally.passed_over * 20 < WORLDS, "too many worlds have too many walks: {tally:?}");
    assert!(tally.with_routes * 2 > WORLDS, "too few worlds have a route: {tally:?}");
    assert!(tally.with_choice * 4 > WORLDS, "too few worlds have a choice of routes: {tally:?}");
}

#[derive(Debug, Default)]
struct Tally {
    passed_over: u64,
    with_routes: u64,
    with_choice: u64,
    on_lines: u64,
    largest: usize,
}

fn check_seed(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let (world, case) = generate(seed);
    let snapshot = compile(&tables::source_of(&world, Some(seed)))
        .map_err(|faults| format!("{faults}: {faults:?}"))?;
    let query = query_of(&snapshot, &case);
    let (live, filter) = (live_of(&snapshot, &case), filter_of(&snapshot, &case));
    let Some(expected) = pareto_by_exhaustion(&world, &case) else {
        tally.passed_over += 1;
        return Ok(());
    };
    let routes = match search(&snapshot, &live, &query, &filter) {
        Ok(routes) => routes,
        // No zone there is for collection or delivery.
        Err(RoutingError::Place { .. }) if expected.is_empty() => return Ok(()),
        Err(fault) => return Err(fault.to_string()),
    };
    let numbers = |route: &Route| {
        let (p50, p90) = (route.arrival_p50.as_second(), route.arrival_p90.as_second());
        (route.price.minor(), p50, p90, route.survival.loss_ppb())
    };
    let found: BTreeSet<Numbers> = routes.iter().map(numbers).collect();
    if found.len() < routes.len() {
        return Err("two routes have equal numbers".to_owned());
    }
    if found != expected {
        let missing: Vec<_> = expected.difference(&found).collect();
        let surplus: Vec<_> = found.difference(&expected).collect();
        return Err(format!("missing {missing:?}, surplus {surplus:?}"));
    }
    let mut bounded = Searcher::new(&snapshot).telling_arrivals_from(0);
    let again = bounded.search(&live, &query, &filter).map_err(|fault| fault.to_string())?;
    if again.iter().map(numbers).ne(routes.iter().map(numbers)) {
        return Err("with arrivals told by the week the routes are others".to_owned());
    }
    for route in &routes {
        verify(&snapshot, &query, route).map_err(|faults| format!("{faults:?}"))?;
    }
    let rides_line = |route: &Route| route.rides.iter().any(|ride| ride.line.is_some());
    tally.with_routes += u64::from(!routes.is_empty());
    tally.with_choice += u64::from(routes.len() > 1);
    tally.on_lines += u64::from(routes.iter().any(rides_line));
    tally.largest = tally.largest.max(routes.len());
    Ok(())
}
