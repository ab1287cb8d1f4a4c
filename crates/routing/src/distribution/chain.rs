//! A route as what is done one after the other, without its times.

use jiff::civil;
use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx, ProcessIdx};
use portolan_network::schedule::processes_between;

use crate::{Route, Survival};

/// One thing done to a parcel on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Work at a facility.
    Work(ProcessIdx),
    /// A leg, and the line it is ridden on.
    Ride(LegIdx, Option<LineIdx>),
}

/// A moment of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The stage, by its place in the chain; one beyond the last is the delivery.
    pub stage: usize,
    /// Whether the stage is over; else it has just begun to move or to be worked on.
    pub is_over: bool,
}

/// The stages of a route in their order, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What is done, in order.
    pub stages: Vec<Stage>,
    /// Where it ends: a zone or a facility.
    pub destination: NodeIdx,
    /// The probability that a parcel comes to its end at all.
    pub survival: Survival,
}

impl Chain {
    /// The chain of a route that was searched.
    pub fn of_route(route: &Route) -> Self {
        let mut stages = Vec::with_capacity(route.legs.len() + route.processes.len());
        let mut works = route.processes.iter().peekable();
        for (taken, leg) in route.legs.iter().enumerate() {
            while let Some(work) = works.next_if(|work| work.after_legs <= taken) {
                stages.push(Stage::Work(work.process));
            }
            stages.push(Stage::Ride(leg.leg, leg.line));
        }
        Self { stages, destination: route.destination, survival: route.survival }
    }

    /// The chain of legs as they were booked; none where there is none. `day` is the hand-in day: the work
    /// that a facility has on it is done (rule 3 of the network's format).
    pub fn of_legs(
        snapshot: &Snapshot,
        day: civil::Date,
        legs: &[(LegIdx, Option<LineIdx>)],
    ) -> Option<Self> {
        let mut stages = Vec::with_capacity(legs.len() * 2);
        let (mut last, mut survival) = (None, Survival::CERTAIN);
        for &(leg, line) in legs {
            let row = &snapshot.legs[leg];
            if snapshot.nodes[row.from].is_facility() {
                let is_done = |index: &ProcessIdx| {
                    let shifts = &snapshot.processes[*index].shifts;
                    shifts.iter().any(|shift| shift.provenance.valid.contains(day))
                };
                let works = processes_between(snapshot, last, leg).filter(is_done);
                stages.extend(works.map(Stage::Work));
            }
            stages.push(Stage::Ride(leg, line));
            survival = survival.after(row.loss_ppm);
            last = Some(leg);
        }
        let destination = snapshot.legs[last?].to;
        Some(Self { stages, destination, survival })
    }

    /// Its legs with their places among the stages.
    pub fn rides(&self) -> impl Iterator<Item = (usize, LegIdx, Option<LineIdx>)> + '_ {
        self.stages.iter().enumerate().filter_map(|(place, stage)| match *stage {
            Stage::Ride(leg, line) => Some((place, leg, line)),
            Stage::Work(_) => None,
        })
    }
}
