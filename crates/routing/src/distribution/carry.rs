//! One stage carried through the timetable: waiting, then moving.

use jiff::Timestamp;
use portolan_network::Snapshot;
use portolan_network::board::Board;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx};
use portolan_network::schedule::{Boarding, Clock, horizon_end, next_departure_unless};

use super::Stage;
use crate::Live;

/// A stage passed, in seconds from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passage {
    /// When it began to move or to be worked on.
    pub starts: i64,
    /// When the stage was over.
    pub ends: i64,
}

/// What a stage takes in one world, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The transit or the work.
    pub moving: u32,
    /// The wait for the next round of a leg without departures.
    pub round: u32,
}

/// The timetable of a network, and what is full of it.
pub(crate) struct Timetable<'s> {
    pub snapshot: &'s Snapshot,
    pub live: &'s Live,
    board: Board,
}

impl<'s> Timetable<'s> {
    pub fn new(snapshot: &'s Snapshot, live: &'s Live) -> Self {
        let board = Board::around(snapshot, Timestamp::UNIX_EPOCH);
        Self { snapshot, live, board }
    }

    /// Writes out the weeks around an instant.
    pub fn turn_to(&mut self, instant: Timestamp) {
        if !self.board.is_around(instant) {
            self.board = Board::around(self.snapshot, instant);
        }
    }

    /// A stage from the second a parcel is there; none where no departure comes within 200 days of it, or no
    /// shift within a year.
    pub fn pass(&self, stage: Stage, at: i64, taken: Taken) -> Option<Passage> {
        match stage {
            Stage::Work(process) => {
                let median = i64::from(self.snapshot.processes[process].p50_seconds);
                let end = self.board.process_end(self.snapshot, process, at, Clock::P50)?;
                let starts = end - median;
                Some(Passage { starts, ends: starts + i64::from(taken.moving) })
            }
            Stage::Ride(leg, line) => {
                let (starts, _) = self.departure(leg, line, at, taken.round)?;
                Some(Passage { starts, ends: starts + i64::from(taken.moving) })
            }
        }
    }

    /// When a parcel that is ready leaves, and the instant the timetable names for it.
    pub fn departure(
        &self,
        leg: LegIdx,
        line: Option<LineIdx>,
        at: i64,
        round: u32,
    ) -> Option<(i64, i64)> {
        let row = &self.snapshot.legs[leg];
        // Without departures the timetable adds half a headway at p50; the world waits a time of its own.
        let headway = if row.is_scheduled { 0 } else { row.headway_seconds.unwrap_or(0) };
        let asked = at + i64::from(round) - i64::from(headway / 2);
        let ready = Timestamp::from_second(asked).ok()?;
        let horizon_end = horizon_end(ready);
        let boarding = Boarding { leg, line, clock: Clock::P50, horizon_end };
        let full = &self.live.full_departures;
        let may_be_full = row.is_scheduled && !full.is_empty();
        let (leaves, scheduled) = if may_be_full {
            let is_full = |scheduled| full.contains(&(leg, scheduled));
            let found = next_departure_unless(self.snapshot, boarding, ready, &is_full)?;
            (found.leaves.as_second(), found.scheduled.as_second())
        } else {
            let found = self.board.next_departure(self.snapshot, boarding, asked)?;
            (found.leaves, found.scheduled)
        };
        Some((leaves.max(at), scheduled))
    }

    /// When a parcel that reached its destination is there for good (rule 6 of the network's format).
    pub fn deliver(&self, node: NodeIdx, reached: i64) -> Option<i64> {
        if self.snapshot.nodes[node].is_facility() {
            return Some(reached);
        }
        self.board.delivery(self.snapshot, node, reached)
    }
}
