//! Checks a route anew against the rules of "How a parcel moves", sharing nothing with search.
//!
//! For tests, the simulator and whoever is handed a route. Follows the page rule by rule over the
//! network's own tables and functions, and names everything that is wrong, in words. A departure later
//! than the first is accepted: the first may have been full when the route was made.
//! Money and goods are in `money`, times in `clocks`.

mod clocks;
mod money;

use portolan_network::records::{Node, NodeIdx};
use portolan_network::{RideEnd, Snapshot};

use crate::{Endpoint, EntryWish, Query, Ride, Route, limits};

/// Every rule that a route breaks, in words; `Ok` where it keeps them all.
pub fn verify(snapshot: &Snapshot, query: &Query, route: &Route) -> Result<(), Vec<String>> {
    let Some((from, to)) = end_of(snapshot, &query.from).zip(end_of(snapshot, &query.to)) else {
        return Err(vec!["the query names no place of this network".to_owned()]);
    };
    let mut check = Check { snapshot, query, route, from, to, faults: Vec::new() };
    check.shape();
    check.ends();
    // Without a chain of legs covered by rides there is nothing to time or to price.
    if check.faults.is_empty() {
        check.rides();
        check.clocks();
        check.charges();
        check.goods();
    }
    if check.faults.is_empty() { Ok(()) } else { Err(check.faults) }
}

/// A route being checked.
struct Check<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    route: &'a Route,
    from: RideEnd,
    to: RideEnd,
    faults: Vec<String>,
}

impl Check<'_> {
    fn expect(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }

    /// Rules 1 and 9: a chain of at most 8 legs through facilities, each in exactly one ride.
    fn shape(&mut self) {
        let (snapshot, route) = (self.snapshot, self.route);
        let count = route.legs.len();
        let is_counted = (1..=limits::LEGS_MAX).contains(&count);
        self.expect(is_counted, || format!("it has {count} legs instead of 1 to 8"));
        for pair in route.legs.windows(2) {
            let (before, after) = (&snapshot.legs[pair[0].leg], &snapshot.legs[pair[1].leg]);
            let is_joined = before.to == after.from && snapshot.nodes[after.from].is_facility();
            self.expect(is_joined, || {
                format!("`{}` does not go on from `{}` at a facility", after.key, before.key)
            });
        }
        let covered: Vec<_> = route.rides.iter().flat_map(|ride| ride.first..=ride.last).collect();
        let is_covered = covered.iter().copied().eq(0..count);
        self.expect(is_covered, || "its rides do not cover its legs one by one".to_owned());
    }

    /// Rule 2: where it begins and ends, on which day, and how it enters.
    fn ends(&mut self) {
        let (snapshot, query, route) = (self.snapshot, self.query, self.route);
        let legs = route.legs.first().zip(route.legs.last());
        let Some((first, last)) = legs.map(|(a, b)| (&snapshot.legs[a.leg], &snapshot.legs[b.leg]))
        else {
            return;
        };
        let begins = first.from == route.origin
            && is_end(snapshot, &self.from, first.from, |node| node.zone_kinds().collection);
        self.expect(begins, || format!("nothing begins at `{}`", snapshot.nodes[first.from].key));
        let ends = last.to == route.destination
            && is_end(snapshot, &self.to, last.to, |node| node.zone_kinds().delivery);
        self.expect(ends, || format!("nothing ends at `{}`", snapshot.nodes[last.to].key));
        let is_wished = snapshot.nodes[first.from].is_facility()
            || match query.entry {
                EntryWish::Any => true,
                EntryWish::Collection => !first.is_drop_off,
                EntryWish::DropOff => first.is_drop_off,
            };
        self.expect(is_wished, || format!("`{}` is not the wished entry", first.key));
        let place = self.from.places.first().map_or(first.from, |place| place.node);
        let hand_in = snapshot.nodes[place].clock.date(query.ready);
        self.expect(hand_in == route.hand_in, || format!("the hand-in day is {hand_in}"));
    }

    /// Lines are entered and left where they may be, their stages rising; single legs are sold alone.
    fn rides(&mut self) {
        for ride in self.route.rides.iter() {
            let fault = match ride.line {
                None => self.fault_of_single(ride),
                Some(_) => self.fault_of_line(ride),
            };
            self.faults.extend(fault);
        }
    }

    fn fault_of_single(&self, ride: &Ride) -> Option<String> {
        let taken = &self.route.legs[ride.first];
        let leg = &self.snapshot.legs[taken.leg];
        let is_fine = ride.first == ride.last && taken.line.is_none() && leg.is_sold_alone;
        (!is_fine).then(|| format!("`{}` is not one leg bought by itself", leg.key))
    }

    fn fault_of_line(&self, ride: &Ride) -> Option<String> {
        let line = &self.snapshot.lines[ride.line?];
        let day = self.route.hand_in;
        if !line.provenance.valid.contains(day) {
            return Some(format!("`{}` does not run on {day}", line.key));
        }
        let mut stage = 0;
        for index in ride.first..=ride.last {
            let taken = &self.route.legs[index];
            let leg = &self.snapshot.legs[taken.leg];
            let mut rows = leg
                .rides
                .iter()
                .filter(|row| Some(row.line) == ride.line && row.provenance.valid.contains(day));
            let row = rows.next().filter(|row| {
                row.stage > stage
                    && taken.line == ride.line
                    && (index > ride.first || row.entry)
                    && (index < ride.last || row.exit)
            });
            let Some(row) = row else {
                return Some(format!("`{}` cannot be ridden on `{}` there", leg.key, line.key));
            };
            stage = row.stage;
        }
        None
    }

    /// The end of a ride at a node: a facility, or the address of an end of the route.
    fn end_at(&self, node: NodeIdx, address: &RideEnd) -> RideEnd {
        if self.snapshot.nodes[node].is_facility() {
            self.snapshot.end_at_facility(node)
        } else {
            address.clone()
        }
    }
}

fn is_end(
    snapshot: &Snapshot,
    end: &RideEnd,
    node: NodeIdx,
    is_meant: impl Fn(&Node) -> bool,
) -> bool {
    let row = &snapshot.nodes[node];
    end.lies_in(node) && (row.is_facility() || is_meant(row))
}

fn end_of(snapshot: &Snapshot, endpoint: &Endpoint) -> Option<RideEnd> {
    match endpoint {
        Endpoint::Postcode { country, postcode } => {
            snapshot.zones_of(*country, postcode.as_ref()).ok().map(|found| found.end)
        }
        Endpoint::Zone(zone) => Some(snapshot.zones_of_zone(*zone).end),
        Endpoint::Facility(facility) => Some(snapshot.end_at_facility(*facility)),
    }
}
