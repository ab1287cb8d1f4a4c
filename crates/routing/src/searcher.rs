//! Searching and quoting on one network, keeping between parcels what does not depend on them.
//!
//! [`search`] and [`quote`] serve one parcel; who has many keeps a [`Searcher`] per thread.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portolan_network::Snapshot;
use portolan_network::records::{
    FieldSubject, NodeIdx, RequiredFieldIdx, RestrictionSubject, ServiceIdx,
};

use crate::lane::Lane;
use crate::permit::{Permit, Refusals};
use crate::price_book::PriceBook;
use crate::relabelling::Relabelling;
use crate::search::Search;
use crate::search::bounds::Bounds;
use crate::{
    Live, Offer, Query, Quote, Refused, Route, RouteFilter, RoutingError, Vector, fields, limits,
    replay,
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

/// A network and what has been prepared of it.
pub struct Searcher<'s> {
    snapshot: &'s Snapshot,
    relabelling: Relabelling,
    bounds: BTreeMap<Vec<NodeIdx>, Arc<Bounds>>,
}

impl<'s> Searcher<'s> {
    /// A searcher that has prepared nothing yet.
    pub fn new(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, relabelling: Relabelling::of(snapshot), bounds: BTreeMap::new() }
    }

    /// The network it searches.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// As [`search`].
    pub fn search(
        &mut self,
        live: &Live,
        query: &Query,
        filter: &RouteFilter,
    ) -> Result<Vec<Route>, RoutingError> {
        let lane = Lane::resolve(self.snapshot, live, query)?;
        self.of_lane(&lane)?.routes(&Wanted { filter, ..Wanted::default() })
    }

    /// As [`quote`].
    pub fn quote(&mut self, live: &Live, query: &Query) -> Result<Quote, RoutingError> {
        let lane = Lane::resolve(self.snapshot, live, query)?;
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
        let lane = Lane::resolve(self.snapshot, live, query)?;
        crate::quote::offer_alone(&mut self.of_lane(&lane)?, service)
    }

    /// Prepares all the searches of one lane.
    fn of_lane<'a>(&mut self, lane: &'a Lane<'a>) -> Result<LaneSearch<'a>, RoutingError> {
        if self.bounds.len() >= limits::BOUNDS_KEPT_MAX {
            self.bounds.clear();
        }
        let bounds = self.bounds.entry(lane.destinations.clone());
        let bounds = bounds.or_insert_with(|| Bounds::to(self.snapshot, &lane.destinations).into());
        Ok(LaneSearch {
            lane,
            refusals: Refusals::of(lane),
            prices: PriceBook::new(lane, self.relabelling.clone())?,
            bounds: Arc::clone(bounds),
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
    pub prices: PriceBook,
    bounds: Arc<Bounds>,
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
        let permit = Permit::without(self.lane, refused);
        let mut search = Search {
            lane: self.lane,
            permit: &permit,
            filter: wanted.filter,
            must_use: wanted.lifted,
            bounds: Arc::clone(&self.bounds),
            prices: &mut self.prices,
        };
        let mut routes = Vec::new();
        for steps in search.run()? {
            let route = replay::route_of(self.lane, &steps)?;
            routes.push(route.expect("invariant: what search walked can be walked again"));
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

/// The routes that no other beats, in the order of their numbers; of equals the first.
fn pareto(mut routes: Vec<Route>) -> Vec<Route> {
    routes.sort_by_cached_key(|route| {
        let legs: Vec<_> = route.legs.iter().map(|leg| (leg.leg, leg.line)).collect();
        (route.vector(), legs.len(), legs)
    });
    let mut kept: Vec<(Vector, Route)> = Vec::new();
    for route in routes {
        let vector = route.vector();
        if !kept.iter().any(|(other, _)| other.is_no_worse(&vector)) {
            kept.push((vector, route));
        }
    }
    kept.into_iter().map(|(_, route)| route).collect()
}
