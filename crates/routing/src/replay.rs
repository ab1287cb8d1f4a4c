//! From the bare steps of a search to a route with its times, charges and processes.
//!
//! Walks the steps once more with the same rules of time and price, so that search itself need not
//! carry what only a reader wants.

use portolan_model::Money;
use portolan_network::pricing::ChargeLine;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx, ProcessIdx};

use crate::charts::Charts;
use crate::lane::{Lane, Times, Travelled};
use crate::price_book::{PriceBook, RideKey, RideSubject, total_minor};
use crate::{Ride, Route, RouteLeg, RouteProcess, RoutingError, Survival};

/// One leg of a way through the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// The leg.
    pub leg: LegIdx,
    /// The line it is ridden on; `None` where it is bought by itself.
    pub line: Option<LineIdx>,
    /// Whether a ride begins with it.
    pub enters: bool,
    /// The number of what is bought if the ride ends with it; [`crate::chart::NONE`] where that is not known.
    pub fare: u32,
}

/// The route of some steps; `None` where they cannot be walked, which search never hands over.
pub(crate) fn route_of(
    lane: &Lane,
    (charts, prices): (&Charts, &mut PriceBook),
    steps: &[Step],
) -> Result<Option<Route>, RoutingError> {
    let Some(fixed) = prices.zone_lines().map(<[_]>::to_vec) else { return Ok(None) };
    let mut walk = Walk {
        lane,
        charts,
        prices,
        times: lane.start_times(),
        legs: Vec::with_capacity(steps.len()),
        processes: Vec::new(),
        charges: fixed,
        survival: Survival::CERTAIN,
    };
    let Some((first, last)) = steps.first().zip(steps.last()) else { return Ok(None) };
    let (origin, destination) =
        (lane.snapshot.legs[first.leg].from, lane.snapshot.legs[last.leg].to);
    let rides = rides_of(lane, steps);
    for (index, step) in steps.iter().enumerate() {
        if walk.take(step)?.is_none() {
            return Ok(None);
        }
        if let Some(ride) = rides.iter().find(|ride| ride.last == index) {
            let bought = (step.fare, key_of(lane, steps, ride));
            walk.charges.extend(walk.prices.fare_lines(lane, &charts.fares, bought)?);
        }
    }
    let Some(delivered) = lane.deliver(destination, walk.times) else { return Ok(None) };
    let price = Money::from_minor(total_minor(&walk.charges)?, lane.query.currency);
    Ok(Some(Route {
        origin,
        destination,
        hand_in: lane.hand_in,
        tracked: walk.legs.iter().all(|leg| lane.snapshot.legs[leg.leg].tracked),
        legs: walk.legs,
        rides,
        processes: walk.processes,
        charges: walk.charges,
        price,
        arrival_p50: delivered.times.p50,
        arrival_p90: delivered.times.p90,
        date_p50: delivered.date_p50,
        date_p90: delivered.date_p90,
        survival: walk.survival,
    }))
}

/// The rides that steps are grouped into.
fn rides_of(lane: &Lane, steps: &[Step]) -> Vec<Ride> {
    let mut rides: Vec<Ride> = Vec::new();
    let mut last_operator = None;
    for (index, step) in steps.iter().enumerate() {
        if !step.enters {
            if let Some(ride) = rides.last_mut() {
                ride.last = index;
            }
            continue;
        }
        let operator = subject_of(step).operator(lane.snapshot);
        let relabelled = last_operator.is_some_and(|last| last != operator);
        rides.push(Ride { line: step.line, first: index, last: index, relabelled });
        last_operator = Some(operator);
    }
    rides
}

fn subject_of(step: &Step) -> RideSubject {
    step.line.map_or(RideSubject::Leg(step.leg), RideSubject::Line)
}

fn key_of(lane: &Lane, steps: &[Step], ride: &Ride) -> RideKey {
    let (first, last) = (&steps[ride.first], &steps[ride.last]);
    RideKey {
        subject: subject_of(first),
        from: lane.snapshot.legs[first.leg].from,
        to: lane.snapshot.legs[last.leg].to,
        is_relabelled: ride.relabelled,
    }
}

/// A parcel on its way.
struct Walk<'a, 'p> {
    lane: &'a Lane<'a>,
    charts: &'a Charts,
    prices: &'a mut PriceBook<'p>,
    times: Times,
    legs: Vec<RouteLeg>,
    processes: Vec<RouteProcess>,
    charges: Vec<ChargeLine>,
    survival: Survival,
}

impl Walk<'_, '_> {
    /// Does what is done before a leg, and takes it.
    fn take(&mut self, step: &Step) -> Result<Option<()>, RoutingError> {
        let last = self.legs.last().map(|leg| leg.leg);
        let row = &self.lane.snapshot.legs[step.leg];
        for process in self.lane.processes_on_arrival(row.from, last) {
            if self.process(row.from, process)?.is_none() {
                return Ok(None);
            }
        }
        for process in self.lane.processes_on_departure(step.leg) {
            if self.process(row.from, process)?.is_none() {
                return Ok(None);
            }
        }
        let Some(Travelled { departs, arrives, departure, scheduled_p50 }) =
            self.lane.travel(step.leg, step.line, self.times)
        else {
            return Ok(None);
        };
        self.times = arrives;
        self.survival = self.survival.after(row.loss_ppm);
        self.legs.push(RouteLeg {
            leg: step.leg,
            line: step.line,
            departs_p50: departs.p50,
            arrives_p50: arrives.p50,
            departs_p90: departs.p90,
            arrives_p90: arrives.p90,
            departure,
            scheduled_p50: departure.map(|_| scheduled_p50),
        });
        Ok(Some(()))
    }

    fn process(
        &mut self,
        facility: NodeIdx,
        process: ProcessIdx,
    ) -> Result<Option<()>, RoutingError> {
        let Some(ends) = self.lane.process_ends(process, self.times) else { return Ok(None) };
        self.times = ends;
        if self.charts.work.is_priced(process) {
            self.charges.extend_from_slice(self.prices.process_lines(self.lane, process)?);
        }
        self.processes.push(RouteProcess {
            facility,
            process,
            after_legs: self.legs.len(),
            ends_p50: ends.p50,
            ends_p90: ends.p90,
        });
        Ok(Some(()))
    }
}
