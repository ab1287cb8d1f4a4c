//! What has been prepared of a network for many parcels: charts of destinations, timetables, days.
//!
//! Charts and the earliest arrivals on them are made when a destination is first asked for and kept up to a
//! number of bytes. They know nothing of the parcel, the day, prices, closures or full departures, so none of
//! these can make one stale; timetables and what counts on a day are kept for the latest weeks and days.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{Timestamp, civil};
use portolan_network::Snapshot;
use portolan_network::board::Board;
use portolan_network::records::NodeIdx;

use crate::chart::{
    Arrivals, Atlas, Between, Chart, Fares, LastLegs, LegWork, Move, Passages, Season, Survey,
};
use crate::lane::Lane;
use crate::limits;
use crate::permit::Day;

/// Boards kept: parcels of this month and of the next are asked about in turns.
const BOARDS_KEPT: usize = 2;
/// Passages kept: those of each board, where some process begins or ends to be done.
const PASSAGES_KEPT: usize = 4;
/// Days kept: those of parcels handed in within two weeks.
const DAYS_KEPT: usize = 16;

/// Moves of a chart from which on the earliest arrivals are told: on a smaller one, hours without waiting do.
const WIDE_MOVES: usize = 1_000;
/// Last stands whose arrivals are told each for itself, so that zones share them; else all at once.
const LAST_STANDS_FEW: usize = 2;

/// Everything prepared of one network.
#[derive(Debug)]
pub(crate) struct Charts {
    /// What can be bought.
    pub fares: Fares,
    /// What is done around each leg.
    pub work: LegWork,
    atlas: Atlas,
    /// Moves of a chart from which on the earliest arrivals are told.
    pub wide_moves: usize,
    /// Charts by their last stands: those asked for lately, and before.
    late: HashMap<Vec<u32>, Drawn>,
    early: HashMap<Vec<u32>, Drawn>,
    late_bytes: usize,
    seasons: Vec<Arc<Season>>,
    boards: Vec<Arc<Board>>,
    passages: Vec<Arc<Passages>>,
    days: Vec<Arc<Day>>,
    /// The ways of the lane asked for last.
    last_ways: Option<(LaneEnds, Arc<Ways>)>,
}

/// What the ways of a lane depend on: where it begins and ends, and the weeks of its timetables, if they count.
#[derive(Debug, PartialEq, Eq)]
struct LaneEnds {
    origins: Vec<NodeIdx>,
    destinations: Vec<NodeIdx>,
    weeks: Option<i64>,
}

/// A chart, the earliest arrivals on it in the latest span of time asked for, and what of it serves routes
/// from where they were asked to begin.
#[derive(Debug, Clone)]
struct Drawn {
    chart: Arc<Chart>,
    arrivals: Option<(i64, Arc<Arrivals>)>,
    from: HashMap<Vec<u32>, Arc<Between>>,
}

/// The ways of one lane.
#[derive(Debug)]
pub(crate) struct Ways {
    /// The ways to the last stands.
    pub chart: Arc<Chart>,
    /// The stands at which routes may begin, with their places.
    pub starts: Vec<(NodeIdx, u32)>,
    /// The moves that end a route, in the order of their stands.
    last: Vec<Move>,
    /// Where the moves of each last stand begin; the last stands are the first of the chart.
    first_last: Vec<usize>,
    /// The stands that a route from there may pass.
    pub between: Arc<Between>,
    /// What is left at least from the last stands on.
    pub left: LastLegs,
    /// The earliest arrivals at a last stand, or at any of them, and what is left from there; none where
    /// hours without waiting must do.
    pub arrivals: Vec<(Arc<Arrivals>, LastLegs)>,
}

impl Ways {
    /// The moves from a stand, those that end a route last.
    pub fn steps(&self, stand: u32) -> impl Iterator<Item = &Move> {
        let (at, chart) = (stand as usize, &self.chart);
        let ends = match (self.first_last.get(at), self.first_last.get(at + 1)) {
            (Some(first), Some(end)) => &self.last[*first..*end],
            _ => &[],
        };
        chart.moves()[chart.posts()[at].moves()].iter().chain(ends)
    }

    /// The number of the move that is so many places behind the first of a stand.
    pub fn number_of(&self, stand: u32, place: usize) -> usize {
        let moves = self.chart.posts()[stand as usize].moves();
        match place.checked_sub(moves.len()) {
            None => moves.start + place,
            Some(last) => self.chart.moves().len() + self.first_last[stand as usize] + last,
        }
    }

    /// How many moves a stand has.
    pub fn count_of(&self, stand: u32) -> usize {
        let at = stand as usize;
        let ends = match (self.first_last.get(at), self.first_last.get(at + 1)) {
            (Some(first), Some(end)) => end - first,
            _ => 0,
        };
        self.chart.posts()[at].moves().len() + ends
    }

    /// A move by its number.
    pub fn step(&self, number: usize) -> &Move {
        let inner = self.chart.moves();
        inner.get(number).unwrap_or_else(|| &self.last[number - inner.len()])
    }
}

impl Charts {
    /// Nothing charted yet.
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            fares: Fares::of(snapshot),
            work: LegWork::of(snapshot),
            atlas: Atlas::default(),
            wide_moves: WIDE_MOVES,
            late: HashMap::new(),
            early: HashMap::new(),
            late_bytes: 0,
            seasons: Vec::new(),
            boards: Vec::new(),
            passages: Vec::new(),
            days: Vec::new(),
            last_ways: None,
        }
    }

    /// Without what closures, holidays and validities make.
    pub fn without_days(self) -> Self {
        let (boards, passages, days) = (Vec::new(), Vec::new(), Vec::new());
        Self { boards, passages, days, last_ways: None, ..self }
    }

    /// The timetables of the weeks in which an instant lies.
    pub fn board(&mut self, snapshot: &Snapshot, instant: Timestamp) -> Arc<Board> {
        let make = || Arc::new(Board::around(snapshot, instant));
        latest(&mut self.boards, BOARDS_KEPT, |board| board.is_around(instant), make)
    }

    /// The legs of a board as they pass on a day.
    pub fn passages(
        &mut self,
        snapshot: &Snapshot,
        board: &Arc<Board>,
        day: &Arc<Day>,
    ) -> Arc<Passages> {
        let fits = |passages: &Passages| passages.fits(board, day);
        let make = || Arc::new(Passages::of(snapshot, board, day));
        latest(&mut self.passages, PASSAGES_KEPT, fits, make)
    }

    /// What counts on a day.
    pub fn day(&mut self, snapshot: &Snapshot, date: civil::Date) -> Arc<Day> {
        let make = || Arc::new(Day::of(snapshot, date));
        latest(&mut self.days, DAYS_KEPT, |day| day.date == date, make)
    }

    /// The ways of a lane, charted if they were not.
    pub fn ways(&mut self, snapshot: &Snapshot, lane: &Lane) -> Arc<Ways> {
        let ends = LaneEnds {
            origins: lane.origins.clone(),
            destinations: lane.destinations.clone(),
            weeks: lane.board().map(|board| board.span().start),
        };
        if let Some((_, ways)) = self.last_ways.as_ref().filter(|(last, _)| *last == ends) {
            return Arc::clone(ways);
        }
        let ways = Arc::new(self.ways_of(snapshot, lane));
        self.last_ways = Some((ends, Arc::clone(&ways)));
        ways
    }

    fn ways_of(&mut self, snapshot: &Snapshot, lane: &Lane) -> Ways {
        let mut survey = Survey { snapshot, fares: &mut self.fares, work: &self.work };
        if self.atlas.len() == 0 {
            self.atlas.start_everywhere(&mut survey);
        }
        let origins = lane.origins.iter();
        let origins = origins.map(|&node| (node, self.atlas.start(&mut survey, node)));
        let origins: Vec<_> = origins.collect();
        let destinations = lane.destinations.iter();
        let mut last: Vec<_> =
            destinations.flat_map(|&node| self.atlas.last_moves(snapshot, node)).collect();
        last.sort_by_key(|&(stand, _)| stand);
        let newest = origins.iter().map(|&(_, stand)| stand).max().unwrap_or_default();
        let stands: Vec<_> = last.chunk_by(|one, next| one.0 == next.0).collect();
        let key: Vec<u32> = stands.iter().map(|moves| moves[0].0).collect();
        let (chart, between) = self.between(&key, &origins);
        let place = |(of, stand)| Some((of, chart.place_of(stand)?));
        let mut first_last = vec![0];
        first_last.extend(stands.iter().scan(0, |end, moves| {
            *end += moves.len();
            Some(*end)
        }));
        Ways {
            starts: origins.into_iter().filter_map(place).collect(),
            between,
            first_last,
            left: LastLegs::of(&self.work, &last),
            arrivals: self.arrivals(snapshot, lane, &chart, (&stands, newest)),
            last: last.iter().map(|&(_, step)| step).collect(),
            chart,
        }
    }

    /// The chart of some last stands, and what of it routes from some origins may pass.
    fn between(&mut self, last: &[u32], origins: &[(NodeIdx, u32)]) -> (Arc<Chart>, Arc<Between>) {
        let newest = origins.iter().map(|&(_, stand)| stand).max().unwrap_or_default();
        self.draw(last, newest);
        let drawn = self.late.get_mut(last).expect("invariant: it was drawn");
        let starts: Vec<u32> = origins.iter().map(|&(_, stand)| stand).collect();
        if let Some(between) = drawn.from.get(&starts) {
            return (Arc::clone(&drawn.chart), Arc::clone(between));
        }
        let places = starts.iter().filter_map(|&stand| drawn.chart.place_of(stand));
        let between = Arc::new(Between::of(&drawn.chart, places));
        self.late_bytes += between.bytes();
        drawn.from.insert(starts, Arc::clone(&between));
        (Arc::clone(&drawn.chart), between)
    }

    /// The earliest arrivals at each of a few last stands, or at any of many.
    fn arrivals(
        &mut self,
        snapshot: &Snapshot,
        lane: &Lane,
        chart: &Chart,
        (stands, newest): (&[&[(u32, Move)]], u32),
    ) -> Vec<(Arc<Arrivals>, LastLegs)> {
        let Some(board) = lane.board().filter(|_| chart.moves().len() >= self.wide_moves) else {
            return Vec::new();
        };
        let make = || Arc::new(Season::of(snapshot, &self.work, board));
        let fits = |season: &Season| season.span == board.span();
        let season = latest(&mut self.seasons, BOARDS_KEPT, fits, make);
        if stands.len() > LAST_STANDS_FEW {
            let key: Vec<u32> = stands.iter().map(|moves| moves[0].0).collect();
            let all: Vec<_> = stands.concat();
            let left = LastLegs::of(&self.work, &all);
            return vec![(self.arrivals_at(&key, (newest, &season)), left)];
        }
        let told = stands.iter().map(|moves| {
            let left = LastLegs::of(&self.work, moves);
            (self.arrivals_at(&[moves[0].0], (newest, &season)), left)
        });
        told.collect()
    }

    fn arrivals_at(&mut self, last: &[u32], (newest, season): (u32, &Season)) -> Arc<Arrivals> {
        self.draw(last, newest);
        let drawn = self.late.get_mut(last).expect("invariant: it was drawn");
        if let Some((start, known)) = &drawn.arrivals
            && *start == season.span.start
        {
            return Arc::clone(known);
        }
        let told = Arc::new(Arrivals::to(&drawn.chart, season, last.len()));
        self.late_bytes += told.bytes();
        let old = drawn.arrivals.replace((season.span.start, Arc::clone(&told)));
        self.late_bytes -= old.map_or(0, |(_, old)| old.bytes());
        told
    }

    /// Has the chart of some last stands that knows a stand of the atlas among the late ones.
    fn draw(&mut self, last: &[u32], newest: u32) {
        if self.late.get(last).is_some_and(|drawn| drawn.chart.knows(newest)) {
            return;
        }
        if self.late_bytes > limits::CHARTS_BYTES_MAX / 2 {
            self.early = std::mem::take(&mut self.late);
            self.late_bytes = 0;
        }
        let known = self.early.remove(last).filter(|drawn| drawn.chart.knows(newest));
        let drawn = known.unwrap_or_else(|| {
            let chart = Arc::new(Chart::to(&self.atlas, &self.work, last));
            Drawn { chart, arrivals: None, from: HashMap::new() }
        });
        self.late_bytes += drawn.bytes();
        if let Some(old) = self.late.insert(last.to_vec(), drawn) {
            self.late_bytes -= old.bytes();
        }
    }

    /// Bytes kept, roughly.
    pub fn bytes(&self) -> usize {
        let charts = self.late.values().chain(self.early.values());
        charts.map(Drawn::bytes).sum::<usize>()
            + self.seasons.iter().map(|season| season.bytes()).sum::<usize>()
            + self.fares.bytes()
            + self.work.bytes()
            + self.atlas.bytes()
            + self.boards.iter().map(|board| board.bytes()).sum::<usize>()
            + self.passages.iter().map(|passages| passages.bytes()).sum::<usize>()
    }
}

impl Drawn {
    fn bytes(&self) -> usize {
        self.chart.bytes()
            + self.arrivals.as_ref().map_or(0, |(_, arrivals)| arrivals.bytes())
            + self.from.values().map(|between| between.bytes()).sum::<usize>()
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
