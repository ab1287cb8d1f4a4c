//! A parcel judged by the dates it was told when it was booked: the outcomes that later dates are calibrated by.
//!
//! Each parcel is judged once, some days after the last date that it was told of, whether it has arrived by then
//! or not: were parcels judged when they arrive, only the fast of last week would be known.

use crate::limits::JUDGE_AFTER;
use crate::records::RouteDocument;
use crate::wire::promises::{country_of, date_of, number_of};
use jiff::Timestamp;
use portolan_model::{Milestone, ParcelState, Scan};
use portolan_network::Snapshot;
use portolan_promise::outcomes::Outcome;
use portolan_routing::distribution::Chain;
use portolan_store::ParcelToTeach;

/// Whether and how a parcel is judged.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// It was judged, or cannot be.
    Never,
    /// It can be from an instant on.
    Later(Timestamp),
    /// It is now.
    Now(Judged),
}

/// What became of a parcel.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The service it was booked with.
    pub service: String,
    /// The country it went to.
    pub country: String,
    /// The probabilities it was told, by numbered days.
    pub told: Vec<(i32, f64)>,
    /// The day it arrived; none where it had not by any of these.
    pub arrived: Option<i32>,
    /// The day it is counted on: the one after the last that was told.
    pub day: i32,
}

impl Judged {
    /// The outcome.
    pub fn as_outcome(&self) -> Outcome<'_> {
        Outcome::of((&self.service, &self.country), &self.told, self.arrived, self.day)
    }
}

/// Judges a parcel. One that was never scanned, was called off, or whose last leg nobody tracks says nothing: that
/// no delivery was told does not mean that there was none.
pub fn judge(
    snapshot: &Snapshot,
    (parcel, route, chain): (&ParcelToTeach, &RouteDocument, &Chain),
    scans: &[Scan],
    now: Timestamp,
) -> Judgement {
    let called_off = [ParcelState::Cancelled, ParcelState::Disposed];
    let is_told = route.sold.legs.last().is_some_and(|leg| leg.tracked);
    if parcel.judged_at.is_some()
        || !is_told
        || called_off.iter().any(|state| state.as_str() == parcel.state)
    {
        return Judgement::Never;
    }
    let Some(&(last, _)) = route.foretold.last() else { return Judgement::Never };
    let Some(next) = date_of(last.saturating_add(1)) else { return Judgement::Never };
    let clock = &snapshot.nodes[chain.destination].clock;
    let from = clock.start_of_day(next).checked_add(JUDGE_AFTER).unwrap_or(Timestamp::MAX);
    if now < from {
        return Judgement::Later(from);
    }
    let known = scans.iter().filter_map(|scan| Some((scan.milestone, scan.occurred.instant()?)));
    let known: Vec<(Milestone, Timestamp)> = known.filter(|(_, at)| *at <= now).collect();
    if known.is_empty() {
        return Judgement::Never;
    }
    let ends = [Milestone::Delivered, Milestone::PickedUpByRecipient];
    let arrived = known.iter().filter(|(milestone, _)| ends.contains(milestone));
    let arrived = arrived.map(|(_, at)| clock.date(*at)).min();
    Judgement::Now(Judged {
        service: parcel.service.clone(),
        country: country_of(snapshot, chain),
        told: route.foretold.clone(),
        arrived: arrived.map(number_of).filter(|date| *date <= last),
        day: number_of(next),
    })
}
