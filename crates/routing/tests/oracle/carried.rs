//! What a searcher has prepared stays right when a leg closes, a departure fills or a price changes.

use portolan_network::{Snapshot, compile};
use portolan_routing::{Query, Route, RouteFilter, Searcher, Vector, search_plainly, verify};
use rust_decimal::Decimal;

use super::generate::generate;
use crate::ask::{filter_of, live_of, query_of};
use crate::world::{Disruption, World, tables};

/// Random worlds that are changed in every way.
const WORLDS: u64 = 400;

/// A change of a world; what is left of one that cannot be made is the world itself.
type Change = fn(&mut World, &Route, &Snapshot);

fn close_a_leg(world: &mut World, route: &Route, snapshot: &Snapshot) {
    let taken = &route.legs[route.legs.len() / 2];
    world.disruptions.push(Disruption {
        key: "shut".to_owned(),
        scope: "leg".to_owned(),
        of: snapshot.legs[taken.leg].key.to_string(),
        from: (taken.departs_p50 - jiff::SignedDuration::from_hours(1)).to_string(),
        to: (taken.departs_p90 + jiff::SignedDuration::from_hours(30)).to_string(),
        effect: "closed".to_owned(),
        delay_minutes: 0,
    });
}

fn raise_a_price(world: &mut World, route: &Route, snapshot: &Snapshot) {
    let keys = route.charges.iter().map(|charge| charge.rule_key(snapshot)).collect::<Vec<_>>();
    for band in world.bands.iter_mut().filter(|band| keys.contains(&band.tariff.as_str())) {
        band.per_item += Decimal::from(37);
    }
}

fn take_a_leg_away(world: &mut World, route: &Route, snapshot: &Snapshot) {
    let key = &snapshot.legs[route.legs[0].leg].key;
    world.legs.retain(|leg| leg.key != key.as_str());
    world.departures.retain(|departure| departure.leg != key.as_str());
    world.line_legs.retain(|row| row.leg != key.as_str());
    world.tariffs.retain(|row| row.scope != "leg" || row.of != key.as_str());
    world.surcharges.retain(|row| row.scope != "leg" || row.of != key.as_str());
    world.restrictions.retain(|row| row.scope != "leg" || row.of != key.as_str());
    world.disruptions.retain(|row| row.scope != "leg" || row.of != key.as_str());
    let is_left = |tariff: &str| world.tariffs.iter().any(|row| row.key == tariff);
    world.bands.retain(|band| is_left(&band.tariff));
}

fn vectors(routes: &[Route]) -> Vec<Vector> {
    routes.iter().map(Route::vector).collect()
}

#[test]
fn a_searcher_carried_over_a_change_answers_as_a_new_one() {
    let changes: [Change; 3] = [close_a_leg, raise_a_price, take_a_leg_away];
    let mut changed = [0; 3];
    for seed in 0..WORLDS {
        let (world, case) = generate(seed);
        let snapshot = compile(&tables::source_of(&world, None)).unwrap();
        let (live, filter) = (live_of(&snapshot, &case), filter_of(&snapshot, &case));
        let query = query_of(&snapshot, &case);
        for (change, count) in changes.iter().zip(&mut changed) {
            let mut searcher = Searcher::new(&snapshot).telling_arrivals_from(0);
            let Ok(routes) = searcher.search(&live, &query, &filter) else { continue };
            let Some(route) = routes.first() else { continue };
            let mut world = world.clone();
            change(&mut world, route, &snapshot);
            let Ok(next) = compile(&tables::source_of(&world, None)) else { continue };
            let mut case = case.clone();
            case.full.retain(|(full, _)| world.legs.iter().any(|leg| leg.key == *full));
            let query = query_of(&next, &case);
            let (live, filter) = (live_of(&next, &case), filter_of(&next, &case));
            let carried = Searcher::resume(&next, searcher.into_kept());
            let found = carried.telling_arrivals_from(0).search(&live, &query, &filter);
            let mut afresh = Searcher::new(&next).telling_arrivals_from(0);
            assert_eq!(found, afresh.search(&live, &query, &filter), "seed {seed}");
            let plain = search_plainly(&next, &live, &query, &filter);
            assert_eq!(
                found.as_deref().map(vectors),
                plain.as_deref().map(vectors),
                "seed {seed}: the routes are others"
            );
            *count += usize::from(found.is_ok_and(|found| vectors(&found) != vectors(&routes)));
        }
    }
    assert!(changed.iter().all(|&count| count > 60), "too few changes changed routes: {changed:?}");
}

/// Departures fill one after the other, and what was kept from before is never taken again.
#[test]
fn a_departure_that_fills_is_passed_over_at_once() {
    let mut filled = 0;
    for seed in 0..WORLDS {
        let (world, case) = generate(seed);
        let snapshot = compile(&tables::source_of(&world, None)).unwrap();
        let (mut live, filter) = (live_of(&snapshot, &case), RouteFilter::default());
        let query: Query = query_of(&snapshot, &case);
        let mut searcher = Searcher::new(&snapshot);
        for _ in 0..3 {
            let Ok(routes) = searcher.search(&live, &query, &filter) else { break };
            let plain = search_plainly(&snapshot, &live, &query, &filter).unwrap();
            assert_eq!(vectors(&routes), vectors(&plain), "seed {seed}");
            let Some(route) = routes.first() else { break };
            verify(&snapshot, &query, route).unwrap();
            let taken = route.legs.iter().filter_map(|leg| Some((leg.leg, leg.scheduled_p50?)));
            let before = live.full_departures.len();
            live.full_departures.extend(taken);
            filled += live.full_departures.len() - before;
        }
    }
    assert!(filled > 300, "only {filled} departures were filled");
}
