//! What there is to learn on a morning: a replay of the book up to it, with each row's features as they were then.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::{
    Book, WorkClock,
    book::Entry,
    clock::{DAY_SECONDS, closed_days, day_of},
    forest::{Forest, Lesson, Settings},
    limits,
    standing::{Clocks, Stage, Standing, set_begin},
};

/// Days in which a shipment loses half its weight.
const HALF_LIFE: f64 = 140.0;
/// Share of shipments whose end must have had time to become known: younger shipments are left out of the
/// lesson, since of those only the fast are known. What they tell is in the level, where they count for their age.
const SETTLED: f64 = 0.97;
/// Days after which shipments count as settled at the latest.
const SETTLED_DAYS_MAX: i64 = 45;

/// Rows of one stage.
#[derive(Debug, Default)]
pub(super) struct Rows {
    table: Vec<f32>,
    width: usize,
    targets: Vec<f64>,
    weights: Vec<f64>,
    hashes: Vec<u64>,
}

impl Rows {
    pub fn learn(&self, settings: &Settings) -> Forest {
        Forest::learn(
            &Lesson {
                table: &self.table,
                width: self.width,
                targets: &self.targets,
                weights: &self.weights,
                hashes: &self.hashes,
            },
            settings,
        )
    }
}

/// Replays a book up to the morning of a day.
pub(super) fn prepare(book: &Book, day: i64) -> (Standing, [Option<Rows>; 3]) {
    let now = day * DAY_SECONDS;
    let mut standing = Standing::new(book, learn_clocks(book, day));
    let mut rows: [Rows; 3] = Default::default();
    let settled = Stage::ALL.map(|stage| settled_before(book, stage, now));
    let first = first_learned(book, now);
    let mut features = Vec::new();
    for (at, entry) in book.entries.iter().enumerate() {
        if entry.shipped >= now {
            break;
        }
        if at < first {
            continue;
        }
        standing.advance(book, day_of(entry.shipped).0);
        standing.features(&entry.facts, &mut features);
        for stage in Stage::ALL {
            if entry.shipped < settled[stage.at()] {
                take(&mut rows[stage.at()], &standing, (entry, stage), now, &mut features);
            }
        }
    }
    standing.advance(book, day);
    if rows[0].targets.is_empty() {
        // Everything left before anything had arrived: the level of today must do.
        for entry in book.entries.iter().take_while(|entry| entry.shipped < now) {
            standing.features(&entry.facts, &mut features);
            take(&mut rows[0], &standing, (entry, Stage::Whole), now, &mut features);
        }
    }
    let whole = rows[0].targets.len();
    #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
    let is_told = rows[1..].iter().all(|part| {
        part.targets.len() >= limits::KNOWN_MIN
            && part.targets.len() as f64 >= limits::HANDED_SHARE_MIN * whole as f64
    });
    let [whole, handling, transit] = rows;
    (standing, [Some(whole), is_told.then_some(handling), is_told.then_some(transit)])
}

fn take(
    rows: &mut Rows,
    standing: &Standing,
    (entry, stage): (&Entry, Stage),
    now: i64,
    features: &mut [f32],
) {
    let day = day_of(now).0;
    let (Some(from), Some(to)) = stage.span(entry) else { return };
    // A row from before the first arrivals has no level to be told against, and would be taken for a freak.
    let Some(level) = standing.find_level(stage).filter(|_| to < now) else { return };
    set_begin(features, from);
    rows.width = features.len();
    rows.table.extend_from_slice(features);
    rows.targets.push(standing.clocks.log(stage, from, to) - level);
    #[expect(clippy::cast_precision_loss, reason = "days")]
    let age = (day - day_of(entry.shipped).0) as f64;
    rows.weights.push(libm::exp2(-age / HALF_LIFE));
    rows.hashes.push(entry.facts.hash);
}

/// The first row that is learned from: the newest known ones are enough.
fn first_learned(book: &Book, now: i64) -> usize {
    book.entries.partition_point(|entry| entry.shipped < now).saturating_sub(limits::LEARNED_MAX)
}

/// Shipments before this instant have settled; where that leaves too few, all that are known must do.
fn settled_before(book: &Book, stage: Stage, now: i64) -> i64 {
    let mut known: Vec<(i64, i64)> = Vec::new();
    for entry in book.entries.iter().take_while(|entry| entry.shipped < now) {
        if let (Some(from), Some(to)) = stage.span(entry)
            && to < now
        {
            known.push((to - from, entry.shipped));
        }
    }
    let mut lengths: Vec<i64> = known.iter().map(|row| row.0).collect();
    lengths.sort_unstable();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let at = (lengths.len() as f64 * SETTLED) as usize;
    let wait = lengths.get(at).copied().unwrap_or(0).clamp(0, SETTLED_DAYS_MAX * DAY_SECONDS);
    let left = known.iter().filter(|row| row.1 < now - wait).count();
    if left >= limits::KNOWN_MIN && left * 2 >= known.len() { now - wait } else { now }
}

fn learn_clocks(book: &Book, day: i64) -> Clocks {
    let days = book.days();
    let learn = |ends: &[(i64, u32)]| {
        let known = &ends[..ends.partition_point(|&(at, _)| at < day * DAY_SECONDS)];
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let weigh = |at: i64| libm::exp2(-((day - day_of(at).0) as f64) / HALF_LIFE);
        let closed = closed_of(known, days.1.max(day));
        let ends = known.iter().map(|&(at, _)| (at, weigh(at)));
        Arc::new(WorkClock::learn(ends, (days.0, days.1.max(day)), &closed))
    };
    Clocks { handover: learn(&book.handovers), delivery: learn(&book.deliveries) }
}

fn closed_of(known: &[(i64, u32)], last: i64) -> BTreeSet<i64> {
    let mut counts: Vec<(i64, f64)> = Vec::new();
    for &(at, _) in known {
        let day = day_of(at).0;
        match counts.last_mut() {
            Some((same, count)) if *same == day => *count += 1.0,
            _ => counts.push((day, 1.0)),
        }
    }
    closed_days(&counts, last)
}
