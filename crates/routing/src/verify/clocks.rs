//! Rules 1 and 3 to 6: both clocks through processes, departures, transit and delivery.

use std::collections::BTreeSet;

use jiff::Timestamp;
use portolan_network::records::NodeIdx;
use portolan_network::schedule::{
    Boarding, Clock, delivery, horizon_end, next_departure_unless, process_end, processes_between,
    transit,
};

use super::Check;
use crate::{RouteLeg, RouteProcess, Survival};

/// Departures passed over before one is called unknown: a day's worth of a busy leg.
const PASSED_OVER_MAX: usize = 500;

impl Check<'_> {
    /// Carries each clock along the route and compares.
    pub(super) fn clocks(&mut self) {
        let (p50, p90) = (self.route.arrival_p50, self.route.arrival_p90);
        self.clock(Clock::P50, p50, |leg| (leg.departs_p50, leg.arrives_p50), |p| p.ends_p50);
        self.clock(Clock::P90, p90, |leg| (leg.departs_p90, leg.arrives_p90), |p| p.ends_p90);
        let date = |at: Timestamp| self.snapshot.nodes[self.route.destination].clock.date(at);
        let dates = (date(p50), date(p90));
        let is_dated = dates == (self.route.date_p50, self.route.date_p90);
        self.expect(is_dated, || format!("it arrives on {} and {}", dates.0, dates.1));
        let legs = self.route.legs.iter().map(|leg| &self.snapshot.legs[leg.leg]);
        let survival = legs.clone().fold(Survival::CERTAIN, |now, leg| now.after(leg.loss_ppm));
        let tracked = legs.clone().all(|leg| leg.tracked);
        self.expect(survival == self.route.survival, || "its loss is another".to_owned());
        self.expect(tracked == self.route.tracked, || "it is tracked otherwise".to_owned());
    }

    fn clock(
        &mut self,
        clock: Clock,
        arrival: Timestamp,
        times_of: impl Fn(&RouteLeg) -> (Timestamp, Timestamp),
        end_of: impl Fn(&RouteProcess) -> Timestamp,
    ) {
        let (snapshot, route) = (self.snapshot, self.route);
        let mut now = self.query.ready;
        let mut done = route.processes.iter();
        let mut last = None;
        for (count, taken) in route.legs.iter().enumerate() {
            let leg = &snapshot.legs[taken.leg];
            for process in processes_between(snapshot, last, taken.leg) {
                let shifts = &snapshot.processes[process].shifts;
                if !shifts.iter().any(|shift| shift.provenance.valid.contains(route.hand_in)) {
                    continue;
                }
                let Some(ends) = process_end(snapshot, process, now, clock) else {
                    return self.expect(false, || format!("it is stuck before `{}`", leg.key));
                };
                now = ends;
                let is_told = done.next().is_some_and(|told| {
                    told.process == process && told.after_legs == count && end_of(told) == ends
                });
                let key = &snapshot.processes[process].key;
                self.expect(is_told, || format!("`{key}` is missing or ends at {ends}"));
            }
            let (departs, arrives) = times_of(taken);
            let horizon_end = horizon_end(self.query.ready);
            let boarding = Boarding { leg: taken.leg, line: taken.line, clock, horizon_end };
            let is_run = self.leaves_at(boarding, now, departs);
            self.expect(is_run, || {
                format!("`{}` does not leave at {departs} for a parcel ready at {now}", leg.key)
            });
            now = departs.saturating_add(transit(leg, clock)).unwrap_or(departs);
            self.expect(arrives == now, || format!("`{}` arrives at {now}", leg.key));
            last = Some(taken.leg);
        }
        let is_all = done.next().is_none();
        self.expect(is_all, || "it tells of a process that is not done".to_owned());
        let there = self.delivered(route.destination, now);
        self.expect(there == Some(arrival), || format!("it is there at {there:?}"));
    }

    /// Whether a leg leaves then for a parcel that is ready, taking the first departure or a later one.
    fn leaves_at(&self, boarding: Boarding, ready: Timestamp, departs: Timestamp) -> bool {
        let mut passed_over: BTreeSet<Timestamp> = BTreeSet::new();
        for _ in 0..PASSED_OVER_MAX {
            let is_full = |scheduled: Timestamp| passed_over.contains(&scheduled);
            let found = next_departure_unless(self.snapshot, boarding, ready, &is_full);
            match found {
                Some(found) if found.leaves == departs => return true,
                Some(found) if found.leaves < departs && found.departure.is_some() => {
                    passed_over.insert(found.scheduled);
                }
                _ => return false,
            }
        }
        false
    }

    fn delivered(&self, node: NodeIdx, reached: Timestamp) -> Option<Timestamp> {
        if self.snapshot.nodes[node].is_facility() {
            return Some(reached);
        }
        delivery(self.snapshot, node, reached).map(|delivery| delivery.instant)
    }
}
