//! What is left at least, from every node to a destination, whatever the parcel and the day.
//!
//! Transit and regular processes alone, without waiting: a bound that no route can beat, so that labels
//! which cannot improve on a known route are dropped early. It depends on the network and the destination
//! alone and can be kept for many parcels.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::SignedDuration;
use portolan_network::Snapshot;
use portolan_network::records::{Applies, LegIdx, NodeIdx};
use portolan_network::schedule::{Clock, transit};

use super::label::Measures;
use crate::chart::is_of_every_day;
use crate::lane::Times;
use crate::limits;

/// The least remaining legs and seconds from each node.
#[derive(Debug)]
pub(crate) struct Bounds {
    legs: Vec<u8>,
    p50_seconds: Vec<i64>,
    p90_seconds: Vec<i64>,
}

const FAR: u8 = u8::MAX;

impl Bounds {
    /// Bounds of the ways to any of the `destinations`.
    pub fn to(snapshot: &Snapshot, destinations: &[NodeIdx]) -> Self {
        let seconds = |clock| {
            least(snapshot, destinations, |leg| {
                let ends_there = destinations.contains(&snapshot.legs[leg].to);
                let regular = if ends_there { 0 } else { regular_seconds(snapshot, leg, clock) };
                transit(&snapshot.legs[leg], clock).as_secs() + regular
            })
        };
        let legs = least(snapshot, destinations, |_| 1);
        let few = |legs: Option<i64>| legs.and_then(|legs| u8::try_from(legs).ok()).unwrap_or(FAR);
        let or_zero = |all: Vec<Option<i64>>| all.into_iter().map(Option::unwrap_or_default);
        Self {
            legs: legs.into_iter().map(few).collect(),
            p50_seconds: or_zero(seconds(Clock::P50)).collect(),
            p90_seconds: or_zero(seconds(Clock::P90)).collect(),
        }
    }

    /// Whether the destination can be reached from a node after so many legs within the limit.
    pub fn is_in_reach(&self, node: NodeIdx, legs: u8) -> bool {
        usize::from(self.legs[node.index()].saturating_add(legs)) <= limits::LEGS_MAX
    }

    /// The least that a label at a node can come to.
    pub fn at_least(&self, node: NodeIdx, measures: &Measures) -> Measures {
        let p50 = SignedDuration::from_secs(self.p50_seconds[node.index()]);
        let p90 = SignedDuration::from_secs(self.p90_seconds[node.index()]);
        let times = Times {
            p50: measures.times.p50.checked_add(p50).unwrap_or(measures.times.p50),
            p90: measures.times.p90.checked_add(p90).unwrap_or(measures.times.p90),
        };
        Measures { times, ..*measures }
    }
}

/// Durations of the processes that every parcel passes at the end of a leg before it goes on.
fn regular_seconds(snapshot: &Snapshot, leg: LegIdx, clock: Clock) -> i64 {
    let processes = snapshot.nodes[snapshot.legs[leg].to].processes.iter();
    let regular = processes
        .map(|&process| &snapshot.processes[process])
        .filter(|process| process.applies == Applies::Always && is_of_every_day(process));
    let seconds = regular.map(|process| match clock {
        Clock::P50 => i64::from(process.p50_seconds),
        Clock::P90 => i64::from(process.p90_seconds),
    });
    seconds.sum()
}

/// Dijkstra against the direction of the legs.
fn least(
    snapshot: &Snapshot,
    destinations: &[NodeIdx],
    cost_of: impl Fn(LegIdx) -> i64,
) -> Vec<Option<i64>> {
    let mut best = vec![None; snapshot.nodes.len()];
    let mut queue: BinaryHeap<_> =
        destinations.iter().map(|&node| Reverse((0_i64, node))).collect();
    for &node in destinations {
        best[node.index()] = Some(0);
    }
    while let Some(Reverse((cost, node))) = queue.pop() {
        if best[node.index()].is_some_and(|known| known < cost) {
            continue;
        }
        for &leg in &snapshot.nodes[node].in_legs {
            let from = snapshot.legs[leg].from;
            let total = cost + cost_of(leg);
            if best[from.index()].is_none_or(|known| total < known) {
                best[from.index()] = Some(total);
                queue.push(Reverse((total, from)));
            }
        }
    }
    best
}
