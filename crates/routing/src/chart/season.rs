//! Every leg as it recurs by the week in one span of time: how long it takes from standing ready to being
//! worked through at its end, at the least.
//!
//! Holidays, closures, delays and full departures are left aside: each can only make a parcel later. So
//! whatever is made of this holds when any of them changes.

use std::ops::Range;

use jiff::Timestamp;
use portolan_network::Snapshot;
use portolan_network::board::Board;
use portolan_network::records::LegIdx;
use portolan_network::schedule::{Clock, transit, wait_seconds};
use portolan_network::week::{self, WEEK_SECONDS};

use super::LegWork;

/// A departure that recurs, in seconds of the week; from the stand before it to the stand after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage {
    /// By when a parcel must stand there, on each clock.
    pub ready: [i32; 2],
    /// When it stands at the other end, on each clock; after the end of the week perhaps.
    pub arrives: [i32; 2],
}

/// A leg by the week.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Recurring<'a> {
    /// At these times only.
    At(&'a [Passage]),
    /// At any time, for so many seconds on each clock.
    Always([i32; 2]),
}

/// All legs by the week.
#[derive(Debug)]
pub(crate) struct Season {
    /// The span of time it holds for.
    pub span: Range<i64>,
    legs: Vec<Kind>,
    passages: Vec<Passage>,
}

#[derive(Debug)]
enum Kind {
    At(u32, u32),
    Always([i32; 2]),
}

impl Season {
    /// The legs of a network in the weeks of a board.
    pub fn of(snapshot: &Snapshot, work: &LegWork, board: &Board) -> Self {
        let span = board.span();
        let mut season = Self { span: span.clone(), legs: Vec::new(), passages: Vec::new() };
        let at = |second| Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        let span = at(span.start)..at(span.end);
        for (leg, row) in snapshot.legs.entries() {
            let before = |clock| work.least_before(snapshot, leg, clock);
            let rest =
                |clock| transit(row, clock).as_secs() + work.least_after(snapshot, leg, clock);
            let kind = if row.is_scheduled {
                let first = season.passages.len();
                let sailings = week::sailings(snapshot, leg, &span);
                season.passages.extend(sailings.into_iter().map(|sailing| {
                    let ready = |clock| seconds(sailing.ready_by - before(clock));
                    let arrives = |clock| seconds(sailing.ready_by + sailing.cutoff + rest(clock));
                    Passage { ready: both(ready), arrives: both(arrives) }
                }));
                Kind::At(number(first), number(season.passages.len()))
            } else {
                Kind::Always(both(|clock| {
                    seconds(before(clock) + wait_seconds(row, clock) + rest(clock))
                }))
            };
            season.legs.push(kind);
        }
        season
    }

    /// A leg by the week.
    pub fn leg(&self, leg: LegIdx) -> Recurring<'_> {
        match self.legs[leg.index()] {
            Kind::At(first, end) => Recurring::At(&self.passages[first as usize..end as usize]),
            Kind::Always(takes) => Recurring::Always(takes),
        }
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val::<[_]>(&self.legs) + size_of_val::<[_]>(&self.passages)
    }
}

fn both(of: impl Fn(Clock) -> i32) -> [i32; 2] {
    [of(Clock::P50), of(Clock::P90)]
}

/// Seconds of a journey: half a year is the most that any bound has to tell.
fn seconds(count: i64) -> i32 {
    const MOST: i64 = 26 * WEEK_SECONDS;
    i32::try_from(count.clamp(-MOST, MOST)).unwrap_or(i32::MAX)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
