//! Search against an oracle that enumerates every walk, on random small worlds.
//!
//! The oracle shares nothing with the code under test, not even the parsed network: it reads the rows
//! that the tables were written from, tries days one by one and prices with its own arithmetic.

mod enumerate;
mod generate;
mod price;
mod rules;

use std::collections::BTreeSet;

use portolan_network::compile;
use portolan_routing::{RoutingError, search, verify};

use crate::ask::{filter_of, live_of, query_of};
use crate::world::tables;
use enumerate::{Numbers, pareto_by_exhaustion};
use generate::generate;

/// Random worlds that search must agree on.
const WORLDS: u64 = 1_200;

#[test]
fn search_agrees_with_exhaustion_on_random_worlds() {
    let mut tally = Tally::default();
    for seed in 0..WORLDS {
        check_seed(seed, &mut tally);
    }
    println!("{tally:?}");
    assert!(tally.passed_over * 20 < WORLDS, "too many worlds have too many walks: {tally:?}");
    assert!(tally.with_routes * 3 > WORLDS, "too few worlds have a route: {tally:?}");
    assert!(tally.with_choice * 6 > WORLDS, "too few worlds have a choice of routes: {tally:?}");
}

#[derive(Debug, Default)]
struct Tally {
    passed_over: u64,
    with_routes: u64,
    with_choice: u64,
    on_lines: u64,
    largest: usize,
}

fn check_seed(seed: u64, tally: &mut Tally) {
    let (world, case) = generate(seed);
    let explain = || format!("seed {seed}\n{case:#?}\n{}", tables::print_of(&world));
    let snapshot = compile(&tables::source_of(&world, Some(seed)))
        .unwrap_or_else(|faults| panic!("{faults}\n{}", explain()));
    let query = query_of(&snapshot, &case);
    let (live, filter) = (live_of(&snapshot, &case), filter_of(&snapshot, &case));
    let Some(expected) = pareto_by_exhaustion(&world, &case) else {
        tally.passed_over += 1;
        return;
    };
    let routes = match search(&snapshot, &live, &query, &filter) {
        Ok(routes) => routes,
        // No zone there is for collection or delivery.
        Err(RoutingError::Place { .. }) if expected.is_empty() => return,
        Err(fault) => panic!("{fault}\n{}", explain()),
    };
    let found: BTreeSet<Numbers> = routes
        .iter()
        .map(|route| {
            let (p50, p90) = (route.arrival_p50.as_second(), route.arrival_p90.as_second());
            (route.price.minor(), p50, p90, route.survival.loss_ppb())
        })
        .collect();
    assert_eq!(found.len(), routes.len(), "two routes with equal numbers\n{}", explain());
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:?}\nsurplus {surplus:?}\n{}",
        explain()
    );
    for route in &routes {
        if let Err(faults) = verify(&snapshot, &query, route) {
            panic!("{faults:?}\n{route:#?}\n{}", explain());
        }
    }
    tally.with_routes += u64::from(!routes.is_empty());
    tally.with_choice += u64::from(routes.len() > 1);
    tally.on_lines +=
        u64::from(routes.iter().any(|r| r.rides.iter().any(|ride| ride.line.is_some())));
    tally.largest = tally.largest.max(routes.len());
}
