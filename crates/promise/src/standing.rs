//! How things stand on the morning of a day: the level of each stage, and everybody's habits.
//!
//! A standing moves forward a day at a time and looks at nothing that happened on the day itself or later. The
//! *level* of a stage is the median of a period life table: shipments under way count as long as they have been
//! under way, so that a slow week shows before its parcels arrive. A *habit* is how much longer or shorter than the
//! pace of its day a place, lane or seller takes, decayed, and shrunk from the fine to the coarse.

mod life_table;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use crate::{
    WorkClock,
    book::{Book, Chain, Entry, Facts, PLAIN_NUMBERS, SUBJECTS, Subject},
    clock::{DAY_SECONDS, weekday_of},
    limits,
};
use life_table::LifeTable;

/// Added to a duration, in days, before its logarithm is taken.
const LOG_OFFSET: f64 = 0.25;
/// Days in which a habit loses half its weight.
const HABIT_HALF_LIFE: f64 = 120.0;
/// Days in which the pace of deliveries loses half its weight.
const PACE_HALF_LIFE: f64 = 10.0;
/// Deliveries that the coarser habit is worth against those seen.
const HABIT_PRIOR: f64 = 6.0;

/// The logarithm on which durations are learned.
pub(crate) fn log_days(days: f64) -> f64 {
    libm::log(days.max(0.0) + LOG_OFFSET)
}

/// The duration of a logarithm.
pub(crate) fn days_of_log(log: f64) -> f64 {
    (libm::exp(log) - LOG_OFFSET).max(0.0)
}

/// What is learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// From the shipment to the delivery.
    Whole,
    /// From the shipment to the hand-over.
    Handling,
    /// From the hand-over to the delivery.
    Transit,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Handling, Self::Transit];

    /// Its place in tables.
    pub const fn at(self) -> usize {
        self as usize
    }

    /// Beginning and end of a row's stage, as far as they are told.
    pub fn span(self, entry: &Entry) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Whole => (Some(entry.shipped), entry.delivered),
            Self::Handling => (Some(entry.shipped), entry.handed),
            Self::Transit => (entry.handed, entry.delivered),
        }
    }

    /// Whose habits bear on it.
    const fn subjects(self) -> &'static [Subject] {
        match self {
            Self::Whole => &[
                Subject::Destination,
                Subject::Origin,
                Subject::Lane,
                Subject::Service,
                Subject::Seller,
                Subject::SellerLane,
            ],
            Self::Handling => &[Subject::Origin, Subject::Seller],
            Self::Transit => {
                &[Subject::Destination, Subject::Lane, Subject::Service, Subject::Seller]
            }
        }
    }
}

/// Clocks of the two ends.
#[derive(Debug, Clone)]
pub(crate) struct Clocks {
    pub handover: Arc<WorkClock>,
    pub delivery: Arc<WorkClock>,
}

impl Clocks {
    /// The clock on which a stage's duration is counted.
    pub fn of(&self, stage: Stage) -> &Arc<WorkClock> {
        if stage == Stage::Handling { &self.handover } else { &self.delivery }
    }

    /// The logarithm of a stretch.
    pub fn log(&self, stage: Stage, from: i64, to: i64) -> f64 {
        let clock = self.of(stage);
        log_days(clock.show(to) - clock.show(from))
    }
}

#[derive(Debug, Clone, Copy)]
struct Habit {
    sum: f64,
    weight: f64,
    day: i64,
}

/// A decayed mean.
#[derive(Debug, Clone, Copy, Default)]
struct Pace {
    sum: f64,
    weight: f64,
}

impl Pace {
    fn mean(self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

/// How things stand.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The day on whose morning.
    pub day: i64,
    pub clocks: Clocks,
    tables: [LifeTable; 3],
    paces: [Pace; 3],
    habits: HashMap<u64, Habit>,
    /// Under way: begin and place in the book.
    live: [Vec<(i64, u32)>; 3],
    /// How many of the book's shipments, hand-overs and deliveries were seen.
    seen: [usize; 3],
    /// Shipments of late, and of a longer while, decayed: their ratio is the rush.
    shipments: [f64; 2],
}

impl Standing {
    /// Before the first day of a book.
    pub fn new(book: &Book, clocks: Clocks) -> Self {
        Self {
            day: book.days().0,
            clocks,
            tables: std::array::from_fn(|_| LifeTable::new()),
            paces: [Pace::default(); 3],
            habits: HashMap::new(),
            live: Default::default(),
            seen: [0; 3],
            shipments: [0.0; 2],
        }
    }

    /// Moves to the morning of a day.
    pub fn advance(&mut self, book: &Book, day: i64) {
        while self.day < day {
            self.pass_day(book);
        }
    }

    fn pass_day(&mut self, book: &Book) {
        let begin = self.day * DAY_SECONDS;
        let end = begin + DAY_SECONDS;
        self.begin_stretches(book, end);
        for stage in Stage::ALL {
            self.age(book, stage, begin, end);
        }
        let handed = events(&book.handovers, &mut self.seen[1], end);
        for &(_, at) in handed {
            self.learn_habit(&book.entries[at as usize], Stage::Handling);
        }
        let delivered = events(&book.deliveries, &mut self.seen[2], end);
        for &(_, at) in delivered {
            self.learn_habit(&book.entries[at as usize], Stage::Whole);
            self.learn_habit(&book.entries[at as usize], Stage::Transit);
        }
        let kept = libm::exp2(-1.0 / PACE_HALF_LIFE);
        for pace in &mut self.paces {
            pace.sum *= kept;
            pace.weight *= kept;
        }
        self.tables.iter_mut().for_each(LifeTable::decay);
        self.day += 1;
    }

    fn begin_stretches(&mut self, book: &Book, end: i64) {
        let from = self.seen[0];
        let to = from + book.entries[from..].partition_point(|entry| entry.shipped < end);
        self.seen[0] = to;
        for (at, entry) in (0_u32..).zip(&book.entries).take(to).skip(from) {
            self.live[0].push((entry.shipped, at));
            self.live[1].push((entry.shipped, at));
        }
        #[expect(clippy::cast_precision_loss, reason = "shipments of a day")]
        for (rate, half_life) in self.shipments.iter_mut().zip([4.0, 28.0]) {
            let kept = libm::exp2(-1.0 / half_life);
            *rate = *rate * kept + (to - from) as f64 * (1.0 - kept);
        }
        let handed = book.handovers[self.seen[1]..].iter().take_while(|&&(at, _)| at < end);
        self.live[2].extend(handed);
    }

    /// Counts what a day did to everything under way in a stage.
    fn age(&mut self, book: &Book, stage: Stage, begin: i64, end: i64) {
        let clock = Arc::clone(self.clocks.of(stage));
        let table = &mut self.tables[stage.at()];
        let latest = i64::from(limits::SILENCE_DAYS_MAX) * DAY_SECONDS;
        let (shown_begin, shown_end) = (clock.show(begin), clock.show(end));
        self.live[stage.at()].retain(|&(start, at)| {
            let stop = stage.span(&book.entries[at as usize]).1.filter(|&stop| stop < end);
            let shown = clock.show(start);
            let from = log_days((shown_begin - shown).max(0.0));
            let is_new = start >= begin;
            let from = if is_new { f64::NEG_INFINITY } else { from };
            let to = stop.map_or(shown_end, |stop| clock.show(stop));
            table.expose(from, log_days(to - shown), stop.is_some());
            stop.is_none() && end - start < latest
        });
    }

    fn learn_habit(&mut self, entry: &Entry, stage: Stage) {
        let (Some(from), Some(to)) = stage.span(entry) else { return };
        let log = self.clocks.log(stage, from, to);
        let pace = &mut self.paces[stage.at()];
        let off = pace.mean().map_or(0.0, |mean| log - mean);
        pace.sum += log;
        pace.weight += 1.0;
        let day = self.day;
        let subjects = stage.subjects().iter().map(|&subject| subject as usize);
        let extras = SUBJECTS..entry.facts.chains.len();
        for chain in subjects.chain(extras).filter_map(|at| entry.facts.chains.get(at)) {
            for &key in chain {
                let empty = Habit { sum: 0.0, weight: 0.0, day };
                let habit = self.habits.entry(stage_key(key, stage)).or_insert(empty);
                let kept = kept(day - habit.day);
                *habit =
                    Habit { sum: habit.sum * kept + off, weight: habit.weight * kept + 1.0, day };
            }
        }
    }

    /// The level of a stage: the median of what is going on, as a logarithm; none before anything arrived.
    pub fn find_level(&self, stage: Stage) -> Option<f64> {
        self.tables[stage.at()].median().or(self.paces[stage.at()].mean())
    }

    /// The level, or that of nothing at all.
    pub fn level(&self, stage: Stage) -> f64 {
        self.find_level(stage).unwrap_or(0.0)
    }

    /// The habit of a chain, shrunk link by link, and how much was seen of its finest link.
    fn habit(&self, chain: &Chain, stage: Stage) -> (f64, f64) {
        let mut value = 0.0;
        let mut seen = 0.0;
        for &key in chain {
            let Some(habit) = self.habits.get(&stage_key(key, stage)) else {
                seen = 0.0;
                continue;
            };
            let kept = kept(self.day - habit.day);
            seen = habit.weight * kept;
            value = (habit.sum * kept + HABIT_PRIOR * value) / (seen + HABIT_PRIOR);
        }
        (value, seen)
    }

    /// Everything a tree may cut by, for a stage that begins at an instant.
    #[expect(clippy::cast_possible_truncation, reason = "features")]
    pub fn features(&self, facts: &Facts, out: &mut Vec<f32>) {
        out.clear();
        // Weekday and hour of the stage's beginning: see `set_begin`.
        out.extend([0.0, 0.0]);
        out.extend(facts.numbers.iter().map(|&number| number as f32));
        debug_assert!(facts.numbers.len() >= PLAIN_NUMBERS, "every row tells its plain numbers");
        for stage in Stage::ALL {
            for &subject in stage.subjects() {
                let (value, seen) = self.habit(&facts.chains[subject as usize], stage);
                out.push(value as f32);
                if subject == Subject::Seller && stage == Stage::Handling {
                    out.push(libm::log(seen + 1.0) as f32);
                }
            }
        }
        for chain in &facts.chains[SUBJECTS..] {
            let value = if chain.is_empty() { f64::NAN } else { self.habit(chain, Stage::Whole).0 };
            out.push(value as f32);
        }
        out.push(libm::log((self.shipments[0] + 1.0) / (self.shipments[1] + 1.0)) as f32);
    }
}

/// Sets the two features that say when a stage begins.
#[expect(clippy::cast_precision_loss, reason = "weekdays and hours")]
pub(crate) fn set_begin(features: &mut [f32], second: i64) {
    let (day, within) = crate::clock::day_of(second);
    features[0] = weekday_of(day) as f32;
    features[1] = within as f32 / 3_600.0;
}

fn stage_key(key: u64, stage: Stage) -> u64 {
    key.rotate_left(17 * (1 + stage as u32))
}

#[expect(clippy::cast_precision_loss, reason = "days")]
fn kept(days: i64) -> f64 {
    libm::exp2(-(days as f64) / HABIT_HALF_LIFE)
}

/// Events up to an instant that were not seen yet.
fn events<'b>(all: &'b [(i64, u32)], seen: &mut usize, end: i64) -> &'b [(i64, u32)] {
    let from = *seen;
    *seen = from + all[from..].partition_point(|&(at, _)| at < end);
    &all[from..*seen]
}
