//! Every stand and move of a network, found by walking forward from the places where parcels begin.
//!
//! Made once, and longer by another origin when one is first asked for that was not walked from. Moves into a
//! zone are kept apart by the zone: nothing goes on from there.

use std::collections::HashMap;

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LegRide, NodeIdx, OperatorIdx, Provenance};

use super::{Fare, Fares, LegWork, Move, NONE, Riding, Stand};
use crate::price_book::RideSubject;
use crate::relabelling::LastOperator;

/// All stands and moves met so far.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    stands: Vec<Met>,
    moves: Vec<Move>,
    ids: HashMap<Stand, u32>,
    /// The moves into a zone, with the stands they are taken from.
    last: HashMap<NodeIdx, Vec<(u32, Move)>>,
}

#[derive(Debug)]
struct Met {
    stand: Stand,
    first_move: u32,
    moves: u32,
    /// The stands with a move to it.
    before: Vec<u32>,
}

/// What an atlas is made from: the network and what is bought on it.
pub(crate) struct Survey<'a> {
    /// The network.
    pub snapshot: &'a Snapshot,
    /// Everything that can be bought.
    pub fares: &'a mut Fares,
    /// What is done around each leg.
    pub work: &'a LegWork,
}

/// A way to buy a leg.
#[derive(Clone, Copy)]
struct Bought<'r> {
    ride: Option<&'r LegRide>,
    on: Option<Riding>,
    fare: Option<Fare>,
    enters: bool,
}

impl Atlas {
    /// Stands met.
    pub fn len(&self) -> usize {
        self.stands.len()
    }

    /// The moves of a stand to facilities.
    pub fn moves_of(&self, stand: u32) -> &[Move] {
        let met = &self.stands[stand as usize];
        let first = met.first_move as usize;
        &self.moves[first..first + met.moves as usize]
    }

    /// The place of a stand.
    pub fn node_of(&self, stand: u32) -> NodeIdx {
        self.stands[stand as usize].stand.node
    }

    /// The stands with a move to a stand.
    pub fn before(&self, stand: u32) -> &[u32] {
        &self.stands[stand as usize].before
    }

    /// The moves that end a route at a place, with their stands.
    pub fn last_moves(&self, snapshot: &Snapshot, node: NodeIdx) -> Vec<(u32, Move)> {
        if !snapshot.nodes[node].is_facility() {
            return self.last.get(&node).cloned().unwrap_or_default();
        }
        let stands = 0..number(self.stands.len());
        let all =
            stands.flat_map(|stand| self.moves_of(stand).iter().map(move |step| (stand, *step)));
        all.filter(|(_, step)| step.fare != NONE && snapshot.legs[step.leg].to == node)
            .map(|(stand, step)| (stand, Move { on: NONE, free: NONE, is_last: true, ..step }))
            .collect()
    }

    /// Walks from every place where parcels are collected.
    pub fn start_everywhere(&mut self, survey: &mut Survey) {
        let snapshot = survey.snapshot;
        for (node, row) in snapshot.nodes.entries() {
            if !row.is_facility() && row.zone_kinds().collection {
                self.start(survey, node);
            }
        }
    }

    /// The stand at which a route that begins in a place starts, everything walked that leads on.
    pub fn start(&mut self, survey: &mut Survey, origin: NodeIdx) -> u32 {
        let start = Stand { node: origin, riding: Riding::Free(LastOperator::None) };
        let mut at = self.stands.len();
        let start = self.meet(start);
        while at < self.stands.len() {
            self.expand(survey, at);
            at += 1;
        }
        start
    }

    /// Bytes it takes, roughly: a hash map keeps an eighth of its places free.
    pub fn bytes(&self) -> usize {
        let before: usize = self.stands.iter().map(|met| size_of_val::<[_]>(&met.before)).sum();
        let last: usize = self.last.values().map(|moves| size_of_val::<[_]>(moves)).sum();
        size_of_val::<[_]>(&self.stands)
            + size_of_val::<[_]>(&self.moves)
            + (self.ids.capacity() * (size_of::<(Stand, u32)>() + 1)) * 8 / 7
            + before
            + last
    }

    fn meet(&mut self, stand: Stand) -> u32 {
        let next = number(self.stands.len());
        let id = *self.ids.entry(stand).or_insert(next);
        if id == next {
            self.stands.push(Met { stand, first_move: 0, moves: 0, before: Vec::new() });
        }
        id
    }

    fn expand(&mut self, survey: &mut Survey, at: usize) {
        let node = self.stands[at].stand.node;
        let first = self.moves.len();
        let snapshot = survey.snapshot;
        for &leg in &snapshot.nodes[node].out_legs {
            self.take(survey, at, leg);
        }
        let met = &mut self.stands[at];
        met.first_move = number(first);
        met.moves = number(self.moves.len() - first);
        for index in first..self.moves.len() {
            let step = self.moves[index];
            for next in [step.on, step.free].into_iter().filter(|&next| next != NONE) {
                let before = &mut self.stands[next as usize].before;
                if before.last() != Some(&number(at)) {
                    before.push(number(at));
                }
            }
        }
    }

    /// Takes a leg in every way it can be bought: by itself, entering a line, or going on with one.
    fn take(&mut self, survey: &mut Survey, at: usize, leg: LegIdx) {
        let stand = self.stands[at].stand;
        let row = &survey.snapshot.legs[leg];
        if let Riding::Free(last) = stand.riding
            && row.is_sold_alone
        {
            let is_relabelled = is_charged(survey, last, row.operator);
            let subject = RideSubject::Leg(leg);
            let fare = Fare { subject, from: Some(row.from), to: row.to, is_relabelled };
            let bought = Bought { ride: None, on: None, fare: Some(fare), enters: true };
            self.add(survey, at, leg, bought);
        }
        for ride in &row.rides {
            let line = &survey.snapshot.lines[ride.line];
            let (entered, is_relabelled, enters) = match stand.riding {
                Riding::Free(last) if ride.entry => {
                    let entered = survey.fares.asks_from(ride.line).then_some(row.from);
                    (entered, is_charged(survey, last, line.operator), true)
                }
                Riding::On { line, stage, entered, is_relabelled }
                    if line == ride.line && stage < ride.stage =>
                {
                    (entered, is_relabelled, false)
                }
                _ => continue,
            };
            let (line, stage) = (ride.line, ride.stage);
            let on = Riding::On { line, stage, entered, is_relabelled };
            let subject = RideSubject::Line(line);
            let fare = Fare { subject, from: entered, to: row.to, is_relabelled };
            let fare = ride.exit.then_some(fare);
            self.add(survey, at, leg, Bought { ride: Some(ride), on: Some(on), fare, enters });
        }
    }

    fn add(&mut self, survey: &mut Survey, at: usize, leg: LegIdx, bought: Bought) {
        let snapshot = survey.snapshot;
        let to = snapshot.legs[leg].to;
        let fare = bought.fare.and_then(|fare| {
            Some((survey.fares.number(snapshot, fare)?, fare.subject.operator(snapshot)))
        });
        let facts = survey.work.facts(leg);
        let step = Move {
            leg,
            operator: facts.operator,
            is_tracked: facts.tracked,
            drop_off: facts.is_first.then_some(facts.is_drop_off),
            has_priced_work: facts.has_priced_work,
            line: bought.ride.map_or(NONE, |ride| ride.line.raw()),
            fare: fare.map_or(NONE, |(number, _)| number),
            on: NONE,
            free: NONE,
            is_last: false,
            enters: bought.enters,
            is_dated: bought.ride.is_some_and(|ride| is_dated(&ride.provenance)),
        };
        if !snapshot.nodes[to].is_facility() {
            if fare.is_some() {
                let last = Move { is_last: true, ..step };
                self.last.entry(to).or_default().push((number(at), last));
            }
            return;
        }
        let on = bought.on.filter(|&on| can_go_on(snapshot, on, to));
        let on = on.map_or(NONE, |riding| self.meet(Stand { node: to, riding }));
        let free = fare.map_or(NONE, |(_, operator)| {
            let last = survey.fares.relabelling.last_operator(operator);
            self.meet(Stand { node: to, riding: Riding::Free(last) })
        });
        if on != NONE || free != NONE {
            self.moves.push(Move { on, free, ..step });
        }
    }
}

/// Whether an operator charges for a parcel that comes from the last one.
fn is_charged(survey: &Survey, last: LastOperator, operator: OperatorIdx) -> bool {
    let relabelling = &survey.fares.relabelling;
    relabelling.is_charged_by(operator) && last.is_other_than(operator)
}

fn is_dated(provenance: &Provenance) -> bool {
    provenance.valid.from().is_some() || provenance.valid.to().is_some()
}

/// Whether a ride has any leg to go on with: most lines end where they may be left.
fn can_go_on(snapshot: &Snapshot, riding: Riding, node: NodeIdx) -> bool {
    let Riding::On { line: on, stage, .. } = riding else { return true };
    snapshot.nodes[node].out_legs.iter().any(|&leg| {
        snapshot.legs[leg].rides.iter().any(|ride| ride.line == on && ride.stage > stage)
    })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}
