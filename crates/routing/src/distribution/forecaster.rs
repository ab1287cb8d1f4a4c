//! Carries worlds along chains, and keeps what follows each departure.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use portolan_network::Snapshot;

use super::arrivals::NEVER;
use super::carry::{Taken, Timetable};
use super::draw::Strata;
use super::{Arrivals, Chain, Stage, TimesTaken};
use crate::{Live, limits};

/// What the worlds draw for a stage, by world.
#[derive(Debug)]
pub(super) struct Drawn {
    /// The duration, in seconds.
    pub moving: Vec<u32>,
    /// The wait for the next round, in seconds; empty where the stage knows none.
    pub rounds: Vec<u32>,
}

impl Drawn {
    pub fn of(&self, world: usize) -> Taken {
        let round = self.rounds.get(world).copied().unwrap_or(0);
        Taken { moving: self.moving[world], round }
    }
}

/// Tells the distribution of arrivals on one network. Keep it for parcels on the same lanes: what follows a
/// departure is computed once. The same seed, network and times give the same answers, whatever was asked
/// before.
pub struct Forecaster<'s> {
    pub(super) timetable: Timetable<'s>,
    pub(super) times: &'s TimesTaken,
    pub(super) strata: Strata,
    drawn: HashMap<Stage, Arc<Drawn>>,
    /// By the stages from a departure on and its instant: the arrival of every world that was asked for.
    afters: HashMap<Box<[Stage]>, HashMap<i64, Vec<i64>>>,
    afters_count: usize,
}

/// An arrival that nobody asked for yet.
const UNKNOWN: i64 = i64::MIN;

impl<'s> Forecaster<'s> {
    /// A forecaster with [`limits::WORLDS`] worlds.
    pub fn new(snapshot: &'s Snapshot, times: &'s TimesTaken, live: &'s Live, seed: u64) -> Self {
        Self::with_worlds(snapshot, times, live, (seed, limits::WORLDS))
    }

    /// A forecaster with a seed and a number of worlds of its own, at least one.
    pub fn with_worlds(
        snapshot: &'s Snapshot,
        times: &'s TimesTaken,
        live: &'s Live,
        (seed, worlds): (u64, usize),
    ) -> Self {
        Self {
            timetable: Timetable::new(snapshot, live),
            times,
            strata: Strata::new(worlds.max(1), seed),
            drawn: HashMap::new(),
            afters: HashMap::new(),
            afters_count: 0,
        }
    }

    /// The network it tells of.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.timetable.snapshot
    }

    /// When a parcel that is ready at an instant arrives by a chain.
    pub fn arrivals(&mut self, chain: &Chain, ready: Timestamp) -> Arrivals<'s> {
        let start = vec![ready.as_second(); self.strata.worlds()];
        let seconds = self.carry(chain, ready, start);
        self.told(chain, seconds)
    }

    /// The arrivals of worlds at a chain's end.
    pub(super) fn told(&self, chain: &Chain, seconds: Vec<i64>) -> Arrivals<'s> {
        let clock = &self.timetable.snapshot.nodes[chain.destination].clock;
        let survival = 1.0 - f64::from(chain.survival.loss_ppb()) / 1e9;
        Arrivals::new(seconds, survival, clock)
    }

    /// Carries each world from its second to the end, by way of what is kept of the first timetable's
    /// departures.
    fn carry(&mut self, chain: &Chain, ready: Timestamp, mut worlds: Vec<i64>) -> Vec<i64> {
        self.timetable.turn_to(ready);
        let legs = &self.timetable.snapshot.legs;
        let is_scheduled =
            |stage: &Stage| matches!(*stage, Stage::Ride(leg, _) if legs[leg].is_scheduled);
        let first = chain.stages.iter().position(is_scheduled).unwrap_or(chain.stages.len());
        let (before, after) = chain.stages.split_at(first);
        for &stage in before {
            let drawn = self.drawn(stage);
            for (world, at) in worlds.iter_mut().enumerate() {
                *at = self.step(stage, *at, drawn.of(world));
            }
        }
        let Some(Stage::Ride(leg, line)) = after.first().copied() else {
            for at in &mut worlds {
                *at = self.deliver(chain, *at);
            }
            return worlds;
        };
        let mut by_departure: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (world, at) in worlds.iter_mut().enumerate().filter(|(_, at)| **at < NEVER) {
            match self.timetable.departure(leg, line, *at, 0) {
                Some((leaves, _)) => by_departure.entry(leaves).or_default().push(world),
                None => *at = NEVER,
            }
        }
        for (leaves, caught) in by_departure {
            self.follow(chain, after, (leaves, &caught), &mut worlds);
        }
        worlds
    }

    /// The arrivals of the worlds that caught a departure, kept or carried anew.
    fn follow(
        &mut self,
        chain: &Chain,
        after: &[Stage],
        (leaves, caught): (i64, &[usize]),
        worlds: &mut [i64],
    ) {
        let kept = self.afters.get(after).and_then(|by_instant| by_instant.get(&leaves));
        let mut known = kept.cloned().unwrap_or_else(|| vec![UNKNOWN; worlds.len()]);
        let missing: Vec<usize> =
            caught.iter().copied().filter(|&world| known[world] == UNKNOWN).collect();
        if !missing.is_empty() {
            let is_new = kept.is_none();
            let ride = self.drawn(after[0]);
            for &world in &missing {
                known[world] = leaves + i64::from(ride.moving[world]);
            }
            for &stage in &after[1..] {
                let drawn = self.drawn(stage);
                for &world in &missing {
                    known[world] = self.step(stage, known[world], drawn.of(world));
                }
            }
            for &world in &missing {
                known[world] = self.deliver(chain, known[world]);
            }
            self.keep(after, leaves, known.clone(), is_new);
        }
        for &world in caught {
            worlds[world] = known[world];
        }
    }

    fn keep(&mut self, after: &[Stage], leaves: i64, known: Vec<i64>, is_new: bool) {
        if is_new && self.afters_count >= limits::AFTERS_KEPT {
            self.afters.clear();
            self.afters_count = 0;
        }
        self.afters_count += usize::from(is_new);
        self.afters.entry(after.into()).or_default().insert(leaves, known);
    }

    pub(super) fn step(&self, stage: Stage, at: i64, taken: Taken) -> i64 {
        if at == NEVER {
            return NEVER;
        }
        self.timetable.pass(stage, at, taken).map_or(NEVER, |passage| passage.ends)
    }

    pub(super) fn deliver(&self, chain: &Chain, at: i64) -> i64 {
        if at == NEVER {
            return NEVER;
        }
        self.timetable.deliver(chain.destination, at).unwrap_or(NEVER)
    }

    /// What the worlds draw for a stage.
    pub(super) fn drawn(&mut self, stage: Stage) -> Arc<Drawn> {
        if let Some(drawn) = self.drawn.get(&stage) {
            return Arc::clone(drawn);
        }
        let snapshot = self.timetable.snapshot;
        let (taken, name, headway) = match stage {
            Stage::Work(process) => {
                let row = &snapshot.processes[process];
                (self.times.process(snapshot, process), ["work", row.key.as_str()], None)
            }
            Stage::Ride(leg, _) => {
                let row = &snapshot.legs[leg];
                let headway = row.headway_seconds.filter(|_| !row.is_scheduled);
                (self.times.leg(snapshot, leg), ["leg", row.key.as_str()], headway)
            }
        };
        let strata = &self.strata;
        let all = taken.all(&strata.shares, &strata.deviates);
        let ranks = strata.shuffle(&name);
        let moving = ranks.iter().map(|&rank| all[rank]).collect();
        let rounds = headway.map_or_else(Vec::new, |headway| {
            let ranks = strata.shuffle(&["round", name[1]]);
            ranks.iter().map(|&rank| part_of(headway, strata.shares[rank])).collect()
        });
        let drawn = Arc::new(Drawn { moving, rounds });
        self.drawn.insert(stage, Arc::clone(&drawn));
        drawn
    }
}

/// A share of a headway: a parcel comes at any moment between two rounds alike.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 32 bits that are not negative"
)]
pub(crate) fn part_of(headway: u32, share: f64) -> u32 {
    (f64::from(headway) * share.clamp(0.0, 1.0)) as u32
}
