//! What could serve a lane if nothing were refused: the subjects whose refusals a reader wants to see.
//!
//! Walks the chart of the destination by lines and legs alone, without times: forward from the origin,
//! back from the destination, and keeps what lies on some way of at most 8 legs. Whether a ride has a
//! tariff for its ends counts; that the mass is in none of its bands does not, it is told as a refusal.

use std::collections::{BTreeMap, VecDeque};

use portolan_network::Snapshot;
use portolan_network::records::{Direction, LegIdx, LineIdx, RestrictionSubject};

use crate::chart::{LegFacts, Move, NONE};
use crate::lane::Lane;
use crate::price_book::{RidePrice, RideSubject};
use crate::replay::Step;
use crate::searcher::LaneSearch;
use crate::{RoutingError, limits};

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
}

/// A move from a stand that was reached.
struct Edge {
    from: u32,
    /// The place of the move among those of the stand.
    place: u32,
    /// Where the ride goes on, and where it ends for a price; [`NONE`] where it cannot.
    next: [u32; 2],
    /// Whether it ends at the destination for a price.
    is_end: bool,
}

impl Edge {
    /// Whether it lies on a way of few enough legs with its ride going on, and with its ride ended, by the fewest
    /// legs to each stand and from each.
    fn lies_between(&self, legs: &[u8], left: &[u8]) -> [bool; 2] {
        let begun = legs[self.from as usize].saturating_add(1);
        let is_near = |left: u8| usize::from(begun.saturating_add(left)) <= limits::LEGS_MAX;
        let [on, free] =
            self.next.map(|next| is_near(left.get(next as usize).copied().unwrap_or(FAR)));
        [on, free || (self.is_end && is_near(0))]
    }
}

/// Prices that are no number, with the places of their edges.
type Unpriced = Vec<(usize, RidePrice)>;

/// The fewest legs to a stand that none leads to.
const FAR: u8 = u8::MAX;

impl Reach {
    /// Walks the lane of some searches.
    pub fn of(searches: &mut LaneSearch) -> Result<Self, RoutingError> {
        let lane = searches.lane;
        let (legs, edges, unpriced) = forward(searches)?;
        let left = backward(legs.len(), &edges);
        let mut found = Self::none(lane.snapshot);
        let (ways, work) = (&searches.ways, &searches.charts.work);
        let step_of = |edge: &Edge| ways.step(ways.number_of(edge.from, edge.place as usize));
        for edge in edges.iter().filter(|edge| edge.lies_between(&legs, &left) != [false; 2]) {
            let step = step_of(edge);
            found.add(lane, step, work.facts(step.leg));
        }
        for (at, price) in unpriced {
            let [_, ends] = edges[at].lies_between(&legs, &left);
            if ends {
                let step = step_of(&edges[at]);
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
        }
    }

    fn add(&mut self, lane: &Lane, step: &Move, facts: &LegFacts) {
        self.steps.push((step.leg, step.line()));
        if let Some(line) = step.line() {
            self.lines[line.index()] = true;
            self.operators[lane.snapshot.lines[line].operator.index()] = true;
        }
        self.legs[step.leg.index()] = true;
        self.operators[facts.operator.index()] = true;
        self.nodes[facts.from.index()] = true;
        self.nodes[facts.to.index()] = true;
    }

    /// Whether something on a way is, or belongs to, a subject.
    pub fn uses(&self, lane: &Lane, subject: RestrictionSubject) -> bool {
        let is_used = match subject {
            RestrictionSubject::Operator(operator) => self.operators[operator.index()],
            RestrictionSubject::Line(line) => self.lines[line.index()],
            RestrictionSubject::Leg(leg) => self.legs[leg.index()],
            RestrictionSubject::Facility(facility) => self.nodes[facility.index()],
            RestrictionSubject::Country(country, Direction::Through) => {
                let rows = lane.snapshot.nodes.iter().zip(&self.nodes);
                let mut used = rows.filter(|(_, is_used)| **is_used);
                used.any(|(row, _)| row.is_facility() && row.country == country)
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

/// Breadth first, so that the first way to a stand has the fewest legs: these by stand, every move, and the rides
/// without a price.
fn forward(searches: &mut LaneSearch) -> Result<(Vec<u8>, Vec<Edge>, Unpriced), RoutingError> {
    let (lane, day, ways) = (searches.lane, &searches.day, &searches.ways);
    let posts = ways.chart.posts();
    let mut legs = vec![FAR; posts.len()];
    let mut queue = VecDeque::new();
    let (mut edges, mut unpriced) = (Vec::new(), Unpriced::new());
    let meet = |stand: u32, count: u8, legs: &mut Vec<u8>, queue: &mut VecDeque<u32>| {
        // What has no way on as few legs as are left is on no way.
        if legs.get(stand as usize) == Some(&FAR) && posts[stand as usize].is_in_reach(count) {
            legs[stand as usize] = count;
            queue.push_back(stand);
        }
    };
    for &(_, stand) in &ways.starts {
        meet(stand, 0, &mut legs, &mut queue);
    }
    while let Some(from) = queue.pop_front() {
        let count = legs[from as usize];
        for (place, step) in (0..).zip(ways.steps(from)) {
            if day.is_over(step.leg) || !may_take(lane, step) {
                continue;
            }
            let price = match step.fare {
                NONE => RidePrice::NoTariff,
                fare => searches.prices.fare_price(lane, &searches.charts.fares, fare)?,
            };
            let is_sold = price != RidePrice::NoTariff;
            let next = [step.on, if is_sold { step.free } else { NONE }];
            for next in next {
                meet(next, count + 1, &mut legs, &mut queue);
            }
            if let RidePrice::NoBand(_) | RidePrice::NoRate(_) = price {
                unpriced.push((edges.len(), price));
            }
            edges.push(Edge { from, place, next, is_end: is_sold && step.is_last });
        }
    }
    Ok((legs, edges, unpriced))
}

/// Whether a move could be made but for what is refused.
fn may_take(lane: &Lane, step: &Move) -> bool {
    let counts = |line: LineIdx| {
        lane.is_valid(&lane.snapshot.lines[line].provenance)
            && (!step.is_dated || lane.counts(step.leg, line))
    };
    lane.query.entry.is_met_by(step.drop_off) && step.line().is_none_or(counts)
}

/// The fewest legs from every stand to the destination over some moves.
fn backward(stands: usize, edges: &[Edge]) -> Vec<u8> {
    let mut left = vec![FAR; stands];
    for _ in 0..limits::LEGS_MAX {
        let mut is_settled = true;
        for Edge { from, next, is_end, .. } in edges.iter().rev() {
            let [on, free] = next.map(|next| left.get(next as usize).copied().unwrap_or(FAR));
            let beyond = if *is_end { 0 } else { free.min(on) };
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
