//! The world: parcels under way, and what happens to them in the order of simulated time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use portolan_network::Snapshot;

use crate::booked::{Booked, EntryFault};
use crate::chance::Chance;
use crate::journey::{Ground, Happening, Outcome, travel};

#[cfg(test)]
mod tests;

/// A world that moves parcels over a network.
#[derive(Debug)]
pub struct World {
    snapshot: Arc<Snapshot>,
    chance: Chance,
    /// The parcels that entered.
    parcels: BTreeMap<String, Outcome>,
    /// What is still to happen, by when, which parcel and the how-manieth of it.
    due: BTreeMap<(Timestamp, String, usize), Happening>,
}

impl World {
    /// An empty world. The same seed and the same parcels give the same world.
    pub fn new(snapshot: Arc<Snapshot>, seed: u64) -> Self {
        let chance = Chance::new(seed);
        Self { snapshot, chance, parcels: BTreeMap::new(), due: BTreeMap::new() }
    }

    /// Takes a booked parcel in. One that is in it already stays as it is.
    pub fn enter(&mut self, booked: &Booked) -> Result<(), EntryFault> {
        if self.parcels.contains_key(&booked.parcel) {
            return Ok(());
        }
        let way = booked.find_way(&self.snapshot)?;
        let ground = Ground { snapshot: &self.snapshot, chance: self.chance };
        let (happened, outcome) = travel(&ground, booked, &way);
        self.parcels.insert(booked.parcel.clone(), outcome);
        for (position, one) in happened.into_iter().enumerate() {
            self.due.insert((one.at, booked.parcel.clone(), position), one);
        }
        Ok(())
    }

    /// Lets a parcel go that was called off: nothing more happens to it.
    pub fn withdraw(&mut self, parcel: &str) {
        if self.has(parcel) {
            self.due.retain(|(_, of, _), _| of != parcel);
        }
    }

    /// Whether a parcel is in it.
    pub fn has(&self, parcel: &str) -> bool {
        self.parcels.contains_key(parcel)
    }

    /// How a parcel's journey ends, if it is in it: the truth, whoever is told.
    pub fn find_outcome(&self, parcel: &str) -> Option<Outcome> {
        self.parcels.get(parcel).copied()
    }

    /// When something happens next; none where all has happened.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.due.keys().next().map(|&(at, ..)| at)
    }

    /// What happens up to and with an instant, in its order.
    pub fn advance(&mut self, until: Timestamp) -> Vec<Happening> {
        let is_due = |(at, ..): &(Timestamp, String, usize)| *at <= until;
        let keys: BTreeSet<_> = self.due.keys().take_while(|key| is_due(key)).cloned().collect();
        keys.iter().filter_map(|key| self.due.remove(key)).collect()
    }
}
