//! What every move costs this parcel, and what is paid at least from every stand.

use portolan_network::records::{LegIdx, LineIdx, ProcessIdx};

use super::Search;
use super::slate::{CLOSED, Onward};
use crate::chains::Slot;
use crate::chart::{Move, NONE};
use crate::{EntryWish, RoutingError};

impl Search<'_, '_> {
    /// Prices the moves of the chart, and counts back what is paid at least.
    pub(super) fn count_costs(&mut self) -> Result<(), RoutingError> {
        let ways = self.ways;
        for &stand in ways.between.stands() {
            if !self.permit.may_touch(ways.chart.posts()[stand as usize].node) {
                continue;
            }
            let first = self.slate.onwards.len();
            // For each: the places in it are those of the slots.
            let mut steps = ways.steps(stand).enumerate();
            steps.try_for_each(|(place, step)| {
                if self.may_take(step) { self.price(step, place) } else { Ok(()) }
            })?;
            self.slate.end_stand(stand, first);
            self.count_back(stand);
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

    /// Writes down what a move costs that may be taken, at a place among those of its stand.
    fn price(&mut self, step: &Move, place: usize) -> Result<(), RoutingError> {
        let fare = match step.fare {
            NONE => None,
            fare => match self.prices.flat(self.lane, fare) {
                Some(price) => price.minor(),
                None => self.prices.fare_price(self.lane, self.fares, fare)?.minor(),
            },
        };
        if fare.is_none() && step.on == NONE {
            return Ok(());
        }
        let mut around = 0;
        if step.has_priced_work {
            let Some(before) = self.work_minor(self.work.before(step.leg))? else { return Ok(()) };
            let after = if step.is_last { &[] } else { self.work.after(step.leg) };
            let Some(after) = self.work_minor(after)? else { return Ok(()) };
            around = before.saturating_add(after);
        }
        if around >= CLOSED || fare.is_some_and(|fare| fare >= CLOSED) {
            return Err(RoutingError::PriceRange);
        }
        if step.on != NONE {
            let onward = Onward { cost: around, to: step.on, slot: Slot::of(place, false) };
            self.slate.onwards.push(onward);
        }
        if let Some(fare) = fare.filter(|_| step.is_last || step.free != NONE) {
            let slot = Slot::of(place, step.on != NONE);
            self.slate.onwards.push(Onward { cost: fare + around, to: step.free, slot });
        }
        Ok(())
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

    /// Whether a move may be taken by this parcel on this day, whenever and for how much, if it may be where
    /// the move leads.
    fn may_take(&self, step: &Move) -> bool {
        let is_wished = match (self.lane.query.entry, step.drop_off) {
            (EntryWish::Any, _) | (_, None) => true,
            (EntryWish::Collection, Some(is_drop_off)) => !is_drop_off,
            (EntryWish::DropOff, Some(is_drop_off)) => is_drop_off,
        };
        is_wished
            && (step.is_tracked || !self.filter.tracked_all)
            && self.permit.may_take_of(step.operator, step.leg)
            && (!step.is_last || self.permit.may_touch(self.work.facts(step.leg).to))
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
        let onwards = &self.slate.onwards[self.slate.onwards_of(stand)];
        let least = onwards.iter().map(|onward| self.slate.least_by(onward)).min();
        let least = least.unwrap_or(CLOSED);
        let left = &mut self.slate.price_left[stand as usize];
        let is_less = least < *left;
        *left = least.min(*left);
        is_less
    }
}
