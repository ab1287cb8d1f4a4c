//! A query resolved against a network: where it begins and ends, on which day, and the rules of time.
//!
//! Everything that search, replay and quote ask about the lane as a whole. Times come from the
//! network's own functions; this only carries both clocks through them at once.

use std::sync::Arc;

use jiff::{Timestamp, civil};
use portolan_network::board::{Board, Leaving};
use portolan_network::records::{
    Applies, Direction, LegIdx, LineIdx, Node, NodeIdx, Process, ProcessIdx, Provenance,
    RestrictionSubject,
};
use portolan_network::schedule::{
    Boarding, Clock, DepartureAt, delivery, horizon_end, next_departure_unless, process_end,
    transit,
};
use portolan_network::{RideEnd, Snapshot, ZoneFault};

use crate::replay::Step;
use crate::{Endpoint, Live, Query, RoutingError};

/// A time on both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    /// With every duration at its p50.
    pub p50: Timestamp,
    /// With every duration at its p90.
    pub p90: Timestamp,
}

/// Seconds from 1970 on both clocks: times of a search, which knows no fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seconds {
    /// With every duration at its p50.
    pub p50: i64,
    /// With every duration at its p90.
    pub p90: i64,
}

/// A departure on both clocks, and when it reaches the leg's end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Travelled {
    /// When it leaves.
    pub departs: Times,
    /// When it is at the end of the leg.
    pub arrives: Times,
    /// The departure taken at p50, where the leg has departures.
    pub departure: Option<u16>,
    /// The instant the timetable names for it.
    pub scheduled_p50: Timestamp,
}

/// A query and what it comes to on a network.
pub(crate) struct Lane<'a> {
    /// The network.
    pub snapshot: &'a Snapshot,
    /// What is full today.
    pub live: &'a Live,
    /// The query.
    pub query: &'a Query,
    /// Where the parcel may begin, in the order of nodes.
    pub origins: Vec<NodeIdx>,
    /// Where it may end, in the order of nodes.
    pub destinations: Vec<NodeIdx>,
    /// The origin, for prices.
    pub from: RideEnd,
    /// The destination, for prices and rules.
    pub to: RideEnd,
    /// The date of the ready instant at the origin.
    pub hand_in: civil::Date,
    /// The timetables of these weeks; none where times are told with fractions of seconds.
    board: Option<Arc<Board>>,
    horizon_end: Timestamp,
}

impl<'a> Lane<'a> {
    /// Resolves a query.
    pub fn resolve(
        snapshot: &'a Snapshot,
        live: &'a Live,
        query: &'a Query,
        board: impl FnOnce() -> Option<Arc<Board>>,
    ) -> Result<Self, RoutingError> {
        let from = end_of(snapshot, &query.from, "from")?;
        let to = end_of(snapshot, &query.to, "to")?;
        let origins = nodes_of(snapshot, &from, |node| node.zone_kinds().collection);
        let destinations = nodes_of(snapshot, &to, |node| node.zone_kinds().delivery);
        if origins.is_empty() {
            return Err(no_zone("from", "nothing is collected or brought in there"));
        }
        if destinations.is_empty() {
            return Err(no_zone("to", "nothing is delivered there"));
        }
        let at = from.places.first().map_or(origins[0], |place| place.node);
        let hand_in = snapshot.nodes[at].clock.date(query.ready);
        Ok(Self {
            snapshot,
            live,
            query,
            origins,
            destinations,
            from,
            to,
            hand_in,
            board: if query.ready.subsec_nanosecond() == 0 { board() } else { None },
            horizon_end: horizon_end(query.ready),
        })
    }

    /// Both clocks at the ready instant.
    pub fn start_times(&self) -> Times {
        Times { p50: self.query.ready, p90: self.query.ready }
    }

    /// Whether a parcel may end at a node.
    pub fn is_destination(&self, node: NodeIdx) -> bool {
        self.destinations.contains(&node)
    }

    /// Whether a row counts on the hand-in day.
    pub fn is_valid(&self, provenance: &Provenance) -> bool {
        provenance.valid.contains(self.hand_in)
    }

    /// Whether a leg is part of a line on the hand-in day.
    pub fn counts(&self, leg: LegIdx, line: LineIdx) -> bool {
        let mut rides = self.snapshot.legs[leg].rides.iter();
        rides.any(|ride| ride.line == line && self.is_valid(&ride.provenance))
    }

    /// Where a ride begins: a facility, or all the zones of the origin's address.
    pub fn ride_from(&self, node: NodeIdx) -> RideEnd {
        self.ride_end(node, &self.from)
    }

    /// Where a ride ends: a facility, or all the zones of the destination's address.
    pub fn ride_to(&self, node: NodeIdx) -> RideEnd {
        self.ride_end(node, &self.to)
    }

    fn ride_end(&self, node: NodeIdx, address: &RideEnd) -> RideEnd {
        if self.snapshot.nodes[node].is_facility() {
            self.snapshot.end_at_facility(node)
        } else {
            address.clone()
        }
    }

    /// The processes between reaching a facility and knowing where to go on: import, then regular
    /// (rule 3). `last` is the leg it came by, none at the start of a route.
    pub fn processes_on_arrival(
        &self,
        node: NodeIdx,
        last: Option<LegIdx>,
    ) -> impl Iterator<Item = ProcessIdx> + use<'a> {
        let last = last.map(|leg| &self.snapshot.legs[leg]);
        let entered = last.filter(|leg| leg.crosses_border);
        self.processes_of(node)
            .filter(move |&(_, process)| match process.applies {
                Applies::Always => true,
                Applies::Export => false,
                Applies::Import => entered.is_some_and(|leg| {
                    process.clearance.is_none() || process.clearance == leg.clearance
                }),
            })
            .map(|(index, _)| index)
    }

    /// The processes before a leg that leaves the customs territory, after the regular ones (rule 3).
    pub fn processes_on_departure(
        &self,
        next: LegIdx,
    ) -> impl Iterator<Item = ProcessIdx> + use<'a> {
        let next = &self.snapshot.legs[next];
        self.processes_of(next.from)
            .filter(move |&(_, process)| {
                process.applies == Applies::Export
                    && next.crosses_border
                    && (process.clearance.is_none() || process.clearance == next.clearance)
            })
            .map(|(index, _)| index)
    }

    /// The processes that a facility has on the hand-in day. The day of the parcel's arrival does not
    /// matter: else one that comes later could be through earlier.
    fn processes_of(
        &self,
        node: NodeIdx,
    ) -> impl Iterator<Item = (ProcessIdx, &'a Process)> + use<'a> {
        let (snapshot, day) = (self.snapshot, self.hand_in);
        let all = snapshot.nodes[node].processes.iter();
        all.map(move |&index| (index, &snapshot.processes[index])).filter(move |(_, process)| {
            process.shifts.iter().any(|shift| shift.provenance.valid.contains(day))
        })
    }

    /// When a process ends on both clocks, or `None` where one of them finds no shift.
    pub fn process_ends(&self, process: ProcessIdx, at: Times) -> Option<Times> {
        let ends = |at: Timestamp, clock| match &self.board {
            Some(board) => board
                .process_end(self.snapshot, process, at.as_second(), clock)
                .and_then(|second| Timestamp::from_second(second).ok()),
            None => process_end(self.snapshot, process, at, clock),
        };
        Some(Times { p50: ends(at.p50, Clock::P50)?, p90: ends(at.p90, Clock::P90)? })
    }

    /// Takes a leg on both clocks (rules 4 and 5), or `None` where one of them finds no departure.
    pub fn travel(&self, leg: LegIdx, line: Option<LineIdx>, ready: Times) -> Option<Travelled> {
        let depart = |clock, ready| {
            let boarding = Boarding { leg, line, clock, horizon_end: self.horizon_end };
            match self.board.as_ref().filter(|_| !self.has_full(leg)) {
                Some(board) => departure_at(board.next_departure(
                    self.snapshot,
                    boarding,
                    Timestamp::as_second(ready),
                )?),
                None => next_departure_unless(self.snapshot, boarding, ready, &|scheduled| {
                    self.live.full_departures.contains(&(leg, scheduled))
                }),
            }
        };
        let (p50, p90) = (depart(Clock::P50, ready.p50)?, depart(Clock::P90, ready.p90)?);
        let row = &self.snapshot.legs[leg];
        let arrives = Times {
            p50: p50.leaves.checked_add(transit(row, Clock::P50)).ok()?,
            p90: p90.leaves.checked_add(transit(row, Clock::P90)).ok()?,
        };
        let departs = Times { p50: p50.leaves, p90: p90.leaves };
        let (departure, scheduled_p50) = (p50.departure, p50.scheduled);
        Some(Travelled { departs, arrives, departure, scheduled_p50 })
    }

    /// The timetables of these weeks.
    pub fn board(&self) -> Option<&Arc<Board>> {
        self.board.as_ref()
    }

    /// The last second for which a departure may be scheduled.
    pub fn horizon(&self) -> i64 {
        self.horizon_end.as_second()
    }

    /// When a process ends, as [`Lane::process_ends`], told by a board.
    pub fn work(&self, board: &Board, process: ProcessIdx, at: Seconds) -> Option<Seconds> {
        let ends = |at, clock| board.process_end(self.snapshot, process, at, clock);
        Some(Seconds { p50: ends(at.p50, Clock::P50)?, p90: ends(at.p90, Clock::P90)? })
    }

    /// When a leg reaches its end, as [`Lane::travel`], told by a board.
    pub fn ride(
        &self,
        board: &Board,
        (leg, line): (LegIdx, Option<LineIdx>),
        ready: Seconds,
    ) -> Option<Seconds> {
        if self.has_full(leg) {
            let at = |second| Timestamp::from_second(second).ok();
            let ready = Times { p50: at(ready.p50)?, p90: at(ready.p90)? };
            let Times { p50, p90 } = self.travel(leg, line, ready)?.arrives;
            return Some(Seconds { p50: p50.as_second(), p90: p90.as_second() });
        }
        let row = &self.snapshot.legs[leg];
        let reach = |clock, ready, transit: u32| {
            let boarding = Boarding { leg, line, clock, horizon_end: self.horizon_end };
            let found = board.next_departure(self.snapshot, boarding, ready)?;
            Some(found.leaves + i64::from(transit))
        };
        Some(Seconds {
            p50: reach(Clock::P50, ready.p50, row.p50_seconds)?,
            p90: reach(Clock::P90, ready.p90, row.p90_seconds)?,
        })
    }

    /// When a parcel that reached its destination is there for good, as [`Lane::deliver`], told by a board.
    pub fn hand_over(&self, board: &Board, node: NodeIdx, reached: Seconds) -> Option<Seconds> {
        if self.snapshot.nodes[node].is_facility() {
            return Some(reached);
        }
        let p50 = board.delivery(self.snapshot, node, reached.p50)?;
        Some(Seconds { p50, p90: board.delivery(self.snapshot, node, reached.p90)? })
    }

    /// Whether any departure of a leg is known to be full.
    pub fn has_full(&self, leg: LegIdx) -> bool {
        let full = &self.live.full_departures;
        !full.is_empty()
            && full.range((leg, Timestamp::MIN)..=(leg, Timestamp::MAX)).next().is_some()
    }

    /// When and on which dates a parcel that reached its destination is there for good (rule 6).
    pub fn deliver(&self, node: NodeIdx, reached: Times) -> Option<Delivered> {
        let row = &self.snapshot.nodes[node];
        if row.is_facility() {
            let (date_p50, date_p90) = (row.clock.date(reached.p50), row.clock.date(reached.p90));
            return Some(Delivered { times: reached, date_p50, date_p90 });
        }
        let p50 = delivery(self.snapshot, node, reached.p50)?;
        let p90 = delivery(self.snapshot, node, reached.p90)?;
        let times = Times { p50: p50.instant, p90: p90.instant };
        Some(Delivered { times, date_p50: p50.date, date_p90: p90.date })
    }

    /// Whether every route of the lane uses a subject, whatever its legs.
    pub fn uses_by_itself(&self, subject: RestrictionSubject) -> bool {
        match subject {
            RestrictionSubject::Country(country, Direction::From) => self.from.country == country,
            RestrictionSubject::Country(country, Direction::To) => self.to.country == country,
            _ => false,
        }
    }

    /// Whether a step uses a subject: it, its operator, its line, or a place at one of its ends.
    pub fn uses(&self, step: Step, subject: RestrictionSubject) -> bool {
        let leg = &self.snapshot.legs[step.leg];
        let nodes = [leg.from, leg.to];
        match subject {
            RestrictionSubject::Operator(operator) => {
                leg.operator == operator
                    || step.line.is_some_and(|l| self.snapshot.lines[l].operator == operator)
            }
            RestrictionSubject::Line(line) => step.line == Some(line),
            RestrictionSubject::Leg(leg) => step.leg == leg,
            RestrictionSubject::Facility(facility) => nodes.contains(&facility),
            RestrictionSubject::Country(country, Direction::Through) => nodes.iter().any(|&node| {
                let node = &self.snapshot.nodes[node];
                node.is_facility() && node.country == country
            }),
            RestrictionSubject::Country(..) | RestrictionSubject::Service(_) => false,
        }
    }
}

/// The parcel at its destination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delivered {
    /// When it is there for good.
    pub times: Times,
    /// The date there at p50.
    pub date_p50: civil::Date,
    /// The date there at p90.
    pub date_p90: civil::Date,
}

fn departure_at(found: Leaving) -> Option<DepartureAt> {
    Some(DepartureAt {
        scheduled: Timestamp::from_second(found.scheduled).ok()?,
        leaves: Timestamp::from_second(found.leaves).ok()?,
        departure: found.departure,
    })
}

fn end_of(
    snapshot: &Snapshot,
    endpoint: &Endpoint,
    end: &'static str,
) -> Result<RideEnd, RoutingError> {
    match endpoint {
        Endpoint::Postcode { country, postcode } => {
            let found = snapshot.zones_of(*country, postcode.as_ref());
            let place = |fault: ZoneFault| RoutingError::Place {
                end,
                what: fault.to_string(),
                code: fault.code(),
            };
            found.map(|found| found.end).map_err(place)
        }
        Endpoint::Zone(node) if !snapshot.nodes[*node].is_facility() => {
            Ok(snapshot.zones_of_zone(*node).end)
        }
        Endpoint::Facility(node) if snapshot.nodes[*node].is_facility() => {
            Ok(snapshot.end_at_facility(*node))
        }
        Endpoint::Zone(_) => Err(no_zone(end, "a facility is given where a zone is meant")),
        Endpoint::Facility(_) => Err(no_zone(end, "a zone is given where a facility is meant")),
    }
}

fn no_zone(end: &'static str, what: &str) -> RoutingError {
    RoutingError::Place { end, what: what.to_owned(), code: "no_zone" }
}

/// The nodes of an end that a route may begin or end in.
fn nodes_of(snapshot: &Snapshot, end: &RideEnd, is_meant: impl Fn(&Node) -> bool) -> Vec<NodeIdx> {
    let nodes = end.places.iter().map(|place| place.node);
    let mut found: Vec<_> = nodes
        .filter(|&node| snapshot.nodes[node].is_facility() || is_meant(&snapshot.nodes[node]))
        .collect();
    found.sort();
    found
}
