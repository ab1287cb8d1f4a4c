//! The exact Pareto set of routes for one parcel, on the chart of its destination.
//!
//! A label is one way to stand somewhere. Labels are taken up in the order of the price they can come to
//! at least; one is dropped for good when another of its stand with no more legs is no worse in any number,
//! or when a route already found is no worse than the least it can come to. Both are exact because every
//! time function is FIFO and no charge is negative. What is left at least is known from the chart (legs,
//! hours, loss) and, for the price, counted back over the chart for this parcel in `costs`. When a chain of
//! legs stands where is the same for every parcel of the lane that is ready at once: [`crate::chains`].
//! What it deliberately does not do: decide what may be used ([`crate::permit`]), tell times or prices
//! ([`crate::lane`], [`crate::price_book`]), or describe routes ([`crate::replay`]).

mod costs;
mod front;
mod menu;
mod slate;

use std::collections::BTreeSet;

use jiff::{Timestamp, civil};
use portolan_network::board::Board;
use portolan_network::records::{LineIdx, NodeIdx, ProcessIdx, RestrictionSubject};

use crate::chains::{Answer, Chains, Link, Next, Slot};
use crate::chart::{Fares, LegWork, Move, NONE, Passages};
use crate::charts::Ways;
use crate::error::Limit;
use crate::lane::{Lane, Seconds};
use crate::permit::{Day, Permit};
use crate::price_book::PriceBook;
use crate::replay::Step;
use crate::{RouteFilter, RoutingError, Survival, limits};
use menu::Onward;
pub(crate) use menu::{Menu, Menus};
pub(crate) use slate::Slate;
use slate::{CLOSED, Label, Measures};

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
    /// What does not take the parcel, as the permit has it.
    pub refused: &'a BTreeSet<RestrictionSubject>,
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
    /// The chains of legs of the lane that earlier searches told.
    pub chains: &'a mut Chains,
    /// Memory to work in.
    pub slate: &'a mut Slate,
}

/// A parcel that stands somewhere at the end of a chain.
#[derive(Clone, Copy)]
struct Stood {
    link: u32,
    stand: u32,
    parent: u32,
    slot: Slot,
    legs: u8,
    is_used: bool,
}

/// A route found.
pub(crate) struct Found {
    /// How it goes on the chains of its lane, where it was found on them.
    pub answer: Option<Answer>,
    /// Its steps.
    pub steps: Vec<Step>,
}

impl Stood {
    fn label(self, measures: Measures) -> Label {
        let Self { link, stand, parent, slot, legs, is_used } = self;
        Label { measures, link, stand, parent, slot, legs, is_used, is_alive: true }
    }
}

impl Search<'_, '_> {
    /// Every route of the Pareto set: for equal numbers, the first found.
    pub fn run(&mut self) -> Result<Vec<Found>, RoutingError> {
        self.slate.clear(self.ways);
        let (true, Ok(fixed)) = (self.permit.is_lane_open(), self.prices.fixed_minor()) else {
            // Nothing is asked of the slate: its menu is still that of another search.
            return Ok(Vec::new());
        };
        self.count_costs()?;
        for place in 0..self.ways.starts.len() {
            let price = self.start_price(fixed, place)?;
            self.slate.start_prices.push(price);
        }
        self.seed()?;
        self.start()?;
        while let Some(label) = self.slate.take_next() {
            self.expand(label)?;
        }
        let found = self.slate.front.found().into_iter().map(|label| self.found(label)).collect();
        self.chains.keep_menu(&mut self.slate.menu);
        Ok(found)
    }

    /// Prices the routes that parcels of the lane took before: what none of them can be, none of this one's
    /// needs to be looked at. It is no answer in itself; if it belongs to the set it is found again.
    fn seed(&mut self) -> Result<(), RoutingError> {
        if self.must_use.is_some() {
            return Ok(());
        }
        for place in 0..self.chains.answers().len() {
            let answer = self.chains.answers()[place];
            let path = &answer.path[..usize::from(answer.legs)];
            let Some(start) = self.slate.start_prices[answer.start] else { continue };
            let Some(price) = self.price_along(start, path)? else { continue };
            let &Link { times, survival, .. } = self.chains.link(answer.link);
            let last = path.last().map(|&(stand, slot)| self.step(stand, slot).leg);
            if last.is_some_and(|leg| self.admits(self.work.facts(leg).to, times, survival)) {
                self.slate.front.add_known(Measures { price, times, survival });
            }
        }
        Ok(())
    }

    /// A price and what the moves of a path cost; none where this parcel may not take one of them.
    fn price_along(
        &self,
        mut price: i64,
        path: &[(u32, Slot)],
    ) -> Result<Option<i64>, RoutingError> {
        for &(stand, slot) in path {
            let Some(cost) = self.slate.cost_of(stand, slot) else { return Ok(None) };
            price = add(price, cost)?;
        }
        Ok(Some(price))
    }

    /// What is paid where a route starts; none where this parcel may not start there.
    fn start_price(&mut self, fixed: i64, start: usize) -> Result<Option<i64>, RoutingError> {
        let (node, _) = self.ways.starts[start];
        if !self.permit.may_touch(node) {
            return Ok(None);
        }
        let mut price = Some(fixed);
        for process in self.lane.processes_on_arrival(node, None) {
            let minor = self.prices.process_minor(self.lane, process)?;
            price = price.zip(minor).map(|(price, minor)| add(price, minor)).transpose()?;
        }
        Ok(price)
    }

    /// Rule 2: a label in every place where the parcel may begin.
    fn start(&mut self) -> Result<(), RoutingError> {
        if self.chains.is_empty() {
            for &(node, stand) in &self.ways.starts {
                let link = self.first_link(node, stand);
                self.chains.start(link);
            }
        }
        for (place, &(_, stand)) in self.ways.starts.iter().enumerate() {
            let Some(price) = self.slate.start_prices[place] else { continue };
            let Some(link) = self.chains.first(place) else { continue };
            let is_used = self.must_use.is_some_and(|subject| self.lane.uses_by_itself(subject));
            self.stand(
                price,
                Stood { link, stand, parent: NONE, slot: Slot::default(), legs: 0, is_used },
            )?;
        }
        Ok(())
    }

    /// The chain without a leg that begins in a place; none where it cannot begin there.
    fn first_link(&self, node: NodeIdx, stand: u32) -> Option<Link> {
        let ready = self.lane.query.ready.as_second();
        let mut processes = self.lane.processes_on_arrival(node, None);
        let times = processes.try_fold(Seconds { p50: ready, p90: ready }, |at, process| {
            self.lane.work(self.board, process, at)
        })?;
        self.link_at(stand, times, Survival::CERTAIN)
    }

    /// Takes every move from a label.
    fn expand(&mut self, parent: u32) -> Result<(), RoutingError> {
        let posts = self.ways.chart.posts();
        let from = self.slate.labels[parent as usize];
        let link = *self.chains.link(from.link);
        let least = Measures {
            price: add(from.measures.price, self.slate.price_left[from.stand as usize])?,
            times: link.least,
            survival: link.survival_left,
        };
        let mut ceiling = self.slate.front.ceiling(&least);
        if least.price >= ceiling {
            return Ok(());
        }
        for at in self.slate.menu.of(from.stand) {
            let (onward, cost) = (self.slate.menu.onwards[at], self.slate.costs[at]);
            let left = self.slate.price_left.get(onward.to as usize).copied().unwrap_or(0);
            if cost + left >= CLOSED || add(from.measures.price, cost + left)? >= ceiling {
                continue;
            }
            let legs = from.legs + 1;
            let is_last = onward.to == NONE;
            let may_arrive = if is_last {
                usize::from(legs) <= limits::LEGS_MAX
            } else {
                posts[onward.to as usize].is_in_reach(legs)
            };
            if !may_arrive {
                continue;
            }
            let price = add(from.measures.price, cost)?;
            let Some(link) = self.follow(from.link, (onward, price)) else { continue };
            let stood = Stood {
                link,
                stand: onward.to,
                parent,
                slot: onward.slot,
                legs,
                is_used: from.is_used || self.is_used_by(from.stand, onward.slot),
            };
            if is_last {
                let leg = self.step(from.stand, onward.slot).leg;
                self.reach_goal(price, stood, self.work.facts(leg).to)?;
                ceiling = self.slate.front.ceiling(&least);
            } else {
                self.stand(price, stood)?;
            }
        }
        Ok(())
    }

    /// The chain of a link and one leg more, where a parcel has paid a price behind it; none where that leads
    /// nowhere, or to nothing that could be better than the routes found.
    fn follow(&mut self, from: u32, (onward, price): (Onward, i64)) -> Option<u32> {
        let slot = onward.slot;
        let stand = self.chains.link(from).stand;
        match self.chains.next((from, slot), || self.ways.count_of(stand)) {
            Next::Link(next) => return Some(next),
            Next::Nowhere => return None,
            Next::Untold => {}
        }
        let step = *self.step(stand, slot);
        let Link { times, survival, .. } = *self.chains.link(from);
        let survival = survival.after(self.work.facts(step.leg).loss_ppm);
        // Nearly half of the chains are dropped here, before any timetable is opened.
        if self.slate.front.beats(&self.least_behind(from, (&step, onward.to), (price, survival))) {
            return None;
        }
        let mut links = [None, None];
        if let Some(reached) = self.pass(&step, times) {
            if step.is_last {
                let node = self.work.facts(step.leg).to;
                let times = self.lane.hand_over(self.board, node, reached);
                links[0] = times.map(|times| Link::at_destination(times, survival));
            } else {
                let stands = [step.on, step.free].into_iter().filter(|&stand| stand != NONE);
                for (link, stand) in links.iter_mut().zip(stands) {
                    *link = self.link_at(stand, reached, survival);
                }
            }
        }
        debug_assert!(
            links.iter().flatten().all(|link| self.is_no_sooner(times, (&step, link))),
            "what a leg takes at least is the least it takes"
        );
        self.chains.tell((from, slot), links)
    }

    /// The least that a chain and one leg more can come to, told without its timetable.
    fn least_behind(
        &self,
        from: u32,
        (step, to): (&Move, u32),
        (price, survival): (i64, Survival),
    ) -> Measures {
        let Link { times, least, .. } = *self.chains.link(from);
        let facts = self.work.facts(step.leg);
        let (takes, price, survival) = if to == NONE {
            (facts.to_end.map(i64::from), price, survival)
        } else {
            let (post, left) = (&self.ways.chart.posts()[to as usize], &self.ways.left);
            let [p50, p90] = facts.through.map(i64::from);
            let takes = [
                p50 + i64::from(post.p50_left) + i64::from(left.p50),
                p90 + i64::from(post.p90_left) + i64::from(left.p90),
            ];
            let survival = survival.at_most_after(post.kept).at_most_after(left.kept);
            (takes, price.saturating_add(self.slate.price_left[to as usize]), survival)
        };
        let times = Seconds {
            p50: least.p50.max(times.p50 + takes[0]),
            p90: least.p90.max(times.p90 + takes[1]),
        };
        Measures { price, times, survival }
    }

    /// Whether a chain that goes on at a time is no sooner behind a leg than was told without its timetable.
    fn is_no_sooner(&self, at: Seconds, (step, link): (&Move, &Link)) -> bool {
        let facts = self.work.facts(step.leg);
        let [p50, p90] = if step.is_last { facts.to_end } else { facts.through };
        link.times.p50 >= at.p50 + i64::from(p50) && link.times.p90 >= at.p90 + i64::from(p90)
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

    /// A chain of legs that stands somewhere, with the least that the hours and the loss left from there
    /// make of it; none where no timetable leads on.
    fn link_at(&self, stand: u32, at: Seconds, survival: Survival) -> Option<Link> {
        let (post, left) = (&self.ways.chart.posts()[stand as usize], &self.ways.left);
        let mut least = Seconds {
            p50: at.p50 + i64::from(post.p50_left) + i64::from(left.p50),
            p90: at.p90 + i64::from(post.p90_left) + i64::from(left.p90),
        };
        if !self.ways.arrivals.is_empty() {
            let told = self.ways.arrivals.iter().filter_map(|(arrivals, left)| {
                let at = arrivals.earliest(post.stand, at)?;
                Some(Seconds {
                    p50: at.p50 + i64::from(left.p50),
                    p90: at.p90 + i64::from(left.p90),
                })
            });
            let told = told.reduce(|one, other| Seconds {
                p50: one.p50.min(other.p50),
                p90: one.p90.min(other.p90),
            })?;
            least = Seconds { p50: least.p50.max(told.p50), p90: least.p90.max(told.p90) };
        }
        let survival_left = survival.at_most_after(post.kept).at_most_after(left.kept);
        Some(Link::standing(stand, (at, survival), (least, survival_left)))
    }

    /// Keeps a label that may come to something.
    fn stand(&mut self, price: i64, stood: Stood) -> Result<(), RoutingError> {
        let price_left = self.slate.price_left[stood.stand as usize];
        let post = &self.ways.chart.posts()[stood.stand as usize];
        if price_left >= CLOSED || !post.is_in_reach(stood.legs) {
            return Ok(());
        }
        let link = self.chains.link(stood.link);
        let least = Measures {
            price: price.saturating_add(price_left),
            times: link.least,
            survival: link.survival_left,
        };
        let measures = Measures { price, times: link.times, survival: link.survival };
        if self.slate.front.beats(&least) {
            return Ok(());
        }
        self.slate.insert(stood.label(measures), &least)
    }

    fn reach_goal(
        &mut self,
        price: i64,
        stood: Stood,
        destination: NodeIdx,
    ) -> Result<(), RoutingError> {
        let &Link { times, survival, .. } = self.chains.link(stood.link);
        let measures = Measures { price, times, survival };
        let is_wanted =
            (self.must_use.is_none() || stood.is_used) && self.admits(destination, times, survival);
        if !is_wanted || self.slate.front.beats(&measures) {
            return Ok(());
        }
        let label = self.slate.push(Label { is_alive: false, ..stood.label(measures) })?;
        self.slate.front.add_found(measures, label);
        if self.slate.front.count_found() > limits::OPTIONS_MAX {
            return Err(RoutingError::TooLarge(Limit::Options));
        }
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

    /// Whether a move uses what must be used.
    fn is_used_by(&self, stand: u32, slot: Slot) -> bool {
        let uses = |subject| self.lane.uses(self.step(stand, slot).bare(), subject);
        self.must_use.is_some_and(uses)
    }

    /// The move of a slot.
    fn step(&self, stand: u32, slot: Slot) -> &Move {
        self.ways.step(self.ways.number_of(stand, slot.place()))
    }

    /// The route that a label at the destination stands for.
    fn found(&self, label: u32) -> Found {
        let labels = &self.slate.labels;
        let mut answer = Answer { link: labels[label as usize].link, ..Answer::default() };
        let mut steps = Vec::with_capacity(limits::LEGS_MAX);
        let mut at = &labels[label as usize];
        answer.legs = at.legs;
        while at.parent != NONE {
            let from = &labels[at.parent as usize];
            answer.path[usize::from(from.legs)] = (from.stand, at.slot);
            steps.push(self.step(from.stand, at.slot).bare());
            at = from;
        }
        steps.reverse();
        let starts = &mut self.ways.starts.iter();
        answer.start = starts.position(|&(_, stand)| stand == at.stand).unwrap_or(0);
        Found { answer: Some(answer), steps }
    }
}

fn add(price: i64, more: i64) -> Result<i64, RoutingError> {
    price.checked_add(more).ok_or(RoutingError::PriceRange)
}
