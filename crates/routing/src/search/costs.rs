//! What every move costs this parcel, and what is paid at least from every stand.

use portolan_network::records::{LegIdx, LineIdx, ProcessIdx};

use super::Search;
use super::slate::Cost;
use crate::chart::{Move, NONE};
use crate::{EntryWish, RoutingError, limits};

/// A stand whose moves are being looked at.
struct Walk {
    stand: u32,
    next: usize,
    end: usize,
}

impl Search<'_, '_> {
    /// Prices the moves that can be reached from the starts, and counts back what is paid at least.
    pub(super) fn count_costs(&mut self) -> Result<(), RoutingError> {
        for &(node, stand) in self.starts {
            if self.permit.may_touch(node) {
                self.walk_from(stand)?;
            }
        }
        // Over as many legs as a route may have; those behind come first, so a few rounds suffice.
        for _ in 0..limits::LEGS_MAX {
            let mut is_settled = true;
            for at in 0..self.slate.order.len() {
                let stand = self.slate.order[at];
                is_settled &= !self.count_back(stand);
            }
            if is_settled {
                break;
            }
        }
        Ok(())
    }

    /// Walks every open move, and notes each stand when all behind it is noted.
    fn walk_from(&mut self, start: u32) -> Result<(), RoutingError> {
        let mut walks = Vec::new();
        self.enter(start, &mut walks);
        while let Some(walk) = walks.last_mut() {
            if walk.next == walk.end {
                self.slate.order.push(walk.stand);
                walks.pop();
                continue;
            }
            let index = walk.next;
            walk.next += 1;
            let step = self.chart.moves()[index];
            let cost = self.cost(&step)?;
            self.slate.costs[index] = cost;
            if !cost.is_open || cost.after.is_none() {
                continue;
            }
            if step.on != NONE {
                self.enter(step.on, &mut walks);
            }
            if step.free != NONE && cost.fare.is_some() {
                self.enter(step.free, &mut walks);
            }
        }
        Ok(())
    }

    fn enter(&mut self, stand: u32, walks: &mut Vec<Walk>) {
        if self.slate.mark(stand) {
            let moves = self.chart.posts()[stand as usize].moves();
            walks.push(Walk { stand, next: moves.start, end: moves.end });
        }
    }

    /// What a move costs, if it may be taken at all.
    fn cost(&mut self, step: &Move) -> Result<Cost, RoutingError> {
        if !self.may_take(step) {
            return Ok(Cost::default());
        }
        let fare = match step.fare {
            NONE => None,
            fare => self.prices.fare_price(self.lane, self.fares, fare)?.minor(),
        };
        if fare.is_none() && step.on == NONE {
            return Ok(Cost::default());
        }
        let work = self.work;
        let Some(before) = self.work_minor(work.before(step.leg))? else {
            return Ok(Cost::default());
        };
        let after = self.work_minor(work.after(step.leg))?;
        Ok(Cost { is_open: true, before, fare, after })
    }

    fn work_minor(&mut self, processes: &[ProcessIdx]) -> Result<Option<i64>, RoutingError> {
        let mut sum = 0_i64;
        let work = self.work;
        for &process in processes {
            if !work.is_priced(process) || !self.day.has_process(process) {
                continue;
            }
            let Some(minor) = self.prices.process_minor(self.lane, process)? else {
                return Ok(None);
            };
            sum = sum.checked_add(minor).ok_or(RoutingError::PriceRange)?;
        }
        Ok(Some(sum))
    }

    /// Whether a move may be taken by this parcel on this day, whenever and for how much.
    fn may_take(&self, step: &Move) -> bool {
        let leg = self.work.facts(step.leg);
        let is_wished = match self.lane.query.entry {
            EntryWish::Any => true,
            _ if !leg.is_first => true,
            EntryWish::Collection => !leg.is_drop_off,
            EntryWish::DropOff => leg.is_drop_off,
        };
        is_wished
            && (leg.tracked || !self.filter.tracked_all)
            && self.permit.may_take_of(leg.operator, step.leg)
            && self.permit.may_touch(leg.to)
            && step.line().is_none_or(|line| {
                self.may_ride(line) && (!step.is_dated || self.counts(step.leg, line))
            })
    }

    /// Whether a leg is part of a line on the hand-in day.
    fn counts(&self, leg: LegIdx, line: LineIdx) -> bool {
        let mut rides = self.lane.snapshot.legs[leg].rides.iter();
        rides.any(|ride| ride.line == line && self.lane.is_valid(&ride.provenance))
    }

    /// Counts what is paid at least from a stand by what is from those behind; whether it became less.
    fn count_back(&mut self, stand: u32) -> bool {
        let mut least = None;
        for index in self.chart.posts()[stand as usize].moves() {
            let cost = self.slate.costs[index];
            if cost.is_open {
                let beyond = self.least_beyond(&self.chart.moves()[index], cost.fare, cost.after);
                let price = beyond.map(|beyond| beyond.saturating_add(cost.before));
                least = least.into_iter().chain(price).min();
            }
        }
        least.is_some_and(|least| self.slate.lower_price_left(stand, least))
    }
}
