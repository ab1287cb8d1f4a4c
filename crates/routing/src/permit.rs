//! What a parcel may use: restrictions and missing fields, asked once per query.
//!
//! Search then only looks up flags. A permit can be made as if one subject refused nothing: that is how
//! a quote tells what a refusal costs.

use std::collections::{BTreeMap, BTreeSet};

use portolan_network::records::{
    Direction, FieldSubject, LegIdx, LineIdx, NodeIdx, OperatorIdx, RequiredFieldIdx,
    RestrictionIdx, RestrictionSubject,
};
use portolan_network::rules::refusals;

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
        let subjects: BTreeSet<_> =
            lane.snapshot.restrictions.iter().map(|restriction| restriction.subject).collect();
        for subject in subjects {
            let shipment = &lane.query.shipment;
            let rows = refusals(lane.snapshot, subject, shipment, &lane.to, lane.hand_in);
            if !rows.is_empty() {
                let rules = rows.into_iter().map(Rule::Restriction).collect();
                found.by_subject.insert(subject, rules);
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

/// What a search may use, as flags.
#[derive(Debug, Clone)]
pub(crate) struct Permit {
    is_lane_open: bool,
    legs: Vec<bool>,
    lines: Vec<bool>,
    nodes: Vec<bool>,
}

impl Permit {
    /// Everything that counts on the hand-in day, but for the `refused`.
    pub fn without(lane: &Lane, refused: &BTreeSet<RestrictionSubject>) -> Self {
        use RestrictionSubject::{Country, Facility, Leg, Line, Operator};
        let snapshot = lane.snapshot;
        let is_lane_open = !refused.contains(&Country(lane.from.country, Direction::From))
            && !refused.contains(&Country(lane.to.country, Direction::To));
        let has_operator = |operator: OperatorIdx| {
            lane.is_valid(&snapshot.operators[operator].provenance)
                && !refused.contains(&Operator(operator))
        };
        let legs = snapshot
            .legs
            .entries()
            .map(|(index, leg)| has_operator(leg.operator) && !refused.contains(&Leg(index)));
        let lines = snapshot.lines.entries().map(|(index, line)| {
            lane.is_valid(&line.provenance)
                && has_operator(line.operator)
                && !refused.contains(&Line(index))
        });
        let nodes = snapshot.nodes.entries().map(|(index, node)| {
            let is_refused = node.is_facility()
                && (refused.contains(&Facility(index))
                    || refused.contains(&Country(node.country, Direction::Through)));
            lane.is_valid(&node.provenance) && !is_refused
        });
        Self { is_lane_open, legs: legs.collect(), lines: lines.collect(), nodes: nodes.collect() }
    }

    /// Whether the countries of both ends let the parcel leave and enter.
    pub fn is_lane_open(&self) -> bool {
        self.is_lane_open
    }

    /// Whether a leg and its operator take the parcel.
    pub fn may_take(&self, leg: LegIdx) -> bool {
        self.legs[leg.index()]
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
