//! The distribution of arrivals: stated cases, laws, and an oracle that tries every combination of times.

mod enumerate;
mod explained;
mod laws;
mod learned;
mod outcomes;
mod standing;

use jiff::Timestamp;
use portolan_network::Snapshot;
use portolan_routing::distribution::{Chain, TimeTaken, TimesTaken};
use portolan_routing::{Query, search};

use crate::ask::{filter_of, live_of, query_of};
use crate::ladder::notation::{read, snapshot_of};

/// A network in the ladder's notation, and the chain of its one route.
pub fn only_chain(text: &str) -> (Snapshot, Chain, Query) {
    let (world, case) = read(text);
    let snapshot = snapshot_of(&world);
    let query = query_of(&snapshot, &case);
    let live = live_of(&snapshot, &case);
    let routes = search(&snapshot, &live, &query, &filter_of(&snapshot, &case)).unwrap();
    let chain = Chain::of_route(routes.first().expect("a route"));
    (snapshot, chain, query)
}

pub fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Each of some durations, in minutes, as often as the others.
pub fn equally_often(minutes: &[u32]) -> TimeTaken {
    let count = f64::from(u32::try_from(minutes.len()).unwrap());
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    let steps = (0_u32..).zip(&sorted).flat_map(|(index, &minutes)| {
        let seconds = f64::from(minutes) * 60.0;
        [(f64::from(index) / count, seconds), (f64::from(index + 1) / count, seconds)]
    });
    TimeTaken::of_quantiles(&steps.collect::<Vec<_>>()).unwrap()
}

/// The published times with some legs' own.
pub fn times(snapshot: &Snapshot, legs: &[(&str, TimeTaken)]) -> TimesTaken {
    let mut times = TimesTaken::published();
    for (key, taken) in legs {
        times.set_leg(snapshot.find_leg(key).unwrap(), taken.clone());
    }
    times
}
