//! What every move costs this parcel, and what is paid at least from every stand.

use portolan_network::records::{LegIdx, LineIdx, ProcessIdx};

use super::Search;
use super::slate::{CLOSED, Cost};
use crate::chart::{Move, NONE};
use crate::{EntryWish, RoutingError};

impl Search<'_, '_> {
    /// Prices the moves of the chart, and counts back what is paid at least.
    pub(super) fn count_costs(&mut self) -> Result<(), RoutingError> {
        let ways = self.ways;
        for &stand in ways.between.stands() {
            for number in ways.moves(stand) {
                let step = ways.step(number);
                let cost = if self.may_take(step) { self.cost(step)? } else { Cost::CLOSED };
                self.slate.costs[number] = cost;
            }
        }
        // Until nothing becomes less: no price is negative, and most are told in the first round.
        while self.count_all_back() {}
        ways.between.show(|stand| self.slate.price_left[stand as usize]);
        Ok(())
    }

    /// Counts back from every stand; whether anything became less.
    fn count_all_back(&mut self) -> bool {
        let mut is_less = false;
        for &stand in self.ways.between.stands() {
            is_less |= self.count_back(stand);
        }
        is_less
    }

    /// What a move costs that may be taken.
    fn cost(&mut self, step: &Move) -> Result<Cost, RoutingError> {
        let fare = match step.fare {
            NONE => None,
            fare => self.prices.fare_price(self.lane, self.fares, fare)?.minor(),
        };
        if fare.is_none() && step.on == NONE {
            return Ok(Cost::CLOSED);
        }
        let (work, leg) = (self.work, step.leg);
        let mut around = Some(0);
        if work.facts(leg).has_priced_work {
            around = self.work_minor(work.before(leg))?;
            if !step.is_last {
                let after = self.work_minor(work.after(leg))?;
                around = around.zip(after).map(|(before, after)| before.saturating_add(after));
            }
        }
        let Some(around) = around else { return Ok(Cost::CLOSED) };
        if around >= CLOSED || fare.is_some_and(|fare| fare >= CLOSED) {
            return Err(RoutingError::PriceRange);
        }
        let on = if step.on == NONE { CLOSED } else { around };
        Ok(Cost { on, free: fare.map_or(CLOSED, |fare| fare + around), least: CLOSED })
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
        let mut least = CLOSED;
        for index in self.ways.moves(stand) {
            let from = self.least_from(self.ways.step(index), self.slate.costs[index]);
            self.slate.costs[index].least = from;
            least = least.min(from);
        }
        let left = &mut self.slate.price_left[stand as usize];
        let is_less = least < *left;
        *left = least.min(*left);
        is_less
    }

    /// The least that is paid from before a move on, by what is known of the stands behind it.
    fn least_from(&self, step: &Move, cost: Cost) -> i64 {
        if step.is_last {
            return cost.free;
        }
        let left = |stand: u32| {
            if stand == NONE { CLOSED } else { self.slate.price_left[stand as usize] }
        };
        (cost.on + left(step.on)).min(cost.free + left(step.free))
    }
}
