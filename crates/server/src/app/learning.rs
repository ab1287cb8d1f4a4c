//! The network learns while it runs: what parcels were scanned at teaches how long legs and works take.
//!
//! A pass takes the parcels that are due, lays their scans on the legs they were booked on, learns from each
//! pair of scans that can be judged, and saves what it learned with how far each parcel has taught, in one
//! transaction: whatever ends in between, a pair of scans counts once. Only durations by leg and day are
//! kept. Start at [`learn`].

use super::following::scans_of;
use super::foreseeing::chain_of;
use super::judging::{Judgement, judge};
use crate::limits::{
    LEARN_AGAIN, LEARN_BATCHES_MAX, LEARN_ENROL_AFTER, LEARN_ENROL_ROWS, LEARN_GIVE_UP,
    LEARN_KEPT_DAYS, LEARN_PARCELS, LEARN_POLL,
};
use crate::problem::{Answer, ApiError};
use crate::published::kinds;
use crate::records::{self, RouteDocument};
use crate::state::AppState;
use jiff::Timestamp;
use portolan_model::{ParcelState, Scan};
use portolan_network::Snapshot;
use portolan_promise::outcomes::Outcomes;
use portolan_routing::Live;
use portolan_routing::distribution::{Chain, Mark};
use portolan_routing::learning::{Learner, Lessons, Settled, Sight, day_of, sights_of};
use portolan_store::{LessonDay, LessonsSave, Mode, ParcelTaught, ParcelToTeach, Store, Told};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

#[cfg(test)]
mod tests;

/// What was learned so far from the parcels of a mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LearningCounts {
    /// Parcels that have taught all they can.
    pub parcels: usize,
    /// Pairs of scans that something was learned from.
    pub pairs: usize,
    /// Of them those over one leg or work alone.
    pub pairs_single: usize,
    /// Pairs that no way through the timetable explains.
    pub pairs_unexplained: usize,
    /// Scans left out because they lie before an earlier one of the way, or in the future.
    pub scans_out_of_order: usize,
    /// Parcels whose legs the network in force does not have.
    pub parcels_without_way: usize,
    /// Parcels whose route or scans could not be read.
    pub parcels_unreadable: usize,
    /// Parcels judged by the dates they were told when they were booked.
    pub promises_judged: usize,
    /// Of them those that had not arrived by any of these dates.
    pub promises_never: usize,
}

impl LearningCounts {
    fn add(&mut self, other: &Self) {
        self.parcels += other.parcels;
        self.pairs += other.pairs;
        self.pairs_single += other.pairs_single;
        self.pairs_unexplained += other.pairs_unexplained;
        self.scans_out_of_order += other.scans_out_of_order;
        self.parcels_without_way += other.parcels_without_way;
        self.parcels_unreadable += other.parcels_unreadable;
        self.promises_judged += other.promises_judged;
        self.promises_never += other.promises_never;
    }
}

/// How far learning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learning {
    /// What was learned.
    pub counts: LearningCounts,
    /// When something was learned last.
    pub updated_at: Timestamp,
}

/// How far a store's learning from a mode's parcels is; none where nothing was learned yet.
pub async fn find_learning(store: &Store, mode: Mode) -> Answer<Option<Learning>> {
    let Some(row) = store.learning_find(mode).await? else { return Ok(None) };
    let counts = records::from_text(&row.document)?;
    Ok((row.version > 0).then_some(Learning { counts, updated_at: row.updated_at }))
}

/// What a store has learned from a mode's parcels, with days that cannot be read left out and counted.
pub async fn read_lessons(store: &Store, mode: Mode) -> Answer<(Lessons, usize)> {
    let mut lessons = Lessons::default();
    let mut unreadable = 0;
    let days = store.lesson_days_list(mode, 0).await?;
    for day in days.iter().filter(|day| day.kind == kinds::LESSONS) {
        match Lessons::read(&day.document) {
            Ok(read) => lessons.merge(&read),
            Err(_) => unreadable += 1,
        }
    }
    Ok((lessons, unreadable))
}

/// Learns at once, and then every so often by the server's clock, until the server stops.
pub async fn learn_steadily(state: AppState, every: Duration, stopped: watch::Receiver<bool>) {
    let mut next = Timestamp::MIN;
    loop {
        let now = state.clock.now();
        if now >= next {
            next = now.checked_add(every).unwrap_or(Timestamp::MAX);
            match learn(&state, now).await {
                Ok(counts) if counts == LearningCounts::default() => {}
                Ok(counts) => tracing::info!(?counts, "learned from scans"),
                Err(error) => {
                    tracing::warn!(cause = ?error, "learning failed, it is tried again");
                }
            }
        }
        let mut stopped = stopped.clone();
        let stop = stopped.wait_for(|stopped| *stopped);
        if tokio::time::timeout(LEARN_POLL, stop).await.is_ok() {
            return;
        }
    }
}

/// One pass: takes in what was booked, learns from what is due, and puts it in force. Answers what this pass
/// learned. What is left over by then is learned by the next.
pub async fn learn(state: &AppState, now: Timestamp) -> Answer<LearningCounts> {
    let mut sum = LearningCounts::default();
    for _ in 0..LEARN_BATCHES_MAX {
        let Some(counts) = learn_batch(state, now).await? else { break };
        count(state, &counts);
        sum.add(&counts);
    }
    state.network.refresh(&state.store).await.map_err(ApiError::internal)?;
    Ok(sum)
}

fn count(state: &AppState, counts: &LearningCounts) {
    let told = [
        ("parcels", counts.parcels),
        ("pairs", counts.pairs),
        ("pairs_unexplained", counts.pairs_unexplained),
        ("scans_out_of_order", counts.scans_out_of_order),
        ("parcels_without_way", counts.parcels_without_way),
        ("parcels_unreadable", counts.parcels_unreadable),
        ("promises_judged", counts.promises_judged),
        ("promises_never", counts.promises_never),
    ];
    for (label, count) in told.into_iter().filter(|(_, count)| *count > 0) {
        state.metrics.count("learned", label, u64::try_from(count).unwrap_or(u64::MAX));
    }
}

/// One batch; none where nothing is due, or no network is published that scans could be laid on.
async fn learn_batch(state: &AppState, now: Timestamp) -> Answer<Option<LearningCounts>> {
    let (store, mode) = (&state.store, state.network.learns_from());
    let before = now.checked_sub(LEARN_ENROL_AFTER).unwrap_or(Timestamp::MIN);
    let enrolled = store.lessons_enrol(mode, before, LEARN_ENROL_ROWS).await?;
    let Some(network) = state.network.find() else { return Ok(None) };
    let taught = state.network.refresh_lessons(store).await.map_err(ApiError::internal)?;
    let row = store.learning_find(mode).await?;
    // Somebody else learned between the two questions: what is saved would be of another version.
    let Some(row) = row.filter(|row| row.version == taught.version) else { return Ok(None) };
    let due = store.lessons_due(mode, now, LEARN_PARCELS).await?;
    if due.is_empty() {
        return Ok((enrolled > 0).then(LearningCounts::default));
    }
    let mut parcels = Vec::with_capacity(due.len());
    for parcel in due {
        let told = store.parcel_told(parcel.parcel).await?;
        parcels.push((parcel, told));
    }
    let snapshot = Arc::clone(&network.snapshot);
    let work = move || teach(&snapshot, &parcels, now);
    let lesson = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    let mut counts: LearningCounts = records::from_text(&row.document)?;
    counts.add(&lesson.counts);
    let days = lesson.lessons.days().into_iter().map(|day| {
        let mut whole = taught.lessons.of_day(day);
        whole.merge(&lesson.lessons.of_day(day));
        LessonDay { kind: kinds::LESSONS.to_owned(), day, document: whole.to_text() }
    });
    let judged = lesson.outcomes.days().map(|day| {
        let mut whole = taught.outcomes.of_day(day);
        whole.merge(&lesson.outcomes.of_day(day));
        LessonDay { kind: kinds::OUTCOMES.to_owned(), day, document: whole.to_text() }
    });
    let save = LessonsSave {
        mode,
        version: row.version,
        days: days.chain(judged).collect(),
        parcels: lesson.parcels,
        document: records::to_text(&counts)?,
        kept_from: day_of(now) - LEARN_KEPT_DAYS,
    };
    store.lessons_save(save, now).await?;
    Ok(Some(lesson.counts))
}

/// What a batch of parcels taught.
struct Lesson {
    lessons: Lessons,
    outcomes: Outcomes,
    parcels: Vec<ParcelTaught>,
    counts: LearningCounts,
}

/// Learns from parcels: pure.
fn teach(snapshot: &Snapshot, parcels: &[(ParcelToTeach, Told)], now: Timestamp) -> Lesson {
    let live = Live::none();
    let mut learner = Learner::new(snapshot, &live, now);
    let (mut lessons, mut outcomes) = (Lessons::default(), Outcomes::default());
    let mut counts = LearningCounts::default();
    let mut taught = Vec::with_capacity(parcels.len());
    for (parcel, told) in parcels {
        let mut settled = Settled::default();
        let mut out_of_order = 0;
        // What cannot be laid, or has turned round, is judged by no date.
        let mut judgement = Judgement::Never;
        match lay(snapshot, parcel, told) {
            Ok(Some(Laid { route, chain, scans })) if !is_turned(parcel) => {
                judgement = judge(snapshot, (parcel, &route, &chain), &scans, now);
                if let Judgement::Now(outcome) = &judgement {
                    outcomes.count(&outcome.as_outcome());
                    counts.promises_judged += 1;
                    counts.promises_never += usize::from(outcome.arrived.is_none());
                }
                let (sights, left_out) = sights_until(snapshot, &chain, &scans, now);
                out_of_order = left_out;
                let rest = after(&sights, parcel.taught_to);
                settled = learner.learn_settled(&chain, rest, &mut lessons);
            }
            Ok(Some(_)) => {}
            Ok(None) => counts.parcels_without_way += usize::from(is_done(parcel, now)),
            Err(_) => counts.parcels_unreadable += usize::from(is_done(parcel, now)),
        }
        let judged_at = match &judgement {
            Judgement::Later(_) => None,
            Judgement::Now(_) => Some(now),
            Judgement::Never => parcel.judged_at,
        };
        let due_at = due_again(parcel, &settled, &judgement, now);
        counts.pairs += settled.learned.pairs;
        counts.pairs_single += settled.learned.single;
        counts.pairs_unexplained += settled.learned.unexplained;
        if due_at.is_none() {
            // Each parcel is read several times, but what was wrong with it is told once.
            counts.parcels += 1;
            counts.scans_out_of_order += out_of_order;
        }
        let taught_to = settled.taught_to.map(|sight| (sight.at, place_of(sight.mark)));
        let taught_to = taught_to.or(parcel.taught_to);
        taught.push(ParcelTaught { parcel: parcel.parcel, taught_to, judged_at, due_at });
    }
    Lesson { lessons, outcomes, parcels: taught, counts }
}

/// A parcel with its scans, on the network.
struct Laid {
    route: RouteDocument,
    chain: Chain,
    scans: Vec<Scan>,
}

/// A parcel's way and its scans; none where the network does not have its legs.
fn lay(snapshot: &Snapshot, parcel: &ParcelToTeach, told: &Told) -> Answer<Option<Laid>> {
    let route: RouteDocument = records::from_text(&parcel.route_document)?;
    let Some(chain) = chain_of(snapshot, &route.sold) else { return Ok(None) };
    let (all, _) = scans_of(told)?;
    Ok(Some(Laid { route, chain, scans: all.scans }))
}

/// The sights there are by now, and how many scans were left out because clocks disagree.
fn sights_until(
    snapshot: &Snapshot,
    chain: &Chain,
    scans: &[Scan],
    now: Timestamp,
) -> (Vec<Sight>, usize) {
    let (mut sights, left_out) = sights_of(snapshot, chain, scans);
    let laid = sights.len();
    sights.retain(|sight| sight.at <= now);
    let future = laid - sights.len();
    (sights, left_out + future)
}

/// The sights from the last one on that a parcel has taught by.
fn after(sights: &[Sight], taught_to: Option<(Timestamp, i64)>) -> &[Sight] {
    let Some(last) = taught_to else { return sights };
    let from = sights.iter().position(|sight| (sight.at, place_of(sight.mark)) >= last);
    sights.get(from.unwrap_or(sights.len())..).unwrap_or_default()
}

/// A moment's place on its way, as it is kept.
fn place_of(mark: Mark) -> i64 {
    i64::try_from(mark.stage).unwrap_or(i64::MAX / 4) * 2 + i64::from(mark.is_over)
}

/// Whether it goes back: from then on its scans are not of the legs it was booked on.
fn is_turned(parcel: &ParcelToTeach) -> bool {
    let turned = [ParcelState::Returning, ParcelState::Returned];
    turned.iter().any(|state| state.as_str() == parcel.state)
}

/// Whether nothing more is to be told of it.
fn is_done(parcel: &ParcelToTeach, now: Timestamp) -> bool {
    let ends = [
        ParcelState::Delivered,
        ParcelState::Returned,
        ParcelState::Disposed,
        ParcelState::Lost,
        ParcelState::Cancelled,
    ];
    ends.iter().any(|state| state.as_str() == parcel.state)
        || parcel.created_at.checked_add(LEARN_GIVE_UP).is_ok_and(|end| end <= now)
}

/// When it may teach more: when the next pair of scans or its dates can be judged, or after a while.
fn due_again(
    parcel: &ParcelToTeach,
    settled: &Settled,
    judgement: &Judgement,
    now: Timestamp,
) -> Option<Timestamp> {
    let judged = match judgement {
        Judgement::Later(at) => Some(*at),
        Judgement::Now(_) | Judgement::Never => None,
    };
    let later = (!is_done(parcel, now) && settled.waits_until.is_none())
        .then(|| now.checked_add(LEARN_AGAIN).unwrap_or(Timestamp::MAX));
    [settled.waits_until, judged, later].into_iter().flatten().min()
}
