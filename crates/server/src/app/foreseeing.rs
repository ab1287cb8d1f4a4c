//! What is to be expected of a parcel by the distribution of its way: from where it was last seen, and given
//! the silence since.
//!
//! Pure: a network, a route, a timeline and the clock in. Where the network in force no longer has the legs of
//! the route, or nothing was told that can be laid on it, there is nothing to foresee, and the plan stands.

use crate::published::InForce;
use jiff::Timestamp;
use jiff::Zoned;
use portolan_api::quotes::QuotedRoute;
use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LineIdx};
use portolan_routing::Live;
use portolan_routing::distribution::{Chain, Forecaster, Mark, Standing};
use portolan_routing::learning::mark_of;
use portolan_tracking::outlook::Stretch;
use portolan_tracking::plan::{Foreseen, MISSED_PPM};
use portolan_tracking::timeline::{Event, Timeline};
use std::sync::Arc;

/// What the worlds are drawn from: the same for every parcel, so that an outlook changes by news alone.
const SEED: u64 = 1;

/// A booked route on the network in force.
#[derive(Debug, Clone)]
pub struct Way {
    network: Arc<InForce>,
    chain: Chain,
}

impl Way {
    /// The way of a route that was sold; none where the network does not have its legs.
    pub fn find(network: Arc<InForce>, route: &QuotedRoute) -> Option<Self> {
        let chain = chain_of(&network.snapshot, route)?;
        Some(Self { network, chain })
    }

    /// What follows from a timeline; none where nothing of it can be laid on the way.
    pub fn foresee(&self, timeline: &Timeline, now: Timestamp) -> Option<Foreseen> {
        let told = timeline.events.iter().filter(|event| event.counts());
        let told: Vec<_> = told.map(|event| (self.mark(event), event.at)).collect();
        let standing = Standing::by_told(&told, now)?;
        let live = Live::none();
        let times = &self.network.times;
        let mut forecaster = Forecaster::new(&self.network.snapshot, times, &live, SEED);
        let remaining = forecaster.remaining(&self.chain, standing);
        let arrival = remaining.arrivals.instant(0.5).zip(remaining.arrivals.instant(0.9))?;
        let due = remaining.due.iter().map(|scan| Stretch {
            p50_hours: scan.p50_hours,
            p90_hours: scan.p90_hours,
            loss_ppm: scan.loss_ppm,
            missed_ppm: MISSED_PPM,
        });
        Some(Foreseen { arrival, due: due.collect() })
    }

    fn mark(&self, event: &Event) -> Option<Mark> {
        mark_of(&self.network.snapshot, &self.chain, event.milestone, &event.place)
    }
}

/// A route that was sold on the legs that a network has; none where it does not have them.
pub fn chain_of(snapshot: &Snapshot, route: &QuotedRoute) -> Option<Chain> {
    let legs = legs_of(snapshot, route)?;
    let day = route.legs.first()?.departs.parse::<Zoned>().ok()?.date();
    Chain::of_legs(snapshot, day, &legs)
}

/// The legs of a route that the network has, joined as they were sold.
fn legs_of(snapshot: &Snapshot, route: &QuotedRoute) -> Option<Vec<(LegIdx, Option<LineIdx>)>> {
    let mut legs: Vec<(LegIdx, Option<LineIdx>)> = Vec::with_capacity(route.legs.len());
    for sold in &route.legs {
        let leg = snapshot.find_leg(&sold.leg)?;
        let line = match &sold.line {
            Some(key) => Some(snapshot.find_line(key)?),
            None => None,
        };
        let is_joined =
            legs.last().is_none_or(|&(last, _)| snapshot.legs[last].to == snapshot.legs[leg].from);
        if !is_joined {
            return None;
        }
        legs.push((leg, line));
    }
    Some(legs)
}
