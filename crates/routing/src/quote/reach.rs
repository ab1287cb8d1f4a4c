//! What could serve a lane if nothing were refused: the subjects whose refusals a reader wants to see.
//!
//! Walks the chart of the destination by lines and legs alone, without times: forward from the origin,
//! back from the destination, and keeps what lies on some way of at most 8 legs. Whether a ride has a
//! tariff for its ends counts; that the mass is in none of its bands does not, it is told as a refusal.

use std::collections::{BTreeMap, VecDeque};

use portolan_network::Snapshot;
use portolan_network::records::{Direction, LegIdx, LineIdx, RestrictionSubject};

use crate::chart::{Move, NONE};
use crate::lane::Lane;
use crate::price_book::{RidePrice, RideSubject};
use crate::replay::Step;
use crate::searcher::LaneSearch;
use crate::{EntryWish, RoutingError, limits};

/// What lies on some way from origin to destination.
#[derive(Debug)]
pub(crate) struct Reach {
    /// The steps; one may be there more than once.
    pub steps: Vec<(LegIdx, Option<LineIdx>)>,
    /// Rides without a price, by what is bought: no band for the mass, or no rate of exchange.
    pub unpriced: BTreeMap<RideSubject, RidePrice>,
    /// Whether each is used.
    legs: Vec<bool>,
    lines: Vec<bool>,
    operators: Vec<bool>,
    nodes: Vec<bool>,
    countries: Vec<bool>,
}

/// A move from a stand that was reached; where the ride may end, at what price.
struct Edge {
    from: u32,
    step: Move,
    price: RidePrice,
}

/// The fewest legs to a stand that none leads to.
const FAR: u8 = u8::MAX;

impl Reach {
    /// Walks the lane of some searches.
    pub fn of(searches: &mut LaneSearch) -> Result<Self, RoutingError> {
        let lane = searches.lane;
        let (legs, edges) = forward(searches)?;
        let left = backward(legs.len(), &edges);
        let mut found = Self::none(lane.snapshot);
        for Edge { from, step, price } in edges {
            let next = |stand: u32| if stand == NONE { FAR } else { left[stand as usize] };
            let begun = legs[from as usize].saturating_add(1);
            let is_near = |left: u8| usize::from(begun.saturating_add(left)) <= limits::LEGS_MAX;
            let ends = price != RidePrice::NoTariff
                && ((step.is_last && is_near(0)) || is_near(next(step.free)));
            if ends || is_near(next(step.on)) {
                found.add(lane, &step);
            }
            if ends && let RidePrice::NoBand(_) | RidePrice::NoRate(_) = price {
                let subject = step.line().map_or(RideSubject::Leg(step.leg), RideSubject::Line);
                found.unpriced.insert(subject, price);
            }
        }
        Ok(found)
    }

    fn none(snapshot: &Snapshot) -> Self {
        Self {
            steps: Vec::new(),
            unpriced: BTreeMap::new(),
            legs: vec![false; snapshot.legs.len()],
            lines: vec![false; snapshot.lines.len()],
            operators: vec![false; snapshot.operators.len()],
            nodes: vec![false; snapshot.nodes.len()],
            countries: vec![false; snapshot.countries.len()],
        }
    }

    fn add(&mut self, lane: &Lane, step: &Move) {
        self.steps.push((step.leg, step.line()));
        let leg = &lane.snapshot.legs[step.leg];
        if let Some(line) = step.line() {
            self.lines[line.index()] = true;
            self.operators[lane.snapshot.lines[line].operator.index()] = true;
        }
        if std::mem::replace(&mut self.legs[step.leg.index()], true) {
            return;
        }
        self.operators[leg.operator.index()] = true;
        for node in [leg.from, leg.to] {
            self.nodes[node.index()] = true;
            let row = &lane.snapshot.nodes[node];
            if row.is_facility() {
                self.countries[row.country.index()] = true;
            }
        }
    }

    /// Whether something on a way is, or belongs to, a subject.
    pub fn uses(&self, lane: &Lane, subject: RestrictionSubject) -> bool {
        let is_used = match subject {
            RestrictionSubject::Operator(operator) => self.operators[operator.index()],
            RestrictionSubject::Line(line) => self.lines[line.index()],
            RestrictionSubject::Leg(leg) => self.legs[leg.index()],
            RestrictionSubject::Facility(facility) => self.nodes[facility.index()],
            RestrictionSubject::Country(country, Direction::Through) => {
                self.countries[country.index()]
            }
            RestrictionSubject::Country(..) | RestrictionSubject::Service(_) => false,
        };
        debug_assert_eq!(is_used, self.is_used_by_a_step(lane, subject), "{subject:?}");
        is_used || (lane.uses_by_itself(subject) && !self.steps.is_empty())
    }

    fn is_used_by_a_step(&self, lane: &Lane, subject: RestrictionSubject) -> bool {
        let step = |&(leg, line): &(LegIdx, Option<LineIdx>)| Step {
            leg,
            line,
            enters: false,
            fare: NONE,
        };
        self.steps.iter().map(step).any(|step| lane.uses(step, subject))
    }
}

/// Breadth first, so that the first way to a stand has the fewest legs: these by stand, and every move.
fn forward(searches: &mut LaneSearch) -> Result<(Vec<u8>, Vec<Edge>), RoutingError> {
    let (lane, ways) = (searches.lane, &searches.ways);
    let mut legs = vec![FAR; ways.chart.posts().len()];
    let mut queue = VecDeque::new();
    let mut edges = Vec::new();
    let meet = |stand: u32, count: u8, legs: &mut Vec<u8>, queue: &mut VecDeque<u32>| {
        if stand != NONE && legs[stand as usize] == FAR {
            legs[stand as usize] = count;
            queue.push_back(stand);
        }
    };
    for &(_, stand) in &ways.starts {
        meet(stand, 0, &mut legs, &mut queue);
    }
    while let Some(from) = queue.pop_front() {
        let count = legs[from as usize];
        if usize::from(count) >= limits::LEGS_MAX {
            continue;
        }
        for step in ways.moves(from).map(|number| ways.step(number)) {
            if !may_take(lane, step) {
                continue;
            }
            let price = match step.fare {
                NONE => RidePrice::NoTariff,
                fare => searches.prices.fare_price(lane, &searches.charts.fares, fare)?,
            };
            meet(step.on, count + 1, &mut legs, &mut queue);
            if price != RidePrice::NoTariff {
                meet(step.free, count + 1, &mut legs, &mut queue);
            }
            edges.push(Edge { from, step: *step, price });
        }
    }
    Ok((legs, edges))
}

/// Whether a leg could be taken but for what is refused.
fn may_take(lane: &Lane, step: &Move) -> bool {
    let row = &lane.snapshot.legs[step.leg];
    let is_over = row.provenance.valid.to().is_some_and(|last| last < lane.hand_in);
    let is_wished = match lane.query.entry {
        EntryWish::Any => true,
        _ if lane.snapshot.nodes[row.from].is_facility() => true,
        EntryWish::Collection => !row.is_drop_off,
        EntryWish::DropOff => row.is_drop_off,
    };
    let counts = |line: LineIdx| {
        let mut rides = row.rides.iter().filter(|ride| ride.line == line);
        lane.is_valid(&lane.snapshot.lines[line].provenance)
            && (!step.is_dated || rides.any(|ride| lane.is_valid(&ride.provenance)))
    };
    !is_over && is_wished && step.line().is_none_or(counts)
}

/// The fewest legs from every stand to the destination over some moves.
fn backward(stands: usize, edges: &[Edge]) -> Vec<u8> {
    let mut left = vec![FAR; stands];
    for _ in 0..limits::LEGS_MAX {
        let mut is_settled = true;
        for Edge { from, step, price } in edges.iter().rev() {
            let is_sold = *price != RidePrice::NoTariff;
            let next = |stand: u32| if stand == NONE { FAR } else { left[stand as usize] };
            let free = if is_sold { next(step.free) } else { FAR };
            let beyond = if is_sold && step.is_last { 0 } else { free.min(next(step.on)) };
            let legs = beyond.saturating_add(1);
            if legs < left[*from as usize] {
                left[*from as usize] = legs;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    left
}
