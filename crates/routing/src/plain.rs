//! The exact Pareto set of routes for one parcel, without any preparation: what [`crate::search`] is tested
//! against, and what answers where times are told with fractions of seconds.
//!
//! Multi-criteria label correcting in rounds: round `n` extends every label of `n − 1` legs by one leg.
//! A label is the best known way to stand somewhere in one [`State`]; labels of other states are never
//! compared. Because every time function is FIFO and no charge is negative, a label that is no better
//! in any number than another of its state with no more legs can be dropped for good.
//! Start at [`Search::run`]. What it deliberately does not do: decide what may be used
//! ([`crate::permit`]), tell times or prices ([`crate::lane`]), or describe routes ([`crate::replay`]).

mod bag;
mod bounds;
mod label;

use jiff::civil;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx, ProcessIdx, RestrictionSubject};

use crate::chart::NONE;
use crate::error::Limit;
use crate::lane::{Delivered, Lane, Times};
use crate::permit::Permit;
use crate::price_book::{PriceBook, RideKey, RideSubject};
use crate::relabelling::{LastOperator, Relabelling};
use crate::replay::Step;
use crate::{EntryWish, RouteFilter, RoutingError, Survival, limits};
use bag::Bags;
pub(crate) use bounds::Bounds;
use label::{Label, Measures, Riding, State};

/// One search, consumed by [`Search::run`].
pub(crate) struct Search<'a, 'b> {
    /// The lane and parcel.
    pub lane: &'a Lane<'a>,
    /// What may be used.
    pub permit: &'a Permit<'a>,
    /// What a route must satisfy.
    pub filter: &'a RouteFilter,
    /// Only routes that use this are wanted.
    pub must_use: Option<RestrictionSubject>,
    /// What is left at least, from every node.
    pub bounds: Bounds,
    /// Prices of rides and processes.
    pub prices: &'a mut PriceBook<'b>,
    /// Who charges for a change of operator.
    pub relabelling: &'a Relabelling,
}

/// A leg about to be taken by a label, its export processes done.
struct Boarding {
    leg: LegIdx,
    from: Label,
    parent: u32,
    ready: Times,
    price: i64,
}

/// A leg taken, its end reached, nothing done there yet.
struct Arrival {
    step: Step,
    parent: u32,
    node: NodeIdx,
    reached: Times,
    price: i64,
    survival: Survival,
    is_used: bool,
    legs: u8,
}

/// A label at the destination.
struct Goal {
    label: u32,
    measures: Measures,
}

/// The growing state of a search.
#[derive(Default)]
struct Frontier {
    labels: Vec<Label>,
    bags: Bags,
    /// Labels to be extended in the next round.
    next: Vec<u32>,
    goals: Vec<Goal>,
}

impl Search<'_, '_> {
    /// The steps of every route of the Pareto set: for equal numbers, of the first found.
    pub fn run(&mut self) -> Result<Vec<Vec<Step>>, RoutingError> {
        let mut frontier = Frontier::default();
        if let (true, Ok(fixed)) = (self.permit.is_lane_open(), self.prices.fixed_minor()) {
            self.start(&mut frontier, fixed)?;
        }
        for _ in 0..limits::LEGS_MAX {
            for parent in std::mem::take(&mut frontier.next) {
                if frontier.labels[parent as usize].is_alive {
                    self.expand(&mut frontier, parent)?;
                }
            }
        }
        let mut goals = frontier.goals;
        goals.sort_by_key(|goal| goal.label);
        Ok(goals.iter().map(|goal| label::steps_to(&frontier.labels, goal.label)).collect())
    }

    /// Rule 2: a label in every place where the parcel may begin.
    fn start(&mut self, frontier: &mut Frontier, fixed: i64) -> Result<(), RoutingError> {
        for &node in &self.lane.origins {
            if !self.permit.may_touch(node) {
                continue;
            }
            let always = self.lane.processes_on_arrival(node, None);
            let Some((times, price)) = self.process(always, self.lane.start_times(), fixed)? else {
                continue;
            };
            let label = Label {
                node,
                state: State {
                    riding: Riding::Free(LastOperator::None),
                    is_used: self.is_used_by_lane(),
                },
                measures: Measures { price, times, survival: Survival::CERTAIN },
                legs: 0,
                parent: None,
                step: None,
                is_alive: true,
            };
            frontier.insert(label)?;
        }
        Ok(())
    }

    fn expand(&mut self, frontier: &mut Frontier, parent: u32) -> Result<(), RoutingError> {
        let from = frontier.labels[parent as usize].clone();
        let snapshot = self.lane.snapshot;
        for &leg in &snapshot.nodes[from.node].out_legs {
            if !self.may_take(leg, &from) {
                continue;
            }
            let export = self.lane.processes_on_departure(leg);
            let done = self.process(export, from.measures.times, from.measures.price)?;
            let Some((ready, price)) = done else { continue };
            let boarding = Boarding { leg, from: from.clone(), parent, ready, price };
            self.board(frontier, &boarding)?;
        }
        Ok(())
    }

    /// Takes a leg in every way it can be bought: by itself, entering a line, or going on with one.
    fn board(&mut self, frontier: &mut Frontier, boarding: &Boarding) -> Result<(), RoutingError> {
        let leg = &self.lane.snapshot.legs[boarding.leg];
        let riding = boarding.from.state.riding;
        if let Riding::Free(last) = riding
            && leg.is_sold_alone
            && let Some(arrival) = self.arrive(boarding, None, true)
        {
            let ride = RideKey {
                subject: RideSubject::Leg(boarding.leg),
                from: leg.from,
                to: leg.to,
                is_relabelled: last.is_other_than(leg.operator),
            };
            self.leave_ride(frontier, &arrival, ride)?;
        }
        for ride in &leg.rides {
            let enters = match riding {
                Riding::Free(_) if ride.entry => true,
                Riding::On { line, stage, .. } if line == ride.line && stage < ride.stage => false,
                _ => continue,
            };
            if !self.lane.is_valid(&ride.provenance) || !self.may_ride(ride.line) {
                continue;
            }
            let Some(arrival) = self.arrive(boarding, Some(ride.line), enters) else { continue };
            let (entered, is_relabelled) = match riding {
                Riding::Free(last) => {
                    let operator = self.lane.snapshot.lines[ride.line].operator;
                    (leg.from, last.is_other_than(operator))
                }
                Riding::On { entered, is_relabelled, .. } => (entered, is_relabelled),
            };
            if ride.exit {
                let subject = RideSubject::Line(ride.line);
                let ride = RideKey { subject, from: entered, to: leg.to, is_relabelled };
                self.leave_ride(frontier, &arrival, ride)?;
            }
            let on = Riding::On { line: ride.line, stage: ride.stage, entered, is_relabelled };
            self.stay(frontier, &arrival, on, arrival.price)?;
        }
        Ok(())
    }

    /// Travels a leg on both clocks (rules 4, 5 and 7), or `None` where one of them finds no departure.
    fn arrive(&self, boarding: &Boarding, line: Option<LineIdx>, enters: bool) -> Option<Arrival> {
        let leg = &self.lane.snapshot.legs[boarding.leg];
        let travelled = self.lane.travel(boarding.leg, line, boarding.ready)?;
        let step = Step { leg: boarding.leg, line, enters, fare: NONE };
        Some(Arrival {
            step,
            parent: boarding.parent,
            node: leg.to,
            reached: travelled.arrives,
            price: boarding.price,
            survival: boarding.from.measures.survival.after(leg.loss_ppm),
            is_used: boarding.from.state.is_used || self.is_used_by(step),
            legs: boarding.from.legs + 1,
        })
    }

    /// Ends a ride and pays for it: at the destination that is a route, elsewhere a free label.
    fn leave_ride(
        &mut self,
        frontier: &mut Frontier,
        arrival: &Arrival,
        ride: RideKey,
    ) -> Result<(), RoutingError> {
        let Some(ride_minor) = self.prices.ride_minor(self.lane, ride)? else { return Ok(()) };
        let price = arrival.price.checked_add(ride_minor).ok_or(RoutingError::PriceRange)?;
        if self.lane.is_destination(arrival.node) {
            self.reach_goal(frontier, arrival, price)?;
        }
        let operator = ride.subject.operator(self.lane.snapshot);
        let free = Riding::Free(self.relabelling.last_operator(operator));
        self.stay(frontier, arrival, free, price)
    }

    /// Stands at the end of a leg, with its import and regular processes done (rule 3).
    fn stay(
        &mut self,
        frontier: &mut Frontier,
        arrival: &Arrival,
        riding: Riding,
        price: i64,
    ) -> Result<(), RoutingError> {
        if !self.lane.snapshot.nodes[arrival.node].is_facility()
            || !self.bounds.is_in_reach(arrival.node, arrival.legs)
            || !self.can_go_on(riding, arrival.node)
        {
            return Ok(());
        }
        let processes = self.lane.processes_on_arrival(arrival.node, Some(arrival.step.leg));
        let Some((times, price)) = self.process(processes, arrival.reached, price)? else {
            return Ok(());
        };
        let measures = Measures { price, times, survival: arrival.survival };
        let least = self.bounds.at_least(arrival.node, &measures);
        if frontier.goals.iter().any(|goal| goal.measures.is_no_worse(&least)) {
            return Ok(());
        }
        frontier.insert(Label {
            node: arrival.node,
            state: State { riding, is_used: arrival.is_used },
            measures,
            legs: arrival.legs,
            parent: Some(arrival.parent),
            step: Some(arrival.step),
            is_alive: true,
        })
    }

    fn reach_goal(
        &self,
        frontier: &mut Frontier,
        arrival: &Arrival,
        price: i64,
    ) -> Result<(), RoutingError> {
        let Some(Delivered { times, date_p90, .. }) =
            self.lane.deliver(arrival.node, arrival.reached)
        else {
            return Ok(());
        };
        let is_wanted =
            (self.must_use.is_none() || arrival.is_used) && self.admits(date_p90, arrival.survival);
        let measures = Measures { price, times, survival: arrival.survival };
        if !is_wanted || frontier.goals.iter().any(|goal| goal.measures.is_no_worse(&measures)) {
            return Ok(());
        }
        frontier.goals.retain(|goal| !measures.is_no_worse(&goal.measures));
        if frontier.goals.len() >= limits::OPTIONS_MAX {
            return Err(RoutingError::TooLarge(Limit::Options));
        }
        let label = frontier.push(Label {
            node: arrival.node,
            state: State { riding: Riding::Free(LastOperator::None), is_used: arrival.is_used },
            measures,
            legs: arrival.legs,
            parent: Some(arrival.parent),
            step: Some(arrival.step),
            is_alive: false,
        })?;
        frontier.goals.push(Goal { label, measures });
        Ok(())
    }

    /// Carries both clocks and the price through processes, or `None` where one never starts or
    /// does not take the mass.
    fn process(
        &mut self,
        processes: impl Iterator<Item = ProcessIdx>,
        mut times: Times,
        mut price: i64,
    ) -> Result<Option<(Times, i64)>, RoutingError> {
        for process in processes {
            let Some(ends) = self.lane.process_ends(process, times) else { return Ok(None) };
            times = ends;
            let Some(minor) = self.prices.process_minor(self.lane, process)? else {
                return Ok(None);
            };
            price = price.checked_add(minor).ok_or(RoutingError::PriceRange)?;
        }
        Ok(Some((times, price)))
    }

    /// Whether a leg may be taken at all by a label, whatever it is ridden on.
    fn may_take(&self, leg: LegIdx, from: &Label) -> bool {
        let row = &self.lane.snapshot.legs[leg];
        let is_wished = match self.lane.query.entry {
            _ if self.lane.snapshot.nodes[row.from].is_facility() => true,
            EntryWish::Any => true,
            EntryWish::Collection => !row.is_drop_off,
            EntryWish::DropOff => row.is_drop_off,
        };
        let may_end =
            self.lane.snapshot.nodes[row.to].is_facility() || self.lane.is_destination(row.to);
        is_wished
            && may_end
            && (row.tracked || !self.filter.tracked_all)
            && self.permit.may_take(leg)
            && self.permit.may_touch(row.to)
            && self.bounds.is_in_reach(row.to, from.legs + 1)
    }

    fn may_ride(&self, line: LineIdx) -> bool {
        self.lane.is_valid(&self.lane.snapshot.lines[line].provenance)
            && self.permit.may_ride(line)
            && self.filter.lines.as_ref().is_none_or(|lines| lines.contains(&line))
    }

    /// Whether a ride has any leg to go on with: most lines end where they may be left.
    fn can_go_on(&self, riding: Riding, node: NodeIdx) -> bool {
        let Riding::On { line: on, stage, .. } = riding else { return true };
        let snapshot = self.lane.snapshot;
        snapshot.nodes[node].out_legs.iter().any(|&leg| {
            snapshot.legs[leg].rides.iter().any(|ride| ride.line == on && ride.stage > stage)
        })
    }

    fn admits(&self, date_p90: civil::Date, survival: Survival) -> bool {
        let in_time = self.filter.date_p90_max.is_none_or(|latest| date_p90 <= latest);
        let is_safe = self
            .filter
            .loss_ppm_max
            .is_none_or(|most| u64::from(survival.loss_ppb()) <= u64::from(most) * 1_000);
        in_time && is_safe
    }

    /// Whether every route of the lane uses the wanted subject.
    fn is_used_by_lane(&self) -> bool {
        self.must_use.is_some_and(|subject| self.lane.uses_by_itself(subject))
    }

    fn is_used_by(&self, step: Step) -> bool {
        self.must_use.is_some_and(|subject| self.lane.uses(step, subject))
    }
}

impl Frontier {
    /// Keeps a label unless its bag has one that is no worse.
    fn insert(&mut self, label: Label) -> Result<(), RoutingError> {
        let bag = self.bags.bag_of(label.node, label.state);
        let is_beaten =
            |&other: &u32| self.labels[other as usize].measures.is_no_worse(&label.measures);
        if bag.iter().any(is_beaten) {
            return Ok(());
        }
        let labels = &mut self.labels;
        bag.retain(|&other| {
            let other = &mut labels[other as usize];
            let is_beaten = label.measures.is_no_worse(&other.measures);
            // One with fewer legs may still go where this one cannot, so it is extended all the same.
            if is_beaten && other.legs == label.legs {
                other.is_alive = false;
            }
            !is_beaten
        });
        let id = u32::try_from(labels.len()).expect("invariant: LABELS_MAX fits 32 bits");
        bag.push(id);
        self.next.push(id);
        self.push(label).map(|_| ())
    }

    fn push(&mut self, label: Label) -> Result<u32, RoutingError> {
        if self.labels.len() >= limits::LABELS_MAX {
            return Err(RoutingError::TooLarge(Limit::Labels));
        }
        let id = u32::try_from(self.labels.len()).expect("invariant: LABELS_MAX fits 32 bits");
        self.labels.push(label);
        Ok(id)
    }
}
