//! What happens, as it is told: each carrier in its own format, everybody else in our own scans.
//!
//! A carrier is known by the adapter that its operator names in the network, or that names the operator. A
//! carrier without a code for something says it more coarsely, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use portolan_model::scan::{Occurred, OffsetSource, Proof, TimePrecision};
use portolan_model::{Code, CountryCode, Identifier, Scan};
use portolan_network::Snapshot;
use portolan_tracking::adapter::template::{Holds, Subject, TrueEvent};
use portolan_tracking::adapter::{Adapter, scan_line};
use portolan_tracking::operators::NamedOperator;

use crate::booked::Booked;
use crate::journey::Happening;
use crate::milestones::coarser;

#[cfg(test)]
mod tests;

/// How something is told to the server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// As a carrier's message, read by the adapter of this name.
    Inbound(String),
    /// As a line of our own scans.
    Scans,
}

/// Something that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When.
    pub at: Timestamp,
    /// The parcel it is about.
    pub parcel: String,
    /// How.
    pub channel: Channel,
    /// The message, or the line without its end.
    pub body: Vec<u8>,
    /// Whether it holds all that the same carrier told of the parcel before.
    pub holds_all: bool,
}

/// The reports without those that a later one of the same carrier holds: for who was away.
pub fn condense(reports: Vec<Report>) -> Vec<Report> {
    let mut kept = Vec::with_capacity(reports.len());
    let mut held = BTreeSet::new();
    for one in reports.into_iter().rev() {
        if !one.holds_all || held.insert((one.parcel.clone(), one.channel.clone())) {
            kept.push(one);
        }
    }
    kept.reverse();
    kept
}

/// The carriers that tell of parcels.
#[derive(Debug)]
pub struct Reporters {
    /// The adapters of those operators that have one.
    adapters: BTreeMap<Code, Adapter>,
    parcels: BTreeMap<String, Known>,
    /// What was told of a parcel by an operator, for those whose messages hold all of it.
    told: BTreeMap<(String, Code), Vec<TrueEvent>>,
}

/// What a carrier knows of a parcel.
#[derive(Debug, Clone)]
struct Known {
    number: Identifier,
    others: Vec<Identifier>,
    origin: Option<CountryCode>,
    destination: Option<CountryCode>,
}

impl Reporters {
    /// The carriers of a network that have one of these adapters, and a template in it.
    pub fn new(snapshot: &Snapshot, adapters: &[Adapter]) -> Self {
        let mut found = BTreeMap::new();
        for operator in snapshot.operators.iter() {
            let named = NamedOperator {
                key: &operator.key,
                name: &operator.name,
                tracking_adapter: &operator.tracking_adapter,
            };
            let mut speaking = adapters.iter().filter(|adapter| adapter.holds().is_some());
            if let Some(adapter) = speaking.find(|adapter| named.speaks_by(adapter).is_some()) {
                found.insert(operator.key.clone(), adapter.clone());
            }
        }
        Self { adapters: found, parcels: BTreeMap::new(), told: BTreeMap::new() }
    }

    /// The operators that tell in a format of their own, each with its adapter's name.
    pub fn list_speaking(&self) -> impl Iterator<Item = (&Code, &Code)> {
        self.adapters.iter().map(|(operator, adapter)| (operator, adapter.name()))
    }

    /// Lets the carriers know a parcel's numbers.
    pub fn announce(&mut self, snapshot: &Snapshot, booked: &Booked) {
        let Some((number, others)) = booked.identifiers.split_first() else { return };
        let way = booked.find_way(snapshot).ok();
        let known = Known {
            number: number.clone(),
            others: others.to_vec(),
            origin: way.as_ref().map(|way| way.origin),
            destination: way.as_ref().map(|way| way.destination),
        };
        self.parcels.insert(booked.parcel.clone(), known);
    }

    /// What is told of what happened, in its order.
    pub fn report(&mut self, happened: &[Happening]) -> Vec<Report> {
        happened.iter().filter_map(|one| self.report_one(one)).collect()
    }

    fn report_one(&mut self, one: &Happening) -> Option<Report> {
        let teller = one.teller.as_ref()?;
        let known = self.parcels.get(&one.parcel)?;
        let Some(adapter) = self.adapters.get(teller) else {
            let line = scan_line::write(&scan(known, one, teller));
            return Some(Report::new(one, Channel::Scans, line.into_bytes(), Holds::New));
        };
        let event = true_event(adapter, one)?;
        let holds = adapter.holds()?;
        let mut events = vec![event.clone()];
        if holds == Holds::All {
            let told = self.told.entry((one.parcel.clone(), teller.clone())).or_default();
            told.push(event);
            events.clone_from(told);
        }
        let subject = Subject {
            identifier: &known.number,
            also_known: &known.others,
            origin: known.origin,
            destination: known.destination,
        };
        let body = adapter.write(subject, &events).ok()?;
        let channel = Channel::Inbound(adapter.name().as_str().to_owned());
        Some(Report::new(one, channel, body, holds))
    }
}

impl Report {
    fn new(one: &Happening, channel: Channel, body: Vec<u8>, holds: Holds) -> Self {
        let (at, parcel) = (one.at, one.parcel.clone());
        Self { at, parcel, channel, body, holds_all: holds == Holds::All }
    }
}

/// What a carrier says of it: the milestone, something coarser, or nothing.
fn true_event(adapter: &Adapter, one: &Happening) -> Option<TrueEvent> {
    let can_tell = |milestone| adapter.can_tell(milestone, one.reason);
    let milestone = Some(one.milestone)
        .filter(|&milestone| can_tell(milestone))
        .or_else(|| coarser(one.milestone).filter(|&milestone| can_tell(milestone)))?;
    let (at, offset, place) = (one.at, one.offset, one.place.clone());
    Some(TrueEvent { milestone, reason: one.reason, at, offset, place, mass: one.mass })
}

fn scan(known: &Known, one: &Happening, teller: &Code) -> Scan {
    let local = one.offset.to_datetime(one.at);
    Scan {
        identifier: known.number.clone(),
        occurred: Occurred::with_offset(
            local,
            one.offset,
            TimePrecision::Second,
            OffsetSource::Message,
        ),
        milestone: one.milestone,
        reason: one.reason,
        place: one.place.clone(),
        source: teller.clone(),
        operator: None,
        event_key: None,
        raw_code: None,
        raw_text: None,
        proof: Proof { mass: one.mass, ..Proof::default() },
        void_of: None,
        received_at: one.at,
    }
}
