//! Searching and quoting on one network, keeping between parcels what does not depend on them.
//!
//! [`search`] and [`quote`] serve one parcel; who has many keeps a [`Searcher`] per thread.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_network::Snapshot;
use portolan_network::records::{FieldSubject, RequiredFieldIdx, RestrictionSubject, ServiceIdx};

use crate::chains::{Chains, KeptChains};
use crate::chart::Passages;
use crate::charts::{Charts, Ways};
use crate::lane::Lane;
use crate::permit::{Day, Permit, Refusals};
use crate::price_book::PriceBook;
use crate::price_list::PriceLists;
use crate::replay::Step;
use crate::search::{Found, Search, Slate};
use crate::{
    Kept, Live, Offer, Query, Quote, Refused, Route, RouteFilter, RoutingError, Vector, fields,
    kept, plain, replay,
};

/// The exact Pareto set on price, arrival at p50, arrival at p90 and loss, of at most 8 legs, in the
/// order of [`Vector`]. Of routes with equal numbers one is answered, always the same.
pub fn search(
    snapshot: &Snapshot,
    live: &Live,
    query: &Query,
    filter: &RouteFilter,
) -> Result<Vec<Route>, RoutingError> {
    Searcher::new(snapshot).search(live, query, filter)
}

/// Options, offers and refusals for one parcel.
pub fn quote(snapshot: &Snapshot, live: &Live, query: &Query) -> Result<Quote, RoutingError> {
    Searcher::new(snapshot).quote(live, query)
}

/// As [`search`], on nothing prepared and by the rules of the format alone: slower by far, and what search
/// is tested against.
pub fn search_plainly(
    snapshot: &Snapshot,
    live: &Live,
    query: &Query,
    filter: &RouteFilter,
) -> Result<Vec<Route>, RoutingError> {
    let lane = Lane::resolve(snapshot, live, query, || None)?;
    let mut searcher = Searcher::new(snapshot);
    searcher.of_lane(&lane)?.routes(&Wanted { filter, ..Wanted::default() })
}

/// A network and what has been prepared of it.
pub struct Searcher<'s> {
    snapshot: &'s Snapshot,
    charts: Charts,
    lists: PriceLists,
    chains: KeptChains,
    slate: Slate,
    /// The number of the network's ways, where it was asked for.
    ways: Option<u64>,
}

impl<'s> Searcher<'s> {
    /// A searcher that has prepared nothing yet.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        let (charts, slate) = (Charts::of(snapshot), Slate::default());
        let (lists, chains) = (PriceLists::of(snapshot), KeptChains::default());
        Self { snapshot, charts, lists, chains, slate, ways: None }
    }

    /// A searcher that goes on with what another has prepared, of this network or an earlier version of
    /// it: what still holds is used, the rest is prepared anew. The answers are those of [`Self::new`].
    pub fn resume(snapshot: &'s Snapshot, kept: Kept) -> Self {
        match kept.adapt(snapshot) {
            Some((ways, charts, lists, chains, slate)) => {
                Self { snapshot, charts, lists, chains, slate, ways: Some(ways) }
            }
            None => Self::new(snapshot),
        }
    }

    /// What it has prepared, for [`Self::resume`].
    pub fn into_kept(self) -> Kept {
        let ways = self.ways.unwrap_or_else(|| kept::ways_of(self.snapshot));
        Kept::of(self.snapshot, ways, (self.charts, self.lists, self.chains, self.slate))
    }

    /// Tells the earliest arrivals by the hour of the week on charts of at least so many moves. The answers
    /// are the same whatever the number: fewer cost memory and time when a destination is first asked for,
    /// more cost time on every parcel. For tests and measurements.
    #[must_use]
    pub fn telling_arrivals_from(mut self, moves: usize) -> Self {
        self.charts.wide_moves = moves;
        self
    }

    /// The network it searches.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Bytes kept between parcels, roughly: charts, arrivals, timetables, fares, price lists,
    /// chains of legs.
    pub fn bytes_kept(&self) -> usize {
        self.charts.bytes() + self.lists.bytes() + self.chains.bytes()
    }

    /// As [`search`].
    pub fn search(
        &mut self,
        live: &Live,
        query: &Query,
        filter: &RouteFilter,
    ) -> Result<Vec<Route>, RoutingError> {
        let lane = self.lane(live, query)?;
        self.of_lane(&lane)?.routes(&Wanted { filter, ..Wanted::default() })
    }

    /// As [`quote`].
    pub fn quote(&mut self, live: &Live, query: &Query) -> Result<Quote, RoutingError> {
        let lane = self.lane(live, query)?;
        crate::quote::quote_of(&mut self.of_lane(&lane)?)
    }

    /// What one service offers for a parcel, or every rule by which it offers nothing. Cheaper than a
    /// quote: other services, options and what is refused elsewhere are not looked at.
    pub fn offer(
        &mut self,
        live: &Live,
        query: &Query,
        service: ServiceIdx,
    ) -> Result<Result<Offer, Vec<Refused>>, RoutingError> {
        let lane = self.lane(live, query)?;
        crate::quote::offer_alone(&mut self.of_lane(&lane)?, service)
    }

    /// A query resolved, with the timetables of its weeks.
    fn lane<'a>(&mut self, live: &'a Live, query: &'a Query) -> Result<Lane<'a>, RoutingError>
    where
        's: 'a,
    {
        Lane::resolve(self.snapshot, live, query, || {
            Some(self.charts.board(self.snapshot, query.ready))
        })
    }

    /// Prepares all the searches of one lane.
    fn of_lane<'a>(&'a mut self, lane: &'a Lane<'a>) -> Result<LaneSearch<'a>, RoutingError> {
        let list = self.lists.list(self.snapshot, lane.hand_in, lane.query.currency);
        let day = self.charts.day(self.snapshot, lane.hand_in);
        let board = lane.board();
        let passages = board.map(|board| self.charts.passages(self.snapshot, board, &day));
        let ways = self.charts.ways(self.snapshot, lane);
        let chains = self.chains.of_lane(lane, &ways, passages.as_ref());
        Ok(LaneSearch {
            lane,
            refusals: Refusals::of(lane),
            prices: PriceBook::new(lane, list)?,
            passages,
            day,
            ways,
            chains,
            charts: &self.charts,
            slate: &mut self.slate,
        })
    }
}

/// All the searches of one query.
pub(crate) struct LaneSearch<'a> {
    /// The query on its network.
    pub lane: &'a Lane<'a>,
    /// What refuses the parcel.
    pub refusals: Refusals,
    /// Prices found so far.
    pub prices: PriceBook<'a>,
    /// What counts on the hand-in day.
    pub day: Arc<Day>,
    /// The legs of the lane's board on the day.
    passages: Option<Arc<Passages>>,
    /// The ways of the lane.
    pub ways: Arc<Ways>,
    /// What is prepared of the network.
    pub charts: &'a Charts,
    chains: &'a mut Chains,
    slate: &'a mut Slate,
}

/// Which routes of a lane are wanted.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// What they must satisfy.
    pub filter: &'a RouteFilter,
    /// The service they are for: it may ask for fields of its own.
    pub service: Option<ServiceIdx>,
    /// As if this subject refused nothing, and only routes that use it.
    pub lifted: Option<RestrictionSubject>,
    /// As if this field were not asked for.
    pub waived: Option<RequiredFieldIdx>,
}

const EVERY_ROUTE: &RouteFilter =
    &RouteFilter { lines: None, tracked_all: false, date_p90_max: None, loss_ppm_max: None };

impl Default for Wanted<'_> {
    fn default() -> Self {
        Self { filter: EVERY_ROUTE, service: None, lifted: None, waived: None }
    }
}

impl LaneSearch<'_> {
    /// The Pareto set of the wanted routes, in the order of [`Vector`].
    pub fn routes(&mut self, wanted: &Wanted) -> Result<Vec<Route>, RoutingError> {
        let subjects = self.refusals.by_subject.keys().copied();
        let refused = subjects.filter(|&subject| Some(subject) != wanted.lifted).collect();
        self.routes_without(wanted, &refused)
    }

    /// The wanted routes that use none of `refused` and ask for no field that is not given. A row that
    /// asks only where a subject meets a clearance is decided by leaving out first one, then the other.
    fn routes_without(
        &mut self,
        wanted: &Wanted,
        refused: &BTreeSet<RestrictionSubject>,
    ) -> Result<Vec<Route>, RoutingError> {
        let routes = self.run(wanted, refused)?;
        let Some(row) = routes.iter().find_map(|route| self.missing(wanted, route)) else {
            return Ok(routes);
        };
        let mut found = Vec::new();
        for left_out in self.ways_around(row) {
            let more: BTreeSet<_> = refused.iter().copied().chain(left_out).collect();
            found.extend(self.routes_without(wanted, &more)?);
        }
        Ok(pareto(found))
    }

    /// One unconditional search.
    fn run(
        &mut self,
        wanted: &Wanted,
        refused: &BTreeSet<RestrictionSubject>,
    ) -> Result<Vec<Route>, RoutingError> {
        let permit = Permit::without(self.lane, &self.day, refused);
        let found = match self.lane.board().zip(self.passages.as_deref()) {
            Some((board, passages)) => Search {
                lane: self.lane,
                board,
                passages,
                day: &self.day,
                permit: &permit,
                refused,
                filter: wanted.filter,
                must_use: wanted.lifted,
                ways: &self.ways,
                fares: &self.charts.fares,
                work: &self.charts.work,
                prices: &mut self.prices,
                chains: self.chains,
                slate: self.slate,
            }
            .run()?,
            None => plain::Search {
                lane: self.lane,
                permit: &permit,
                filter: wanted.filter,
                must_use: wanted.lifted,
                bounds: plain::Bounds::to(self.lane.snapshot, &self.lane.destinations),
                prices: &mut self.prices,
                relabelling: &self.charts.fares.relabelling,
            }
            .run()?
            .into_iter()
            .map(|steps| Found { answer: None, steps })
            .collect(),
        };
        let mut routes = Vec::with_capacity(found.len());
        for Found { answer, steps } in found {
            let told = answer.and_then(|answer| self.chains.route(answer.link)).cloned();
            debug_assert!(
                told.as_ref().is_none_or(|told| is_same_walk(told, self.lane, &steps)),
                "a route is a route"
            );
            let is_told = told.is_some();
            let walked = told.or_else(|| replay::route_of(self.lane, &steps));
            let mut route = walked.expect("invariant: what search walked can be walked again");
            if let Some(answer) = answer.filter(|_| !is_told) {
                self.chains.keep(answer, &route);
            }
            let prices = (self.charts, &mut self.prices);
            let is_taken = replay::charge(self.lane, prices, &steps, &mut route)?;
            assert!(is_taken, "invariant: search prices the zones at both ends");
            routes.push(route);
        }
        Ok(pareto(routes))
    }

    /// A field that a route asks for, that is known not to be given and is not waived.
    fn missing(&self, wanted: &Wanted, route: &Route) -> Option<RequiredFieldIdx> {
        self.lane.query.given_fields?;
        let waived = wanted.lifted.map(|subject| self.refusals.fields_of(subject));
        let asked = fields::asked_by(self.lane, route, wanted.service);
        asked.into_iter().find(|row| {
            wanted.waived != Some(*row) && !waived.as_ref().is_some_and(|rows| rows.contains(row))
        })
    }

    /// What can be left out so that a field is not asked for: each is one way.
    fn ways_around(&self, row: RequiredFieldIdx) -> Vec<Vec<RestrictionSubject>> {
        let snapshot = self.lane.snapshot;
        let row = &snapshot.required_fields[row];
        let mut ways = Vec::new();
        match row.subject {
            Some(FieldSubject::Line(line)) => ways.push(vec![RestrictionSubject::Line(line)]),
            Some(FieldSubject::AnyLine) => {
                ways.push(snapshot.lines.indices().map(RestrictionSubject::Line).collect());
            }
            Some(FieldSubject::Operator(operator)) => {
                ways.push(vec![RestrictionSubject::Operator(operator)]);
            }
            _ => {}
        }
        if row.clearance.is_some() {
            let legs = snapshot.legs.entries();
            let cleared =
                legs.filter(|(_, leg)| leg.crosses_border && leg.clearance == row.clearance);
            ways.push(cleared.map(|(index, _)| RestrictionSubject::Leg(index)).collect());
        }
        ways
    }
}

/// Whether a route without what it costs is the one that some steps make.
fn is_same_walk(told: &Route, lane: &Lane, steps: &[Step]) -> bool {
    let walked = replay::route_of(lane, steps);
    walked.is_some_and(|walked| walked == Route { price: walked.price, ..told.clone() })
}

/// The routes that no other beats, in the order of their numbers; of equals the first.
fn pareto(mut routes: Vec<Route>) -> Vec<Route> {
    let legs = |route: &Route| route.legs.len();
    let taken = |route: &Route| {
        let legs = route.legs.iter();
        legs.map(|leg| (leg.leg, leg.line)).collect::<Vec<_>>()
    };
    routes.sort_by(|one, other| {
        let by_numbers = one.vector().cmp(&other.vector());
        let by_legs = by_numbers.then_with(|| legs(one).cmp(&legs(other)));
        by_legs.then_with(|| taken(one).cmp(&taken(other)))
    });
    let mut kept: Vec<Vector> = Vec::with_capacity(routes.len());
    routes.retain(|route| {
        let vector = route.vector();
        let is_kept = !kept.iter().any(|other| other.is_no_worse(&vector));
        if is_kept {
            kept.push(vector);
        }
        is_kept
    });
    routes
}
