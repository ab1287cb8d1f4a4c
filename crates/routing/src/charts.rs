//! What has been prepared of a network for many parcels: charts of destinations, timetables, days.
//!
//! Charts are made when a destination is first asked for and kept up to a number of bytes. They know
//! nothing of the parcel, the day, prices, closures or full departures, so none of these can make one
//! stale; timetables and what counts on a day are kept for the latest weeks and day asked for.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{Timestamp, civil};
use portolan_network::Snapshot;
use portolan_network::board::Board;
use portolan_network::records::NodeIdx;

use crate::chart::{Chart, Fares, LegWork, Survey};
use crate::lane::Lane;
use crate::limits;
use crate::permit::Day;

/// Boards kept: parcels of this month and of the next are asked about in turns.
const BOARDS_KEPT: usize = 2;
/// Days kept: those of the origins' zones of time, and of the parcels handed in tomorrow.
const DAYS_KEPT: usize = 4;

/// Everything prepared of one network.
#[derive(Debug)]
pub(crate) struct Charts {
    /// What can be bought.
    pub fares: Fares,
    /// What is done around each leg.
    pub work: LegWork,
    /// Charts by their destinations: those asked for lately, and before.
    late: HashMap<Vec<NodeIdx>, Chart>,
    early: HashMap<Vec<NodeIdx>, Chart>,
    late_bytes: usize,
    boards: Vec<Arc<Board>>,
    days: Vec<Arc<Day>>,
}

impl Charts {
    /// Nothing charted yet.
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            fares: Fares::of(snapshot),
            work: LegWork::of(snapshot),
            late: HashMap::new(),
            early: HashMap::new(),
            late_bytes: 0,
            boards: Vec::new(),
            days: Vec::new(),
        }
    }

    /// Without what closures, holidays and validities make.
    pub fn without_days(self) -> Self {
        Self { boards: Vec::new(), days: Vec::new(), ..self }
    }

    /// The timetables of the weeks in which an instant lies.
    pub fn board(&mut self, snapshot: &Snapshot, instant: Timestamp) -> Arc<Board> {
        let make = || Arc::new(Board::around(snapshot, instant));
        latest(&mut self.boards, BOARDS_KEPT, |board| board.is_around(instant), make)
    }

    /// What counts on a day.
    pub fn day(&mut self, snapshot: &Snapshot, date: civil::Date) -> Arc<Day> {
        let make = || Arc::new(Day::of(snapshot, date));
        latest(&mut self.days, DAYS_KEPT, |day| day.date == date, make)
    }

    /// The stands at which routes of a lane may begin, with their places, its ways charted.
    pub fn starts(&mut self, snapshot: &Snapshot, lane: &Lane) -> Vec<(NodeIdx, u32)> {
        let key = &lane.destinations;
        if !self.late.contains_key(key) {
            if self.late_bytes > limits::CHARTS_BYTES_MAX / 2 {
                self.early = std::mem::take(&mut self.late);
                self.late_bytes = 0;
            }
            let known = self.early.remove(key);
            let chart = known.unwrap_or_else(|| Chart::new(snapshot, key));
            self.late_bytes += chart.bytes();
            self.late.insert(key.clone(), chart);
        }
        let Some(chart) = self.late.get_mut(key) else { return Vec::new() };
        let before = chart.bytes();
        let mut survey = Survey { snapshot, fares: &mut self.fares, work: &self.work };
        let starts = lane.origins.iter();
        let starts = starts.filter_map(|&node| Some((node, chart.start(&mut survey, node)?)));
        let starts = starts.collect();
        self.late_bytes += chart.bytes() - before;
        starts
    }

    /// The chart of some destinations that [`Charts::starts`] was asked for last.
    pub fn chart(&self, destinations: &[NodeIdx]) -> &Chart {
        let chart = self.late.get(destinations);
        chart.expect("invariant: the starts of a lane are charted before it is searched")
    }

    /// Bytes kept, roughly.
    pub fn bytes(&self) -> usize {
        let charts = self.late.values().chain(self.early.values());
        charts.map(Chart::bytes).sum::<usize>()
            + self.fares.bytes()
            + self.work.bytes()
            + self.boards.iter().map(|board| board.bytes()).sum::<usize>()
    }
}

/// The kept thing that fits, moved to the end, or one made anew in the place of the oldest.
fn latest<T>(
    kept: &mut Vec<Arc<T>>,
    most: usize,
    fits: impl Fn(&T) -> bool,
    make: impl FnOnce() -> Arc<T>,
) -> Arc<T> {
    let found = kept.iter().position(|one| fits(one));
    let one = found.map_or_else(make, |at| kept.remove(at));
    if kept.len() >= most {
        kept.remove(0);
    }
    kept.push(Arc::clone(&one));
    one
}
