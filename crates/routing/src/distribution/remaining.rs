//! The rest of a way, from where a parcel was last told to be, and given that nothing was told since.
//!
//! The stages from there on are carried as those of a whole chain are. Silence is a message too: the next
//! stages, up to the one whose end somebody would tell, have then not been passed in the shortest of their
//! times. The rule: of each of them only the upper part of the distribution is left, from the share at which
//! all of them together would have ended just now. For one stage that is the exact condition; for several it
//! is the common luck that the learning parts observations by.

use std::cmp::Reverse;

use jiff::Timestamp;
use portolan_network::Snapshot;

use super::arrivals::{NEVER, rank};
use super::carry::Taken;
use super::forecaster::part_of;
use super::{Arrivals, Chain, Forecaster, Mark, Stage};

/// Where on its chain a parcel was last told to be, and until when nothing was told since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The moment of its chain; none where nothing was told yet.
    pub mark: Option<Mark>,
    /// When that was; without a mark when it was ready.
    pub since: Timestamp,
    /// Until when nothing was told since: now, or when first something was told that cannot be laid on its chain.
    pub quiet: Timestamp,
    /// Now.
    pub now: Timestamp,
}

impl Standing {
    /// Where a parcel stands by everything told of it: the furthest moment, by its earliest telling. None where
    /// nothing told can be laid on its chain.
    pub fn by_told(told: &[(Option<Mark>, Timestamp)], now: Timestamp) -> Option<Self> {
        let laid = told.iter().filter_map(|&(mark, at)| Some((mark?, at)));
        let (mark, since) = laid.max_by_key(|&(mark, at)| (mark, Reverse(at)))?;
        let unlaid = told.iter().filter(|(mark, at)| mark.is_none() && *at > since);
        let now = now.max(since);
        let quiet = unlaid.map(|&(_, at)| at).min().unwrap_or(now);
        Some(Self { mark: Some(mark), since, quiet, now })
    }
}

/// A scan that is due: the end of a tracked leg.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueScan {
    /// The stage at whose end it is.
    pub stage: usize,
    /// Hours from the scan due before it, or from the last one told, in half of all cases.
    pub p50_hours: f64,
    /// The same in nine of ten cases.
    pub p90_hours: f64,
    /// How many parcels of a million are lost on the way to it.
    pub loss_ppm: u32,
}

/// What is left of a way.
#[derive(Debug, Clone)]
pub struct Remaining<'s> {
    /// When it arrives.
    pub arrivals: Arrivals<'s>,
    /// The scans due, in order, from the last that was told.
    pub due: Vec<DueScan>,
}

/// Shares beyond this are not conditioned on: so much silence says that the model is wrong, not that the
/// parcel is as slow as one in fifty.
const SHARE_MAX: f64 = 0.98;
/// Halvings of the range of shares.
const HALVINGS: usize = 14;
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// The stages left, and where the next scan is due.
struct Rest<'c> {
    chain: &'c Chain,
    first: usize,
    /// Whether the first stage has begun already.
    is_begun: bool,
    /// The stage at whose end the next scan is due; beyond the last where none is.
    told_at: usize,
}

impl<'s> Forecaster<'s> {
    /// What is left of a chain for a parcel that stands somewhere on it.
    pub fn remaining(&mut self, chain: &Chain, standing: Standing) -> Remaining<'s> {
        self.timetable.turn_to(standing.since);
        let rest = rest_of(self.snapshot(), chain, standing.mark);
        let since = standing.since.as_second();
        let usual = self.carry_rest(&rest, since, 0.0);
        let due = self.due(&rest, since, &usual.ends);
        let quiet = standing.quiet.min(standing.now).as_second();
        let share = if quiet > since { self.share_of_silence(&rest, since, quiet) } else { 0.0 };
        let carried = if share > 0.0 { self.carry_rest(&rest, since, share) } else { usual };
        // Whatever was assumed: it is not there yet.
        let now = standing.now.as_second();
        let seconds = carried.arrivals.into_iter().map(|at| at.max(now));
        let mut told = chain.clone();
        told.survival = crate::Survival::CERTAIN;
        for stage in &chain.stages[rest.first.min(chain.stages.len())..] {
            if let Stage::Ride(leg, _) = *stage {
                told.survival = told.survival.after(self.snapshot().legs[leg].loss_ppm);
            }
        }
        Remaining { arrivals: self.told(&told, seconds.collect()), due }
    }

    /// Every world from the last scan on; the stages up to the next one in the part above a share.
    fn carry_rest(&mut self, rest: &Rest, since: i64, above: f64) -> Carried {
        let mut worlds = vec![since; self.strata.worlds()];
        let mut ends = Vec::new();
        for (index, &stage) in rest.chain.stages.iter().enumerate().skip(rest.first) {
            let drawn = self.drawn(stage);
            let slow = (above > 0.0 && index <= rest.told_at)
                .then(|| self.taken_above(stage, &drawn.moving, above));
            let is_running = index == rest.first && rest.is_begun;
            for (world, at) in worlds.iter_mut().enumerate().filter(|(_, at)| **at < NEVER) {
                let usual = drawn.of(world);
                let moving = slow.as_ref().map_or(usual.moving, |slow| slow[world]);
                let taken = Taken { moving, round: usual.round };
                *at =
                    if is_running { *at + i64::from(moving) } else { self.step(stage, *at, taken) };
            }
            ends.push((index, worlds.clone()));
        }
        let arrivals = worlds.iter().map(|&at| self.deliver(rest.chain, at)).collect();
        Carried { ends, arrivals }
    }

    /// The durations of the worlds with the lower part of the distribution left out: each keeps its rank.
    fn taken_above(&self, stage: Stage, moving: &[u32], above: f64) -> Vec<u32> {
        let snapshot = self.timetable.snapshot;
        let taken = match stage {
            Stage::Work(process) => self.times.process(snapshot, process),
            Stage::Ride(leg, _) => self.times.leg(snapshot, leg),
        };
        let mut order: Vec<usize> = (0..moving.len()).collect();
        order.sort_by_key(|&world| (moving[world], world));
        let mut slow = vec![0; moving.len()];
        for (rank, &world) in order.iter().enumerate() {
            let share = self.strata.shares[rank];
            slow[world] = taken.seconds(above + (1.0 - above) * share);
        }
        slow
    }

    /// The least share at which all stages up to the next scan together would have ended just now.
    fn share_of_silence(&self, rest: &Rest, since: i64, quiet: i64) -> f64 {
        if rest.told_at >= rest.chain.stages.len() {
            return 0.0;
        }
        let is_over = |share: f64| self.walk_at(rest, since, share).is_some_and(|end| end < quiet);
        let (mut low, mut high) = (0.0, SHARE_MAX);
        if !is_over(low) {
            return 0.0;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if is_over(middle) { low = middle } else { high = middle }
        }
        high
    }

    /// When the next scan is made with every stage at one share.
    fn walk_at(&self, rest: &Rest, since: i64, share: f64) -> Option<i64> {
        let snapshot = self.timetable.snapshot;
        let mut at = since;
        for (index, &stage) in rest.chain.stages.iter().enumerate().skip(rest.first) {
            let (taken, headway) = match stage {
                Stage::Work(process) => (self.times.process(snapshot, process), None),
                Stage::Ride(leg, _) => {
                    let row = &snapshot.legs[leg];
                    let headway = row.headway_seconds.filter(|_| !row.is_scheduled);
                    (self.times.leg(snapshot, leg), headway)
                }
            };
            let moving = taken.seconds(share);
            at = if index == rest.first && rest.is_begun {
                at + i64::from(moving)
            } else {
                let round = headway.map_or(0, |all| part_of(all, share));
                self.timetable.pass(stage, at, Taken { moving, round })?.ends
            };
            if index == rest.told_at {
                break;
            }
        }
        Some(at)
    }

    /// The ends of the tracked legs still to come, each from the one before.
    fn due(&self, rest: &Rest, since: i64, ends: &[(usize, Vec<i64>)]) -> Vec<DueScan> {
        let snapshot = self.timetable.snapshot;
        let mut due = Vec::new();
        let (mut p50_before, mut p90_before) = (0.0, 0.0);
        let mut survival = crate::Survival::CERTAIN;
        for (index, worlds) in ends {
            let Stage::Ride(leg, _) = rest.chain.stages[*index] else { continue };
            survival = survival.after(snapshot.legs[leg].loss_ppm);
            if !snapshot.legs[leg].tracked {
                continue;
            }
            // The last leg is told when the parcel is handed over, on a day of delivery.
            let is_last = index + 1 == rest.chain.stages.len();
            let mut sorted: Vec<i64> = worlds
                .iter()
                .map(|&at| if is_last { self.deliver(rest.chain, at) } else { at })
                .collect();
            sorted.sort_unstable();
            let hours = |share: f64| {
                let at = sorted[rank(share, sorted.len())];
                if at == NEVER { f64::MAX } else { seconds(at - since) / SECONDS_PER_HOUR }
            };
            let (p50, p90) = (hours(0.5), hours(0.9));
            if p90 >= f64::MAX {
                break;
            }
            due.push(DueScan {
                stage: *index,
                p50_hours: (p50 - p50_before).max(0.0),
                p90_hours: (p90 - p90_before).max(0.0),
                loss_ppm: survival.loss_ppb().div_ceil(1_000),
            });
            (p50_before, p90_before) = (p50, p90);
            survival = crate::Survival::CERTAIN;
        }
        due
    }
}

/// What became of the worlds.
struct Carried {
    /// When each stage was over, by its place.
    ends: Vec<(usize, Vec<i64>)>,
    arrivals: Vec<i64>,
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a year fit a double exactly")]
fn seconds(span: i64) -> f64 {
    span as f64
}

fn rest_of<'c>(snapshot: &Snapshot, chain: &'c Chain, mark: Option<Mark>) -> Rest<'c> {
    let (first, is_begun) = match mark {
        None => (0, false),
        Some(Mark { stage, is_over: true }) => (stage + 1, false),
        Some(Mark { stage, is_over: false }) => (stage, true),
    };
    let is_told =
        |stage: &Stage| matches!(*stage, Stage::Ride(leg, _) if snapshot.legs[leg].tracked);
    let after = chain.stages.iter().enumerate().skip(first).find(|(_, stage)| is_told(stage));
    let told_at = after.map_or(chain.stages.len(), |(index, _)| index);
    Rest { chain, first, is_begun, told_at }
}
