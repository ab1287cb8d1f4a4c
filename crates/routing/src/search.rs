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
use portolan_network::records::{LineIdx, NodeIdx, ProcessIdx, RestrictionSubject};

use crate::chart::{Fares, LegWork, Move, NONE, Passages};
use crate::charts::Ways;
use crate::error::Limit;
use crate::lane::{Lane, Seconds};
use crate::permit::{Day, Permit};
use crate::price_book::PriceBook;
use crate::replay::Step;
use crate::{RouteFilter, RoutingError, Survival, limits};
pub(crate) use slate::Slate;
use slate::{CLOSED, Cost, Goal, Label, Measures};

/// One search, consumed by [`Search::run`].
pub(crate) struct Search<'a, 'b> {
    /// The lane and parcel.
    pub lane: &'a Lane<'a>,
    /// The timetables of these weeks.
    pub board: &'a Board,
    /// The legs on them.
    pub passages: &'a Passages,
    /// What counts on the hand-in day.
    pub day: &'a Day,
    /// What may be used.
    pub permit: &'a Permit<'a>,
    /// What a route must satisfy.
    pub filter: &'a RouteFilter,
    /// Only routes that use this are wanted.
    pub must_use: Option<RestrictionSubject>,
    /// The ways of the lane.
    pub ways: &'a Ways,
    /// What can be bought.
    pub fares: &'a Fares,
    /// What is done around each leg.
    pub work: &'a LegWork,
    /// Prices of rides and processes.
    pub prices: &'a mut PriceBook<'b>,
    /// Memory to work in.
    pub slate: &'a mut Slate,
}

/// A leg taken from a label, its end reached and what is done there done; at the destination nothing is.
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
        self.slate.clear(self.ways);
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
        for &(node, stand) in &self.ways.starts {
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
                least: times,
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
        let ways = self.ways;
        let least = Measures {
            price: add(from.measures.price, self.slate.price_left[from.stand as usize])?,
            times: from.least,
            survival: self.survival_left(from.measures.survival, from.stand),
        };
        let mut ceiling = self.slate.ceiling(&least);
        if least.price >= ceiling {
            return Ok(());
        }
        for index in ways.moves(from.stand) {
            let cost = self.slate.costs[index];
            if cost.least >= CLOSED || add(from.measures.price, cost.least)? >= ceiling {
                continue;
            }
            let step = ways.step(index);
            if !self.may_arrive(&from, step) {
                continue;
            }
            let Some(reached) = self.pass(step, from.measures.times) else { continue };
            let leg = self.work.facts(step.leg);
            let arrival = Arrival {
                parent,
                step: u32::try_from(index).unwrap_or(NONE),
                reached,
                survival: from.measures.survival.after(leg.loss_ppm),
                is_used: from.is_used || self.is_used_by(step),
                legs: from.legs + 1,
            };
            self.arrive(&arrival, (step, cost), from.measures.price)?;
            if step.is_last {
                ceiling = self.slate.ceiling(&least);
            }
        }
        Ok(())
    }

    /// Ends a leg: at the destination, or free there and on the line, as far as each is possible.
    fn arrive(
        &mut self,
        arrival: &Arrival,
        (step, cost): (&Move, Cost),
        price: i64,
    ) -> Result<(), RoutingError> {
        if step.is_last {
            let price = add(price, cost.free)?;
            return self.reach_goal(arrival, self.work.facts(step.leg).to, price);
        }
        let times = arrival.reached;
        let at = [(step.on, cost.on), (step.free, cost.free)];
        for (stand, cost) in at.into_iter().filter(|&(at, cost)| at != NONE && cost < CLOSED) {
            let price = add(price, cost)?;
            self.stand(Label {
                measures: Measures { price, times, survival: arrival.survival },
                least: times,
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

    /// Both clocks through the export processes, along a leg, and through what is done at its end where
    /// that is not the destination.
    fn pass(&self, step: &Move, times: Seconds) -> Option<Seconds> {
        let leg = (step.leg, step.line());
        if !step.is_last && !self.lane.has_full(step.leg) {
            let told = self.passages.stands((self.lane.snapshot, self.work), leg, times);
            let horizon = self.lane.horizon();
            if let Some(at) = told.filter(|at| at.p50 <= horizon && at.p90 <= horizon) {
                debug_assert_eq!(
                    Some(at),
                    self.pass_by_steps(step, times),
                    "a passage is a passage"
                );
                return Some(at);
            }
        }
        self.pass_by_steps(step, times)
    }

    fn pass_by_steps(&self, step: &Move, times: Seconds) -> Option<Seconds> {
        let times = self.work_through(self.work.before(step.leg), times)?;
        let reached = self.lane.ride(self.board, (step.leg, step.line()), times)?;
        if step.is_last {
            Some(reached)
        } else {
            self.work_through(self.work.after(step.leg), reached)
        }
    }

    fn work_through(&self, processes: &[ProcessIdx], times: Seconds) -> Option<Seconds> {
        let mut done = processes.iter().filter(|process| self.day.has_process(**process));
        done.try_fold(times, |at, &process| self.lane.work(self.board, process, at))
    }

    /// Whether a move may lead to the destination in as many legs as a route may have.
    fn may_arrive(&self, from: &Label, step: &Move) -> bool {
        let posts = self.ways.chart.posts();
        let is_near =
            |stand: u32| stand != NONE && posts[stand as usize].is_in_reach(from.legs + 1);
        let may_end = step.is_last && usize::from(from.legs) < limits::LEGS_MAX;
        may_end || is_near(step.on) || is_near(step.free)
    }

    /// The least that the hours and the loss left from a stand make of some measures; none where no
    /// timetable leads on.
    fn least(&self, measures: &Measures, stand: u32) -> Option<Measures> {
        let (post, left) = (&self.ways.chart.posts()[stand as usize], &self.ways.left);
        let mut times = Seconds {
            p50: measures.times.p50 + i64::from(post.p50_left) + i64::from(left.p50),
            p90: measures.times.p90 + i64::from(post.p90_left) + i64::from(left.p90),
        };
        if !self.ways.arrivals.is_empty() {
            let told = self.ways.arrivals.iter().filter_map(|(arrivals, left)| {
                let at = arrivals.earliest(post.stand, measures.times)?;
                Some(Seconds {
                    p50: at.p50 + i64::from(left.p50),
                    p90: at.p90 + i64::from(left.p90),
                })
            });
            let told = told.reduce(|one, other| Seconds {
                p50: one.p50.min(other.p50),
                p90: one.p90.min(other.p90),
            })?;
            times = Seconds { p50: times.p50.max(told.p50), p90: times.p90.max(told.p90) };
        }
        let survival = self.survival_left(measures.survival, stand);
        Some(Measures { price: measures.price, times, survival })
    }

    /// The most that is left of a survival at the destination.
    fn survival_left(&self, survival: Survival, stand: u32) -> Survival {
        let post = &self.ways.chart.posts()[stand as usize];
        survival.at_most_after(post.kept).at_most_after(self.ways.left.kept)
    }

    /// Keeps a label that may come to something.
    fn stand(&mut self, mut label: Label) -> Result<(), RoutingError> {
        let post = &self.ways.chart.posts()[label.stand as usize];
        let price_left = self.slate.price_left[label.stand as usize];
        if price_left >= CLOSED || !post.is_in_reach(label.legs) {
            return Ok(());
        }
        let Some(mut least) = self.least(&label.measures, label.stand) else { return Ok(()) };
        least.price = least.price.saturating_add(price_left);
        label.least = least.times;
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
            least: times,
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
        let step = step.bare();
        self.must_use.is_some_and(|subject| self.lane.uses(step, subject))
    }

    /// The steps that lead to a label, from the origin.
    fn steps_to(&self, label: u32) -> Vec<Step> {
        let mut steps = Vec::with_capacity(limits::LEGS_MAX);
        let mut at = &self.slate.labels[label as usize];
        while at.step != NONE {
            let step = self.ways.step(at.step as usize);
            steps.push(step.bare());
            at = &self.slate.labels[at.parent as usize];
        }
        steps.reverse();
        steps
    }
}

fn add(price: i64, more: i64) -> Result<i64, RoutingError> {
    price.checked_add(more).ok_or(RoutingError::PriceRange)
}
