//! What two scans of a parcel tell of the stages between them.
//!
//! From the beginning of a leg or a work to its end the duration is seen. Else the time between two scans is
//! the sum of several transits, works and waits, and it is parted by one written rule: all stages between are
//! taken to have been equally lucky. A deviate of the normal scale is looked for at which the stages, each
//! taking as long as published for that deviate, carried through the timetable, take the time that was seen.
//! Several stages that share a luck spread less than one alone, so the deviate is stretched until each
//! spreads as published. Where a wait hides the luck (the next departure is the same for all), every deviate
//! that fits is taken, as often as published; such an observation tells little, and counts as telling little.

use jiff::Timestamp;
use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, ProcessIdx};

use super::sketch::WHOLE;
use super::{Lessons, Sight, Subject};
use crate::Live;
use crate::distribution::{
    Chain, Mark, Stage, Taken, TimeTaken, TimesTaken, Timetable, normal_quantile, normal_share,
    part_of,
};

/// Deviates that are looked through: one case in thirty thousand lies beyond.
const DEVIATE_MAX: f64 = 4.0;
/// Halvings of the range of deviates: to a ten thousandth.
const HALVINGS: usize = 17;
/// How far a walk may miss the time that was seen, in seconds: scans are made within minutes of what they
/// tell.
const MISS_SECONDS: i64 = 15 * 60;
/// Parts that a range of fitting deviates is told in.
const PARTS: u32 = 4;
/// A pair of scans is judged only when as much time has passed since its first one as nine in ten need, so
/// many times over: of younger ones only the fast are known.
const SETTLED: i64 = 2;
/// The deviate below which nine in ten lie.
const P90_DEVIATE: f64 = 1.281_551_565_5;

/// What became of the scans of one parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Learned {
    /// Pairs of scans that something was learned from.
    pub pairs: usize,
    /// Of them those over one leg or work alone.
    pub single: usize,
    /// Pairs too young to be judged.
    pub young: usize,
    /// Pairs that no way through the timetable explains.
    pub unexplained: usize,
}

/// What became of the scans of a parcel of which more may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// What became of them.
    pub learned: Learned,
    /// The last sight that something was learned up to; none where nothing was yet.
    pub taught_to: Option<Sight>,
    /// From when on the next pair can be judged; none where there is no further pair yet.
    pub waits_until: Option<Timestamp>,
}

/// Learns on one network.
pub struct Learner<'s> {
    snapshot: &'s Snapshot,
    timetable: Timetable<'s>,
    published: TimesTaken,
    /// The instant of the newest scan known.
    until: Timestamp,
}

/// Some stages between two scans.
struct Stretch<'c> {
    stages: &'c [Stage],
    destination: Option<&'c Chain>,
    /// Whether the first has already begun, and whether the last is only begun.
    is_begun: bool,
    is_open: bool,
}

impl<'s> Learner<'s> {
    /// A learner on a network that knows of scans up to an instant. `live` is of no account for what is past:
    /// give [`Live::none`].
    pub fn new(snapshot: &'s Snapshot, live: &'s Live, until: Timestamp) -> Self {
        let timetable = Timetable::new(snapshot, live);
        Self { snapshot, timetable, published: TimesTaken::published(), until }
    }

    /// Adds to the lessons what the sights of a parcel tell, given in the order of its chain.
    pub fn learn(&mut self, chain: &Chain, sights: &[Sight], lessons: &mut Lessons) -> Learned {
        let mut learned = Learned::default();
        for pair in sights.windows(2) {
            self.learn_pair(chain, (pair[0], pair[1]), lessons, &mut learned);
        }
        learned
    }

    /// The same for a parcel that is still told of, or was taught from before: from one sight to the next, up
    /// to the first that cannot be judged yet. Of the rest it learns when it is asked again, from where it
    /// stopped.
    pub fn learn_settled(
        &mut self,
        chain: &Chain,
        sights: &[Sight],
        lessons: &mut Lessons,
    ) -> Settled {
        let mut settled = Settled::default();
        for pair in sights.windows(2) {
            let waits_until =
                self.learn_pair(chain, (pair[0], pair[1]), lessons, &mut settled.learned);
            if waits_until.is_some() {
                return Settled { waits_until, ..settled };
            }
            settled.taught_to = Some(pair[1]);
        }
        settled
    }

    /// Answers from when on a pair can be judged that is too young.
    fn learn_pair(
        &mut self,
        chain: &Chain,
        (first, second): (Sight, Sight),
        lessons: &mut Lessons,
        learned: &mut Learned,
    ) -> Option<Timestamp> {
        let stretch = between(chain, first.mark, second.mark)?;
        self.timetable.turn_to(first.at);
        let (from, to) = (first.at.as_second(), second.at.as_second());
        let moving = stretch.stages.len() - usize::from(stretch.is_open);
        if moving == 0 {
            return None;
        }
        let Some(usual) = self.walk(&stretch, from, P90_DEVIATE) else {
            learned.unexplained += 1;
            return None;
        };
        let settles = from.saturating_add((usual - from).saturating_mul(SETTLED));
        if settles > self.until.as_second() {
            learned.young += 1;
            return Some(Timestamp::from_second(settles).unwrap_or(Timestamp::MAX));
        }
        let day = day_of(first.at);
        let is_single = moving == 1 && stretch.is_begun && stretch.destination.is_none();
        if is_single && !stretch.is_open {
            let seconds = u32::try_from(to - from).unwrap_or(0);
            if let Some(subject) = self.subject(stretch.stages[0]) {
                lessons.add(&subject, (day, seconds), (WHOLE, WHOLE));
            }
            learned.single += 1;
            learned.pairs += 1;
            return None;
        }
        match self.fitting(&stretch, from, to) {
            Some(range) => {
                self.part(&stretch.stages[..moving], range, day, lessons);
                learned.pairs += 1;
            }
            None => learned.unexplained += 1,
        }
        None
    }

    /// When a stretch is over that begins at a second, all its stages at one deviate.
    fn walk(&self, stretch: &Stretch, from: i64, deviate: f64) -> Option<i64> {
        let share = normal_share(deviate);
        let mut at = from;
        for (index, &stage) in stretch.stages.iter().enumerate() {
            let (taken, headway) = self.published(stage);
            let moving = taken.at_deviate(deviate);
            if index == 0 && stretch.is_begun {
                at += i64::from(moving);
                continue;
            }
            let round = headway.map_or(0, |headway| part_of(headway, share));
            let passage = self.timetable.pass(stage, at, Taken { moving, round })?;
            let is_left_open = stretch.is_open && index + 1 == stretch.stages.len();
            at = if is_left_open { passage.starts } else { passage.ends };
        }
        match stretch.destination {
            Some(chain) => self.timetable.deliver(chain.destination, at),
            None => Some(at),
        }
    }

    /// The deviates at which the stretch takes the time that was seen, lowest and highest.
    fn fitting(&self, stretch: &Stretch, from: i64, to: i64) -> Option<(f64, f64)> {
        // A delivery is told by its hour, and known by its date.
        let (before, after) = match stretch.destination {
            Some(chain) => self.day_around(chain, to),
            None => (to - MISS_SECONDS, to + MISS_SECONDS),
        };
        let reaches =
            |deviate: f64, second: i64| Some(self.walk(stretch, from, deviate)? >= second);
        let lowest = least(|deviate| reaches(deviate, before))?;
        let highest = least(|deviate| reaches(deviate, after.saturating_add(1)))?;
        Some((lowest, highest))
    }

    /// The seconds of the local day of a delivery.
    fn day_around(&self, chain: &Chain, second: i64) -> (i64, i64) {
        let clock = &self.snapshot.nodes[chain.destination].clock;
        let at = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        let date = clock.date(at);
        let starts = clock.start_of_day(date).as_second();
        let ends = date.tomorrow().map_or(i64::MAX, |next| clock.start_of_day(next).as_second());
        (starts, ends - 1)
    }

    /// Adds to each stage the durations of the fitting deviates.
    fn part(
        &self,
        stages: &[Stage],
        (lowest, highest): (f64, f64),
        day: i32,
        lessons: &mut Lessons,
    ) {
        let spreads: Vec<f64> = stages.iter().map(|&stage| self.spread(stage)).collect();
        let (sum, squares) =
            spreads.iter().fold((0.0, 0.0), |(sum, squares), s| (sum + s, squares + s * s));
        let stretched = if squares > 0.0 { sum / squares.sqrt() } else { 1.0 };
        let (low, high) = (normal_share(lowest), normal_share(highest));
        let told = (1.0 - (high - low)).clamp(0.0, 1.0);
        let count = u64::try_from(stages.len()).unwrap_or(1);
        for (&stage, spread) in stages.iter().zip(spreads) {
            let Some(subject) = self.subject(stage).filter(|_| spread > 0.0) else { continue };
            let (taken, _) = self.published(stage);
            for part in 0..PARTS {
                let within = (f64::from(part) + 0.5) / f64::from(PARTS);
                let deviate = normal_quantile(low + (high - low) * within) * stretched;
                let seconds = taken.at_deviate(deviate);
                let weight = WHOLE / u64::from(PARTS) / count;
                lessons.add(&subject, (day, seconds), (weight, scaled(weight, told)));
            }
        }
    }

    fn published(&self, stage: Stage) -> (TimeTaken, Option<u32>) {
        match stage {
            Stage::Work(process) => (self.published.process(self.snapshot, process), None),
            Stage::Ride(leg, _) => {
                let row = &self.snapshot.legs[leg];
                let headway = row.headway_seconds.filter(|_| !row.is_scheduled);
                (self.published.leg(self.snapshot, leg), headway)
            }
        }
    }

    /// How far a stage's p90 is from its p50, in seconds.
    fn spread(&self, stage: Stage) -> f64 {
        let (p50, p90) = quantiles_of(self.snapshot, stage);
        f64::from(p90.saturating_sub(p50))
    }

    fn subject(&self, stage: Stage) -> Option<Subject> {
        let (p50, _) = quantiles_of(self.snapshot, stage);
        (p50 > 0).then(|| match stage {
            Stage::Work(process) => Subject::of_process(self.snapshot, process),
            Stage::Ride(leg, _) => Subject::of_leg(self.snapshot, leg),
        })
    }
}

/// The published quantiles of a stage, in seconds.
fn quantiles_of(snapshot: &Snapshot, stage: Stage) -> (u32, u32) {
    let leg = |leg: LegIdx| (snapshot.legs[leg].p50_seconds, snapshot.legs[leg].p90_seconds);
    let work = |process: ProcessIdx| {
        (snapshot.processes[process].p50_seconds, snapshot.processes[process].p90_seconds)
    };
    match stage {
        Stage::Work(process) => work(process),
        Stage::Ride(index, _) => leg(index),
    }
}

/// The stages between two moments; none where the second is not after the first.
fn between(chain: &Chain, first: Mark, second: Mark) -> Option<Stretch<'_>> {
    let from = if first.is_over { first.stage + 1 } else { first.stage };
    let count = chain.stages.len();
    let is_delivered = second.stage >= count;
    let to = if is_delivered { count } else { second.stage + 1 };
    if from >= to || second <= first {
        return None;
    }
    Some(Stretch {
        stages: &chain.stages[from..to],
        destination: is_delivered.then_some(chain),
        is_begun: !first.is_over,
        is_open: !is_delivered && !second.is_over,
    })
}

/// The least deviate at which something holds that holds from there on, or the highest there is; none where
/// it cannot be told.
fn least(holds: impl Fn(f64) -> Option<bool>) -> Option<f64> {
    let (mut low, mut high) = (-DEVIATE_MAX, DEVIATE_MAX);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if holds(middle)? { high = middle } else { low = middle }
    }
    Some(f64::midpoint(low, high))
}

/// The number of an instant's day by the clock of UTC, from 1970.
pub fn day_of(instant: Timestamp) -> i32 {
    i32::try_from(instant.as_second().div_euclid(86_400)).unwrap_or(0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of at most a million"
)]
fn scaled(weight: u64, share: f64) -> u64 {
    (weight as f64 * share).round() as u64
}
