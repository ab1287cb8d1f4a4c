//! The exact Pareto set of routes for one parcel, on the chart of its destination.
//!
//! A label is one way to stand somewhere. Labels are taken up in the order of the price they can come to
//! at least; one is dropped for good when another of its stand with no more legs is no worse in any number,
//! or when a route already found is no worse than the least it can come to. Both are exact because every
//! time function is FIFO and no charge is negative. What is left at least is known from the chart (legs,
//! hours, loss) and, for the price, counted back over the chart for this parcel in `costs`.
//! What it deliberately does not do: decide what may be used ([`crate::permit`]), tell times or prices
//! ([`crate::lane`], [`crate::price_book`]), or describe routes ([`crate::replay`]).

mod costs;
mod slate;

use jiff::{Timestamp, civil};
use portolan_network::board::Board;
use portolan_network::records::{LineIdx, NodeIdx, RestrictionSubject};

use crate::chart::{Chart, Fares, LegWork, Move, NONE};
use crate::error::Limit;
use crate::lane::{Lane, Seconds};
use crate::permit::{Day, Permit};
use crate::price_book::PriceBook;
use crate::replay::Step;
use crate::{RouteFilter, RoutingError, Survival, limits};
pub(crate) use slate::Slate;
use slate::{Goal, Label, Measures};

/// One search, consumed by [`Search::run`].
pub(crate) struct Search<'a, 'b> {
    /// The lane and parcel.
    pub lane: &'a Lane<'a>,
    /// The timetables of these weeks.
    pub board: &'a Board,
    /// What counts on the hand-in day.
    pub day: &'a Day,
    /// What may be used.
    pub permit: &'a Permit<'a>,
    /// What a route must satisfy.
    pub filter: &'a RouteFilter,
    /// Only routes that use this are wanted.
    pub must_use: Option<RestrictionSubject>,
    /// The ways to the destination.
    pub chart: &'a Chart,
    /// The stands a route may begin at, with their places.
    pub starts: &'a [(NodeIdx, u32)],
    /// What can be bought.
    pub fares: &'a Fares,
    /// What is done around each leg.
    pub work: &'a LegWork,
    /// Prices of rides and processes.
    pub prices: &'a mut PriceBook<'b>,
    /// Memory to work in.
    pub slate: &'a mut Slate,
}

/// A leg taken from a label, its end reached, nothing done there yet.
struct Arrival {
    parent: u32,
    step: u32,
    reached: Seconds,
    survival: Survival,
    is_used: bool,
    legs: u8,
}

impl Search<'_, '_> {
    /// The steps of every route of the Pareto set: for equal numbers, of the first found.
    pub fn run(&mut self) -> Result<Vec<Vec<Step>>, RoutingError> {
        self.slate.clear(self.chart);
        if let (true, Ok(fixed)) = (self.permit.is_lane_open(), self.prices.fixed_minor()) {
            self.count_costs()?;
            self.start(fixed)?;
        }
        while let Some(label) = self.slate.take_next() {
            self.expand(label)?;
        }
        let mut goals = std::mem::take(&mut self.slate.goals);
        goals.sort_by_key(|goal| goal.label);
        let steps = goals.iter().map(|goal| self.steps_to(goal.label)).collect();
        self.slate.goals = goals;
        Ok(steps)
    }

    /// Rule 2: a label in every place where the parcel may begin.
    fn start(&mut self, fixed: i64) -> Result<(), RoutingError> {
        let ready = self.lane.query.ready.as_second();
        for &(node, stand) in self.starts {
            if !self.permit.may_touch(node) {
                continue;
            }
            let mut price = fixed;
            let mut times = Some(Seconds { p50: ready, p90: ready });
            for process in self.lane.processes_on_arrival(node, None) {
                times = times.and_then(|at| self.lane.work(self.board, process, at));
                match self.prices.process_minor(self.lane, process)? {
                    Some(minor) => price = add(price, minor)?,
                    None => times = None,
                }
            }
            let Some(times) = times else { continue };
            let is_used = self.must_use.is_some_and(|subject| self.lane.uses_by_itself(subject));
            self.stand(Label {
                measures: Measures { price, times, survival: Survival::CERTAIN },
                stand,
                parent: NONE,
                step: NONE,
                legs: 0,
                is_used,
                is_alive: true,
            })?;
        }
        Ok(())
    }

    /// Takes every move from a label.
    fn expand(&mut self, parent: u32) -> Result<(), RoutingError> {
        let from = self.slate.labels[parent as usize];
        for index in self.chart.posts()[from.stand as usize].moves() {
            let cost = self.slate.costs[index];
            if !cost.is_open {
                continue;
            }
            let step = &self.chart.moves()[index];
            let price = add(from.measures.price, cost.before)?;
            let cheapest = self.least_beyond(step, cost.fare, cost.after);
            let Some(cheapest) = cheapest else { continue };
            if !self.is_worth(&from, step, price.saturating_add(cheapest)) {
                continue;
            }
            let Some(reached) = self.reach(step, from.measures.times) else { continue };
            let leg = self.work.facts(step.leg);
            let arrival = Arrival {
                parent,
                step: u32::try_from(index).unwrap_or(NONE),
                reached,
                survival: from.measures.survival.after(leg.loss_ppm),
                is_used: from.is_used || self.is_used_by(step),
                legs: from.legs + 1,
            };
            self.arrive(&arrival, price)?;
        }
        Ok(())
    }

    /// Ends a leg: at the destination, free there, and on the line, as far as each is possible.
    fn arrive(&mut self, arrival: &Arrival, price: i64) -> Result<(), RoutingError> {
        let step = self.chart.moves()[arrival.step as usize];
        let cost = self.slate.costs[arrival.step as usize];
        let paid = cost.fare.map(|fare| add(price, fare)).transpose()?;
        if let Some(paid) = paid.filter(|_| step.is_last) {
            self.reach_goal(arrival, self.work.facts(step.leg).to, paid)?;
        }
        let goes_on = step.on != NONE || (step.free != NONE && paid.is_some());
        let (Some(after), true) = (cost.after, goes_on) else { return Ok(()) };
        let mut times = arrival.reached;
        for &process in self.work.after(step.leg) {
            if self.day.has_process(process) {
                let Some(ends) = self.lane.work(self.board, process, times) else { return Ok(()) };
                times = ends;
            }
        }
        let at = [(step.on, Some(price)), (step.free, paid)];
        for (stand, price) in at.into_iter().filter(|&(stand, _)| stand != NONE) {
            let Some(price) = price else { continue };
            let price = add(price, after)?;
            self.stand(Label {
                measures: Measures { price, times, survival: arrival.survival },
                stand,
                parent: arrival.parent,
                step: arrival.step,
                legs: arrival.legs,
                is_used: arrival.is_used,
                is_alive: true,
            })?;
        }
        Ok(())
    }

    /// Both clocks through the export processes and along a leg.
    fn reach(&self, step: &Move, mut times: Seconds) -> Option<Seconds> {
        for &process in self.work.before(step.leg) {
            if self.day.has_process(process) {
                times = self.lane.work(self.board, process, times)?;
            }
        }
        self.lane.ride(self.board, (step.leg, step.line()), times)
    }

    /// The least that is paid from the beginning of a leg on, its export processes aside.
    fn least_beyond(&self, step: &Move, fare: Option<i64>, after: Option<i64>) -> Option<i64> {
        let left = |stand: u32| match stand {
            NONE => None,
            stand => self.slate.price_left(stand),
        };
        let ends = fare.filter(|_| step.is_last);
        let on = after.zip(left(step.on)).map(|(after, left)| after.saturating_add(left));
        let free = after.zip(left(step.free)).map(|(after, left)| after.saturating_add(left));
        let free = fare.zip(free).map(|(fare, beyond)| fare.saturating_add(beyond));
        [ends, free, on].into_iter().flatten().min()
    }

    /// Whether a move may still lead to a route that no known one beats, by the price alone known anew.
    fn is_worth(&self, from: &Label, step: &Move, price: i64) -> bool {
        let posts = self.chart.posts();
        let is_near =
            |stand: u32| stand != NONE && posts[stand as usize].is_in_reach(from.legs + 1);
        let may_end = step.is_last && usize::from(from.legs) < limits::LEGS_MAX;
        if !(may_end || is_near(step.on) || is_near(step.free)) {
            return false;
        }
        let post = &posts[from.stand as usize];
        let least = Measures { price, ..from.measures.after(post) };
        !self.slate.is_beaten(&least)
    }

    fn stand(&mut self, label: Label) -> Result<(), RoutingError> {
        let post = &self.chart.posts()[label.stand as usize];
        let Some(price_left) = self.slate.price_left(label.stand) else { return Ok(()) };
        if !post.is_in_reach(label.legs) {
            return Ok(());
        }
        let mut least = label.measures.after(post);
        least.price = least.price.saturating_add(price_left);
        if self.slate.is_beaten(&least) {
            return Ok(());
        }
        self.slate.insert(label, &least)
    }

    fn reach_goal(
        &mut self,
        arrival: &Arrival,
        node: NodeIdx,
        price: i64,
    ) -> Result<(), RoutingError> {
        let Some(times) = self.lane.hand_over(self.board, node, arrival.reached) else {
            return Ok(());
        };
        let measures = Measures { price, times, survival: arrival.survival };
        let is_wanted = (self.must_use.is_none() || arrival.is_used)
            && self.admits(node, times, arrival.survival);
        if !is_wanted || self.slate.is_beaten(&measures) {
            return Ok(());
        }
        self.slate.goals.retain(|goal| !measures.is_no_worse(&goal.measures));
        if self.slate.goals.len() >= limits::OPTIONS_MAX {
            return Err(RoutingError::TooLarge(Limit::Options));
        }
        let label = self.slate.push(Label {
            measures,
            stand: NONE,
            parent: arrival.parent,
            step: arrival.step,
            legs: arrival.legs,
            is_used: arrival.is_used,
            is_alive: false,
        })?;
        self.slate.goals.push(Goal { label, measures });
        Ok(())
    }

    fn admits(&self, node: NodeIdx, times: Seconds, survival: Survival) -> bool {
        let is_in_time = |latest: civil::Date| {
            let arrives = Timestamp::from_second(times.p90).unwrap_or(Timestamp::MAX);
            self.lane.snapshot.nodes[node].clock.date(arrives) <= latest
        };
        let is_safe = self
            .filter
            .loss_ppm_max
            .is_none_or(|most| u64::from(survival.loss_ppb()) <= u64::from(most) * 1_000);
        self.filter.date_p90_max.is_none_or(is_in_time) && is_safe
    }

    fn may_ride(&self, line: LineIdx) -> bool {
        self.permit.may_ride(line)
            && self.filter.lines.as_ref().is_none_or(|lines| lines.contains(&line))
    }

    fn is_used_by(&self, step: &Move) -> bool {
        let step = Step { leg: step.leg, line: step.line(), enters: step.enters };
        self.must_use.is_some_and(|subject| self.lane.uses(step, subject))
    }

    /// The steps that lead to a label, from the origin.
    fn steps_to(&self, label: u32) -> Vec<Step> {
        let mut steps = Vec::with_capacity(limits::LEGS_MAX);
        let mut at = &self.slate.labels[label as usize];
        while at.step != NONE {
            let step = &self.chart.moves()[at.step as usize];
            steps.push(Step { leg: step.leg, line: step.line(), enters: step.enters });
            at = &self.slate.labels[at.parent as usize];
        }
        steps.reverse();
        steps
    }
}

fn add(price: i64, more: i64) -> Result<i64, RoutingError> {
    price.checked_add(more).ok_or(RoutingError::PriceRange)
}
