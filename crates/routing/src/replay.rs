//! From the bare steps of a search to a route with its times, charges and processes.
//!
//! Walks the steps once more with the same rules of time and price, so that search itself need not
//! carry what only a reader wants.

use portolan_model::Money;
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

/// The route of some steps without what it costs, which alone depends on what is sent; `None` where they
/// cannot be walked, which search never hands over.
pub(crate) fn route_of(lane: &Lane, steps: &[Step]) -> Option<Route> {
    let (first, last) = steps.first().zip(steps.last())?;
    let (origin, destination) =
        (lane.snapshot.legs[first.leg].from, lane.snapshot.legs[last.leg].to);
    let mut walk = Walk {
        lane,
        times: lane.start_times(),
        legs: Vec::with_capacity(steps.len()),
        processes: Vec::with_capacity(steps.len()),
        survival: Survival::CERTAIN,
    };
    for step in steps {
        walk.take(step)?;
    }
    let delivered = lane.deliver(destination, walk.times)?;
    Some(Route {
        origin,
        destination,
        hand_in: lane.hand_in,
        tracked: walk.legs.iter().all(|leg| lane.snapshot.legs[leg.leg].tracked),
        legs: walk.legs.into(),
        rides: rides_of(lane, steps).into(),
        processes: walk.processes.into(),
        charges: Vec::new(),
        price: Money::from_minor(0, lane.query.currency),
        arrival_p50: delivered.times.p50,
        arrival_p90: delivered.times.p90,
        date_p50: delivered.date_p50,
        date_p90: delivered.date_p90,
        survival: walk.survival,
    })
}

/// Writes into the route of some steps what it costs; whether the zones at its ends take the parcel.
pub(crate) fn charge(
    lane: &Lane,
    (charts, prices): (&Charts, &mut PriceBook),
    steps: &[Step],
    route: &mut Route,
) -> Result<bool, RoutingError> {
    let Some(fixed) = prices.zone_lines() else { return Ok(false) };
    let mut charges = Vec::with_capacity(fixed.len() + steps.len());
    charges.extend_from_slice(fixed);
    let (mut processes, mut rides) = (route.processes.iter(), route.rides.iter());
    let (mut process, mut ride) = (processes.next(), rides.next());
    for (index, step) in steps.iter().enumerate() {
        while let Some(done) = process.filter(|done| done.after_legs == index) {
            if charts.work.is_priced(done.process) {
                charges.extend_from_slice(prices.process_lines(lane, done.process)?);
            }
            process = processes.next();
        }
        if let Some(ended) = ride.filter(|ride| ride.last == index) {
            let bought = (step.fare, key_of(lane, steps, ended));
            prices.charge_fare(lane, &charts.fares, bought, &mut charges)?;
            ride = rides.next();
        }
    }
    route.price = Money::from_minor(total_minor(&charges)?, lane.query.currency);
    route.charges = charges;
    Ok(true)
}

/// The rides that steps are grouped into.
fn rides_of(lane: &Lane, steps: &[Step]) -> Vec<Ride> {
    let mut rides: Vec<Ride> = Vec::with_capacity(steps.len());
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
struct Walk<'a> {
    lane: &'a Lane<'a>,
    times: Times,
    legs: Vec<RouteLeg>,
    processes: Vec<RouteProcess>,
    survival: Survival,
}

impl Walk<'_> {
    /// Does what is done before a leg, and takes it.
    fn take(&mut self, step: &Step) -> Option<()> {
        let last = self.legs.last().map(|leg| leg.leg);
        let row = &self.lane.snapshot.legs[step.leg];
        for process in self.lane.processes_on_arrival(row.from, last) {
            self.process(row.from, process)?;
        }
        for process in self.lane.processes_on_departure(step.leg) {
            self.process(row.from, process)?;
        }
        let Travelled { departs, arrives, departure, scheduled_p50 } =
            self.lane.travel(step.leg, step.line, self.times)?;
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
        Some(())
    }

    fn process(&mut self, facility: NodeIdx, process: ProcessIdx) -> Option<()> {
        let ends = self.lane.process_ends(process, self.times)?;
        self.times = ends;
        self.processes.push(RouteProcess {
            facility,
            process,
            after_legs: self.legs.len(),
            ends_p50: ends.p50,
            ends_p90: ends.p90,
        });
        Some(())
    }
}
