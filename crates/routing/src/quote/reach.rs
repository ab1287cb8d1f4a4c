//! What could serve a lane if nothing were refused: the subjects whose refusals a reader wants to see.
//!
//! Walks the network by lines and legs alone, without times: forward from the origin, backward from the
//! destination, and keeps what lies on some way of at most 8 legs. Whether a ride has a tariff for its
//! ends counts; that the mass is in none of its bands does not, it is told as a refusal.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use portolan_network::records::{LegIdx, LegRide, LineIdx, NodeIdx, RestrictionSubject};

use crate::lane::Lane;
use crate::price_book::{PriceBook, RideKey, RidePrice, RideSubject};
use crate::replay::Step;
use crate::searcher::LaneSearch;
use crate::{EntryWish, RoutingError, limits};

/// What lies on some way from origin to destination.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// The steps, in order.
    pub steps: BTreeSet<(LegIdx, Option<LineIdx>)>,
    /// Rides without a price, by what is bought: no band for the mass, or no rate of exchange.
    pub unpriced: BTreeMap<RideSubject, RidePrice>,
}

/// Where a way stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    Free(NodeIdx),
    On { node: NodeIdx, line: LineIdx, stage: u16, entered: NodeIdx },
}

/// One leg of some way.
struct Edge {
    from: usize,
    to: usize,
    leg: LegIdx,
    line: Option<LineIdx>,
    unpriced: Option<(RideSubject, RidePrice)>,
}

impl Reach {
    /// Walks the lane of some searches.
    pub fn of(searches: &mut LaneSearch) -> Result<Self, RoutingError> {
        let mut explorer = Explorer::new(searches.lane, &mut searches.prices);
        explorer.explore()?;
        let left = explorer.legs_left();
        let mut found = Self::default();
        for edge in &explorer.edges {
            let legs = explorer.legs[edge.from].saturating_add(1).saturating_add(left[edge.to]);
            if legs > limits::LEGS_MAX {
                continue;
            }
            found.steps.insert((edge.leg, edge.line));
            found.unpriced.extend(edge.unpriced);
        }
        Ok(found)
    }

    /// Whether something on a way is, or belongs to, a subject.
    pub fn uses(&self, lane: &Lane, subject: RestrictionSubject) -> bool {
        let step = |&(leg, line): &(LegIdx, Option<LineIdx>)| Step { leg, line, enters: false };
        (lane.uses_by_itself(subject) && !self.steps.is_empty())
            || self.steps.iter().map(step).any(|step| lane.uses(step, subject))
    }
}

/// Walks forward, breadth first, so that the first way to a stand has the fewest legs.
struct Explorer<'a> {
    lane: &'a Lane<'a>,
    prices: &'a mut PriceBook,
    stands: Vec<Stand>,
    ids: BTreeMap<Stand, usize>,
    legs: Vec<usize>,
    edges: Vec<Edge>,
    queue: VecDeque<usize>,
}

impl<'a> Explorer<'a> {
    fn new(lane: &'a Lane<'a>, prices: &'a mut PriceBook) -> Self {
        let mut explorer = Self {
            lane,
            prices,
            stands: Vec::new(),
            ids: BTreeMap::new(),
            legs: Vec::new(),
            edges: Vec::new(),
            queue: VecDeque::new(),
        };
        for &origin in &lane.origins {
            explorer.id_of(Stand::Free(origin), 0);
        }
        explorer
    }

    fn id_of(&mut self, stand: Stand, legs: usize) -> usize {
        if let Some(&known) = self.ids.get(&stand) {
            return known;
        }
        let id = self.stands.len();
        self.ids.insert(stand, id);
        self.stands.push(stand);
        self.legs.push(legs);
        self.queue.push_back(id);
        id
    }

    fn explore(&mut self) -> Result<(), RoutingError> {
        while let Some(from) = self.queue.pop_front() {
            let (Stand::Free(node) | Stand::On { node, .. }) = self.stands[from];
            let is_origin = self.legs[from] == 0;
            let row = &self.lane.snapshot.nodes[node];
            if self.legs[from] >= limits::LEGS_MAX || !(row.is_facility() || is_origin) {
                continue;
            }
            for &leg in &row.out_legs {
                if self.may_take(leg) {
                    self.walk(from, leg)?;
                }
            }
        }
        Ok(())
    }

    fn may_take(&self, leg: LegIdx) -> bool {
        let row = &self.lane.snapshot.legs[leg];
        let nodes = &self.lane.snapshot.nodes;
        let is_over = row.provenance.valid.to().is_some_and(|last| last < self.lane.hand_in);
        let is_wished = match self.lane.query.entry {
            EntryWish::Any => true,
            _ if nodes[row.from].is_facility() => true,
            EntryWish::Collection => !row.is_drop_off,
            EntryWish::DropOff => row.is_drop_off,
        };
        let may_end = nodes[row.to].is_facility() || self.lane.is_destination(row.to);
        !is_over && is_wished && may_end
    }

    fn walk(&mut self, from: usize, leg: LegIdx) -> Result<(), RoutingError> {
        let row = &self.lane.snapshot.legs[leg];
        let stand = self.stands[from];
        if matches!(stand, Stand::Free(_)) && row.is_sold_alone {
            self.leave(from, leg, None, row.from)?;
        }
        for ride in &row.rides {
            let Some(entered) = self.entered(stand, ride, row.from) else { continue };
            let on = Stand::On { node: row.to, line: ride.line, stage: ride.stage, entered };
            let to = self.id_of(on, self.legs[from] + 1);
            self.edges.push(Edge { from, to, leg, line: Some(ride.line), unpriced: None });
            if ride.exit {
                self.leave(from, leg, Some(ride.line), entered)?;
            }
        }
        Ok(())
    }

    /// Where the line was entered, if a leg may be taken on it.
    fn entered(&self, stand: Stand, ride: &LegRide, here: NodeIdx) -> Option<NodeIdx> {
        let line = &self.lane.snapshot.lines[ride.line];
        if !self.lane.is_valid(&ride.provenance) || !self.lane.is_valid(&line.provenance) {
            return None;
        }
        match stand {
            Stand::Free(_) => ride.entry.then_some(here),
            Stand::On { line, stage, entered, .. } => {
                (line == ride.line && stage < ride.stage).then_some(entered)
            }
        }
    }

    /// Ends a ride, if some tariff is for its ends.
    fn leave(
        &mut self,
        from: usize,
        leg: LegIdx,
        line: Option<LineIdx>,
        entered: NodeIdx,
    ) -> Result<(), RoutingError> {
        let subject = line.map_or(RideSubject::Leg(leg), RideSubject::Line);
        let to = self.lane.snapshot.legs[leg].to;
        let ride = RideKey { subject, from: entered, to, is_relabelled: false };
        let price = self.prices.ride_price(self.lane, ride)?;
        let unpriced = match price {
            RidePrice::Minor(_) => None,
            RidePrice::NoTariff => return Ok(()),
            RidePrice::NoBand(_) | RidePrice::NoRate(_) => Some((subject, price)),
        };
        let to = self.id_of(Stand::Free(to), self.legs[from] + 1);
        self.edges.push(Edge { from, to, leg, line, unpriced });
        Ok(())
    }

    /// The fewest legs from every stand to the destination.
    fn legs_left(&self) -> Vec<usize> {
        let mut into: Vec<Vec<usize>> = vec![Vec::new(); self.stands.len()];
        for edge in &self.edges {
            into[edge.to].push(edge.from);
        }
        let mut left = vec![usize::MAX; self.stands.len()];
        let mut queue = VecDeque::new();
        for (id, stand) in self.stands.iter().enumerate() {
            if matches!(stand, Stand::Free(node) if self.lane.is_destination(*node))
                && self.legs[id] > 0
            {
                left[id] = 0;
                queue.push_back(id);
            }
        }
        while let Some(to) = queue.pop_front() {
            for &from in &into[to] {
                if left[from] == usize::MAX {
                    left[from] = left[to] + 1;
                    queue.push_back(from);
                }
            }
        }
        left
    }
}
