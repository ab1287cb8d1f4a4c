//! Parcels that share a lane share what was told for those before them: each is answered as the first would be.

use jiff::{SignedDuration, Timestamp};
use portolan_network::compile;
use portolan_routing::{Live, Query, RouteFilter, Searcher};

use super::generate::generate;
use super::rules::instant_of;
use crate::ask::{filter_of, live_of, query_of};
use crate::world::random::Random;
use crate::world::{Case, World, tables};

/// Random worlds whose lanes are asked about again and again.
const WORLDS: u64 = 300;
/// Parcels asked about in each.
const PARCELS: usize = 14;

#[test]
fn a_searcher_asked_about_many_parcels_of_a_lane_answers_as_a_new_one() {
    let (mut compared, mut choices, mut others) = (0, 0, 0);
    for seed in 0..WORLDS {
        let mut random = Random::new(seed);
        let (world, case) = generate(seed);
        let snapshot = compile(&tables::source_of(&world, None)).unwrap();
        let instants = instants_of(&world, &case);
        let overlay = live_of(&snapshot, &case);
        let mut filled = overlay.clone();
        let mut searcher = Searcher::new(&snapshot).telling_arrivals_from(0);
        let mut before = None;
        for _ in 0..PARCELS {
            let case = another(&mut random, &world, &case, &instants);
            let query: Query = query_of(&snapshot, &case);
            let filter = filter_of(&snapshot, &case);
            let live = random.pick(&[Live::none(), overlay.clone(), filled.clone()]).clone();
            let found = searcher.search(&live, &query, &filter);
            let mut afresh = Searcher::new(&snapshot).telling_arrivals_from(0);
            assert_eq!(found, afresh.search(&live, &query, &filter), "seed {seed}: {case:#?}");
            let Ok(routes) = found else { continue };
            compared += usize::from(!routes.is_empty());
            choices += usize::from(routes.len() > 1);
            others += usize::from(before.as_ref().is_some_and(|before| *before != routes));
            if let Some(route) = routes.first().filter(|_| random.chance(30)) {
                let legs = route.legs.iter();
                let taken = legs.filter_map(|leg| Some((leg.leg, leg.scheduled_p50?)));
                filled.full_departures.extend(taken);
            }
            before = Some(routes);
        }
    }
    println!("{compared} with routes, {choices} with a choice, {others} unlike the one before");
    assert!(compared > 1_000 && choices > 500 && others > 500, "too little is compared");
}

/// The whole quote asks many searches of one lane, each refusing something else.
#[test]
fn a_searcher_quotes_many_parcels_of_a_lane_as_a_new_one() {
    for seed in 0..WORLDS / 3 {
        let mut random = Random::new(seed + WORLDS);
        let (world, case) = generate(seed);
        let snapshot = compile(&tables::source_of(&world, None)).unwrap();
        let instants = instants_of(&world, &case);
        let mut searcher = Searcher::new(&snapshot);
        for _ in 0..PARCELS / 2 {
            let case = another(&mut random, &world, &case, &instants);
            let query = Query { explain: true, ..query_of(&snapshot, &case) };
            let filter = RouteFilter::default();
            let routes = searcher.search(&Live::none(), &query, &filter);
            let quote = searcher.quote(&Live::none(), &query);
            let mut afresh = Searcher::new(&snapshot);
            assert_eq!(quote, afresh.quote(&Live::none(), &query), "seed {seed}: {case:#?}");
            assert_eq!(routes, searcher.search(&Live::none(), &query, &filter), "seed {seed}");
        }
    }
}

/// Instants at which it is decided which departure a parcel takes: the last second in time, the one after; and
/// some in other weeks, before and behind what begins or ends to be valid.
fn instants_of(world: &World, case: &Case) -> Vec<Timestamp> {
    let ready: Timestamp = case.ready.parse().unwrap();
    let day = ready.to_zoned(jiff::tz::TimeZone::UTC).date();
    let departures = world.departures.iter().filter_map(|departure| {
        let at = instant_of(world, departure, day)?;
        Some(at - SignedDuration::from_mins(departure.cutoff_minutes))
    });
    let both = departures.flat_map(|at| [at, at + SignedDuration::from_secs(1)]);
    let weeks = [-70, 70, 70].map(|days| ready + SignedDuration::from_hours(days * 24));
    both.take(6).chain([ready, ready, ready]).chain(weeks).collect()
}

/// A parcel of the same lane, or of the one from its first facility.
fn another(random: &mut Random, world: &World, case: &Case, instants: &[Timestamp]) -> Case {
    let mut case = case.clone();
    case.ready = random.pick(instants).to_string();
    case.grams = *random.pick(&[200, 499, 501, 900, 1_800, 2_400, 2_600]);
    case.goods = random.word(&["", "", "food", "liquid", "food|powder"]);
    case.currency = random.word(&["CNY", "CNY", "EUR", "USD", "JPY"]);
    case.entry = random.word(&["any", "any", "any", "collection", "drop_off"]);
    case.tracked_all = random.chance(10);
    case.lines = random.chance(15).then(|| vec![random.pick(&world.lines).key.clone()]);
    if random.chance(20) {
        case.from = world.facilities[0].key.clone();
    }
    case
}
