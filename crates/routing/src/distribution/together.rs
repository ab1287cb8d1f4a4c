//! Parcels that travel together: those of one departure share most of its delay.
//!
//! For one parcel it makes no difference with whom a delay is shared; for many it is the difference between
//! a few late ones every day and a whole departure late some day. A deviate of the normal scale is mixed of
//! one that all of a departure (or of a day's work) share and one of the parcel's own; the shared one has a
//! written share of the variance.

use jiff::Timestamp;

use super::arrivals::NEVER;
use super::carry::Taken;
use super::forecaster::part_of;
use super::{Chain, Forecaster, Stage};

/// Share of the variance of a leg's time that all parcels of one departure have in common: an estimate, as
/// nobody publishes it. What delays one of them is mostly the vehicle, the weather or the port.
pub const SHARED_BY_DEPARTURE: f64 = 0.75;
/// The same of work at a facility that begins on one day, by the clock of UTC: an estimate too. A queue is a
/// day's, an inspection is a parcel's.
pub const SHARED_BY_DAY: f64 = 0.5;

const DAY_SECONDS: i64 = 86_400;

/// One of several parcels.
#[derive(Debug, Clone, Copy)]
pub struct Fellow<'a> {
    /// Its way.
    pub chain: &'a Chain,
    /// When it is ready.
    pub ready: Timestamp,
    /// By when it should be there, exclusive.
    pub due: Timestamp,
}

impl Forecaster<'_> {
    /// How many of some parcels have arrived when each is due, in each of the worlds, losses aside.
    pub fn arrive_together(&mut self, parcels: &[Fellow]) -> Vec<usize> {
        let mut in_time = vec![0; self.strata.worlds()];
        for (number, parcel) in parcels.iter().enumerate() {
            self.timetable.turn_to(parcel.ready);
            let mut worlds = vec![parcel.ready.as_second(); self.strata.worlds()];
            for &stage in &parcel.chain.stages {
                self.pass_together(stage, &number.to_string(), &mut worlds);
            }
            for (count, at) in in_time.iter_mut().zip(worlds) {
                let at = self.deliver(parcel.chain, at);
                *count += usize::from(at < parcel.due.as_second());
            }
        }
        in_time
    }

    /// Passes a stage with one parcel in every world.
    fn pass_together(&self, stage: Stage, parcel: &str, worlds: &mut [i64]) {
        let snapshot = self.timetable.snapshot;
        let (taken, key, headway, share) = match stage {
            Stage::Work(process) => {
                let key = snapshot.processes[process].key.as_str();
                (self.times.process(snapshot, process), key, None, SHARED_BY_DAY)
            }
            Stage::Ride(leg, _) => {
                let row = &snapshot.legs[leg];
                let headway = row.headway_seconds.filter(|_| !row.is_scheduled);
                (self.times.leg(snapshot, leg), row.key.as_str(), headway, SHARED_BY_DEPARTURE)
            }
        };
        let rounds = self.strata.shuffle(&["round", key, parcel]);
        let own = self.strata.shuffle(&["own", key, parcel]);
        let mut shared: Option<(i64, Vec<usize>)> = None;
        for (world, at) in worlds.iter_mut().enumerate().filter(|(_, at)| **at < NEVER) {
            let round = headway.map_or(0, |all| part_of(all, self.strata.shares[rounds[world]]));
            let group = match stage {
                Stage::Ride(leg, line) => {
                    let found = self.timetable.departure(leg, line, *at, round);
                    found.map(|(_, scheduled)| scheduled)
                }
                Stage::Work(_) => {
                    let begun = self.timetable.pass(stage, *at, Taken { moving: 0, round: 0 });
                    begun.map(|passage| passage.starts.div_euclid(DAY_SECONDS))
                }
            };
            let Some(group) = group else {
                *at = NEVER;
                continue;
            };
            if shared.as_ref().is_none_or(|(of, _)| *of != group) {
                shared = Some((group, self.strata.shuffle(&["shared", key, &group.to_string()])));
            }
            let common =
                shared.as_ref().map_or(0.0, |(_, ranks)| self.strata.deviates[ranks[world]]);
            let deviate =
                common * share.sqrt() + self.strata.deviates[own[world]] * (1.0 - share).sqrt();
            let moving = taken.at_deviate(deviate);
            *at = self.step(stage, *at, Taken { moving, round });
        }
    }
}
