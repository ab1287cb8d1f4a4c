//! Why a date is promised: where the hours of a route go.
//!
//! Two readings of the same stages. With everything at its median, each stage waits and moves for so long;
//! that sums to the median walk. In the worlds that arrive about when it is promised, each stage took so much
//! longer on average; that sums to what the promise adds for safety. So the parts add up, and a leg that is
//! often late shows how many hours of the promise it costs.

use jiff::Timestamp;
use portolan_network::records::{LegIdx, ProcessIdx};

use super::arrivals::{NEVER, rank};
use super::carry::{Passage, Taken};
use super::{Chain, Forecaster, Stage};

/// Worlds on each side of the promised one that are looked at, as a share of all.
const ABOUT: f64 = 0.05;

/// What a part is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOf {
    /// A leg: the wait for its departure and the transit.
    Leg(LegIdx),
    /// Work at a facility: the wait for its hours and the work.
    Process(ProcessIdx),
    /// The wait for a day of delivery.
    Delivery,
}

/// One stage's part in a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Of what.
    pub of: PartOf,
    /// Seconds of waiting with everything at its median.
    pub waiting_seconds: i64,
    /// Seconds of moving or being worked on, likewise.
    pub moving_seconds: i64,
    /// Seconds it takes longer, waiting included, in the worlds that arrive about when it is promised; below
    /// nothing where an earlier stage's delay spares a wait.
    pub spread_seconds: i64,
}

/// Why a date is promised.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The parts, in the order of the way; the last is the delivery.
    pub parts: Vec<Part>,
}

impl Why {
    /// The part that most hours go to, its spread included.
    pub fn binding(&self) -> Option<&Part> {
        let hours = |part: &&Part| part.waiting_seconds + part.moving_seconds + part.spread_seconds;
        // Of equals the first.
        self.parts.iter().rev().max_by_key(hours)
    }
}

impl Forecaster<'_> {
    /// Why a chain's date of a probability is what it is; none where the median walk finds no way, or too few
    /// worlds arrive.
    pub fn why(&mut self, chain: &Chain, ready: Timestamp, probability: f64) -> Option<Why> {
        self.timetable.turn_to(ready);
        let median = self.walk_at_median(chain, ready.as_second())?;
        let mut worlds = vec![ready.as_second(); self.strata.worlds()];
        let mut elapsed: Vec<Vec<i64>> = Vec::with_capacity(chain.stages.len() + 1);
        for &stage in &chain.stages {
            let drawn = self.drawn(stage);
            let step = |(world, at): (usize, &mut i64)| {
                let ends = self.step(stage, *at, drawn.of(world));
                ends.saturating_sub(std::mem::replace(at, ends))
            };
            elapsed.push(worlds.iter_mut().enumerate().map(step).collect());
        }
        let waits = worlds.iter_mut().map(|at| {
            let ends = self.deliver(chain, *at);
            ends.saturating_sub(std::mem::replace(at, ends))
        });
        elapsed.push(waits.collect());
        let about = worlds_about(&worlds, probability)?;
        let of = |stage: &Stage| match *stage {
            Stage::Work(process) => PartOf::Process(process),
            Stage::Ride(leg, _) => PartOf::Leg(leg),
        };
        let named = chain.stages.iter().map(of).chain([PartOf::Delivery]);
        let parts = named.zip(median).zip(&elapsed).map(|((of, (waiting, moving)), elapsed)| {
            let sum: i64 = about.iter().map(|&world| elapsed[world]).sum();
            let mean = sum / i64::try_from(about.len()).unwrap_or(1);
            Part {
                of,
                waiting_seconds: waiting,
                moving_seconds: moving,
                spread_seconds: mean - waiting - moving,
            }
        });
        Some(Why { parts: parts.collect() })
    }

    /// Waiting and moving of each stage with everything at its median, and the wait for the delivery.
    fn walk_at_median(&self, chain: &Chain, ready: i64) -> Option<Vec<(i64, i64)>> {
        let snapshot = self.timetable.snapshot;
        let mut at = ready;
        let mut passed = Vec::with_capacity(chain.stages.len() + 1);
        for &stage in &chain.stages {
            let taken = match stage {
                Stage::Work(process) => {
                    Taken { moving: self.times.process(snapshot, process).seconds(0.5), round: 0 }
                }
                Stage::Ride(leg, _) => {
                    let row = &snapshot.legs[leg];
                    let headway = row.headway_seconds.filter(|_| !row.is_scheduled).unwrap_or(0);
                    Taken { moving: self.times.leg(snapshot, leg).seconds(0.5), round: headway / 2 }
                }
            };
            let Passage { starts, ends } = self.timetable.pass(stage, at, taken)?;
            passed.push((starts - at, ends - starts));
            at = ends;
        }
        passed.push((self.timetable.deliver(chain.destination, at)? - at, 0));
        Some(passed)
    }
}

/// The worlds that arrive about when a share of all have; none where the share never arrives.
fn worlds_about(arrivals: &[i64], share: f64) -> Option<Vec<usize>> {
    let mut order: Vec<usize> =
        (0..arrivals.len()).filter(|&world| arrivals[world] < NEVER).collect();
    order.sort_by_key(|&world| (arrivals[world], world));
    let place = rank(share, arrivals.len());
    if place >= order.len() {
        return None;
    }
    let near = rank(ABOUT, arrivals.len());
    let to = (place + near + 1).min(order.len());
    Some(order[place.saturating_sub(near)..to].to_vec())
}
