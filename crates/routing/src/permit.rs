//! What a parcel may use: restrictions and missing fields, asked once per query.
//!
//! Search then only looks up flags. A permit can be made as if one subject refused nothing: that is how
//! a quote tells what a refusal costs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;
use portolan_network::Snapshot;
use portolan_network::records::{
    Direction, FieldSubject, Leg, LegIdx, LineIdx, NodeIdx, OperatorIdx, Process, ProcessIdx,
    Provenance, RequiredFieldIdx, RestrictionIdx, RestrictionSubject,
};
use portolan_network::rules::refuses;

use crate::lane::Lane;

/// A rule by which a subject does not take the parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Goods, mass, size or value.
    Restriction(RestrictionIdx),
    /// A field that is required and not given.
    Field(RequiredFieldIdx),
}

/// All refusals of a parcel on a lane, by subject.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals {
    /// The rules of each refusing subject, in the order of their keys.
    pub by_subject: BTreeMap<RestrictionSubject, Vec<Rule>>,
    /// Missing fields asked for only where a clearance is used.
    pub by_clearance: Vec<RequiredFieldIdx>,
}

impl Refusals {
    /// Asks every restriction and every required field once.
    pub fn of(lane: &Lane) -> Self {
        let mut found = Self::default();
        let shipment = &lane.query.shipment;
        for (index, row) in lane.snapshot.restrictions.entries() {
            if refuses(lane.snapshot, index, shipment, &lane.to, lane.hand_in) {
                let rules = found.by_subject.entry(row.subject).or_default();
                rules.push(Rule::Restriction(index));
            }
        }
        found.add_missing_fields(lane);
        found
    }

    /// Missing fields refuse like restrictions of the subject that asks for them.
    fn add_missing_fields(&mut self, lane: &Lane) {
        let Some(given) = lane.query.given_fields else { return };
        let snapshot = lane.snapshot;
        let to = RestrictionSubject::Country(lane.to.country, Direction::To);
        for index in crate::fields::asked_somewhere(lane) {
            let row = &snapshot.required_fields[index];
            if given.contains(row.field) {
                continue;
            }
            if row.clearance.is_some() {
                self.by_clearance.push(index);
                continue;
            }
            let subjects: Vec<_> = match row.subject {
                None | Some(FieldSubject::AnyOperator) => vec![to],
                Some(FieldSubject::Line(line)) => vec![RestrictionSubject::Line(line)],
                Some(FieldSubject::AnyLine) => {
                    snapshot.lines.indices().map(RestrictionSubject::Line).collect()
                }
                Some(FieldSubject::Operator(operator)) => {
                    vec![RestrictionSubject::Operator(operator)]
                }
                Some(FieldSubject::Service(service)) => vec![RestrictionSubject::Service(service)],
                Some(FieldSubject::AnyService) => {
                    snapshot.services.indices().map(RestrictionSubject::Service).collect()
                }
            };
            for subject in subjects {
                self.by_subject.entry(subject).or_default().push(Rule::Field(index));
            }
        }
    }

    /// The missing fields by which a subject refuses.
    pub fn fields_of(&self, subject: RestrictionSubject) -> Vec<RequiredFieldIdx> {
        let rules = self.by_subject.get(&subject).into_iter().flatten();
        let field = |rule: &Rule| match *rule {
            Rule::Field(index) => Some(index),
            Rule::Restriction(_) => None,
        };
        rules.filter_map(field).collect()
    }
}

/// What counts on one hand-in day, whatever the parcel.
#[derive(Debug, Clone)]
pub(crate) struct Day {
    /// The day.
    pub date: civil::Date,
    operators: Vec<bool>,
    lines: Vec<bool>,
    nodes: Vec<bool>,
    processes: Vec<bool>,
    /// The legs that have ceased.
    over: Vec<bool>,
}

impl Day {
    /// Asks every row that a search meets whether it counts.
    pub fn of(snapshot: &Snapshot, date: civil::Date) -> Self {
        let counts = |provenance: &Provenance| provenance.valid.contains(date);
        let operators: Vec<bool> =
            snapshot.operators.iter().map(|operator| counts(&operator.provenance)).collect();
        let lines = snapshot.lines.iter();
        let is_over = |leg: &Leg| leg.provenance.valid.to().is_some_and(|last| last < date);
        let shifts = |process: &Process| process.shifts.iter().any(|s| counts(&s.provenance));
        Self {
            date,
            lines: lines
                .map(|line| counts(&line.provenance) && operators[line.operator.index()])
                .collect(),
            operators,
            nodes: snapshot.nodes.iter().map(|node| counts(&node.provenance)).collect(),
            processes: snapshot.processes.iter().map(shifts).collect(),
            over: snapshot.legs.iter().map(is_over).collect(),
        }
    }

    /// Whether a leg has ceased.
    pub fn is_over(&self, leg: LegIdx) -> bool {
        self.over[leg.index()]
    }

    /// Whether the facilities do the same as on another day.
    pub fn has_same_processes(&self, other: &Self) -> bool {
        self.processes == other.processes
    }

    /// Whether a facility has a process. The day of the parcel's arrival does not matter: else one that
    /// comes later could be through earlier.
    pub fn has_process(&self, process: ProcessIdx) -> bool {
        self.processes[process.index()]
    }
}

/// What a search may use, as flags.
#[derive(Debug, Clone)]
pub(crate) struct Permit<'a> {
    snapshot: &'a Snapshot,
    is_lane_open: bool,
    operators: Vec<bool>,
    lines: Vec<bool>,
    nodes: Vec<bool>,
    refused_legs: Vec<LegIdx>,
}

impl<'a> Permit<'a> {
    /// Everything that counts on the hand-in day, but for the `refused`.
    pub fn without(lane: &Lane<'a>, day: &Day, refused: &BTreeSet<RestrictionSubject>) -> Self {
        let snapshot = lane.snapshot;
        let mut permit = Self {
            snapshot,
            is_lane_open: true,
            operators: day.operators.clone(),
            lines: day.lines.clone(),
            nodes: day.nodes.clone(),
            refused_legs: Vec::new(),
        };
        for &subject in refused {
            permit.refuse(lane, subject);
        }
        permit
    }

    fn refuse(&mut self, lane: &Lane<'a>, subject: RestrictionSubject) {
        match subject {
            RestrictionSubject::Country(country, Direction::From) => {
                self.is_lane_open &= country != lane.from.country;
            }
            RestrictionSubject::Country(country, Direction::To) => {
                self.is_lane_open &= country != lane.to.country;
            }
            RestrictionSubject::Country(country, Direction::Through) => {
                for (may, node) in self.nodes.iter_mut().zip(self.snapshot.nodes.iter()) {
                    *may &= !(node.is_facility() && node.country == country);
                }
            }
            RestrictionSubject::Facility(facility) => {
                self.nodes[facility.index()] &= !self.snapshot.nodes[facility].is_facility();
            }
            RestrictionSubject::Operator(operator) => {
                self.operators[operator.index()] = false;
                for (may, line) in self.lines.iter_mut().zip(self.snapshot.lines.iter()) {
                    *may &= line.operator != operator;
                }
            }
            RestrictionSubject::Line(line) => self.lines[line.index()] = false,
            // The refused come in their order.
            RestrictionSubject::Leg(leg) => self.refused_legs.push(leg),
            RestrictionSubject::Service(_) => {}
        }
    }

    /// Whether the countries of both ends let the parcel leave and enter.
    pub fn is_lane_open(&self) -> bool {
        self.is_lane_open
    }

    /// Whether a leg and its operator take the parcel.
    pub fn may_take(&self, leg: LegIdx) -> bool {
        self.may_take_of(self.snapshot.legs[leg].operator, leg)
    }

    /// The same of a leg whose operator is known.
    pub fn may_take_of(&self, operator: OperatorIdx, leg: LegIdx) -> bool {
        self.operators[operator.index()]
            && (self.refused_legs.is_empty() || self.refused_legs.binary_search(&leg).is_err())
    }

    /// Whether a line and its operator take the parcel.
    pub fn may_ride(&self, line: LineIdx) -> bool {
        self.lines[line.index()]
    }

    /// Whether the parcel may be at a place.
    pub fn may_touch(&self, node: NodeIdx) -> bool {
        self.nodes[node.index()]
    }
}
