//! Every scheduled leg from the stand before it to the stand after it, on one board and one day: by when a
//! parcel must stand there for each departure, and when it has been worked through at the other end.
//!
//! What [`Lane`](crate::lane::Lane) tells step by step (export processes, departure, transit, processes at
//! the end), written out when a leg is first asked about. Full departures and what only a line's own
//! disruption changes are not here: who meets them asks the lane.

use std::sync::{Arc, OnceLock};

use portolan_network::Snapshot;
use portolan_network::board::Board;
use portolan_network::records::{LegIdx, Line, LineIdx};
use portolan_network::schedule::{Clock, transit};
use portolan_network::week::WEEK_SECONDS;

use super::LegWork;
use crate::lane::Seconds;
use crate::permit::Day;

#[cfg(test)]
mod tests;

/// Seconds of the week.
const WEEK: u32 = 604_800;
const _: () = assert!(WEEK as i64 == WEEK_SECONDS, "a week is a week");
/// A guess at a passage is so many places off at most, or it is looked for by halves.
const GUESS_OFF_MAX: usize = 4;

/// The legs of a network, as far as they were asked about.
#[derive(Debug)]
pub(crate) struct Passages {
    /// The weeks it holds for.
    board: Arc<Board>,
    /// A day with the same processes as the one it was made for.
    day: Arc<Day>,
    legs: Vec<OnceLock<Written>>,
    /// The lines that something interrupts.
    interrupted: Vec<bool>,
}

/// The passages of a leg, in order.
#[derive(Debug)]
enum Written {
    /// The same in every week of the board: those of the first, and how many there are in all. Most legs are
    /// such, and a week of all legs is at hand where all weeks of them are not.
    Weekly(Box<[Passage]>, usize),
    /// Each by itself.
    All(Box<[Passage]>),
}

/// A departure, in seconds from the board's beginning on each clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Passage {
    ready: [u32; 2],
    stands: [u32; 2],
}

impl Passages {
    /// Those of a board and a day, nothing written out yet.
    pub fn of(snapshot: &Snapshot, board: &Arc<Board>, day: &Arc<Day>) -> Self {
        let lines = snapshot.lines.iter();
        Self {
            board: Arc::clone(board),
            day: Arc::clone(day),
            legs: std::iter::repeat_with(OnceLock::new).take(snapshot.legs.len()).collect(),
            interrupted: lines.map(Line::is_interrupted).collect(),
        }
    }

    /// Whether they hold on a board and a day.
    pub fn fits(&self, board: &Arc<Board>, day: &Day) -> bool {
        Arc::ptr_eq(&self.board, board) && self.day.has_same_processes(day)
    }

    /// When a parcel that stands before a leg at a time stands behind it, worked through; none where the
    /// lane has to be asked.
    pub fn stands(
        &self,
        (snapshot, work): (&Snapshot, &LegWork),
        (leg, line): (LegIdx, Option<LineIdx>),
        at: Seconds,
    ) -> Option<Seconds> {
        if line.is_some_and(|line| self.interrupted[line.index()]) {
            return None;
        }
        let written = self.legs[leg.index()].get_or_init(|| self.write(snapshot, work, leg));
        let span = self.board.span();
        let second = |at: i64| u32::try_from(at - span.start).ok();
        let ready = [second(at.p50)?, second(at.p90)?];
        let [p50, p90] = match written {
            Written::Weekly(week, count) => {
                [in_week(week, (0, ready[0]), *count)?, in_week(week, (1, ready[1]), *count)?]
            }
            Written::All(all) => {
                let p50 = first(all, 0, ready[0], guess(all, ready[0], span.end - span.start))?;
                let p90 = first(all, 1, ready[1], p50)?;
                [all[p50].stands[0], all[p90].stands[1]]
            }
        };
        Some(Seconds { p50: span.start + i64::from(p50), p90: span.start + i64::from(p90) })
    }

    fn write(&self, snapshot: &Snapshot, work: &LegWork, leg: LegIdx) -> Written {
        let start = self.board.span().start;
        let row = &snapshot.legs[leg];
        let passage = |(ready_by, leaves): (i64, i64)| {
            let on = |clock| {
                let mut ready = ready_by;
                for &process in work.before(leg).iter().rev().filter(|p| self.day.has_process(**p))
                {
                    ready = self.board.process_ready_by(snapshot, process, ready, clock)?;
                }
                let mut at = leaves + transit(row, clock).as_secs();
                for &process in work.after(leg).iter().filter(|p| self.day.has_process(**p)) {
                    at = self.board.process_end(snapshot, process, at, clock)?;
                }
                Some((u32::try_from(ready - start).ok()?, u32::try_from(at - start).ok()?))
            };
            let (p50, p90) = (on(Clock::P50)?, on(Clock::P90)?);
            Some(Passage { ready: [p50.0, p90.0], stands: [p50.1, p90.1] })
        };
        // A departure that one clock cannot tell ends what is told: the later ones are not the first any more.
        let departures = self.board.departures(snapshot, leg);
        let told = departures.skip_while(|&departure| passage(departure).is_none());
        Written::of(told.map_while(passage).collect())
    }

    /// Bytes it takes, as far as it is written out.
    pub fn bytes(&self) -> usize {
        let written = self.legs.iter().filter_map(OnceLock::get);
        size_of_val::<[_]>(&self.legs) + written.map(Written::bytes).sum::<usize>()
    }
}

impl Written {
    fn of(all: Box<[Passage]>) -> Self {
        let Some(first) = all.first() else { return Self::All(all) };
        let next = first.weeks_later(1);
        let in_week = all.iter().take_while(|passage| **passage != next).count();
        let is_weekly = in_week < all.len()
            && all.iter().zip(&all[in_week..]).all(|(one, next)| one.weeks_later(1) == *next)
            && all[..in_week].iter().all(|passage| {
                let is_in_week = |clock: usize| passage.ready[clock] - first.ready[clock] < WEEK;
                is_in_week(0) && is_in_week(1)
            });
        if is_weekly { Self::Weekly(all[..in_week].into(), all.len()) } else { Self::All(all) }
    }

    fn bytes(&self) -> usize {
        let (Self::Weekly(passages, _) | Self::All(passages)) = self;
        size_of_val::<[_]>(passages)
    }
}

impl Passage {
    fn weeks_later(self, weeks: u32) -> Self {
        let later = |second: u32| second + weeks * WEEK;
        Self { ready: self.ready.map(later), stands: self.stands.map(later) }
    }
}

/// When a parcel that is ready at a second on a clock stands behind a leg with the same passages in every
/// week, `count` in all; none after the last of them.
fn in_week(week: &[Passage], (clock, ready): (usize, u32), count: usize) -> Option<u32> {
    let since = ready.saturating_sub(week[0].ready[clock]);
    // The second at which the first leaves counts to the week before: the week ends with it.
    let (weeks, second) =
        if since == 0 { (0, 0) } else { ((since - 1) / WEEK, (since - 1) % WEEK + 1) };
    let mut weeks = weeks;
    let by = week[0].ready[clock] + second;
    let mut place = week.iter().filter(|passage| passage.ready[clock] < by).count();
    let number = weeks as usize * week.len() + place;
    if place == week.len() {
        (weeks, place) = (weeks + 1, 0);
    }
    (number < count).then(|| week[place].stands[clock] + weeks * WEEK)
}

/// About where the first passage lies that a parcel ready at a second can take: most legs leave as often in
/// one week as in the next.
fn guess(written: &[Passage], ready: u32, held: i64) -> usize {
    let share = u64::from(ready) * u64::try_from(written.len()).unwrap_or(0);
    usize::try_from(share / held.unsigned_abs().max(1)).unwrap_or(0).min(written.len())
}

/// The place of the first passage that a parcel ready at a second can take, looked for from a guess on.
fn first(written: &[Passage], clock: usize, ready: u32, guess: usize) -> Option<usize> {
    let is_late = |at: usize| written[at].ready[clock] >= ready;
    let mut at = guess.min(written.len());
    let mut steps = 0;
    while at > 0 && is_late(at - 1) {
        (at, steps) = (at - 1, steps + 1);
        if steps > GUESS_OFF_MAX {
            let found = written[..at].partition_point(|passage| passage.ready[clock] < ready);
            return Some(found);
        }
    }
    while at < written.len() && !is_late(at) {
        (at, steps) = (at + 1, steps + 1);
        if steps > GUESS_OFF_MAX {
            let rest = written[at..].partition_point(|passage| passage.ready[clock] < ready);
            at += rest;
            break;
        }
    }
    (at < written.len()).then_some(at)
}
