//! Charting the ways from a new origin: forward over what may lead to the destination, then keeping what
//! does.

use std::collections::{HashMap, VecDeque};

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LegRide, NodeIdx, OperatorIdx, Provenance};
use portolan_network::schedule::Clock;

use super::{Chart, Fare, Move, NONE, Post, Riding, Stand, Survey};
use crate::limits;
use crate::price_book::RideSubject;
use crate::relabelling::LastOperator;

/// The fewest legs to the destination from every node, whatever they may be ridden on.
#[derive(Debug)]
pub(super) struct LegsLeft(Vec<u8>);

const FAR: u8 = u8::MAX;
/// Survival is kept in 2⁻³² here.
const CERTAIN: u64 = 1 << 32;

impl LegsLeft {
    pub(super) fn to(snapshot: &Snapshot, destinations: &[NodeIdx]) -> Self {
        let mut left = vec![FAR; snapshot.nodes.len()];
        let mut queue: VecDeque<NodeIdx> = destinations.iter().copied().collect();
        for &node in destinations {
            left[node.index()] = 0;
        }
        while let Some(node) = queue.pop_front() {
            let legs = left[node.index()] + 1;
            if usize::from(legs) > limits::LEGS_MAX {
                continue;
            }
            for &leg in &snapshot.nodes[node].in_legs {
                let from = snapshot.legs[leg].from;
                if left[from.index()] == FAR {
                    left[from.index()] = legs;
                    // Nothing goes on from a zone, so nothing leads to it either.
                    if snapshot.nodes[from].is_facility() {
                        queue.push_back(from);
                    }
                }
            }
        }
        Self(left)
    }

    fn of(&self, node: NodeIdx) -> usize {
        usize::from(self.0[node.index()])
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// A stand met on the way, not yet known to lead anywhere.
struct Met {
    stand: Stand,
    moves: Vec<MetMove>,
    legs_left: u8,
}

/// A move met on the way.
struct MetMove {
    step: Move,
    on: Option<Next>,
    free: Option<Next>,
}

/// Where a move leads.
#[derive(Clone, Copy)]
enum Next {
    /// To a stand of the chart.
    Known(u32),
    /// To one met in this exploration.
    New(usize),
}

/// Charts the ways from an origin and answers the stand they begin at.
pub(super) fn add_origin(chart: &mut Chart, survey: &mut Survey, origin: NodeIdx) -> Option<u32> {
    let start = Stand { node: origin, riding: Riding::Free(LastOperator::None) };
    if let Some(&known) = chart.ids.get(&start) {
        return Some(known);
    }
    let mut explorer = Explorer { chart, survey, met: Vec::new(), ids: HashMap::new() };
    explorer.meet(start);
    let mut at = 0;
    while at < explorer.met.len() {
        explorer.expand(at);
        at += 1;
    }
    explorer.count_back();
    explorer.keep(start)
}

struct Explorer<'a, 's> {
    chart: &'a mut Chart,
    survey: &'a mut Survey<'s>,
    met: Vec<Met>,
    ids: HashMap<Stand, usize>,
}

impl Explorer<'_, '_> {
    fn meet(&mut self, stand: Stand) -> Next {
        if let Some(&known) = self.chart.ids.get(&stand) {
            return Next::Known(known);
        }
        let next = self.met.len();
        let id = *self.ids.entry(stand).or_insert(next);
        if id == next {
            self.met.push(Met { stand, moves: Vec::new(), legs_left: FAR });
        }
        Next::New(id)
    }

    /// Meets what a stand leads to, however many legs led there: another origin may be nearer.
    fn expand(&mut self, at: usize) {
        let stand = self.met[at].stand;
        let snapshot = self.survey.snapshot;
        for &leg in &snapshot.nodes[stand.node].out_legs {
            let to = snapshot.legs[leg].to;
            let is_destination = self.chart.destinations.contains(&to);
            let is_near = self.chart.legs_left.of(to) < limits::LEGS_MAX;
            if is_near && (is_destination || snapshot.nodes[to].is_facility()) {
                self.take(at, leg);
            }
        }
    }

    /// Takes a leg in every way it can be bought: by itself, entering a line, or going on with one.
    fn take(&mut self, at: usize, leg: LegIdx) {
        let stand = self.met[at].stand;
        let row = &self.survey.snapshot.legs[leg];
        if let Riding::Free(last) = stand.riding
            && row.is_sold_alone
        {
            let is_relabelled = self.is_charged(last, row.operator);
            let subject = RideSubject::Leg(leg);
            let fare = Fare { subject, from: Some(row.from), to: row.to, is_relabelled };
            self.add(at, leg, Bought { ride: None, on: None, fare: Some(fare), enters: true });
        }
        for ride in &row.rides {
            let line = &self.survey.snapshot.lines[ride.line];
            let (entered, is_relabelled, enters) = match stand.riding {
                Riding::Free(last) if ride.entry => {
                    let entered = self.survey.fares.asks_from(ride.line).then_some(row.from);
                    (entered, self.is_charged(last, line.operator), true)
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
            self.add(at, leg, Bought { ride: Some(ride), on: Some(on), fare, enters });
        }
    }

    /// Whether an operator charges for a parcel that comes from the last one.
    fn is_charged(&self, last: LastOperator, operator: OperatorIdx) -> bool {
        let relabelling = &self.survey.fares.relabelling;
        relabelling.is_charged_by(operator) && last.is_other_than(operator)
    }

    fn add(&mut self, at: usize, leg: LegIdx, bought: Bought) {
        let snapshot = self.survey.snapshot;
        let to = snapshot.legs[leg].to;
        let is_facility = snapshot.nodes[to].is_facility();
        let on = bought.on.filter(|&on| is_facility && can_go_on(snapshot, on, to));
        let on = on.map(|riding| self.meet(Stand { node: to, riding }));
        let fare = bought.fare.and_then(|fare| {
            Some((self.survey.fares.number(snapshot, fare)?, fare.subject.operator(snapshot)))
        });
        let free = fare.filter(|_| is_facility).map(|(_, operator)| {
            let last = self.survey.fares.relabelling.last_operator(operator);
            self.meet(Stand { node: to, riding: Riding::Free(last) })
        });
        let is_last = fare.is_some() && self.chart.destinations.contains(&to);
        if on.is_none() && free.is_none() && !is_last {
            return;
        }
        let step = Move {
            leg,
            line: bought.ride.map_or(NONE, |ride| ride.line.raw()),
            fare: fare.map_or(NONE, |(number, _)| number),
            on: NONE,
            free: NONE,
            is_last,
            enters: bought.enters,
            is_dated: bought.ride.is_some_and(|ride| is_dated(&ride.provenance)),
        };
        self.met[at].moves.push(MetMove { step, on, free });
    }

    fn legs_left(&self, next: Option<Next>) -> u8 {
        match next {
            None => FAR,
            Some(Next::Known(id)) => self.chart.posts[id as usize].legs_left,
            Some(Next::New(id)) => self.met[id].legs_left,
        }
    }

    /// The fewest legs from every stand met, by rounds: in each, the last met first.
    fn count_back(&mut self) {
        for _ in 0..limits::LEGS_MAX {
            let mut is_settled = true;
            for at in (0..self.met.len()).rev() {
                let left = self.met[at].moves.iter().map(|step| {
                    let next = self.legs_left(step.on).min(self.legs_left(step.free));
                    if step.step.is_last { 1 } else { next.saturating_add(1) }
                });
                let left = left.min().unwrap_or(FAR);
                if left < self.met[at].legs_left {
                    self.met[at].legs_left = left;
                    is_settled = false;
                }
            }
            if is_settled {
                return;
            }
        }
    }

    /// Adds what leads to the destination to the chart.
    fn keep(mut self, start: Stand) -> Option<u32> {
        let first_new = self.chart.posts.len();
        let mut numbers = vec![NONE; self.met.len()];
        let mut next = u32::try_from(first_new).ok()?;
        for (number, met) in numbers.iter_mut().zip(&self.met) {
            if usize::from(met.legs_left) <= limits::LEGS_MAX {
                *number = next;
                self.chart.ids.insert(met.stand, next);
                next += 1;
            }
        }
        let number_of = |next: Option<Next>| match next {
            None => NONE,
            Some(Next::Known(id)) => id,
            Some(Next::New(id)) => numbers[id],
        };
        let met = std::mem::take(&mut self.met);
        for (met, _) in met.iter().zip(&numbers).filter(|(_, number)| **number != NONE) {
            let first_move = u32::try_from(self.chart.moves.len()).ok()?;
            let moves = met.moves.iter().filter_map(|found| {
                let (on, free) = (number_of(found.on), number_of(found.free));
                let leads = found.step.is_last || on != NONE || free != NONE;
                leads.then_some(Move { on, free, ..found.step })
            });
            self.chart.moves.extend(moves);
            let moves = u32::try_from(self.chart.moves.len()).ok()? - first_move;
            self.chart.posts.push(Post {
                first_move,
                moves,
                legs_left: met.legs_left,
                p50_left: u32::MAX,
                p90_left: u32::MAX,
                kept: 0,
            });
        }
        self.bound(first_new);
        self.chart.ids.get(&start).copied()
    }

    /// The least hours and loss from every new stand, over as many legs as a route may have.
    fn bound(&mut self, first_new: usize) {
        let (snapshot, work) = (self.survey.snapshot, self.survey.work);
        let chart = &mut *self.chart;
        for _ in 0..limits::LEGS_MAX {
            let mut is_settled = true;
            for at in (first_new..chart.posts.len()).rev() {
                let mut best = chart.posts[at];
                for step in &chart.moves[best.moves()] {
                    let kept = CERTAIN - lost(snapshot.legs[step.leg].loss_ppm);
                    let least = |clock| work.least_to_end(snapshot, step.leg, clock);
                    let (p50, p90) = (least(Clock::P50), least(Clock::P90));
                    if step.is_last {
                        best.improve(p50, p90, kept);
                    }
                    let after = |clock| work.least_after(snapshot, step.leg, clock);
                    for next in [step.on, step.free].into_iter().filter(|&next| next != NONE) {
                        let next = chart.posts[next as usize];
                        if next.kept > 0 {
                            best.improve(
                                p50 + after(Clock::P50) + i64::from(next.p50_left),
                                p90 + after(Clock::P90) + i64::from(next.p90_left),
                                both(kept, next.kept),
                            );
                        }
                    }
                }
                let old = &mut chart.posts[at];
                let is_same = (old.p50_left, old.p90_left, old.kept)
                    == (best.p50_left, best.p90_left, best.kept);
                is_settled &= is_same;
                *old = best;
            }
            if is_settled {
                return;
            }
        }
    }
}

impl Post {
    fn improve(&mut self, p50: i64, p90: i64, kept: u64) {
        self.p50_left = self.p50_left.min(u32::try_from(p50).unwrap_or(u32::MAX));
        self.p90_left = self.p90_left.min(u32::try_from(p90).unwrap_or(u32::MAX));
        self.kept = self.kept.max(kept.clamp(1, CERTAIN));
    }
}

/// The product of two shares in 2⁻³², rounded up.
fn both(a: u64, b: u64) -> u64 {
    let product = (u128::from(a) * u128::from(b)) >> 32;
    u64::try_from(product).unwrap_or(CERTAIN) + 1
}

/// What a leg loses, rounded down, in 2⁻³².
fn lost(loss_ppm: u32) -> u64 {
    (u64::from(loss_ppm.min(1_000_000)) << 32) / 1_000_000
}

/// A way to buy a leg.
#[derive(Clone, Copy)]
struct Bought<'r> {
    ride: Option<&'r LegRide>,
    on: Option<Riding>,
    fare: Option<Fare>,
    enters: bool,
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
