//! From sketches to the times of a network: what was seen, leaning on its neighbours while it is little.
//!
//! Every duration is told as a deviate from what is published of its own leg or work, so that long legs and
//! short ones can be put together. The quantiles of a leg's deviates are averaged with those of its lane
//! (mode, and the countries at its ends), those with the mode's, and those with the published ones, whose
//! deviates are the standard normal's. With n observations its own count n of n + [`LEAN`]. A leg without any
//! takes its lane's; a lane without any, what is published: so the first day works.
//!
//! An observation counts half after [`HALF_LIFE_DAYS`]. Parcels of one leg on one day share most of their
//! delay ([`SHARED_BY_DEPARTURE`]), so n of them count as n / (1 + ρ (n − 1)). Where the newest two weeks
//! differ from what was before by more than chance allows, what was before counts a tenth: a leg that has
//! changed overnight is believed within days.

use std::collections::BTreeMap;

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, ProcessIdx};

use super::report::Drift;
use super::sketch::{Sketch, log_of, whole};
use super::{Lessons, Subject};
use crate::distribution::{SHARED_BY_DEPARTURE, TimeTaken, TimesTaken, normal_quantile};

/// Observations that a parent is worth: a written rule.
pub const LEAN: f64 = 8.0;
/// Days after which an observation counts half: two months, as timetables change with the season.
pub const HALF_LIFE_DAYS: f64 = 60.0;
/// Days that are the newest, for drift.
pub const NEW_DAYS: i32 = 14;
/// Observations that each side must have for drift to be told.
const DRIFT_COUNT_MIN: f64 = 4.0;
/// Standard errors that the newest must differ by to be a change: one in 370 by chance.
const CHANGE_ERRORS: f64 = 3.0;
/// What counts of observations from before a change.
const BEFORE_CHANGE: f64 = 0.1;
/// The standard error of a median, in standard deviations over the root of the count (normal).
const MEDIAN_ERROR: f64 = 1.2533;
/// The deviate below which nine in ten lie.
const P90_DEVIATE: f64 = 1.281_551_565_5;
/// The least spread of what is published, in logarithms: five percent.
const SPREAD_MIN: f64 = 0.05;
/// The shares at which quantiles are told.
const SHARES: [f64; 15] =
    [0.002, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.998];
const MEDIAN: usize = 7;

/// Deviates with their weights, and how many independent observations they are worth.
#[derive(Debug, Clone, Default)]
struct Seen {
    deviates: Vec<(f64, f64)>,
    count: f64,
}

/// Quantiles of deviates at [`SHARES`].
type Quantiles = [f64; SHARES.len()];

/// What is published of a subject, as a normal of logarithms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prior {
    log_median: f64,
    spread: f64,
}

/// A leg or a work as it stands in a network, with the groups it leans on.
pub(super) struct Member {
    pub subject: Subject,
    prior: Prior,
    lane: String,
    mode: String,
    set: Set,
}

enum Set {
    Leg(LegIdx),
    Process(ProcessIdx),
}

/// One subject's learning.
pub(super) struct Taught {
    pub member: Member,
    pub count: f64,
    pub drift: Option<Drift>,
    quantiles: Quantiles,
}

impl Taught {
    /// The duration at a share of [`SHARES`], in seconds.
    fn seconds(&self, at: usize) -> f64 {
        let Prior { log_median, spread } = self.member.prior;
        libm::exp(log_median + spread * self.quantiles[at])
    }

    pub fn median_seconds(&self) -> f64 {
        self.seconds(MEDIAN)
    }

    pub fn p90_seconds(&self) -> f64 {
        let at = SHARES.iter().position(|&share| share > 0.89).unwrap_or(MEDIAN);
        self.seconds(at)
    }

    pub fn published(&self) -> (f64, f64) {
        let Prior { log_median, spread } = self.member.prior;
        (libm::exp(log_median), libm::exp(log_median + spread * P90_DEVIATE))
    }
}

impl Lessons {
    /// The times of a network on a numbered day (from 1970): learned where anything was seen of a leg, its
    /// lane or its mode, published elsewhere.
    pub fn times(&self, snapshot: &Snapshot, today: i32) -> TimesTaken {
        let mut times = TimesTaken::published();
        for taught in teach(self, snapshot, today) {
            let points: Vec<(f64, f64)> =
                SHARES.iter().enumerate().map(|(at, &share)| (share, taught.seconds(at))).collect();
            let Some(taken) = TimeTaken::of_quantiles(&points) else { continue };
            match taught.member.set {
                Set::Leg(leg) => times.set_leg(leg, taken),
                Set::Process(process) => times.set_process(process, taken),
            }
        }
        times
    }
}

/// What was learned of every leg and work of which, or of whose neighbours, anything was seen.
pub(super) fn teach(lessons: &Lessons, snapshot: &Snapshot, today: i32) -> Vec<Taught> {
    let mut lanes: BTreeMap<String, Seen> = BTreeMap::new();
    let mut modes: BTreeMap<String, Seen> = BTreeMap::new();
    let mut own = Vec::new();
    for member in members(snapshot) {
        let sketch = lessons.find(&member.subject);
        let (seen, drift) = sketch.map_or_else(Default::default, |sketch| {
            let drift = drift_of(sketch, member.prior, today);
            let before = drift.filter(|drift| drift.is_change).map_or(1.0, |_| BEFORE_CHANGE);
            (seen_of(sketch, member.prior, today, before), drift)
        });
        lanes.entry(member.lane.clone()).or_default().add(&seen);
        modes.entry(member.mode.clone()).or_default().add(&seen);
        own.push((member, seen, drift));
    }
    let published = SHARES.map(normal_quantile);
    let modes: BTreeMap<String, Quantiles> = modes
        .into_iter()
        .filter(|(_, seen)| seen.count > 0.0)
        .map(|(key, seen)| (key, seen.lean_on(&published)))
        .collect();
    let mut taught = Vec::new();
    let mut leaning: BTreeMap<String, Quantiles> = BTreeMap::new();
    for (member, seen, drift) in own {
        let Some(mode) = modes.get(&member.mode) else { continue };
        let lane = lanes.get(&member.lane);
        let parent = leaning
            .entry(member.lane.clone())
            .or_insert_with(|| lane.map_or(*mode, |lane| lane.lean_on(mode)));
        let quantiles = seen.lean_on(parent);
        taught.push(Taught { quantiles, member, count: seen.count, drift });
    }
    taught
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.deviates.extend_from_slice(&other.deviates);
        self.count += other.count;
    }

    /// Its quantiles averaged with its parent's.
    fn lean_on(&self, parent: &Quantiles) -> Quantiles {
        let mut sorted = self.deviates.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let all: f64 = sorted.iter().map(|(_, weight)| weight).sum();
        if all <= 0.0 {
            return *parent;
        }
        let own = self.count / (self.count + LEAN);
        let mut quantiles = *parent;
        for (quantile, share) in quantiles.iter_mut().zip(SHARES) {
            *quantile += own * (quantile_of(&sorted, all, share) - *quantile);
        }
        quantiles
    }
}

/// The deviate that a share of the weight does not exceed, straight between the middles of neighbours.
fn quantile_of(sorted: &[(f64, f64)], all: f64, share: f64) -> f64 {
    let wanted = all * share;
    let (mut before, mut last) = (0.0, None::<(f64, f64)>);
    for &(deviate, weight) in sorted.iter().filter(|(_, weight)| *weight > 0.0) {
        let middle = before + weight / 2.0;
        if middle >= wanted {
            let Some((at, value)) = last else { return deviate };
            return value + (deviate - value) * (wanted - at) / (middle - at);
        }
        before += weight;
        last = Some((middle, deviate));
    }
    last.map_or(0.0, |(_, value)| value)
}

/// What was seen, as deviates weighted by their age.
fn seen_of(sketch: &Sketch, prior: Prior, today: i32, before_change: f64) -> Seen {
    let mut seen = Seen::default();
    for (day, one) in sketch.days() {
        let aged = age_weight(today, day) * if is_new(today, day) { 1.0 } else { before_change };
        for (&bin, &weight) in &one.bins {
            seen.deviates.push((prior.deviate(bin), whole(weight) * aged));
        }
        let told = whole(one.informed);
        let alone =
            if told > 1.0 { told / (1.0 + SHARED_BY_DEPARTURE * (told - 1.0)) } else { told };
        seen.count += alone * aged;
    }
    seen
}

/// The newest two weeks against what was before.
fn drift_of(sketch: &Sketch, prior: Prior, today: i32) -> Option<Drift> {
    let part = |is_wanted: &dyn Fn(i32) -> bool| {
        let mut seen = Seen::default();
        for (_, one) in sketch.days().filter(|(day, _)| is_wanted(*day)) {
            let bins = one.bins.iter().map(|(&bin, &weight)| (prior.deviate(bin), whole(weight)));
            seen.deviates.extend(bins);
            let told = whole(one.informed);
            seen.count +=
                if told > 1.0 { told / (1.0 + SHARED_BY_DEPARTURE * (told - 1.0)) } else { told };
        }
        seen.deviates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        seen
    };
    let (new, old) = (part(&|day| is_new(today, day)), part(&|day| !is_new(today, day)));
    if new.count < DRIFT_COUNT_MIN || old.count < DRIFT_COUNT_MIN {
        return None;
    }
    let median = |seen: &Seen, share: f64| {
        quantile_of(&seen.deviates, seen.deviates.iter().map(|(_, weight)| weight).sum(), share)
    };
    let (now, before) = (median(&new, 0.5), median(&old, 0.5));
    // Half the width between the deviates of one standard deviation below and above, of what was before.
    let deviation = ((median(&old, 0.841) - median(&old, 0.159)) / 2.0).max(0.2);
    let error = MEDIAN_ERROR * deviation * (1.0 / new.count + 1.0 / old.count).sqrt();
    let seconds = |deviate: f64| libm::exp(prior.log_median + prior.spread * deviate);
    Some(Drift {
        median_before_seconds: seconds(before),
        median_now_seconds: seconds(now),
        is_change: (now - before).abs() > CHANGE_ERRORS * error,
    })
}

/// A day that lies ahead counts as today.
fn age_weight(today: i32, day: i32) -> f64 {
    libm::exp2(-f64::from(today.saturating_sub(day).max(0)) / HALF_LIFE_DAYS)
}

const fn is_new(today: i32, day: i32) -> bool {
    today.saturating_sub(day) < NEW_DAYS
}

impl Prior {
    /// None where the median is nothing: there is nothing to scale.
    fn of(p50_seconds: u32, p90_seconds: u32) -> Option<Self> {
        let (p50, p90) = (f64::from(p50_seconds), f64::from(p90_seconds.max(p50_seconds)));
        let spread = || (libm::log(p90 / p50) / P90_DEVIATE).max(SPREAD_MIN);
        (p50_seconds > 0).then(|| Self { log_median: libm::log(p50), spread: spread() })
    }

    fn deviate(&self, bin: u16) -> f64 {
        (log_of(bin) - self.log_median) / self.spread
    }
}

/// Every leg and work of a network that has a duration to learn.
fn members(snapshot: &Snapshot) -> Vec<Member> {
    let country = |node| snapshot.countries[snapshot.nodes[node].country].code;
    let legs = snapshot.legs.entries().filter_map(|(index, leg)| {
        let mode = format!("leg {}", leg.mode);
        Some(Member {
            subject: Subject::of_leg(snapshot, index),
            prior: Prior::of(leg.p50_seconds, leg.p90_seconds)?,
            lane: format!("{mode} {} {}", country(leg.from), country(leg.to)),
            mode,
            set: Set::Leg(index),
        })
    });
    let processes = snapshot.processes.entries().filter_map(|(index, process)| {
        let mode = format!("work {:?}", process.kind);
        Some(Member {
            subject: Subject::of_process(snapshot, index),
            prior: Prior::of(process.p50_seconds, process.p90_seconds)?,
            lane: format!("{mode} {}", country(process.facility)),
            mode,
            set: Set::Process(index),
        })
    });
    legs.chain(processes).collect()
}
